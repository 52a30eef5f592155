/// The text that is being edited, perhaps of several lines, with the cursor in it. Knows no keys and no terminal.
package struct EditBuffer: Equatable, Sendable {
  /// Characters that one command may have.
  static let limit = 1 << 20

  package private(set) var characters: [Character] = []
  /// Before which character the cursor is.
  package private(set) var cursor = 0
  /// What was cut last.
  private(set) var clipboard: [Character] = []

  package init(_ text: String = "") { set(text) }

  var text: String { String(characters) }
  var isEmpty: Bool { characters.isEmpty }
  var isMultiline: Bool { characters.contains("\n") }
  var beforeCursor: String { String(characters[..<cursor]) }

  /// Replaces everything; the cursor is at the end.
  mutating func set(_ text: String) {
    characters = Array(text.prefix(Self.limit))
    cursor = characters.count
  }

  mutating func insert(_ text: some Sequence<Character>) {
    let new = Array(text.prefix(max(0, Self.limit - characters.count)))
    characters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  /// Replaces a range of characters; the cursor is behind what came in.
  mutating func replace(_ range: Range<Int>, with text: String) {
    let range = range.clamped(to: 0..<characters.count)
    characters.replaceSubrange(range, with: text)
    cursor = range.lowerBound + text.count
  }

  mutating func move(to place: Int) { cursor = min(max(0, place), characters.count) }
  mutating func left() { move(to: cursor - 1) }
  mutating func right() { move(to: cursor + 1) }
  mutating func home() { cursor = lineStart(cursor) }
  mutating func end() { cursor = lineEnd(cursor) }
  mutating func wordLeft() { cursor = wordStart }
  mutating func wordRight() { cursor = wordEnd }

  /// One line up or down; false when there is none.
  mutating func up() -> Bool {
    let start = lineStart(cursor)
    guard start > 0 else { return false }
    let above = lineStart(start - 1)
    cursor = min(above + cursor - start, start - 1)
    return true
  }

  mutating func down() -> Bool {
    let end = lineEnd(cursor)
    guard end < characters.count else { return false }
    cursor = min(end + 1 + cursor - lineStart(cursor), lineEnd(end + 1))
    return true
  }

  mutating func backspace() {
    guard cursor > 0 else { return }
    cursor -= 1
    characters.remove(at: cursor)
  }

  mutating func delete() { if cursor < characters.count { characters.remove(at: cursor) } }
  mutating func cutToEnd() { cut(cursor..<max(lineEnd(cursor), min(cursor + 1, characters.count))) }
  mutating func cutToStart() { cut(lineStart(cursor)..<cursor) }
  mutating func cutWordLeft() { cut(wordStart..<cursor) }
  mutating func cutWordRight() { cut(cursor..<wordEnd) }
  mutating func yank() { insert(clipboard) }

  private mutating func cut(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    clipboard = Array(characters[range])
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  private func lineStart(_ place: Int) -> Int {
    (characters[..<place].lastIndex(of: "\n") ?? -1) + 1
  }

  private func lineEnd(_ place: Int) -> Int {
    characters[place...].firstIndex(of: "\n") ?? characters.count
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, !Self.isWord(characters[place - 1]) { place -= 1 }
    while place > 0, Self.isWord(characters[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < characters.count, !Self.isWord(characters[place]) { place += 1 }
    while place < characters.count, Self.isWord(characters[place]) { place += 1 }
    return place
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
