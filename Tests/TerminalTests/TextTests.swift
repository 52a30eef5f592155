import HyperV
import Terminal
import Testing

@Suite struct TextTests {
  @Test(
    arguments: [
      (0, "0 B"), (980, "980 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (512 << 20, "512 MiB"),
      (2 << 30, "2 GiB"), (1_048_999, "1.0 MiB"), (200 << 10 | 300, "200 KiB"),
    ] as [(UInt64, String)])
  func bytes(_ count: UInt64, _ text: String) { #expect(Quantity.bytes(count) == text) }

  @Test(
    arguments: [
      (0.0, "0 s"), (0.44, "0.4 s"), (9.99, "10.0 s"), (59.9, "59 s"), (252, "4 min 12 s"), (7380, "2 h 3 min"),
      (435_600, "5 d 1 h"), (-3, "0 s"), (.infinity, "0 s"),
    ] as [(Double, String)])
  func durations(_ seconds: Double, _ text: String) { #expect(Quantity.duration(seconds) == text) }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1234, "-1,234")])
  func counts(_ number: Int, _ text: String) { #expect(Quantity.count(number) == text) }

  @Test(arguments: [(0.0, 1, "0.0"), (3.25, 1, "3.3"), (0.05, 2, "0.05"), (-0.5, 1, "-0.5"), (2.6, 0, "3")])
  func fixed(_ value: Double, _ places: Int, _ text: String) { #expect(Quantity.fixed(value, places) == text) }

  @Test(
    arguments: [
      ("512MiB", UInt64(512) << 20), ("512", 512 << 20), ("2 GB", 2 << 30), ("1.5g", 3 << 29), ("1048576b", 1 << 20),
    ] as [(String, UInt64?)])
  func parsedBytes(_ text: String, _ bytes: UInt64?) { #expect(Quantity.parseBytes(text) == bytes) }

  @Test(arguments: ["", "MiB", "-1", "1x", "1.2.3", "0.3b", "99999999999999TB", "0x10"])
  func refusedBytes(_ text: String) { #expect(Quantity.parseBytes(text) == nil) }

  @Test func guestTextCannotDriveTheTerminal() {
    #expect("L1\u{1B}[2J\r\u{7}".printable == "L1\\u{1b}[2J\\u{d}\\u{7}")
    #expect("a\tb\r\nc".printableLines == ["a  b", "c"])
    #expect("Zürich".printable == "Zürich")
  }

  @Test func widthsIgnoreColourAndKnowWideCharacters() {
    #expect("\u{1B}[31mbad\u{1B}[0m".displayWidth == 3)
    #expect("机器".displayWidth == 4)
    #expect("e\u{301}".displayWidth == 1)
    #expect("abc".padded(to: 5) == "abc  ")
    #expect("abc".padded(to: 5, right: true) == "  abc")
    #expect("abcdef".clipped(to: 4) == "abc…")
    #expect("\u{1B}[31mabcdef\u{1B}[0m".clipped(to: 3) == "\u{1B}[31mab…\u{1B}[0m")
    #expect("abc".clipped(to: 3) == "abc")
  }

  @Test func tables() {
    var table = TextTable([.init("name"), .init("frames", right: true), .init("note")])
    table.append(["L1", "12", ""])
    table.append(["natted", "3", "lost"])
    #expect(table.lines(style: .plain) == ["name    frames  note", "L1          12", "natted       3  lost"])
  }

  @Test func trees() {
    let tree = TextTree(
      "root", children: [TextTree(["a", "more of a"], children: [TextTree("b")]), TextTree(["c", "more of c"])])
    #expect(
      tree.rendered(style: OutputStyle(colour: false, drawing: true)) == [
        "root", "├─ a", "│  │  more of a", "│  └─ b", "└─ c", "      more of c",
      ])
    #expect(tree.rendered(style: .plain) == ["root", "  a", "    more of a", "    b", "  c", "    more of c"])
  }

  @Test func errors() {
    let error = DrosteError(.objectNotFound, "No machine.\nNone at all.", cause: "it is gone", hint: "droste list")
    #expect(
      error.report(style: .plain)
        == "droste: error: No machine.\n  None at all.\n  cause: it is gone\n  mend it: droste list")
  }
}
