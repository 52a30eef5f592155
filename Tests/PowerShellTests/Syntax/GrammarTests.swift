import PowerShell
import Testing

/// Texts and the trees they make.
struct GrammarTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let source: String
    /// The dump without `(script` and its parenthesis.
    let expected: String

    init(_ source: String, _ expected: String) {
      self.source = source
      self.expected = expected
    }

    var testDescription: String { source }
  }

  static let all =
    literals + variables + operators + members + collections + commands + assignments + controlFlow + functions
    + classes + trivia

  @Test(arguments: all)
  func tree(_ item: Case) {
    let result = SourceText(item.source).parse()
    #expect(result.errors.isEmpty)
    #expect(result.body.dump == (item.expected.isEmpty ? "(script)" : "(script \(item.expected))"))
  }

  @Test("Keywords and operators ignore case", arguments: (operators + controlFlow).map(\.source))
  func upperCase(_ text: String) {
    let lower = SourceText(text.lowercased()).parse()
    let upper = SourceText(text.uppercased()).parse()
    #expect(upper.errors.isEmpty)
    #expect(upper.body.dump.lowercased() == lower.body.dump.lowercased())
  }

  @Test("Every line end is one", arguments: all.map(\.source).filter { $0.contains("\n") && !$0.contains("@\"") })
  func carriageReturns(_ text: String) {
    let unix = SourceText(text).parse()
    let windows = SourceText(String(text.flatMap { $0 == "\n" ? ["\r", "\n"] : [$0] })).parse()
    #expect(windows.errors.isEmpty)
    #expect(windows.body.dump.split(separator: "\\r").joined() == unix.body.dump.split(separator: "\\r").joined())
  }
}
