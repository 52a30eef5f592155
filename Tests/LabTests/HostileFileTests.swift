internal import FoundationEssentials
internal import Lab
internal import Testing

/// Files made to cost more than they are worth. Each is refused, with a text that says why, in bounded time.
@Suite(.timeLimit(.minutes(1))) struct HostileFileTests {
  private func error(_ yaml: String) throws -> String {
    let found = try #require(throws: LabDiagnostics.self) { try Lab(yaml: yaml, file: "lab.yaml") }
    return found.description
  }

  @Test func refusesLargeFiles() throws {
    #expect(try error("name: lab\n" + String(repeating: "#", count: 1 << 20)).contains("larger than 1048576 bytes"))
  }

  @Test func refusesDeepNesting() throws {
    #expect(
      try error("name: " + String(repeating: "[", count: 100) + String(repeating: "]", count: 100)).contains(
        "nested deeper"))
    // Beyond libyaml's own limit.
    #expect(try error("name: " + String(repeating: "[", count: 100_000)).contains("error: not YAML"))
  }

  @Test func refusesBillionsOfValues() throws {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      yaml += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(try error(yaml).contains("more than 50000 values, each use of an alias counted in full"))
  }

  @Test(arguments: ["*a29 : x", "? *a29\n: x", "[*a29]: x", "{k: *a29}: x"])
  func refusesKeysMadeOfAliases(_ key: String) throws {
    var yaml = "a0: &a0 [x, x]\n"
    for level in 1...29 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(try error(yaml + key).contains("a key must be a word"))
  }

  @Test func refusesTooManyLevels() throws {
    var yaml = "name: lab\n"
    for level in 0..<17 {
      let indent = String(repeating: "    ", count: level)
      yaml += "\(indent)machines:\n\(indent)  - name: m\n\(indent)    image: host\n\(indent)    nested: true\n"
    }
    #expect(try error(yaml).contains("a lab has at most 16 levels"))
  }

  @Test func refusesTooManyMachines() throws {
    let machines = (0..<65).map { "  - {name: m\($0), image: guest}\n" }.joined()
    #expect(try error("name: lab\nmachines:\n" + machines).contains("machines: holds 65, at most 64 are possible"))
  }

  @Test func refusesLongValues() throws {
    #expect(try error("name: " + String(repeating: "x", count: 5000)).contains("longer than 4096 characters"))
  }

  @Test func countsErrorsOnlyUpToALimit() throws {
    let keys = (0..<2000).map { "k\($0): 1\n" }.joined()
    let found = try #require(throws: LabDiagnostics.self) { try Lab(yaml: "name: lab\n" + keys, file: "lab.yaml") }
    #expect(found.errors.count == 500)
  }

  @Test func saysWhatIsWrongWithTheFileItself() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "dr.\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func error(_ file: String) throws -> String {
      try #require(throws: LabDiagnostics.self) { try Lab(contentsOf: file) }.errors[0].text
    }
    #expect(try error(folder.appending(path: "none.yaml").path) == "no such file")
    let missing = try #require(throws: LabDiagnostics.self) { try Lab(contentsOf: "\(folder.path)/none.yaml") }
    #expect(missing.mend == "ls \(folder.path)")
    #expect(try error(folder.path) == "not a file")
    #expect(try error("/dev/zero") == "not a file")
    let binary = folder.appending(path: "binary.yaml")
    try Data([0x6E, 0xFF, 0xFE]).write(to: binary)
    #expect(try error(binary.path) == "not UTF-8")
    let large = folder.appending(path: "large.yaml")
    try Data(repeating: 0x23, count: (1 << 20) + 1).write(to: large)
    #expect(try error(large.path) == "larger than 1048576 bytes")
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "none.yaml").path))
  }
}
