import ManagementCmdlets
import PowerShell
import Testing

struct WQLTests {
  /// Nothing that is written makes it fail other than by its error.
  @Test func garbageIsRefused() throws {
    let pieces = [
      "select", "*", "from", "Win32_X", "where", "a", "=", "'x'", "(", ")", "and", "or", "not", "like", "'%'", "is",
      "null", "<", ",", "\"", "5",
    ]
    var seed: UInt64 = 7
    for _ in 0..<3000 {
      var words: [String] = []
      for _ in 0..<8 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        words.append(pieces[Int(seed >> 33) % pieces.count])
      }
      let text = words.joined(separator: " ")
      if let query = try? WQLQuery(query: text) { #expect(!query.className.isEmpty) }
      _ = try? WQLQuery(filter: text).fits([("a", "x")])
    }
  }

  @Test(
    arguments: [
      ("", []), ("a b", ["a", "b"]), ("\"a b\" c", ["a b", "c"]), ("a\\\"b", ["a\"b"]), ("C:\\x\\y", ["C:\\x\\y"]),
      ("\"\"", [""]), ("  a   b ", ["a", "b"]), ("a\"b c\"d", ["ab cd"]), ("x\\", ["x\\"]),
      ("-c \"exit 3\"", ["-c", "exit 3"]),
    ] as [(String, [String])])
  func argumentsAreSplitAsWindowsDoes(_ text: String, _ expected: [String]) {
    #expect(ArgumentText.split(text) == expected)
  }

  @Test func systemdsWordsAreUnderstood() {
    let lines = [
      "Id=ssh.service", "Description=OpenBSD Secure Shell server", "LoadState=loaded", "ActiveState=active",
      "UnitFileState=enabled", "", "Id=x.service", "Description=x.service", "LoadState=not-found",
      "ActiveState=inactive", "", "Id=y.service", "Description=Y=1", "LoadState=loaded", "ActiveState=failed",
      "UnitFileState=static",
    ]
    let entries = Systemd.entries(lines)
    #expect(entries.map(\.name) == ["ssh", "y"])
    #expect(entries.map(\.displayName) == ["OpenBSD Secure Shell server", "Y=1"])
    #expect(entries.map(\.state) == [.running, .stopped])
    #expect(entries.map(\.startType) == ["Automatic", "Manual"])
  }
}
