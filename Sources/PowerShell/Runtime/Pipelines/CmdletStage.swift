/// A cmdlet in a pipeline.
final class CmdletStage: Stage {
  private let metadata: CommandMetadata
  private let cmdlet: any Cmdlet
  private let call: CommandCall
  private let arguments: [RuntimeArgument]
  private let session: Session
  private let binder: ParameterBinder
  private var invocation: Invocation?
  private let origin: InvocationInfo
  private let host: StageHost

  init(_ metadata: CommandMetadata, _ cmdlet: any Cmdlet, _ call: CommandCall, _ arguments: [RuntimeArgument]) {
    (self.metadata, self.cmdlet, self.call, self.arguments) = (metadata, cmdlet, call, arguments)
    session = call.frame.session
    binder = ParameterBinder(metadata, session.bindingContext(call.frame.scope, call.position))
    host = StageHost(session, call.frame.scope)
    origin = call.origin(metadata.name, errorSource: metadata.errorSource)
    super.init()
  }

  override func begin() throws {
    host.output = output
    try guarded {
      try binder.bind(arguments, expectsInput: call.expectsInput)
      let invocation = Invocation(
        metadata: metadata, host: host, origin: origin, expectsInput: call.expectsInput)
      try invocation.update(bound: binder.bound)
      self.invocation = invocation
      try cmdlet.begin(invocation)
    }
  }

  override func write(_ value: Value) throws {
    guard let invocation else { return }
    do {
      try binder.bindInput(value)
    } catch let error as PowerShellError {
      try invocation.writeError(error)
      session.lastSucceeded = false
      return
    }
    try guarded {
      try invocation.update(bound: binder.bound, input: value)
      try cmdlet.process(invocation)
    }
  }

  override func runAlone() throws {
    guard let invocation else { return }
    try guarded { try cmdlet.process(invocation) }
  }

  override func end() throws {
    guard let invocation else { return }
    try guarded {
      try invocation.update(bound: binder.bound, input: .nothing)
      try cmdlet.end(invocation)
    }
  }

  override func clean() { cmdlet.clean() }

  private func guarded(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw translated(error)
    }
  }

  private func translated(_ error: any Error) -> any Error {
    switch error {
    case let stop as StopUpstream: return stop.stage == nil ? StopUpstream(self) : stop
    case is ScriptFailure, is ControlFlow: return error
    default:
      let failure = CommandFailure(error, origin: origin)
      let isStop = invocation?.common.errorAction == .stop || session.errorAction(call.frame.scope) == .stop
      return ScriptFailure(failure.record, endsScript: isStop || Limit.isPassed(failure.record))
    }
  }
}

/// What a stage's command sees of the session.
final class StageHost: CommandHost {
  private let session: Session
  /// Weak, because the scope's own `$PSCmdlet` leads here; who runs the command holds the scope.
  private weak var place: Scope?
  var output: Sink = NullSink()

  init(_ session: Session, _ scope: Scope) { (self.session, place) = (session, scope) }

  private var scope: Scope { place ?? session.global }

  func writeOutput(_ value: Value) throws { try output.write(value) }

  func write(_ record: StreamRecord) throws {
    if case .error = record { session.lastSucceeded = false }
    try session.write(record)
  }

  func remember(_ error: ErrorRecord) {
    session.lastSucceeded = false
    session.remember(error)
  }

  func variable(_ name: String) -> Value { session.variable(name, in: scope) ?? .null }
  func setVariable(_ name: String, _ value: Value) throws { try session.setVariable(name, value, in: scope) }

  func invoke(_ block: Value, underscore: Value?, arguments: [Value]) throws -> [Value] {
    guard let block = block.reference(as: ScriptBlockObject.self) else {
      throw PowerShellError("Cannot call \(block.type.name): it is no script block.", id: "NotAScriptBlock")
    }
    return try session.invoke(block, underscore: underscore, arguments: arguments)
  }

  func choose(_ prompt: ChoicePrompt) throws -> Int { try session.host.choose(prompt) }

  func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value] {
    try session.host.prompt(caption: caption, message: message, fields: fields)
  }

  func suspend() throws { try session.host.suspend() }
  var location: String { session.location }
  var isStopping: Bool { session.isStopping }
  var values: ValueContext { session.context(in: scope) }
}

extension Session {
  func bindingContext(_ scope: Scope, _ position: Int) -> BindingContext {
    let defaults = scope.find(WellKnownName.defaultValues.number)?.value.reference(as: DictionaryObject.self)
    let prompt: BindingContext.Prompt = { [unowned self] caption, message, fields in
      try host.prompt(caption: caption, message: message, fields: fields)
    }
    return BindingContext(
      values: context(in: scope), defaults: defaults, prompt: prompt, pipelinePosition: position)
  }

  /// `$PWD` as text.
  package var location: String {
    (try? global.find(WellKnownName.workingDirectory.number)?.value.displayString())
      ?? SystemFacts.currentDirectory()
  }
}
