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
  private var isDirect = false
  /// The parameter that takes every object; nil leaves it to the binder.
  private var directParameter: ParameterMetadata?
  private var commonOutput: CommonOutput?

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
      isDirect = cmdlet is any DirectInput && binder.leavesInput
      directParameter = binder.directParameter
      let invocation = Invocation(
        metadata: metadata, host: host, origin: origin, expectsInput: call.expectsInput)
      try invocation.update(bound: binder.bound)
      self.invocation = invocation
      commonOutput = CommonOutput.make(
        invocation.common, keepsOutVariable: false, session, call.frame.scope, output)
      if let commonOutput { host.output = commonOutput }
      try cmdlet.begin(invocation)
    }
  }

  override func write(_ value: Value) throws {
    guard let invocation else { return }
    if isDirect {
      invocation.take(value)
      do { try cmdlet.process(invocation) } catch { throw translated(error) }
      return
    }
    if let directParameter, !directParameter.isMandatorySomewhere || !value.isEmptyArgument {
      invocation.take(value, as: directParameter.name)
      do { try cmdlet.process(invocation) } catch { throw translated(error) }
      return
    }
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
      try commonOutput?.flush()
    }
  }

  override func clean() {
    cmdlet.clean()
    commonOutput?.clean()
  }

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
      let isStop =
        invocation?.common.errorAction == .stop || session.errorAction(call.frame.scope) == .stop
        || failure.record.fullyQualifiedErrorID.hasPrefix("ActionPreferenceStop")
      return ScriptFailure(failure.record, endsScript: isStop || Limit.isPassed(failure.record))
    }
  }
}

/// What a stage's command sees of the session.
final class StageHost: CommandHost {
  private let owner: Session
  /// Not held, because the scope's own `$PSCmdlet` leads here; who runs the command holds the scope.
  private let place: Anchor<Scope>
  var output: Sink = NullSink()

  init(_ session: Session, _ scope: Scope) { (owner, place) = (session, scope.anchor) }

  var session: Session? { owner }
  var scope: Scope? { callerScope }

  private var callerScope: Scope { place.object ?? owner.global }

  func writeOutput(_ value: Value) throws { try output.write(value) }

  func write(_ record: StreamRecord) throws {
    if case .error = record { owner.lastSucceeded = false }
    try owner.write(record)
  }

  func note(_ record: StreamRecord) throws { try owner.capture(record) }

  func remember(_ error: ErrorRecord) {
    owner.lastSucceeded = false
    owner.remember(error)
  }

  func variable(_ name: String) -> Value { owner.variable(name, in: callerScope) ?? .null }
  func setVariable(_ name: String, _ value: Value) throws { try owner.setVariable(name, value, in: callerScope) }

  func invoke(_ block: Value, underscore: Value?, arguments: [Value]) throws -> [Value] {
    guard let block = block.reference(as: ScriptBlockObject.self) else {
      throw PowerShellError("Cannot call \(block.type.name): it is no script block.", id: "NotAScriptBlock")
    }
    return try owner.invoke(block, underscore: underscore, arguments: arguments)
  }

  func choose(_ prompt: ChoicePrompt) throws -> Int { try owner.host.choose(prompt) }

  func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value] {
    try owner.host.prompt(caption: caption, message: message, fields: fields)
  }

  func suspend() throws { try owner.host.suspend() }
  var location: String { owner.location }
  var isStopping: Bool { owner.isStopping }
  var values: ValueContext { owner.context(in: callerScope) }
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

extension Value {
  /// What a mandatory parameter does not take: null, an empty string, an empty collection, or one with such in it.
  fileprivate var isEmptyArgument: Bool {
    switch self {
    case .null, .nothing: true
    case .string(let text): text.isEmpty
    case .array, .object, .wrapped: reference?.enumerated != nil
    default: false
    }
  }
}
