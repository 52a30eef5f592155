import PowerShell
import Testing

/// The four rounds for pipeline objects, and `$PSDefaultParameterValues`.
@Suite struct PipelineBindingTests {
  private static let object = Value.object(PropertyBag(["Name": "web", "Id": 7, "Length": "12", "PSPath": "C:\\x"]))

  @Test(arguments: [
    ("!Name<value", "", Value("a"), "Name=a"),
    ("!Name<value", "", 5, "Name=5"),
    ("!Id<value Int", "", "5", "Id=Int32(5)"),
    ("!Id<value Int", "", "x", "!InputObjectNotBound"),
    ("Id<value Int", "-Id 3", "5", "!InputObjectNotBound"),
    ("Name", "-Name a", "b", "!InputObjectNotBound"),
    ("!Name<property", "", object, "Name=web"),
    ("!Name<property", "", "a", "!InputObjectNotBound"),
    ("!Id<property Int", "", object, "Id=Int32(7)"),
    ("!Length<property Int", "", object, "Length=Int32(12)"),
    ("!Path<property = PSPath", "", object, "Path=C:\\x"),
    ("!Tags<value String[]", "", "a", "Tags=[a]"),
    ("!Tags<value String[]", "", .array(["a", "b"]), "Tags=[a,b]"),
    ("!Ids<value Int[]", "", "5", "Ids=[Int32(5)]"),
    ("!Name<value", "", .null, "!ParameterArgumentValidationErrorNullNotAllowed"),
    ("Any<value Object", "", .null, "Any=null"),
    ("!Name<value", "", "", "!ParameterArgumentValidationErrorEmptyStringNotAllowed"),
    ("Any<value Object", "", .array(["a", "b"]), "Any=[a,b]"),
    ("!Name<value@0", "", "a", "!ParameterLineNotValid"),
  ])
  func bindsObjects(_ parameter: String, _ line: String, _ input: Value, _ expected: String) {
    do {
      let command = try CommandMetadata(cmdlet: "Test-It", [parameter])
      #expect(outcome(command, line, input: input) == expected)
    } catch {
      #expect("!\((error as? PowerShellError)?.id ?? "")" == expected)
    }
  }

  /// By value comes before by property name, and the type that fits before the one that must be made to.
  @Test(arguments: [
    (Value(5), "ById: Id=Int32(5)"), ("a", "ByName: Name=a Size=1"),
    (object, "ByName: Name=web Size=12"),
  ])
  func takesTheFittingSet(_ input: Value, _ expected: String) {
    let command = cmdlet(
      "!Name<value<property in ByName", "!Id<value Int in ById", "Size<property = Length in ByName",
      defaultSet: "ByName")
    let result = outcome(command, "", input: input)
    // The object is a string by conversion too, but only after its property was taken.
    #expect(result == expected)
  }

  @Test(arguments: [
    ("-Id 5", Value("a"), "!InputObjectNotBound"),
    ("-Name a", Value("VM"), "!InputObjectNotBound"),
    ("-Path p", "VM", "Object: Path=p VM=VM"),
    ("", "VM", "!MissingMandatoryParameter"),
  ])
  func waitsForThePipeline(_ line: String, _ input: Value, _ expected: String) {
    let command = cmdlet(
      "!Name@0 in Name", "!VM<value in Object", "!Path", "!Id Int in Id", defaultSet: "Name")
    let given = line.contains("-Path") || line.isEmpty ? line : line + " -Path p"
    #expect(outcome(command, given, input: input) == expected)
  }

  @Test func eachObjectStartsAfresh() throws {
    let binder = ParameterBinder(cmdlet("Name<value", "Count<property Int", "Fixed"))
    try binder.bind(CommandLine.arguments("-Fixed x"), expectsInput: true)
    try binder.bindInput("a")
    #expect(shown(binder.bound) == "Fixed=x Name=a")
    try binder.bindInput(.object(PropertyBag(["Count": 3])))
    #expect(binder.bound["Count"]?.integerValue == 3)
    try binder.bindInput("b")
    #expect(shown(binder.bound) == "Fixed=x Name=b")
  }

  /// A script block for a parameter that the pipeline could bind is called for each object.
  @Test func delaysScriptBlocks() throws {
    let block = Value.object(HostObject(BuiltInType.scriptBlock, payload: 0))
    let values = ValueContext(invoke: { _, underscore, _ in [.string("new-" + (try underscore?.text() ?? ""))] })
    let binder = ParameterBinder(cmdlet("!Path<value", "!NewName<property"), BindingContext(values: values))
    try binder.bind([.parameter("NewName"), .value(block)], expectsInput: true)
    try binder.bindInput("a")
    #expect(shown(binder.bound) == "NewName=new-a Path=a")
    try binder.bindInput("b")
    #expect(shown(binder.bound) == "NewName=new-b Path=b")
  }

  @Test func simpleFunctionsTakeNothing() {
    #expect(outcome(function("a@0", advanced: false), "x", input: "y") == "a=x")
  }

  @Test(arguments: [
    ("Test-It:Name", "", "Name=def"),
    ("test-it:name", "", "Name=def"),
    ("Testing\\Test-It:Name", "", "Name=def"),
    ("Test-*:Name", "", "Name=def"),
    ("*:Name", "", "Name=def"),
    ("*:Na*", "", "Name=def"),
    ("*:Na", "", ""),
    ("*:*", "", "Name=def Other=def"),
    ("Get-It:Name", "", ""),
    ("Test-It", "", ""),
    (":", "", ""),
    ("Test-It:Name", "-Name own", "Name=own"),
    ("Test-It:Other", "own", "Other=def Name=own"),
    ("Test-It:Count", "", ""),
    ("Test-It:OutVariable", "", "OutVariable=def"),
    ("Test-[:Name", "", ""),
  ])
  func defaultsFillWhatIsMissing(_ key: String, _ line: String, _ expected: String) {
    let context = BindingContext(defaults: DictionaryObject([key: "def"]))
    let all = outcome(cmdlet("Name@0", "Other", "Count Int"), line, context: context)
    let common = ["ErrorVariable", "WarningVariable", "InformationVariable", "OutVariable", "PipelineVariable"]
    let own = all.split(separator: " ").filter { part in
      key != "*:*" || !common.contains { part.hasPrefix($0) }
    }
    #expect(own.joined(separator: " ") == expected)
  }

  @Test func defaultsMayBeDisabledOrWorkedOut() {
    let disabled = DictionaryObject(["Test-It:Name": "def", "Disabled": true])
    #expect(outcome(cmdlet("Name"), "", context: BindingContext(defaults: disabled)) == "")
    let block = Value.object(HostObject(BuiltInType.scriptBlock, payload: 0))
    let values = ValueContext(invoke: { _, _, _ in ["made"] })
    let context = BindingContext(values: values, defaults: DictionaryObject(["Test-It:Name": block]))
    #expect(outcome(cmdlet("!Name"), "", context: context) == "Name=made")
  }

  @Test(arguments: [
    (Value("x"), "InputObjectNotBound"), (.object(PropertyBag(["Nothing": 1])), "InputObjectNotBound"),
    (object, ""),
  ])
  func errorsCarryTheObject(_ input: Value, _ id: String) throws {
    let binder = ParameterBinder(cmdlet("!Name<property"))
    try binder.bind([], expectsInput: true)
    do {
      try binder.bindInput(input)
      #expect(id.isEmpty)
    } catch let error as PowerShellError {
      #expect(error.id == id)
      #expect(shown(error.target) == shown(input))
      #expect(error.message.hasPrefix("The input object cannot be bound to any parameters for the command either"))
    }
  }

  @Test func missingMandatoryAfterInput() throws {
    let binder = ParameterBinder(cmdlet("!Name<property", "!Id<property Int"))
    try binder.bind([], expectsInput: true)
    do {
      try binder.bindInput(.object(PropertyBag(["Name": "a"])))
      Issue.record("bound without Id")
    } catch let error as PowerShellError {
      #expect(error.id == "InputObjectMissingMandatory")
      #expect(error.message.hasSuffix("all mandatory parameters:  Id"))
    }
  }
}
