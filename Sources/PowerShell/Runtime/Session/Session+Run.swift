/// How a run ended.
package enum RunOutcome: Sendable {
  case completed
  /// `exit`.
  case exited(Int32)
  /// An error that nothing caught; it was written to the error stream.
  case failed(ErrorRecord)
  /// `stop()` was called.
  case stopped
}

extension Session {
  /// Runs a script's text in the global scope, as typed at the prompt; what it defines stays.
  ///
  /// - Parameters:
  ///   - name: the file that the text is from; nil for what was typed.
  ///   - arguments: what `$args` or the script's parameters get.
  ///   - input: gives the objects that are piped to the script one by one, nil after the last; nil: nothing is.
  ///   - showsFailure: an error that ends the script goes to the error stream; else it is only in what is returned.
  /// - Returns: how it ended. Errors of the text and of the script go to the error stream; only the host's own errors
  ///   are thrown.
  @discardableResult
  package func run(
    _ text: String, name: String? = nil, arguments: [RuntimeArgument] = [], input: (() throws -> Value?)? = nil,
    showsFailure: Bool = true
  ) throws -> RunOutcome {
    try StopSignal.watching(stopHandlers) {
      try runWatched(text, name: name, arguments: arguments, input: input, showsFailure: showsFailure)
    }
  }

  private func runWatched(
    _ text: String, name: String?, arguments: [RuntimeArgument], input: (() throws -> Value?)?, showsFailure: Bool
  ) throws -> RunOutcome {
    measureStack()
    resetStop()
    (depth, guards, redirections, currentScope) = (0, 0, StreamRedirections(), global)
    captures = []
    let output = ClosureSink { [unowned self] in try host.write($0) }
    let source = SourceText(text, name: name)
    let empty = try compile(ScriptBody(source: source, range: SourceRange(start: 0, end: 0)))
    let frame = Frame(self, global, empty)
    do {
      let body = try source.parsed()
      try prepare(body)
      let block = ScriptBlockObject(try compile(body), session: self, module: nil)
      let call = CommandCall(frame, body.range, expectsInput: input != nil, position: 1, length: 1)
      let stage = ScriptStage(block, call, arguments, isDotSourced: true)
      stage.output = output
      global.invocation = nil
      global.remove(WellKnownName.arguments.number)
      global.remove(WellKnownName.myInvocation.number)
      defer { stage.clean() }
      lastSucceeded = true
      try stage.begin()
      if let input {
        while let value = try input() { try stage.write(value) }
      } else {
        try stage.runAlone()
      }
      try stage.end()
      return .completed
    } catch let flow as ControlFlow {
      switch flow {
      case .exiting: return .exited(Int32(truncatingIfNeeded: exitCode))
      case .stopped: return .stopped
      case .breaking, .continuing, .returning: return .completed
      }
    } catch is StopUpstream {
      return .completed
    } catch {
      let failure = failure(error, frame, SourceRange(start: 0, end: 0))
      lastSucceeded = false
      redirections = StreamRedirections()
      remember(failure.record)
      if showsFailure { try write(.error(failure.record)) }
      return .failed(failure.record)
    }
  }

  /// `using` and `#requires` of a script.
  func prepare(_ body: ScriptBody) throws {
    if let other = body.usings.first(where: { $0.kind == .assembly || $0.kind == .module && !isModuleKnown($0.name) }) {
      throw PowerShellError(
        "The \(other.kind.rawValue) '\(other.name)' of the using statement could not be loaded.",
        id: other.kind == .module ? "ModuleNotFoundDuringParse" : "ErrorLoadingAssembly", category: .parserError,
        exceptionType: "System.Management.Automation.ParseException")
    }
    for using in body.usings where using.kind == .namespace {
      if !namespaces.contains(where: { $0.isSameName(as: using.name) }) { namespaces.append(using.name) }
    }
    for requirement in body.requirements { try check(requirement, body.source.name ?? "") }
  }

  private func check(_ requirement: Requirement, _ script: String) throws {
    let value = requirement.values.first ?? ""
    func refuse(_ reason: String, _ id: String) -> PowerShellError {
      PowerShellError(
        "The script '\(script.split(separator: "/").last ?? "")' cannot be run because \(reason)", id: id,
        category: .permissionDenied, exceptionType: "System.Management.Automation.ScriptRequiresException",
        target: .string(script))
    }
    switch requirement.name.key {
    case "version":
      let wanted = try Version(parsing: value.contains(".") ? value : "\(value).0")
      if options.version < wanted {
        throw refuse(
          "it contained a \"#requires\" statement for Windows PowerShell \(value). The version of Windows PowerShell "
            + "that is required by the script does not match the currently running version of Windows PowerShell "
            + "\(options.version.text).", "ScriptRequiresUnmatchedPSVersion")
      }
    case "runasadministrator":
      if !options.isAdministrator {
        throw refuse(
          "it contains a \"#requires\" statement for running as Administrator. The current Windows PowerShell session "
            + "is not running as Administrator.", "ScriptRequiresElevation")
      }
    case "psedition":
      if !value.isSameName(as: options.edition) {
        throw refuse(
          "it contained a \"#requires\" statement for PowerShell editions '\(value)'. The edition of PowerShell that is "
            + "required by the script does not match the currently running PowerShell \(options.edition) edition.",
          "ScriptRequiresUnmatchedPSEdition")
      }
    case "modules", "module":
      for name in requirement.values where !isModuleKnown(name) {
        throw refuse(
          "the following modules that are specified by the \"#requires\" statements of the script are missing: \(name).",
          "ScriptRequiresMissingModules")
      }
    default:
      throw refuse(
        "it contains a \"#requires\" statement that is not supported: -\(requirement.name.text).",
        "ScriptRequiresNotSupported")
    }
  }

  private func isModuleKnown(_ name: String) -> Bool {
    commands.module(name) != nil || modules.contains { $0.name.isSameName(as: name) } || name.hasPrefix("@{")
  }

  /// Calls a script block with a scope of its own and gives its output.
  func invoke(_ block: ScriptBlockObject, underscore: Value?, arguments: [Value]) throws -> [Value] {
    let collector = collector()
    let frame = Frame(self, currentScope, block.code)
    func run() throws {
      let call = CommandCall(frame, block.code.body.range, expectsInput: false, position: 1, length: 1)
      let stage = ScriptStage(block, call, arguments.map { .value($0) }, isDotSourced: false)
      stage.output = collector
      defer { stage.clean() }
      try stage.begin()
      try stage.runAlone()
      try stage.end()
    }
    guard let underscore else {
      try run()
      return collector.values
    }
    try currentScope.withUnderscore { variable in
      variable.value = underscore
      try run()
    }
    return collector.values
  }

  /// Calls a script block from outside of a script: a cmdlet's or a host's.
  package func invoke(_ block: Value, underscore: Value? = nil, arguments: [Value] = []) throws -> [Value] {
    guard let block = block.reference(as: ScriptBlockObject.self) else {
      throw PowerShellError("Cannot call \(block.type.name): it is no script block.", id: "NotAScriptBlock")
    }
    return try invoke(block, underscore: underscore, arguments: arguments)
  }

  /// A script block out of text. Errors: ParseException.
  package func scriptBlock(_ text: String) throws -> ScriptBlockObject {
    try checkStackForParsing()
    do {
      return ScriptBlockObject(try compile(SourceText(text).parsed()), session: self, module: currentScope.module)
    } catch let failure as ParseFailure {
      throw failure.asError
    }
  }

  func scriptFile(_ given: String) throws -> ScriptBlockObject {
    try checkStackForParsing()
    let path = try resolvedPath(given)
    let lines: [String]
    do { lines = try options.readLines(path) } catch { throw CommandNotFound.error(given) }
    do {
      let body = try SourceText(lines.joined(separator: "\n"), name: path).parsed()
      try prepare(body)
      return ScriptBlockObject(try compile(body), session: self, module: nil)
    } catch let failure as ParseFailure {
      throw failure.asError
    }
  }
}
