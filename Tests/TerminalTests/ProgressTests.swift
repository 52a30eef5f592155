import Terminal
import Testing

@Suite struct ProgressTests {
  private let drawn = OutputStyle(colour: false, drawing: true, width: 60)

  private func board() -> ProgressBoard {
    var board = ProgressBoard()
    board.update("L1", state: .working, note: "starting", at: 1)
    board.update("Outer", title: "switch Outer", state: .done, note: "made", at: 0.5)
    board.update("L1/natted", state: .waiting, at: 1)
    return board
  }

  @Test func partsOfPartsStandUnderThem() {
    #expect(
      board().frame(style: drawn, at: 3.2) == [
        "⠹ L1              2.2 s  starting",
        "·   natted               ",
        "✓ switch Outer    0.0 s  made",
      ])
  }

  @Test func onlyChangesCount() {
    var board = board()
    let same = board.update("L1", state: .working, note: "starting", at: 2)
    #expect(!same)
    let other = board.update("L1", state: .working, note: "guest link up", at: 2)
    #expect(other)
    #expect(ProgressBoard.line(path: "L1", note: "guest link up", at: 3.24) == "[  3.2s] L1: guest link up")
  }

  @Test func aLowTerminalShowsWhatIsBusy() {
    var board = ProgressBoard()
    for index in 0..<10 { board.update("m\(index)", state: index == 7 ? .working : .done, at: 0) }
    let frame = board.frame(style: drawn, at: 0, rows: 4)
    #expect(frame.count == 4)
    #expect(frame.contains { $0.contains("m7") })
    #expect(frame.last == "  and 7 more, 9 done")
  }

  @Test func redrawsInPlaceAndSurvivesANarrowerWindow() {
    var area = LiveArea()
    let first = area.replace(with: ["abcdef", "x"], columns: 80)
    #expect(first == "\r\u{1B}[Jabcdef\nx\n")
    let second = area.replace(with: ["y"], columns: 80)
    #expect(second == "\r\u{1B}[2A\u{1B}[Jy\n")
    _ = area.replace(with: ["abcdef"], columns: 80)
    // Six columns in a window of four take two rows.
    let third = area.replace(with: [], columns: 4)
    #expect(third == "\r\u{1B}[2A\u{1B}[J")
  }
}
