import Formatting
import PowerShell
import Testing

/// What the host sees of a formatter.
@Suite struct OutputFormatterTests {
  private final class Lines { var all: [String] = [] }

  private func formatter(_ lines: Lines, usesColor: Bool = false) -> OutputFormatter {
    OutputFormatter(
      views: TestViews.table, width: { 41 }, usesColor: usesColor, patience: .seconds(3600),
      write: { lines.all.append($0) })
  }

  private func object(_ number: Int) -> Value { .object(PropertyBag(["n": .count(number)])) }

  /// Rows without widths wait for `flush`, for the 1001st or for the end.
  @Test func holdsBack() throws {
    let lines = Lines()
    let formatter = formatter(lines)
    try formatter.write(object(1), .standalone)
    #expect(lines.all == [""])
    try formatter.flush()
    #expect(lines.all == ["", "n", "-", "1"])
    // Wider than what was measured: numbers lose their first digits, as in PowerShell.
    try formatter.write(object(23), .standalone)
    #expect(lines.all == ["", "n", "-", "1", "3"])
    try formatter.finish()
    #expect(lines.all == ["", "n", "-", "1", "3", "", ""])
  }

  @Test func boundsWhatIsHeld() throws {
    let lines = Lines()
    let formatter = formatter(lines)
    for number in 1...1000 { try formatter.write(object(number), .standalone) }
    #expect(lines.all.count == 1003)
  }

  /// A view with widths holds nothing back.
  @Test func streams() throws {
    let lines = Lines()
    let formatter = formatter(lines)
    try formatter.write(.version(Version(1, 2)), .standalone)
    #expect(lines.all.count == 4)
  }

  @Test func colours() throws {
    let lines = Lines()
    let formatter = formatter(lines, usesColor: true)
    try formatter.write(object(1), .standalone)
    try formatter.finish()
    #expect(lines.all[1] == "\u{1B}[32;1mn\u{1B}[0m")
    #expect(lines.all[3] == "1")
    lines.all = []
    try formatter.write(.timeSpan(.zero), .standalone)
    try formatter.finish()
    #expect(lines.all[2] == "\u{1B}[32;1mDays              : \u{1B}[0m0")
    lines.all = []
    try formatter.write(.object(ErrorRecord(PowerShellError("no", id: "No"))), .standalone)
    #expect(lines.all.allSatisfy { $0.hasPrefix("\u{1B}[31;1m") } && !lines.all.isEmpty)
  }

  /// What a list shows of a collection follows the variable.
  @Test func enumerationLimit() throws {
    let lines = Lines()
    let formatter = formatter(lines)
    formatter.enumerationLimit = 1
    try formatter.write(.object(PropertyBag(["a": .array([1, 2])])), .standalone)
    try formatter.finish()
    #expect(lines.all[3] == "{1...}")
  }

  /// After a run was ended another begins.
  @Test func runs() throws {
    let lines = Lines()
    let formatter = formatter(lines)
    for number in 1...2 {
      try formatter.write(object(number), .standalone)
      try formatter.finish()
    }
    #expect(lines.all == ["", "n", "-", "1", "", "", "", "n", "-", "2", "", ""])
  }

  /// Every command has a synopsis and metadata that are valid.
  @Test func commands() throws {
    for command in FormattingModule.commands(views: TestViews.table) {
      let metadata = try #require(command.metadata, "\(command.name)")
      #expect(metadata.synopsis?.hasSuffix(".") ?? false, "\(command.name)")
    }
  }
}
