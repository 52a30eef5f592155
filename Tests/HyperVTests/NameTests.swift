import HyperV
import Testing

@Suite struct NameTests {
  @Test(arguments: [
    "L1", "VM-dave", "vEthernet (VmNAT)", "Größe", "日本語", "a", String(repeating: "x", count: 100), "...", "a:b", "-",
  ])
  func allowed(_ name: String) { #expect(Names.problem(name) == nil) }

  @Test(arguments: [
    ("", "empty"), (String(repeating: "x", count: 101), "101"), ("a/b", "/"), ("/", "/"), (".", "not a name"),
    ("..", "not a name"), (" a", "white space"), ("a ", "white space"), ("a\n", "control"), ("a\u{0}b", "control"),
    ("\u{1B}[31m", "control"), ("a\u{7F}", "control"),
  ])
  func refused(_ name: String, _ reason: String) throws {
    #expect(try #require(Names.problem(name)).contains(reason))
  }

  @Test func caseDoesNotMatter() {
    #expect(Names.same("VmNAT", "VmNat"))
    #expect(Names.same("ÄRGER", "ärger"))
    #expect(!Names.same("L1", "L2"))
  }
}
