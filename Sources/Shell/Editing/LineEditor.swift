/// What keys do to a command that is being typed. Knows no terminal: `LineReader` has one.
package struct LineEditor {
  package enum Outcome: Equatable {
    case editing
    /// Enter on a command that is whole.
    case accepted(String)
    /// Ctrl-C.
    case cancelled
    /// Ctrl-D on an empty line.
    case ended
    /// Ctrl-L.
    case clearScreen
  }

  package private(set) var buffer = EditBuffer()
  /// Lines under the command: candidates of a completion, the text that is searched for.
  package private(set) var below: [String] = []

  private let history: CommandHistory
  private let isComplete: (String) -> Bool
  private let complete: (String, Int) -> Completion
  private let width: () -> Int
  /// The entry of the history that is shown; the number of entries for what is being typed.
  private var place: Int
  private var typed = ""
  private var search: (text: String, index: Int)?
  private var wasTab = false

  /// - Parameters:
  ///   - isComplete: whether Enter runs the text; otherwise it makes a new line.
  ///   - complete: candidates for a text at a place, in characters.
  package init(
    history: CommandHistory, isComplete: @escaping (String) -> Bool,
    complete: @escaping (String, Int) -> Completion, width: @escaping () -> Int = { 80 }
  ) {
    (self.history, self.isComplete, self.complete, self.width) = (history, isComplete, complete, width)
    place = history.entries.count
  }

  package mutating func press(_ key: Key) -> Outcome {
    if search != nil, let outcome = pressInSearch(key) { return outcome }
    let isSecondTab = wasTab && key == .tab
    wasTab = key == .tab
    if !isSecondTab { below = [] }
    switch key {
    case .character(let character): buffer.insert([character])
    case .paste(let text): buffer.insert(text)
    case .enter: return enter()
    case .newLine: buffer.insert(["\n"])
    case .tab: completeNow(listing: isSecondTab)
    case .backspace, .control("h"): buffer.backspace()
    case .delete: buffer.delete()
    case .left, .control("b"): buffer.left()
    case .right, .control("f"): buffer.right()
    case .home, .control("a"): buffer.home()
    case .end, .control("e"): buffer.end()
    case .wordLeft, .alt("b"): buffer.wordLeft()
    case .wordRight, .alt("f"): buffer.wordRight()
    case .up, .control("p"): if !buffer.up() { showHistory(place - 1) }
    case .down, .control("n"): if !buffer.down() { showHistory(place + 1) }
    case .pageUp: showHistory(0)
    case .pageDown: showHistory(history.entries.count)
    case .control("k"): buffer.cutToEnd()
    case .control("u"): buffer.cutToStart()
    case .control("w"): buffer.cutWordLeft()
    case .alt("d"): buffer.cutWordRight()
    case .control("y"): buffer.yank()
    case .escape: buffer.set("")
    case .control("c"): return .cancelled
    case .control("d"):
      if buffer.isEmpty { return .ended }
      buffer.delete()
    case .control("l"): return .clearScreen
    case .control("r"): search = ("", history.entries.count)
    default: break
    }
    showSearch()
    return .editing
  }

  private mutating func enter() -> Outcome {
    let text = buffer.text
    guard isComplete(text) else {
      buffer.insert(["\n"])
      return .editing
    }
    buffer.move(to: buffer.characters.count)
    return .accepted(text)
  }

  private mutating func showHistory(_ index: Int) {
    guard (0...history.entries.count).contains(index), index != place else { return }
    if place == history.entries.count { typed = buffer.text }
    place = index
    buffer.set(index == history.entries.count ? typed : history.entries[index])
  }

  // MARK: Completion

  private mutating func completeNow(listing: Bool) {
    let found = complete(buffer.text, buffer.cursor)
    guard let first = found.candidates.first else { return }
    if found.candidates.count == 1 {
      buffer.replace(found.range, with: first.text + (first.isFinal ? " " : ""))
      return
    }
    let common = found.candidates.dropFirst().reduce(first.text) { Self.commonPrefix($0, $1.text) }
    if common.count > found.range.count { buffer.replace(found.range, with: common) }
    if listing || common.count <= found.range.count { below = Self.columns(found.candidates.map(\.label), width()) }
  }

  private static func commonPrefix(_ one: String, _ other: String) -> String {
    String(zip(one, other).prefix { $0.lowercased() == $1.lowercased() }.map(\.0))
  }

  /// Candidates side by side, at most ten rows.
  static func columns(_ labels: [String], _ width: Int) -> [String] {
    let cell = (labels.map { TextWidth.columns($0) }.max() ?? 0) + 2
    let count = max(1, width / max(1, cell))
    let rows = (labels.count + count - 1) / count
    var lines = (0..<min(rows, 10)).map { row in
      labels[(row * count)..<min((row + 1) * count, labels.count)].map {
        $0 + String(repeating: " ", count: max(1, cell - TextWidth.columns($0)))
      }.joined()
    }
    if rows > lines.count { lines.append("... \(labels.count - lines.count * count) more") }
    return lines
  }

  // MARK: Search (Ctrl-R)

  private mutating func pressInSearch(_ key: Key) -> Outcome? {
    guard var (text, index) = search else { return nil }
    switch key {
    case .character(let character):
      text.append(character)
      index = history.search(text, before: history.entries.count) ?? index
    case .backspace:
      text = String(text.dropLast())
      index = history.search(text, before: history.entries.count) ?? history.entries.count
    case .control("r"): index = history.search(text, before: index) ?? index
    case .control("c"), .control("g"), .escape:
      search = nil
      below = []
      return .editing
    default:
      search = nil
      below = []
      return nil
    }
    search = (text, index)
    if history.entries.indices.contains(index) {
      place = index
      buffer.set(history.entries[index])
    }
    showSearch()
    return .editing
  }

  private mutating func showSearch() { if let search { below = ["bck-i-search: \(search.text)_"] } }
}
