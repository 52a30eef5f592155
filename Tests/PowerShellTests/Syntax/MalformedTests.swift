import PowerShell
import Testing

/// Texts that are no scripts.
struct MalformedTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let source: String
    let identifier: String

    init(_ source: String, _ identifier: String) {
      self.source = source
      self.identifier = identifier
    }

    var testDescription: String { source }
  }

  @Test(arguments: cases)
  func identifier(_ item: Case) {
    let source = SourceText(item.source)
    let result = source.parse()
    #expect(result.errors.contains { $0.identifier == item.identifier })
    for error in result.errors {
      #expect(error.range.end <= source.length && !error.message.isEmpty)
    }
  }

  @Test(
    "Text that more lines could mend",
    arguments: [
      ("if (1) {", true), ("foo |", true), ("@'\nabc", true), ("1 +", true), ("(1", true), ("<# a", true),
      ("1 2", false), (")", false), ("@{a}", false), ("1 +)", false), ("300uy", false), ("1", false), ("", false),
      ("1 2\nif (1) {", false),
    ])
  func incomplete(_ text: String, _ isIncomplete: Bool) {
    #expect(SourceText(text).parse().isIncomplete == isIncomplete)
  }

  @Test(
    "Messages",
    arguments: [
      ("{", "Missing closing '}' in statement block or type definition."),
      ("\"a", "The string is missing the terminator: \"."), ("'a", "The string is missing the terminator: '."),
      ("@'\na", "The string is missing the terminator: '@."),
      ("1 2", "Unexpected token '2' in expression or statement."),
      ("1 +", "You must provide a value expression following the '+' operator."),
      ("foo a,", "Missing argument in parameter list."), ("foo |", "An empty pipe element is not allowed."),
      ("if", "Missing '(' after 'if' in if statement."),
      ("-not", "Missing expression after unary operator '-not'."),
      ("foo <x", "The '<' operator is reserved for future use."),
    ])
  func message(_ text: String, _ message: String) {
    #expect(SourceText(text).parse().errors.first?.message == message)
  }

  @Test func severalErrors() {
    let result = SourceText("1 2\nif (1) { foo | }\n$ok = 1\n3 4").parse()
    #expect(result.errors.map(\.identifier) == ["UnexpectedToken", "EmptyPipeElement", "UnexpectedToken"])
    #expect(result.body.dump.contains("(= $ok 1)"))
  }

  @Test func errorsAreCapped() {
    let result = SourceText(String(repeating: "1 2\n", count: 1000)).parse()
    #expect(result.errors.count == ParseLimits.errors)
  }

  @Test func tooLong() {
    let text = String(repeating: " ", count: SourceText.lengthLimit + 1)
    #expect(SourceText(text).parse().errors.map(\.identifier) == ["ScriptTooLong"])
  }

  @Test func rendering() {
    let source = SourceText("$x = 1\nif (1 {\n}", name: nil)
    let error = source.parse().errors.first
    #expect(
      error?.rendered(in: source) == """
        At line:2 char:6
        + if (1 {
        +      ~
        Missing closing ')' after expression in 'if' statement.
            + CategoryInfo          : ParserError: (:) [], ParentContainsErrorRecordException
            + FullyQualifiedErrorId : MissingEndParenthesisAfterStatement
        """)
  }

  @Test func renderingOfFileAndLongLine() {
    let source = SourceText(String(repeating: "a ", count: 200) + "| | b", name: "C:\\x.ps1")
    let lines = source.parse().errors.first?.rendered(in: source).split(separator: "\n") ?? []
    #expect(lines.first == "At C:\\x.ps1:1 char:403")
    #expect(lines.count > 2 && lines[1].hasPrefix("+ ... ") && lines[1].count < 120)
    let underline = lines.count > 2 ? Array(lines[2]) : []
    guard let mark = underline.firstIndex(of: "~") else {
      Issue.record("The place is not underlined.")
      return
    }
    #expect(Array(lines[1])[mark] == "|")
  }
}
