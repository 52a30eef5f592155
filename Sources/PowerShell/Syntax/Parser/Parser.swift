/// A parser by recursive descent for PowerShell's grammar.
///
/// A function that meets text that it cannot take reports an error and throws `Abort`; the innermost list of statements
/// catches it, skips to the next statement and goes on, so that several errors are found. Everything that recurs with
/// the text goes through `enter`, which keeps to `ParseLimits.nesting`; loops that build trees leaning to the left go
/// through `grow`, which keeps to `ParseLimits.height`.
struct Parser {
  /// Unwinds to the list of statements; the error is reported already.
  struct Abort: Error {}

  let source: SourceText
  var lexer: Lexer
  private(set) var errors: [ParseError] = []
  /// No error can be reported any more, and parsing ends.
  private(set) var isFinished = false
  /// Commas separate arguments here and do not make lists.
  var isCommaDisabled = false
  /// Levels entered now.
  private var depth = 0
  /// The deepest level since it was last reset, with what left operands add.
  private var deepest = 0

  init(_ source: SourceText) {
    self.source = source
    lexer = Lexer(source)
  }

  // MARK: - Errors

  mutating func report(_ identifier: String, _ message: String, _ range: SourceRange, isIncomplete: Bool = false) {
    guard !isFinished else { return }
    let error = ParseError(range: range, message: message, identifier: identifier, isIncomplete: isIncomplete)
    if !errors.contains(error) { errors.append(error) }
    if errors.count >= ParseLimits.errors { isFinished = true }
  }

  /// Reports an error at the position. It is an incomplete text if nothing follows and more text could mend it.
  mutating func fail(
    _ identifier: String, _ message: String, at range: SourceRange? = nil, isMendable: Bool = true
  ) -> Abort {
    report(identifier, message, range ?? tokenRange, isIncomplete: isMendable && isAtEndAfterSpace)
    return Abort()
  }

  /// Reports the token at the position as one that cannot stand there.
  mutating func failUnexpectedToken() -> Abort {
    let range = tokenRange
    return fail(
      "UnexpectedToken", "Unexpected token '\(source.text(of: range))' in expression or statement.", at: range)
  }

  /// The token at the position.
  var tokenRange: SourceRange {
    SourceRange(start: lexer.position, end: lexer.position + lexer.tokenLength())
  }

  private var isAtEndAfterSpace: Bool {
    var ahead = lexer
    ahead.skipNewlines()
    return ahead.isAtEnd
  }

  // MARK: - Limits

  /// Goes down a level; every call is paired with `leave`.
  mutating func enter() throws(Abort) {
    depth += 1
    deepest = max(deepest, depth)
    if depth > ParseLimits.nesting { throw failTooDeep() }
  }

  mutating func leave() { depth -= 1 }

  /// Begins to measure an operand; `measured` gives its height and wants the returned mark.
  mutating func beginMeasure() -> Int {
    let mark = deepest
    deepest = depth
    return mark
  }

  mutating func measured(_ mark: Int) -> Int {
    let height = deepest - depth
    deepest = max(deepest, mark)
    return height
  }

  /// Accounts for a node of a height at this level.
  mutating func grow(to height: Int) throws(Abort) {
    deepest = max(deepest, depth + height)
    if depth + height > ParseLimits.height { throw failTooDeep() }
  }

  private mutating func failTooDeep() -> Abort {
    report(
      "NestingTooDeep", "The script is nested too deeply; the limit is \(ParseLimits.nesting) levels.", tokenRange)
    isFinished = true
    return Abort()
  }

  // MARK: - Brackets

  /// Enters brackets, in which commas make lists again; the returned state goes to `leaveBrackets`.
  mutating func enterBrackets() throws(Abort) -> Bool {
    try enter()
    defer { isCommaDisabled = false }
    return isCommaDisabled
  }

  mutating func leaveBrackets(_ wasCommaDisabled: Bool) {
    isCommaDisabled = wasCommaDisabled
    leave()
  }
}
