package import PowerShell

/// Write-Progress on a terminal: one line at the bottom, drawn anew in its place, gone when something else is written.
/// Elsewhere nothing is drawn.
package struct ProgressBar {
  private var records: [ProgressRecord] = []
  package private(set) var isDrawn = false

  package init() {}

  /// What puts the record on the screen; "" where nothing changes.
  package mutating func update(_ record: ProgressRecord, width: Int) -> String {
    records.removeAll { $0.id == record.id }
    if !record.isCompleted { records.append(record) }
    let erasing = erase()
    guard let shown = records.max(by: { $0.id < $1.id }) else { return erasing }
    isDrawn = true
    return "\r" + Self.line(shown, width: max(20, width - 1)) + "\u{1B}[K"
  }

  /// Takes the line away.
  package mutating func erase() -> String {
    guard isDrawn else { return "" }
    isDrawn = false
    return "\r\u{1B}[K"
  }

  /// `Activity  status  [ooooo     ] 50 %`, at most `width` columns.
  package static func line(_ record: ProgressRecord, width: Int) -> String {
    var text = [record.activity, record.status, record.currentOperation ?? ""].filter { !$0.isEmpty }
      .joined(separator: "  ")
    if record.secondsRemaining >= 0 { text += "  \(record.secondsRemaining) s remaining" }
    text = String(text.map { $0.isNewline ? " " : $0 })
    guard (0...100).contains(record.percentComplete) else { return String(text.prefix(width)) }
    let bar = min(30, max(10, width / 4))
    let filled = bar * record.percentComplete / 100
    let drawn =
      "[" + String(repeating: "o", count: filled) + String(repeating: " ", count: bar - filled)
      + "] \(record.percentComplete) %"
    let room = width - drawn.count - 2
    return room > 0 ? String(text.prefix(room)) + "  " + drawn : String(drawn.prefix(width))
  }
}
