extension ProgressBoard {
  static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

  /// The live tree at `time`: a sign, the name, what happens, and the seconds that each part has taken.
  ///
  /// - Parameters:
  ///   - rows: lines at most; where there are more parts, finished ones give way first and a count says so.
  public func frame(style: OutputStyle, at time: Double, rows: Int = .max) -> [String] {
    let all = depths()
    let titles = all.map { String(repeating: "  ", count: $0.depth) + $0.item.title.printable }
    let wide = min(titles.map(\.displayWidth).max() ?? 0, 40)
    var kept = Array(all.indices)
    let room = max(1, rows - 1)
    if kept.count > room {
      let finished = kept.filter { [.done, .unchanged, .waiting].contains(all[$0].item.state) }
      let dropped = Set(finished.prefix(kept.count - room))
      kept = Array(kept.filter { !dropped.contains($0) }.prefix(room))
    }
    var lines = kept.map { index in
      let item = all[index].item
      let seconds = item.began.map { (item.ended ?? time) - $0 }
      let clock = seconds.map { Quantity.fixed(max(0, $0), 1) + " s" } ?? ""
      return "\(sign(item.state, style: style, at: time)) \(titles[index].clipped(to: 40).padded(to: wide))  "
        + style.paint(clock.padded(to: 7, right: true), .faint) + "  " + note(item, style: style)
    }
    if kept.count < all.count {
      lines.append(style.paint("  and \(all.count - kept.count) more, \(count(.done)) done", .faint))
    }
    return style.width.map { width in lines.map { $0.clipped(to: width) } } ?? lines
  }

  private func sign(_ state: State, style: OutputStyle, at time: Double) -> String {
    switch state {
    case .waiting: style.paint("·", .faint)
    case .working: style.paint(Self.spinner[Int(max(0, time) * 10) % Self.spinner.count], .name)
    case .done: style.paint("✓", .good)
    case .unchanged: style.paint("=", .good)
    case .failed: style.paint("✗", .bad)
    }
  }

  private func note(_ item: Item, style: OutputStyle) -> String {
    // A note may be an error of many lines; the live tree shows the first, the report at the end all.
    let first = item.note.printableLines.first ?? ""
    return item.state == .failed ? style.paint(first, .bad) : first
  }

  /// The line for a change where nothing is redrawn: `[  3.2s] L1: guest link up`.
  public static func line(path: String, note: String, at time: Double) -> String {
    let clock = (Quantity.fixed(time, 1) + "s").padded(to: 6, right: true)
    return "[\(clock)] \(path.printable): \(note.printableLines.joined(separator: " "))"
  }
}

/// Lines at the bottom of a terminal that are replaced in place.
public struct LiveArea: Sendable {
  private var shown: [String] = []

  public init() {}

  public static let hideCursor = "\u{1B}[?25l"
  public static let showCursor = "\u{1B}[?25h"

  /// What to write so that `lines` stand where the last ones stood. `columns` is the terminal's width now: where it
  /// has become narrower, the terminal has wrapped the last lines, and they take more rows than they did.
  public mutating func replace(with lines: [String], columns: Int) -> String {
    let rows = shown.reduce(0) { $0 + max(1, ($1.displayWidth + max(1, columns) - 1) / max(1, columns)) }
    shown = lines
    let up = rows > 0 ? "\r\u{1B}[\(rows)A" : "\r"
    // Clear to the end of the screen, then draw: one write, so that nothing flickers.
    return up + "\u{1B}[J" + lines.map { $0 + "\n" }.joined()
  }
}
