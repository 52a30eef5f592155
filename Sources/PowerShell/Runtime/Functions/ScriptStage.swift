/// A function, script or script block in a pipeline (about_Functions_Advanced_Methods).
final class ScriptStage: Stage {
  private let block: ScriptBlockObject
  private let code: CompiledBody
  private let call: CommandCall
  private let arguments: [RuntimeArgument]
  private let function: FunctionObject?
  private let isDotSourced: Bool
  private let isFile: Bool
  private let session: Session
  private var frame: Frame?
  private var binder: ParameterBinder?
  private var invocation: Invocation?
  private var state: CallState?
  private var capture: StreamCapture?
  private var commonOutput: CommonOutput?
  /// A file that runs in its caller's scope has a place, arguments and `$MyInvocation` of its own while it does; then the
  /// caller's come back.
  private var replaced: (scope: Scope, state: CallState?)?

  init(
    _ block: ScriptBlockObject, _ call: CommandCall, _ arguments: [RuntimeArgument], isDotSourced: Bool,
    isFile: Bool = false, function: FunctionObject? = nil
  ) {
    (self.block, self.call, self.arguments, self.function) = (block, call, arguments, function)
    (self.isDotSourced, self.isFile) = (isDotSourced, isFile)
    code = block.code
    session = call.frame.session
    super.init()
  }

  convenience init(
    _ function: FunctionObject, _ call: CommandCall, _ arguments: [RuntimeArgument], isDotSourced: Bool
  ) {
    self.init(function.block, call, arguments, isDotSourced: isDotSourced, function: function)
  }

  override func begin() throws {
    let caller = call.frame.scope
    let scope: Scope
    if isDotSourced {
      scope = block.scopeForPlainRun(caller)
    } else {
      let parent = block.module.flatMap { $0 === caller.module ? nil : $0.scope } ?? caller
      scope = Scope(parent: parent, number: session.nextNumber(), isScript: isFile)
    }
    let name = function?.name ?? ""
    let state = CallState(code, name: name, call: isDotSourced && function == nil && !isFile ? nil : call)
    (state.function, state.block) = (function, block)
    self.state = state
    if isDotSourced, isFile {
      replaced = (scope, scope.invocation)
      replace(in: scope, with: state)
    } else if !isDotSourced || scope.invocation == nil {
      scope.invocation = state
    }
    let frame = Frame(session, scope, code)
    self.frame = frame
    try bind(frame, state)
    guard let begin = code.begin else { return }
    try run(begin)
  }

  private func replace(in scope: Scope, with state: CallState?) {
    let automatic: [WellKnownName] = [
      .arguments, .myInvocation, .boundParameters, .cmdlet, .scriptRoot, .commandPath,
    ]
    for name in automatic { scope.remove(name.number) }
    scope.invocation = state
  }

  private func bind(_ frame: Frame, _ state: CallState) throws {
    if code.isSimple, arguments.allSatisfy(\.isPlainValue) {
      try ParameterVariables.assign(arguments, code, frame, state)
      return
    }
    var metadata = try function?.metadata(session) ?? code.metadata(fileName ?? "", session)
    var made: [PropertyBag] = []
    if let dynamic = code.dynamicParameters {
      (metadata, made) = try DynamicParameters(session, call, frame, state).extend(metadata, arguments, dynamic)
    }
    let binder = ParameterBinder(metadata, session.bindingContext(call.frame.scope, call.position))
    self.binder = binder
    do {
      try binder.bind(arguments, expectsInput: call.expectsInput)
    } catch let error as PowerShellError {
      throw CommandFailure(ErrorRecord(error, origin: origin(metadata)))
    }
    if metadata.isAdvanced {
      let host = StageHost(session, frame.scope)
      host.output = output
      let invocation = Invocation(
        metadata: metadata, host: host,
        origin: origin(metadata), expectsInput: call.expectsInput)
      try invocation.update(bound: binder.bound)
      self.invocation = invocation
      state.invocation = invocation
      capture = StreamCapture(invocation.common, session, call.frame.scope)
      commonOutput = CommonOutput.make(
        invocation.common, keepsOutVariable: true, session, call.frame.scope, output)
      if let commonOutput { host.output = commonOutput }
      for (name, value) in invocation.common.preferenceVariables {
        try frame.scope.forAssignment(session.names.number(of: name), name).assign(value)
      }
    }
    for parameter in made {
      guard let name = try parameter["Name"]?.displayString(), let value = binder.bound[name] else { continue }
      (parameter["Value"], parameter["IsSet"]) = (value, true)
    }
    try ParameterVariables.assign(binder.bound, code, frame, state)
  }

  /// The session runs the file itself: no line of a script called it.
  private var isWholeRun: Bool { !isFile && function == nil && call.range == code.body.range }

  /// The name of a script file, as errors and questions about its parameters have it.
  private var fileName: String? {
    guard function == nil, isFile || isWholeRun else { return nil }
    return code.source.name?.split(separator: "/").last.map(String.init)
  }

  private func origin(_ metadata: CommandMetadata) -> InvocationInfo {
    guard isWholeRun, let path = code.source.name else {
      return call.origin(metadata.name, errorSource: metadata.errorSource)
    }
    return InvocationInfo(
      commandName: metadata.name, invocationName: path, errorSource: metadata.errorSource, scriptName: path)
  }

  override func write(_ value: Value) throws {
    guard let frame, let state else { return }
    if let binder, let invocation {
      do {
        try binder.bindInput(value)
      } catch let error as PowerShellError {
        try invocation.writeError(error)
        session.lastSucceeded = false
        return
      }
      try invocation.update(bound: binder.bound, input: value)
      try ParameterVariables.assign(binder.bound, code, frame, state)
    }
    guard let process = code.process else {
      guard state.input.count < session.options.outputLimit else { throw Limit.stringLength }
      state.input.append(value)
      return
    }
    state.input = [value]
    frame.scope.remove(WellKnownName.input.number)
    try frame.withUnderscore(code.underscore) { variable in
      variable.value = value
      try run(process)
    }
  }

  override func runAlone() throws { if let process = code.process { try run(process) } }

  override func end() throws {
    guard let end = code.end else {
      try finish()
      return
    }
    if code.process != nil { state?.input = [] }
    frame?.scope.remove(WellKnownName.input.number)
    try run(end)
    try finish()
  }

  private func finish() throws {
    try commonOutput?.flush()
    if invocation?.hasErrors ?? false { session.lastSucceeded = false }
  }

  override func clean() {
    defer {
      if let (scope, state) = replaced { replace(in: scope, with: state) }
      replaced = nil
    }
    commonOutput?.clean()
    guard let clean = code.clean, frame != nil else { return }
    // What goes wrong here must not hide why the pipeline ended.
    try? run(clean)
  }

  private func run(_ body: BlockNode) throws {
    guard let frame else { return }
    let count = session.captures.count
    if let capture { session.captures.append(capture) }
    defer { session.captures.removeLast(session.captures.count - count) }
    do {
      try session.run(body, frame, commonOutput ?? output)
    } catch ControlFlow.exiting where isFile {
      session.setLastExitCode(Int32(truncatingIfNeeded: session.exitCode))
      session.lastSucceeded = session.exitCode == 0
    }
  }
}

extension RuntimeArgument {
  /// A value that no parameter name can be meant by.
  var isPlainValue: Bool {
    if case .value = kind { return true }
    return false
  }
}
