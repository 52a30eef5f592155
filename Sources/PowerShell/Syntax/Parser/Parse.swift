/// What came of a text.
package struct ParseResult: Sendable {
  /// The script as far as it was understood. It must not be run when there are errors.
  package let body: ScriptBody
  /// In order of appearance, at most `ParseLimits.errors`.
  package let errors: [ParseError]

  /// The only thing wrong is that the text ends too early.
  package var isIncomplete: Bool { !errors.isEmpty && errors.allSatisfy(\.isIncomplete) }
}

/// The parser's limits. Text beyond them is a parse error, never a crash.
package enum ParseLimits {
  /// Brackets, blocks, prefix operators and strings inside of one another. A level takes up to 3.5 KiB of stack (12 KiB
  /// without optimization), so that a thread of 512 KiB (2 MiB) has room for all.
  package static let nesting = 128
  /// Height of the tree, with what the left operands of `1 + 2 + 3` and the links of `$a.b.c` add.
  package static let height = 600
  /// Errors that are kept for one text.
  package static let errors = 20
}

/// All parse errors of a text, for those who only want the script or a failure.
package struct ParseFailure: Error, Sendable {
  package let source: SourceText
  /// At least one.
  package let errors: [ParseError]
}

extension SourceText {
  /// Parses the text as a script. Takes time in proportion to the length, and never fails but by errors in the result.
  package func parse() -> ParseResult {
    var parser = Parser(self)
    let body = parser.parseScript()
    let errors = parser.errors.sorted { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
    return ParseResult(body: body, errors: errors)
  }

  /// The script.
  ///
  /// - Throws: `ParseFailure` when there is anything wrong with the text.
  package func parsed() throws(ParseFailure) -> ScriptBody {
    let result = parse()
    guard result.errors.isEmpty else { throw ParseFailure(source: self, errors: result.errors) }
    return result.body
  }
}
