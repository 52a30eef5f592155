/// Reads a script's units one after the other; knows white space, comments, words, names and operators.
///
/// PowerShell's tokens depend on where they stand: `a-b` is one word as an argument and three tokens in an expression.
/// So there is no stream of tokens; the parser asks for the token that its place allows, and may set `position` back.
struct Lexer {
  let source: SourceText
  /// Offset of the next unit, in 0...count.
  var position = 0
  /// All comments so far, in order.
  private(set) var comments: [Comment] = []
  /// Start of a `<#` without its `#>`.
  private(set) var unterminatedComment: Int?

  init(_ source: SourceText) {
    self.source = source
  }

  var isAtEnd: Bool { position >= source.units.count }

  /// The unit at a distance from the position; 0 outside of the text.
  func unit(_ distance: Int = 0) -> UInt16 {
    let index = position + distance
    return index >= 0 && index < source.units.count ? source.units[index] : 0
  }

  /// The same as the grammar sees it, with plain quotes and dashes.
  func peek(_ distance: Int = 0) -> Unicode.Scalar { Unit.folded(unit(distance)) }

  /// The next unit ends a word, or nothing follows.
  func endsWord(_ distance: Int = 0) -> Bool {
    position + distance >= source.units.count || Unit.endsWord(unit(distance))
  }

  var isAtNewline: Bool { !isAtEnd && Unit.isNewline(unit()) }

  mutating func advance(_ count: Int = 1) { position = min(position + count, source.units.count) }

  /// Takes the scalar if it is next.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard !isAtEnd, peek() == scalar else { return false }
    position += 1
    return true
  }

  /// Takes two scalars if they are next.
  mutating func take(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    guard !isAtEnd, peek() == first, peek(1) == second else { return false }
    position += 2
    return true
  }

  /// Takes one line end, of whichever kind.
  mutating func takeNewline() -> Bool {
    guard isAtNewline else { return false }
    if unit() == Unit.carriageReturn, unit(1) == Unit.lineFeed { position += 1 }
    position += 1
    return true
  }

  func range(from start: Int) -> SourceRange { SourceRange(start: start, end: position) }

  func text(from start: Int) -> String { source.text(from: start, to: position) }
}

// MARK: - White space and comments

extension Lexer {
  /// A comment with its signs.
  struct Comment {
    let range: SourceRange
    let isBlock: Bool
  }

  /// Skips spaces, comments and continued lines, but no line end.
  mutating func skipSpace() {
    while !isAtEnd {
      let next = unit()
      if Unit.isSpace(next) {
        position += 1
      } else if next == 0x23 {
        skipLineComment()
      } else if next == 0x3C, unit(1) == 0x23 {
        skipBlockComment()
      } else if next == 0x60, Unit.isNewline(unit(1)) {
        position += 1
        _ = takeNewline()
      } else {
        return
      }
    }
  }

  /// Skips what `skipSpace` does, and line ends.
  mutating func skipNewlines() {
    repeat { skipSpace() } while takeNewline()
  }

  /// Skips what `skipNewlines` does, and semicolons.
  mutating func skipTerminators() {
    repeat { skipNewlines() } while take(";")
  }

  private mutating func skipLineComment() {
    let start = position
    while !isAtEnd, !isAtNewline { position += 1 }
    record(Comment(range: range(from: start), isBlock: false))
  }

  private mutating func skipBlockComment() {
    let start = position
    position += 2
    while !isAtEnd, !(unit() == 0x23 && unit(1) == 0x3E) { position += 1 }
    if isAtEnd { unterminatedComment = start } else { position += 2 }
    record(Comment(range: range(from: start), isBlock: true))
  }

  /// Text is read again after the position was set back; a comment is kept once.
  private mutating func record(_ comment: Comment) {
    if let last = comments.last, last.range.start >= comment.range.start { return }
    comments.append(comment)
  }
}

// MARK: - Names

extension Lexer {
  /// The identifier at the position, without taking it; empty when there is none.
  func identifierLength() -> Int {
    guard Unit.isIdentifierStart(peek()) else { return 0 }
    var length = 1
    while Unit.isIdentifierPart(peek(length)) { length += 1 }
    return length
  }

  /// Takes an identifier.
  mutating func takeIdentifier() -> String? {
    let length = identifierLength()
    guard length > 0 else { return nil }
    let start = position
    position += length
    return text(from: start)
  }

  /// The identifier in lower case if it stands alone as a word, as a keyword must; not taken.
  func standaloneWord() -> String? {
    let length = identifierLength()
    guard length > 0, length <= 16, endsWord(length) else { return nil }
    return source.text(from: position, to: position + length).lowercased()
  }

  /// Whether a word is next, whatever follows its last letter but another letter; case does not matter.
  func isAtWord(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard identifierLength() == count else { return false }
    return word.withUTF8Buffer { bytes in
      for (index, byte) in bytes.enumerated() {
        let next = unit(index)
        let lower = (0x41...0x5A).contains(next) ? next + 0x20 : next
        if lower != UInt16(byte) { return false }
      }
      return true
    }
  }

  /// Takes a word if `isAtWord`.
  mutating func takeWord(_ word: StaticString) -> Bool {
    guard isAtWord(word) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// The token at the position, as error messages show it; at least one unit unless the text is at its end.
  func tokenLength() -> Int {
    if isAtEnd { return 0 }
    if Unit.isNewline(unit()) { return 1 }
    switch peek() {
    case "'", "\"": return quotedLength()
    case "&", "|":
      return unit(1) == unit() ? 2 : 1
    case "$" where peek(1) == "(": return 2
    case "@" where peek(1) == "(" || peek(1) == "{": return 2
    case "(", ")", ",", ";", "{", "}", "[", "]", "=": return 1
    case ">" where peek(1) == ">": return 2
    case "<", ">": return 1
    default: break
    }
    var length = 1
    while position + length < source.units.count, !Unit.endsWord(unit(length)) {
      if peek(length) == "\"" || peek(length) == "'" { break }
      length += 1
    }
    return length
  }

  private func quotedLength() -> Int {
    let quote = peek()
    var length = 1
    while position + length < source.units.count, !Unit.isNewline(unit(length)) {
      if peek(length) == quote { return length + 1 }
      length += 1
    }
    return length
  }
}
