import ManagementCmdlets
import PowerShell
import Testing

struct MetadataTests {
  @Test(arguments: ManagementModule.commands().map(\.name))
  func everyCommandHasParametersAndSynopsis(_ name: String) throws {
    let command = try #require(ManagementModule.commands().first { $0.name == name })
    let metadata = try #require(command.metadata, "a parameter line of \(name) is not valid")
    #expect(metadata.synopsis?.isEmpty == false)
    #expect(command.module != nil)
  }

  @Test func namesAreUnique() {
    var names: [String] = ManagementModule.commands().flatMap { [$0.name] + $0.aliases }
    names = names.map { $0.lowercased() }.sorted()
    #expect(names == Array(Set(names)).sorted())
  }
}
