import HyperV
import Terminal
import Testing

@Suite struct PathTests {
  @Test(
    arguments: [
      ("L1", [], "L1"), ("L1/natted", ["L1"], "natted"), ("a/b/c d", ["a", "b"], "c d"),
    ] as [(String, [String], String)])
  func paths(_ text: String, _ hosts: [String], _ name: String) throws {
    let path = try MachinePath(text)
    #expect(path.hosts == hosts)
    #expect(path.name == name)
    #expect(path.level == hosts.count + 1)
    #expect(path.description == text)
  }

  @Test(arguments: ["", "/", "L1/", "/L1", "a//b", Array(repeating: "x", count: 17).joined(separator: "/")])
  func refusedPaths(_ text: String) {
    #expect(throws: DrosteError.self) { try MachinePath(text) }
  }

  @Test func hosts() throws {
    #expect(try HostPath(nil).names == [])
    #expect(try HostPath("L1/L2").names == ["L1", "L2"])
    #expect(HostPath(names: []).description == "this host")
  }

  @Test func copies() throws {
    #expect(try CopyEndpoint("L1/natted:/etc/x:y") == .machine(MachinePath("L1/natted"), "/etc/x:y"))
    #expect(try CopyEndpoint("notes.txt") == .local("notes.txt"))
    #expect(try CopyEndpoint("./a:b") == .local("./a:b"))
    #expect(try CopyEndpoint("/tmp/a:b") == .local("/tmp/a:b"))
    #expect(throws: DrosteError.self) { try CopyEndpoint("L1:relative") }
    #expect(throws: DrosteError.self) { try CopyEndpoint(":/etc/x") }
  }
}
