import Shell
import Testing

struct EditingTests {
  private static func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    decoder.append(text.utf8)
    var keys: [Key] = []
    while let key = decoder.next(isFinal: true) { keys.append(key) }
    return keys
  }

  @Test(arguments: [
    ("a", [Key.character("a")]), ("é€", [.character("é"), .character("€")]), ("\r", [.enter]), ("\n", [.newLine]),
    ("\t", [.tab]), ("\u{7F}", [.backspace]), ("\u{1}", [.control("a")]), ("\u{1B}[A", [.up]), ("\u{1B}OB", [.down]),
    ("\u{1B}[1;5C", [.wordRight]), ("\u{1B}[1;3D", [.wordLeft]), ("\u{1B}[3~", [.delete]), ("\u{1B}[Z", [.backTab]),
    ("\u{1B}b", [.alt("b")]), ("\u{1B}", [.escape]),
    ("\u{1B}[200~a\r\nb\u{1B}[201~c", [.paste("a\nb"), .character("c")]),
    ("\u{1B}[99~", [.unknown]), ("\u{1B}\r", [.newLine]),
  ])
  func decodes(_ row: (String, [Key])) { #expect(Self.keys(row.0) == row.1) }

  @Test func decodesPiecewise() {
    var decoder = KeyDecoder()
    for byte in Array("\u{1B}[1;5C".utf8) {
      decoder.append([byte])
      if byte != UInt8(ascii: "C") { #expect(decoder.next() == nil) }
    }
    #expect(decoder.next() == .wordRight)
  }

  /// Whatever a terminal sends, the decoder takes all of it.
  @Test func takesGarbage() {
    var state: UInt64 = 7
    for _ in 0..<200 {
      var decoder = KeyDecoder()
      let bytes = (0..<64).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56) & (state >> 40 & 1 == 0 ? 0xFF : 0x1F)
      }
      decoder.append(bytes)
      var count = 0
      while decoder.next(isFinal: true) != nil { count += 1 }
      #expect(count <= 64)
    }
  }

  /// Types text, with `<name>` for keys, and gives the text with `|` at the cursor.
  private static func edited(_ keys: [Key], history: [String] = []) -> String {
    let store = CommandHistory(path: nil)
    for entry in history { store.add(entry) }
    var editor = LineEditor(
      history: store, isComplete: { !$0.hasSuffix("{") },
      complete: { text, cursor in
        Completion(
          range: 0..<cursor,
          candidates: ["Get-VM", "Get-VMSwitch", "Set-VM"].filter { $0.lowercased().hasPrefix(text.lowercased()) }
            .map { Completion.Candidate($0) })
      })
    for key in keys { _ = editor.press(key) }
    var characters = editor.buffer.characters
    characters.insert("|", at: editor.buffer.cursor)
    return String(characters)
  }

  private static func type(_ text: String) -> [Key] { text.map { .character($0) } }

  @Test(arguments: [
    (type("ab") + [.left] + type("c"), "ac|b"), (type("ab cd") + [.wordLeft], "ab |cd"),
    (type("ab cd") + [.control("w")], "ab |"), (type("ab") + [.home, .control("k")], "|"),
    (type("ab cd") + [.control("w"), .home, .control("y")], "cd|ab "), (type("ab") + [.backspace], "a|"),
    (type("ab") + [.home, .delete], "|b"), (type("if {") + [.enter] + type("x"), "if {\nx|"),
    (type("a") + [.newLine] + type("bc") + [.up], "a|\nbc"), (type("se") + [.tab], "Set-VM |"),
    (type("ge") + [.tab], "Get-VM|"), ([.paste("a\nb")], "a\nb|"), ([.escape] + type("a"), "a|"),
    (type("x") + [.escape], "|"), (type("ab") + [.control("a"), .control("f")], "a|b"),
  ])
  func edits(_ row: ([Key], String)) { #expect(Self.edited(row.0) == row.1) }

  @Test(arguments: [
    ([Key.up], "Stop-VM|"), ([.up, .up], "Get-VM|"), ([.up, .up, .up], "Get-VM|"), ([.up, .up, .down], "Stop-VM|"),
    (type("new") + [.up, .down], "new|"), ([.control("r")] + type("get"), "Get-VM|"),
    ([.control("r")] + type("vm") + [.control("r")], "Get-VM|"),
  ])
  func usesHistory(_ row: ([Key], String)) {
    #expect(Self.edited(row.0, history: ["Get-VM", "Stop-VM"]) == row.1)
  }

  @Test func listsCandidatesWithTheSecondTab() {
    var editor = LineEditor(
      history: CommandHistory(path: nil), isComplete: { _ in true },
      complete: { _, cursor in
        Completion(range: 0..<cursor, candidates: ["Get-VM", "Get-VMSwitch"].map { Completion.Candidate($0) })
      })
    for key in Self.type("Get-VM") + [.tab] { _ = editor.press(key) }
    #expect(editor.below == ["Get-VM        Get-VMSwitch  "])
  }

  @Test func drawsAndReturns() {
    var screen = EditorScreen()
    let first = screen.draw(prompt: "PS> ", buffer: EditBuffer("abc"), width: 40)
    #expect(first == "\r\u{1B}[JPS> abc\r\u{1B}[7C")
    // Ten columns: "PS> " and six characters fill the row.
    let second = screen.draw(prompt: "PS> ", buffer: EditBuffer("abcdefgh"), width: 10)
    #expect(second == "\r\u{1B}[JPS> abcdef\r\ngh\r\u{1B}[2C")
    #expect(screen.finish() == "\r\n")
  }

  @Test(arguments: [
    ("Get-VM -Na", ["Get-VM"], "-Na", 7), ("Get-VM -Name ", ["Get-VM", "-Name"], "", 13),
    ("a | Stop-V", [], "Stop-V", 4),
    ("Get-VM 'my ma", ["Get-VM"], "my ma", 7), ("$x = Get-", [], "Get-", 5), ("if ($a) { Get-", [], "Get-", 10),
    ("Get-VM -Name L1,L", ["Get-VM", "-Name"], "L", 16),
  ])
  func findsTheWord(_ row: (String, [String], String, Int)) {
    let context = CompletionContext(row.0)
    #expect(context.words == row.1)
    #expect(context.word == row.2)
    #expect(context.start == row.3)
  }
}
