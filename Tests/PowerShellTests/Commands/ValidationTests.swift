import PowerShell
import Testing

/// The validation attributes (about_Functions_Advanced_Parameters) and their texts.
@Suite struct ValidationTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let rule: ParameterValidation
    let value: Value
    /// Nil: it keeps the rule. Else how the reason begins.
    let reason: String?

    init(_ rule: ParameterValidation, _ value: Value, _ reason: String? = nil) {
      (self.rule, self.value, self.reason) = (rule, value, reason)
    }

    var testDescription: String { "\(rule) \(shown(value))" }
  }

  private static let set = ParameterValidation.set(["Fred", "Mary"])
  private static let range = ParameterValidation.range(1, 10)
  private static let nullText = "The argument is null. Provide a valid value for the argument, and then try running"
  private static let emptyText = "The argument is null or empty. Provide an argument that is not null or empty, and"
  private static let elementText =
    "The argument is null, empty, or an element of the argument collection contains a null value. Supply a"

  static let rows: [Row] = [
    Row(set, "Fred"), Row(set, "mary"), Row(set, ["fred", "MARY"]), Row(set, .array([])),
    Row(
      set, "Bob",
      "The argument \"Bob\" does not belong to the set \"Fred,Mary\" specified by the ValidateSet attribute. Supply an "
        + "argument that is in the set and then try the command again."),
    Row(set, ["Fred", "Bob"], "The argument \"Bob\" does not"), Row(set, .null, nullText),
    Row(set, "", "The argument \"\" does not"),
    Row(.set(["A"], ignoresCase: false), "A"), Row(.set(["A"], ignoresCase: false), "a", "The argument \"a\" does not"),
    Row(.set(["A"], message: "Not {0} but {1}, {2}"), "b", "Not b but A, {2}"),
    Row(.set(["{0}"], message: "{1}{0}{"), "{1}", "{0}{1}{"),
    Row(.set(["1", "2"]), 2), Row(.generatedSet { ["x", "y"] }, "x"), Row(.generatedSet { ["x"] }, "z", "The argument"),
    Row(range, 1), Row(range, 10), Row(range, 5.5), Row(range, [1, 2, 3]),
    Row(
      range, 11,
      "The 11 argument is greater than the maximum allowed range of 10. Supply an argument that is less than or equal to "
        + "10 and then try the command again."),
    Row(
      range, 0,
      "The 0 argument is less than the minimum allowed range of 1. Supply an argument that is greater than or equal to 1 "
        + "and then try the command again."),
    Row(range, [1, 11], "The 11 argument is greater"), Row(range, .null, nullText),
    Row(range, 10.5, "The 10.5 argument is greater"), Row(range, .double(.nan), "The argument cannot be validated"),
    Row(range, "x", "The argument cannot be validated because its type \"System.String\" is not the same type"),
    Row(range, .int64(.max), "The 9223372036854775807 argument is greater"),
    Row(.range("b", "d"), "c"), Row(.range("b", "d"), "e", "The e argument is greater"),
    Row(.rangeKind(.positive), 1),
    Row(.rangeKind(.positive), 0, "The argument \"0\" cannot be validated because its value is not greater than zero."),
    Row(.rangeKind(.nonNegative), 0), Row(.rangeKind(.nonNegative), -1, "The argument \"-1\" cannot"),
    Row(.rangeKind(.negative), -1), Row(.rangeKind(.negative), 0, "The argument \"0\" cannot"),
    Row(.rangeKind(.nonPositive), 0), Row(.rangeKind(.nonPositive), 1, "The argument \"1\" cannot"),
    Row(.rangeKind(.positive), "x", "The argument cannot be validated"),
    Row(.pattern("^[0-9]{3}$"), "123"), Row(.pattern("^ab"), "ABC"), Row(.pattern("^[0-9]{3}$"), 123),
    Row(
      .pattern("^[0-9]{3}$"), "12",
      "The argument \"12\" does not match the \"^[0-9]{3}$\" pattern. Supply an argument that matches \"^[0-9]{3}$\" and "
        + "try the command again."),
    Row(.pattern("^ab", ignoresCase: false), "AB", "The argument \"AB\" does not match"),
    Row(.pattern("x", message: "'{0}' is no {1}"), "y", "'y' is no x"),
    Row(.length(1, 3), "a"), Row(.length(1, 3), ["a", "bcd"]),
    Row(
      .length(2, 3), "a",
      "The character length (1) of the argument is too short. Specify an argument with a length that is greater than or "
        + "equal to \"2\", and then try the command again."),
    Row(
      .length(1, 3), "abcd",
      "The character length of the 4 argument is too long. Shorten the character length of the argument so it is fewer "
        + "than or equal to \"3\" characters, and then try the command again."),
    Row(.length(1, 3), 5, "Cannot validate the argument because it is not a string."),
    Row(.count(1, 2), ["a"]), Row(.count(1, 2), "a"), Row(.count(0, 2), .null),
    Row(
      .count(1, 2), ["a", "b", "c"],
      "The parameter requires at least 1 value(s) and no more than 2 value(s) - 3 value(s) were provided."),
    Row(.count(2, 2), ["a"], "The parameter requires exactly 2 value(s) - 1 value(s) were provided."),
    Row(.count(1, 2), .array([]), "The parameter requires at least 1"),
    Row(.script(text: " $_ -gt 3 ") { $0.integerValue ?? 0 > 3 }, 4),
    Row(
      .script(text: " $_ -gt 3 ") { $0.integerValue ?? 0 > 3 }, 2,
      "The \" $_ -gt 3 \" validation script for the argument with value \"2\" did not return a result of True. Determine "
        + "why the validation script failed, and then try the command again."),
    Row(.script(text: "t", message: "No {0}") { _ in false }, 2, "No 2"),
    Row(.script(text: "t") { _ in throw PowerShellError("No such file.", id: "x") }, 2, "No such file."),
    Row(.notNull, "a"), Row(.notNull, ""), Row(.notNull, .null, nullText),
    Row(
      .notNull, ["a", .null], "The argument is null, or an element of the argument collection contains a null value."),
    Row(.notNullOrEmpty, "a"), Row(.notNullOrEmpty, " "), Row(.notNullOrEmpty, "", emptyText),
    Row(.notNullOrEmpty, .null, emptyText), Row(.notNullOrEmpty, .array([]), elementText),
    Row(.notNullOrEmpty, ["a", ""], elementText), Row(.notNullOrEmpty, 0),
    Row(.notNullOrWhiteSpace, "a"),
    Row(.notNullOrWhiteSpace, " \t", "The argument is null, empty, or consists of only"),
    Row(.notNullOrWhiteSpace, ["a", " "], elementText),
  ]

  @Test(arguments: rows)
  func checks(_ row: Row) throws {
    let objection = try row.rule.objection(to: row.value)
    if let reason = row.reason {
      #expect(objection?.hasPrefix(reason) == true, "\(objection ?? "no objection")")
    } else {
      #expect(objection == nil)
    }
  }

  @Test(arguments: [
    ("-Day Mon", "Day=Mon"), ("-Day Fri", "!ParameterArgumentValidationError"),
    ("-Size 0", "!ParameterArgumentValidationError"), ("-Size 3", "Size=Int32(3)"),
    ("-Size $null", "!ParameterArgumentValidationError"), ("Mon 3", "Day=Mon Size=Int32(3)"),
    ("Fri", "!ParameterArgumentValidationError"),
  ])
  func bindingChecks(_ line: String, _ expected: String) throws {
    let command = try CommandMetadata(
      cmdlet: "Test-It", ["Day@0", "Size@1 Int"],
      validations: ["Day": [.set(["Mon", "Tue"])], "Size": [.range(1, 5)]])
    #expect(outcome(command, line) == expected)
  }

  @Test func theMessageNamesTheParameter() throws {
    let command = try CommandMetadata(cmdlet: "Test-It", ["Day"], validations: ["Day": [.set(["a", "b"])]])
    #expect(
      message(command, "-Day y")
        == "Cannot validate argument on parameter 'Day'. The argument \"y\" does not belong to the set \"a,b\" specified "
        + "by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.")
  }

  @Test func typeNamesAndTransformations() throws {
    var typed = ParameterMetadata("Item", requiredTypeName: nil)
    typed.requiredTypeName = "My.Thing"
    var upper = ParameterMetadata("Text", BuiltInType.string)
    upper.transformations = [ArgumentTransformation { .string(try $0.displayString().uppercased()) }]
    var bad = ParameterMetadata("Bad")
    bad.transformations = [ArgumentTransformation { _ in throw PowerShellError("It is bad.", id: "x") }]
    let command = try CommandMetadata("Test-It", parameters: [typed, upper, bad])
    #expect(outcome(command, "-Text abc") == "Text=ABC")
    #expect(outcome(command, "-Item abc") == "!MismatchedPSTypeName")
    #expect(outcome(command, "-Bad abc") == "!ParameterArgumentTransformationError")
    #expect(
      message(command, "-Bad abc") == "Cannot process argument transformation on parameter 'Bad'. It is bad.")
    let binder = ParameterBinder(command)
    try binder.bind([.parameter("Item", .object(PropertyBag(["a": 1], typeName: "My.Thing")))])
    #expect(binder.bound.contains("item"))
  }
}
