import PowerShell
import Testing

/// Positions, sets, mandatory parameters and the arguments that are left (about_Parameters, about_Parameter_Sets).
@Suite struct PositionalBindingTests {
  @Test(arguments: [
    ("a", "Name=a"),
    ("a 5", "Name=a Count=Int32(5)"),
    ("5 a", "!CannotConvertArgumentNoMessage"),
    ("-Count 5 a", "Count=Int32(5) Name=a"),
    ("-Name a 5", "Name=a Count=Int32(5)"),
    ("a -Count 5", "Count=Int32(5) Name=a"),
    ("a 5 6", "!PositionalParameterNotFound"),
    ("a -Force 5", "Force=Boolean(True) Name=a Count=Int32(5)"),
    ("-Force a", "Force=Boolean(True) Name=a"),
    ("-- -Force", "Name=-Force"),
    ("-- -Force 5", "Name=-Force Count=Int32(5)"),
    ("a x", "!CannotConvertArgumentNoMessage"),
    ("007", "Name=007"),
    ("a -Nope 5", "!NamedParameterNotFound"),
    ("$null", "Name=null"),
  ])
  func bindsPositions(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("Name@0", "Count@1 Int", "Force Switch"), line) == expected)
  }

  /// A gap between positions is no matter, and the declaration's order is none either.
  @Test(arguments: [("a b c", "First=a Second=b Third=c"), ("a -Second x c", "Second=x First=a Third=c")])
  func positionsAreRelative(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("Third@9", "First@1", "Second@5"), line) == expected)
  }

  @Test(arguments: [
    ("a", "ByName: Name=a"),
    ("-Name a", "ByName: Name=a"),
    ("-Id 5", "ById: Id=Int32(5)"),
    ("-Name a -Id 5", "!AmbiguousParameterSet"),
    ("-Id 5 -All", "!AmbiguousParameterSet"),
    ("-All", "Everything: All=Boolean(True)"),
    ("-All -Depth 2", "Everything: All=Boolean(True) Depth=Int32(2)"),
    ("-Depth 2", "!MissingMandatoryParameter"),
    ("-Computer x a", "ByName: Computer=x Name=a"),
    ("-Computer x -Id 5", "ById: Computer=x Id=Int32(5)"),
    ("", "!MissingMandatoryParameter"),
    ("-Id 5 a", "!PositionalParameterNotFound"),
  ])
  func resolvesSets(_ line: String, _ expected: String) {
    let command = cmdlet(
      "!Name@0 in ByName", "!Id Int in ById", "!All Switch in Everything", "Depth Int in Everything", "Computer",
      defaultSet: "ByName")
    #expect(outcome(command, line) == expected)
  }

  @Test(arguments: [
    ("", "!AmbiguousParameterSet"),
    ("-A 1", "One: A=1"),
    ("-B 1", "Two: B=1"),
    ("-Common 1", "!AmbiguousParameterSet"),
    ("-A 1 -B 2", "!AmbiguousParameterSet"),
  ])
  func withoutDefaultSet(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("!A in One", "!B in Two", "Common"), line) == expected)
  }

  /// The one set that lacks nothing is taken.
  @Test(arguments: [("", "Free: "), ("-A 1", "Bound: A=1"), ("-C 1", "Free: C=1")])
  func takesTheCompleteSet(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("!A in Bound", "C in Free"), line) == expected)
  }

  /// Two parameters at one position: the type decides, the default set before the others.
  @Test(arguments: [
    ("a", "ByName: Name=a"), ("5", "ById: Id=Int32(5)"), ("-Name 5", "ByName: Name=5"),
  ])
  func sharedPositions(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("!Name@0 in ByName", "!Id@0 Int in ById", defaultSet: "ByName"), line) == expected)
  }

  @Test(arguments: [
    ("a b", "Sets: First=a Second=b"), ("a", "!MissingMandatoryParameter"),
    ("-First a -Other c", "Alone: First=a Other=c"),
  ])
  func entriesDifferBetweenSets(_ line: String, _ expected: String) {
    let command = cmdlet(
      "!First@0 in Sets", "First@3 in Alone", "!Second@1 in Sets", "!Other in Alone", defaultSet: "Sets")
    #expect(outcome(command, line) == expected)
  }

  @Test(arguments: [
    ("a b c", "Name=a Rest=[b,c]"),
    ("a", "Name=a"),
    ("a b", "Name=a Rest=[b]"),
    ("a b,c", "Name=a Rest=[b,c]"),
    ("a -Unknown b", "Name=a Rest=[-Unknown,b]"),
    ("a -Unknown:b", "Name=a Rest=[-Unknown:,b]"),
    ("a -- -Name x", "Name=a Rest=[-Name,x]"),
    ("-Rest x a", "Rest=[x] Name=a"),
    ("-Rest x a b", "!PositionalParameterNotFound"),
    ("a 1 2", "Name=a Rest=[1,2]"),
  ])
  func remainingArguments(_ line: String, _ expected: String) {
    #expect(outcome(cmdlet("Name@0", "Rest<remaining String[]"), line) == expected)
  }

  @Test(arguments: [
    ("", ""),
    ("a", "a=a"),
    ("a b c d", "a=a b=b args=c,d"),
    ("-a 1 2 3", "a=1 b=2 args=Int32(3)"),
    ("-x 1", "a=1 args=-x"),
    ("a b -x c", "a=a b=b args=-x,c"),
    ("a b -x:c", "a=a b=b args=-x:,c"),
    ("a b -Verbose", "a=a b=b args=-Verbose"),
    ("-a", "!MissingArgument"),
    ("-a 1 -a 2", "!ParameterAlreadyBound"),
    ("a b $null", "a=a b=b args=null"),
    ("-- -a 1 2", "a=-a b=1 args=Int32(2)"),
  ])
  func simpleFunctionsKeepTheRest(_ line: String, _ expected: String) {
    #expect(outcome(function("a@0", "b@1", advanced: false), line) == expected)
  }

  @Test(arguments: [
    ("-n x", "!ParameterArgumentTransformationError"),
    ("x", "!ParameterArgumentTransformationError"),
    ("5", "n=Int32(5)"),
    ("$null", "n=Int32(0)"),
    ("-s a,b", "!ParameterArgumentTransformationError"),
    ("-s $null", "s="),
    ("-b true", "!ParameterArgumentTransformationError"),
    ("-b $null", "!ParameterArgumentTransformationError"),
    ("-b 1", "b=Boolean(True)"),
    ("-x:y", "!ParameterArgumentTransformationError"),
  ])
  func functionsConvertByAttributes(_ line: String, _ expected: String) {
    #expect(outcome(function("n@0 Int", "s String", "b Bool", "x Switch"), line) == expected)
  }

  @Test(arguments: [
    (
      "-n abc",
      "Cannot process argument transformation on parameter 'n'. Cannot convert value \"abc\" to type \"System.Int32\". "
        + "Error: \"Input string was not in a correct format.\""
    ),
    (
      "-s a,b", "Cannot process argument transformation on parameter 's'. Cannot convert value to type System.String."
    ),
    (
      "-b true",
      "Cannot process argument transformation on parameter 'b'. Cannot convert value \"System.String\" to type "
        + "\"System.Boolean\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0."
    ),
  ])
  func functionsSayWhatPowerShellSays(_ line: String, _ expected: String) {
    #expect(message(function("n@0 Int", "s String", "b Bool"), line) == expected)
  }

  @Test func tooManyArgumentsAreRefused() {
    let binder = ParameterBinder(cmdlet("Rest<remaining Object[]"))
    let arguments = Array(repeating: RuntimeArgument.value(1), count: ParameterBinder.argumentLimit + 1)
    #expect(throws: PowerShellError.self) { try binder.bind(arguments) }
  }
}
