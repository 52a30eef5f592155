/// Draws a prompt with the text behind it, over as many rows as it takes, and keeps track of where the cursor is.
///
/// Everything is drawn anew with each key: a row or two, which no terminal is slow at.
package struct EditorScreen {
  /// Rows between the first one and the one that the cursor is in.
  private var cursorRow = 0
  private var rows = 1

  package init() {}

  static let continuation = ">> "

  /// What takes the terminal from what it shows to `prompt` and `buffer`, with `below` under them.
  package mutating func draw(prompt: String, buffer: EditBuffer, below: [String] = [], width: Int) -> String {
    let width = max(10, width)
    var text = start() + prompt
    var column = TextWidth.columns(prompt.split(separator: "\n", omittingEmptySubsequences: false).last ?? "") % width
    var row = 0
    var place = (row: 0, column: column)
    for (index, character) in buffer.characters.enumerated() {
      if index == buffer.cursor { place = (row, column) }
      if character == "\n" {
        text += "\r\n" + Self.continuation
        row += 1
        column = Self.continuation.count
        continue
      }
      let columns = TextWidth.columns(character)
      if column + columns > width {
        text += "\r\n"
        row += 1
        column = 0
      }
      text.append(columns == 0 && character != "\t" ? "?" : character == "\t" ? " " : character)
      column += max(1, columns)
    }
    if buffer.cursor == buffer.characters.count { place = (row, column) }
    if column >= width {
      // The terminal wraps only with the next character; the cursor must be on the next row already.
      text += "\r\n"
      row += 1
      if place == (row - 1, column) { place = (row, 0) }
      column = 0
    }
    for line in below {
      text += "\r\n" + Self.cut(line, width - 1)
      row += 1
    }
    text += "\r"
    if row > place.row { text += "\u{1B}[\(row - place.row)A" }
    if place.column > 0 { text += "\u{1B}[\(place.column)C" }
    (cursorRow, rows) = (place.row, row + 1)
    return text
  }

  /// Leaves what is drawn, with the cursor on the row below it.
  package mutating func finish() -> String {
    let down = rows - 1 - cursorRow
    (cursorRow, rows) = (0, 1)
    return (down > 0 ? "\u{1B}[\(down)B" : "") + "\r\n"
  }

  /// Back to the first row, everything from there on erased.
  private func start() -> String { "\r" + (cursorRow > 0 ? "\u{1B}[\(cursorRow)A" : "") + "\u{1B}[J" }

  static func cut(_ text: String, _ width: Int) -> String {
    var column = 0
    return String(
      text.prefix {
        column += TextWidth.columns($0)
        return column <= width
      })
  }
}
