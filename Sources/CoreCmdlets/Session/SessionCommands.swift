internal import PowerShell

/// Commands about the running session and its code.
enum SessionCommands {
  static var all: [CommandInfo] {
    [
      .core(
        "Invoke-Expression", in: ModuleName.utility, "InvokeExpressionCommand", aliases: ["iex"], ["!Command@0<value"],
        synopsis: "Runs a text as a script, where it is called."
      ) { invocation in
        let (session, _) = try invocation.requireSession()
        try invocation.run(session.scriptBlock(invocation.bound.string("Command") ?? ""))
      },
      .core(
        "Measure-Command", in: ModuleName.utility, "MeasureCommandCommand",
        ["InputObject<value Object", "!Expression@0 ScriptBlock"], synopsis: "Gets the time that a script block takes."
      ) { MeasureCommand() },
      .core(
        "Get-PSCallStack", in: ModuleName.utility, "GetPSCallStackCommand", aliases: ["gcs"], [],
        synopsis: "Gets the calls that led here, the innermost first."
      ) { try callStack($0) },
      .core(
        "Set-StrictMode", in: ModuleName.core, "SetStrictModeCommand",
        ["!Version Object = v in Version", "!Off SwitchParameter in Off"], defaultSet: "Version",
        synopsis: "Turns the stricter rules of the language on or off in the present scope and those below."
      ) { try strictMode($0) },
      .core(
        "Set-PSDebug", in: ModuleName.core, "SetPSDebugCommand",
        [
          "Trace Int32 in on", "Step SwitchParameter in on", "Strict SwitchParameter in on",
          "Off SwitchParameter in off",
        ],
        defaultSet: "on", validations: ["Trace": [.range(0, 2)]], synopsis: "Turns strict mode on or off everywhere."
      ) { invocation in
        let bound = invocation.bound
        for name in ["Trace", "Step"] where bound.contains(name) && (bound.integer(name) ?? 1) != 0 {
          throw invocation.refusal(
            "Set-PSDebug does not support the parameter '\(name)': scripts cannot be traced or stepped here. Use "
              + "Write-Verbose in the script.", id: "ParameterNotSupported")
        }
        let (_, scope) = try invocation.requireSession()
        if bound.isSet("Strict") { scope.global.strictVersion = 1 }
        if bound.isSet("Off") { scope.global.strictVersion = 0 }
      },
      .core(
        "Get-Verb", in: ModuleName.utility, "GetVerbCommand", ["Verb@0<value<property String[]", "Group@1 String[]"],
        synopsis: "Gets the verbs that commands may have."
      ) { invocation in
        let verbs = try Patterns(invocation.bound.strings("Verb"))
        let groups = try Patterns(invocation.bound.strings("Group"))
        for (verb, group) in Verbs.all where verbs.match(verb) && groups.match(group) {
          try invocation.writeOutput(.object(PropertyBag(["Verb": .string(verb), "Group": .string(group)])))
        }
      },
    ]
  }

  private static func strictMode(_ invocation: Invocation) throws {
    let (_, scope) = try invocation.requireSession()
    guard let value = invocation.bound["Version"] else {
      scope.strictVersion = 0
      return
    }
    let text = try value.displayString(invocation.host.values)
    if text.isSameName(as: "latest") {
      scope.strictVersion = 3
      return
    }
    guard let version = try? Version(parsing: text.contains(".") ? text : "\(text).0") else {
      throw invalidVersion("Cannot convert value \"\(text)\" to type \"System.Version\".")
    }
    guard version.minor == 0, 0...7 ~= version.major else {
      throw invalidVersion(
        "The version \"\(text)\" is not one of the versions of strict mode: 1.0, 2.0, 3.0 and Latest.")
    }
    scope.strictVersion = Int(version.major)
  }

  private static func invalidVersion(_ reason: String) -> PowerShellError {
    PowerShellError(
      "Cannot validate argument on parameter 'Version'. \(reason)", id: "ParameterArgumentValidationError",
      category: .invalidData,
      exceptionType: "System.Management.Automation.ParameterBindingValidationException")
  }

  static let frameType = "System.Management.Automation.CallStackFrame"

  /// A frame's place is where the next inner one was called.
  private static func callStack(_ invocation: Invocation) throws {
    let sites = invocation.host.scope?.callSites ?? []
    var place = invocation.origin
    for site in sites {
      try invocation.writeOutput(frame(site.command.isEmpty ? "<ScriptBlock>" : site.command, place, site.bound))
      place = site.origin
    }
    let file = place.scriptName?.split(separator: "/").last.map(String.init)
    try invocation.writeOutput(frame(file ?? "<ScriptBlock>", place, DictionaryObject()))
  }

  private static func frame(_ command: String, _ place: InvocationInfo, _ bound: DictionaryObject) throws -> Value {
    let arguments = try bound.pairs.map { "\(try $0.key.displayString())=\(try $0.value.displayString())" }
    let file = place.scriptName?.split(separator: "/").last.map(String.init)
    return .object(
      PropertyBag(
        [
          "Command": .string(command), "Arguments": .string("{\(arguments.joined(separator: ", "))}"),
          "Location": .string(file.map { "\($0): line \(place.line)" } ?? "<No file>"),
          "FunctionName": .string(command), "ScriptName": place.scriptName.map { .string($0) } ?? .null,
          "ScriptLineNumber": .count(place.line), "InvocationInfo": .object(place),
        ], typeName: frameType))
  }
}

/// Measure-Command.
private final class MeasureCommand: Cmdlet {
  private var spent = Duration.zero

  func process(_ invocation: Invocation) throws {
    guard let block = invocation.block("Expression") else { return }
    let (session, scope) = try invocation.requireSession()
    let clock = ContinuousClock()
    let start = clock.now
    try session.run(block, in: scope, underscore: invocation.bound["InputObject"]) { _ in }
    spent += clock.now - start
  }

  func end(_ invocation: Invocation) throws {
    let (seconds, attoseconds) = spent.components
    let ticks = seconds * TimeSpan.ticksPerSecond + attoseconds / 100_000_000_000
    try invocation.writeOutput(.timeSpan(TimeSpan(ticks: ticks)))
  }
}
