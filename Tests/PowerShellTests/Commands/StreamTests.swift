import PowerShell
import Testing

/// Preferences and common parameters over the streams (about_Preference_Variables, about_CommonParameters).
@Suite struct StreamTests {
  /// Line, variables, which write, what the host sees, how many errors are remembered.
  struct Row: CustomTestStringConvertible, Sendable {
    let line: String
    let variables: [String: Value]
    let stream: String
    let expected: [String]
    let remembered: Int

    init(
      _ stream: String, _ line: String, with variables: [String: Value] = [:], _ expected: [String],
      _ remembered: Int = 0
    ) {
      (self.stream, self.line, self.variables) = (stream, line, variables)
      (self.expected, self.remembered) = (expected, remembered)
    }

    var testDescription: String { "\(stream) \(line) \(variables.keys.sorted())" }
  }

  static let rows: [Row] = [
    Row("error", "", ["error: x"], 1),
    Row("error", "-ea Continue", ["error: x"], 1),
    Row("error", "-ea SilentlyContinue", [], 1),
    Row("error", "-ea Ignore", [], 0),
    Row("error", "-ea Stop", ["!Bad,Testing.RemoveIt"], 0),
    Row("error", "", with: ["erroractionpreference": "Stop"], ["!Bad,Testing.RemoveIt"], 0),
    Row("error", "", with: ["erroractionpreference": "SilentlyContinue"], [], 1),
    Row("error", "", with: ["erroractionpreference": "Nonsense"], ["error: x"], 1),
    Row("error", "-ea Continue", with: ["erroractionpreference": "Stop"], ["error: x"], 1),
    Row("warning", "", ["warning: x"]),
    Row("warning", "-wa SilentlyContinue", []),
    Row("warning", "-wa Stop", ["!ActionPreferenceStop,Testing.RemoveIt"]),
    Row("warning", "", with: ["warningpreference": "SilentlyContinue"], []),
    Row("verbose", "", []),
    Row("verbose", "-Verbose", ["verbose: x"]),
    Row("verbose", "-Verbose:$false", with: ["verbosepreference": "Continue"], []),
    Row("verbose", "", with: ["verbosepreference": "Continue"], ["verbose: x"]),
    Row("verbose", "", with: ["verbosepreference": 2], ["verbose: x"]),
    Row("verbose", "", with: ["verbosepreference": "Stop"], ["!ActionPreferenceStop,Testing.RemoveIt"]),
    Row("debug", "", []),
    Row("debug", "-Debug", ["debug: x"]),
    Row("information", "", []),
    Row("information", "-infa Continue", ["information: x"]),
    Row("information", "", with: ["informationpreference": "Continue"], ["information: x"]),
    Row("host", "", ["information: x"]),
    Row("host", "-infa Ignore", []),
    Row("progress", "", ["progress: x"]),
    Row("progress", "", with: ["progresspreference": "SilentlyContinue"], []),
    Row("progress", "-proga SilentlyContinue", []),
    Row("output", "", ["output: x"]),
  ]

  @Test(arguments: rows)
  func followsPreferences(_ row: Row) throws {
    let (invocation, host) = try call(row.line, row.variables)
    var seen: [String] = []
    do { try Self.write(row.stream, invocation) } catch let failure as CommandFailure {
      seen.append("!" + failure.record.fullyQualifiedErrorID)
    }
    #expect(host.log + seen == row.expected)
    #expect(host.remembered.count == row.remembered)
  }

  private static func write(_ stream: String, _ invocation: Invocation) throws {
    switch stream {
    case "error": try invocation.writeError(PowerShellError("x", id: "Bad"))
    case "warning": try invocation.writeWarning("x")
    case "verbose": try invocation.writeVerbose("x")
    case "debug": try invocation.writeDebug("x")
    case "information": try invocation.writeInformation(InformationRecord("x"))
    case "host": try invocation.writeInformation(InformationRecord("x", isHostOutput: true))
    case "progress": try invocation.writeProgress(ProgressRecord(activity: "x"))
    default: try invocation.writeOutput("x")
    }
  }

  @Test(arguments: [
    ("-ev e", "error", "e", 1), ("-ev +e", "error", "e", 3), ("-ov o", "output", "o", 1), ("-wv w", "warning", "w", 1),
    ("-iv i", "information", "i", 1), ("-ev e -ea SilentlyContinue", "error", "e", 1),
    ("-ev e -ea Ignore", "error", "e", -1),
    ("-ov +", "output", "", -1), ("-wv +fresh", "warning", "fresh", 1),
  ])
  func fillsVariables(_ line: String, _ stream: String, _ name: String, _ count: Int) throws {
    let (invocation, host) = try call(line, ["e": ["old", "older"]])
    try Self.write(stream, invocation)
    let held = host.variables[name] ?? .null
    let list = held.reference(as: ListObject.self)
    #expect((list?.elements.count ?? -1) == count)
  }

  @Test(arguments: [
    ([0], ["error: x"]), ([1], ["error: x"]), ([2], ["!"]), ([3, 0], ["suspended", "error: x"]),
  ])
  func inquires(_ answers: [Int], _ expected: [String]) throws {
    let (invocation, host) = try call("-ea Inquire", answers: answers)
    var seen: [String] = []
    do { try invocation.writeError(PowerShellError("x", id: "Bad")) } catch is CommandFailure { seen = ["!"] }
    #expect(host.log + seen == expected)
    #expect(host.prompts.first?.caption == "Confirm")
    #expect(
      host.prompts.first?.choicesText(width: 120)
        == "[Y] Yes  [A] Yes to All  [H] Halt Command  [S] Suspend  [?] Help (default is \"Y\"): ")
  }

  @Test func stopNamesTheVariable() throws {
    let (invocation, _) = try call("-wa Stop")
    do {
      try invocation.writeWarning("careful")
      Issue.record("did not stop")
    } catch let failure as CommandFailure {
      #expect(
        failure.record.message
          == "The running command stopped because the preference variable \"WarningPreference\" or common parameter is "
          + "set to Stop: careful")
    }
  }

  @Test func suspendIsRefused() {
    #expect(throws: PowerShellError.self) { try call("-ea Suspend") }
  }

  @Test func functionsInheritThroughVariables() throws {
    let (invocation, _) = try call("-Verbose -ea Stop -WhatIf -Confirm:$false")
    let variables = invocation.common.preferenceVariables.map { "\($0.name)=\(shown($0.value))" }
    #expect(
      variables == [
        "ErrorActionPreference=ActionPreference(Stop)", "VerbosePreference=ActionPreference(Continue)",
        "WhatIfPreference=Boolean(True)", "ConfirmPreference=None",
      ])
  }

  @Test func cmdletsRunThroughTheProtocol() throws {
    let (invocation, host) = try call("abc")
    let command = CommandInfo.cmdlet(invocation.metadata) {
      ClosureCmdlet { try $0.writeOutput(.string(($0.bound.string("Name") ?? "").uppercased())) }
    }
    guard case .cmdlet(let make) = command.implementation else {
      Issue.record("no cmdlet")
      return
    }
    let cmdlet = make()
    try cmdlet.begin(invocation)
    try cmdlet.process(invocation)
    try cmdlet.end(invocation)
    cmdlet.clean()
    #expect(host.log == ["output: ABC"])
    #expect(throws: CommandFailure.self) {
      try invocation.throwTerminating(invocation.error("Bad", id: "Bad", category: .invalidData, target: 5))
    }
  }

  @Test func typedReading() throws {
    var bound = BoundParameters()
    bound["Text"] = "a"
    bound["Texts"] = ["a", "b"]
    bound["Number"] = 5
    bound["Real"] = 2.5
    bound["Flag"] = true
    bound["Nothing"] = .some(.null)
    bound["Day"] = .enumeration(EnumValue(BuiltInType.dayOfWeek, 1))
    bound["Thing"] = .object(HostObject(TypeReference("X"), payload: 42))
    #expect(bound.string("text") == "a" && bound.string("Number") == nil && bound.string("None") == nil)
    #expect(bound.strings("Texts") == ["a", "b"] && bound.strings("Text") == ["a"] && bound.strings("Nothing") == nil)
    #expect(bound.integer("Number") == 5 && bound.integer("Text") == nil && bound.integers("Number") == [5])
    #expect(bound.double("Real") == 2.5 && bound.double("Number") == 5)
    #expect(
      bound.boolean("Flag") == true && bound.boolean("None") == nil && bound.isSet("Flag") && !bound.isSet("None"))
    #expect(bound.contains("nothing") && bound.elements("Nothing") == nil)
    #expect(bound.enumeration("Day")?.text == "Monday" && bound.integer("Day") == 1)
    #expect(bound.object("Thing", as: Int.self) == 42 && bound.objects("Thing", as: Int.self) == [42])
    #expect(bound.object("Thing", as: String.self) == nil)
    #expect(bound.table.count == 8)
  }
}
