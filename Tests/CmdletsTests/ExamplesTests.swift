import PowerShell
import Testing

@testable import Cmdlets

/// The documentation's examples, read where they are.
@Suite(.enabled(if: Examples.folder != nil, "the folder with the documentation's examples is not here"))
struct ExamplesTests {
  /// Mistakes of the documents themselves: a command or a parameter that does not exist, a table given in a parameter's
  /// place, an argument of a type that the parameter does not take.
  static let mistaken: Set<String> = [
    "Add-VMNetworkAdapterRoutingDomainMapping, Example 1", "Disable-VMRemoteFXPhysicalVideoAdapter, Example 2",
    "Get-NetAdapter, Example 8", "Mount-VMHostAssignableDevice, Example 1", "Move-VM, Example 3", "New-VHD, Example 3",
    "Remove-VMGpuPartitionAdapter, Example 2", "Remove-VMHostAssignableDevice, Example 1",
    "Remove-VMSwitchExtensionSwitchFeature, Example 1", "Set-VMSwitchExtensionSwitchFeature, Example 1",
    "Test-VMNetworkAdapter, Example 1",
  ]

  @Test func everyExampleParses() throws {
    let examples = try Examples.all()
    #expect(examples.count >= 340)
    for example in examples {
      #expect(throws: Never.self, "\(example)") { _ = try SourceText(example.code).parsed() }
    }
  }

  @Test func tablesAreThoseOfTheDocuments() throws {
    let rows = try Examples.cmdlets()
    for row in rows {
      let own = try #require(CommandTable.rows(row.module ?? "").first { $0.name == row.name })
      let metadata = try own.metadata(errorSource: "", synopsis: "")
      for parameter in row.parameters where !CommonParameters.contains(parameter.name) {
        let found = metadata.parameter(named: parameter.name)
        #expect(found?.name == parameter.name, "\(row.name) -\(parameter.name)")
        #expect(Set(found?.aliases ?? []) == Set(parameter.aliases ?? []), "\(row.name) -\(parameter.name)")
      }
      let sets = row.sets.map(\.name).filter { $0 != "(All)" }
      if row.sets.count > 1 {
        #expect(Set(metadata.setNames).isSubset(of: Set(sets)), "\(row.name)")
      }
    }
  }

  @Test func examplesBindToTheSetsOfTheDocuments() async throws {
    let rows = Dictionary(try Examples.cmdlets().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var (bound, failed): (Int, [String]) = (0, [])
    for example in try Examples.all() where rows[example.cmdlet] != nil {
      let stubs = StubCommands()
      let lines = try await CmdletSession.stubbed(example.code, stubs)
      let mine = stubs.bindings.filter { $0.command == example.cmdlet }
      let isRight = !mine.isEmpty && mine.allSatisfy { implied(rows[$0.command], $0) }
      if isRight { bound += 1 } else { failed.append("\(example): \(lines.filter { $0.hasPrefix("!") })") }
    }
    print("\(bound) examples bind to the documented parameter set")
    #expect(Set(failed.map { String($0.prefix { $0 != ":" }) }) == Self.mistaken, "\(failed.joined(separator: "\n"))")
  }

  /// Whether a call may be of the set that it was resolved to: the set has each parameter, and none that it needs is
  /// missing.
  private func implied(_ row: CommandTableRow?, _ binding: StubCommands.Binding) -> Bool {
    guard let row else { return false }
    let sets = row.sets.filter { binding.set == "__AllParameterSets" || $0.name == binding.set }
    return sets.contains { set in
      guard let lines = try? set.parameters.map(ParameterLine.init) else { return false }
      let needed = lines.filter(\.entry.isMandatory).map { $0.name.lowercased() }
      let given = Set(binding.parameters.map { $0.lowercased() })
      let everywhere = Set(row.parameters.map { $0.name.lowercased() }).subtracting(
        row.sets.flatMap(\.parameters).compactMap { try? ParameterLine($0).name.lowercased() })
      let all = row.sets.first { $0.name == "(All)" }?.parameters.compactMap {
        try? ParameterLine($0).name.lowercased()
      }
      let known = Set(lines.map { $0.name.lowercased() }).union(everywhere).union(all ?? [])
      return given.subtracting(known).filter { !CommonParameters.contains($0) }.isEmpty
        && needed.allSatisfy(given.contains)
    }
  }
}
