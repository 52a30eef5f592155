import HostAPI
import PowerShell
import Testing

@testable import Cmdlets

/// The documentation's examples, run as they stand on a host that has what they name.
@Suite(
  .enabled(if: Examples.folder != nil, "the folder with the documentation's examples is not here"),
  .enabled(if: IsolatedService.isPossible && TestService.hasQEMU, "needs root, DROSTE_BIN and QEMU"),
  .isolatedService, .serialized, .timeLimit(.minutes(15)))
struct ExampleRunTests {
  /// How many run and give what is documented. It only ever grows.
  static let least = 127

  @Test func examplesRun() async throws {
    let client = try #require(IsolatedService.client)
    let place = try #require(IsolatedService.place)
    let rows = Dictionary(try Examples.cmdlets().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var (ran, others): ([String], [String]) = ([], [])
    for example in try Examples.all() {
      let outcome: ExampleHost.Outcome
      if example.module == "Hyper-V" || example.module == "NetNat" {
        try await ExampleHost.prepare(client, disk: place.disk, for: example.code)
        outcome = try await ExampleHost.run(example.code, client, namespace: place.namespace)
      } else {
        outcome = try await ExampleNetwork.run(example, client)
      }
      let areDocumented = outcome.types.allSatisfy { types in
        isDocumented(types, rows[example.cmdlet], isAlone: !example.code.contains("|") && !example.code.contains("\n"))
      }
      if outcome.succeeded, areDocumented {
        ran.append("\(example)")
      } else {
        others.append("\(example): \(outcome.errors) \(outcome.types.first ?? []) \(outcome.effect)")
      }
    }
    print("\(ran.count) examples run and give what is documented")
    #expect(ran.count >= Self.least, "\(others.joined(separator: "\n"))")
  }

  /// An example that is one command gives objects of the types that the command is documented to give.
  private func isDocumented(_ types: [String], _ row: CommandTableRow?, isAlone: Bool) -> Bool {
    guard isAlone, let outputs = row?.outputs, !outputs.isEmpty else { return true }
    // The documents write a CIM class with and without its prefix and its namespace's slashes, and with a blank in it.
    let short = { (name: String) in
      let last =
        name.replacing(" ", with: "").split { $0 == "." || $0 == "#" || $0 == "/" }.last.map(String.init) ?? name
      return last.split(separator: "MSFT_").last.map { $0.lowercased() } ?? last
    }
    // What is called NetConnectionResults there names itself TestNetConnectionResult.
    let wanted = outputs.map(short) + (row?.name == "Test-NetConnection" ? ["testnetconnectionresult"] : [])
    return types.contains { wanted.contains(short($0)) }
  }
}
