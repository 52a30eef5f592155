/// A PowerShell session: scopes, commands and types that stay between one script and the next.
///
/// Synchronous, and used on one thread at a time, which must not be one of the cooperative pool's because commands may
/// block it; `ScriptThread` makes one. Only `stop()` may be called from elsewhere.
// SAFETY: all state but `stopHandlers` belongs to the thread that runs scripts; those are safe to share.
package final class Session: @unchecked Sendable {
  package let host: any ShellHost
  package var options: SessionOptions
  package let global: Scope
  package let commands: CommandRegistry
  package var modules: [ModuleState] = []
  let names = NameTable()
  let nowhere = NullSink()
  let errors = ListObject()
  let stopHandlers = StopHandlers()

  /// `$?`.
  package internal(set) var lastSucceeded = true
  /// The label that a `break` or `continue` on its way is for; "" for the nearest loop.
  var label = ""
  var exitCode: Int64 = 0
  /// Blocks that want errors: `try` with a `catch`, and blocks with traps.
  var guards = 0
  /// The record that a `catch` is dealing with; what `throw` alone throws again.
  var handled: ErrorRecord?
  var redirections = StreamRedirections()
  /// The variables for records of the advanced functions that are running.
  var captures: [StreamCapture] = []
  var depth = 0
  var typeGeneration = 0
  /// Some script mentions `$foreach` or `$switch`.
  // SAFETY: used on the session's thread; a plain flag.
  @exclusivity(unchecked) var mentionsEnumerators = false
  /// Some script mentions `$OFS`.
  // SAFETY: used on the session's thread; a plain flag.
  @exclusivity(unchecked) var mentionsSeparator = false
  /// The scope whose code runs now: what a script block that a method calls has for its caller.
  // SAFETY: used on the session's thread, and nothing looks at it while it is replaced.
  @exclusivity(unchecked) var currentScope: Scope
  var stackFloor: UInt = 0
  var stackLength: UInt = 0
  private var lastNumber = 0
  private(set) var environmentChanges: [String: String?] = [:]
  /// What other targets keep for this session, by the type of the object.
  package var attachments: [ObjectIdentifier: AnyObject] = [:]
  package private(set) var context = ValueContext()

  package init(
    host: any ShellHost, options: SessionOptions = SessionOptions(), commands: CommandRegistry = CommandRegistry()
  ) {
    self.host = host
    self.options = options
    self.commands = commands
    global = Scope(parent: nil, number: 1, isScript: true)
    currentScope = global
    lastNumber = 1
    makeContext()
    defineVariables()
  }

  deinit { madeAnchor?.clear() }

  /// For those who must not keep the session alive.
  package var anchor: Anchor<Session> {
    if let madeAnchor { return madeAnchor }
    let fresh = Anchor(self)
    madeAnchor = fresh
    return fresh
  }

  private var madeAnchor: Anchor<Session>?

  func resetStop() { stopHandlers.reset() }

  func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  func collector() -> Collector { Collector(limit: options.outputLimit) }

  func compile(_ body: ScriptBody) throws -> CompiledBody { try Compiler.compile(body, self) }

  /// Flow out of an expression.
  func flow(_ completion: Completion) -> ControlFlow {
    switch completion {
    case .breaking: .breaking
    case .continuing: .continuing
    case .exiting: .exiting
    case .returning, .normal: .returning
    }
  }

  func isMine(_ loop: String?) -> Bool { label.isEmpty || loop.map { $0.isSameName(as: label) } ?? false }

  // MARK: Types

  package var types: TypeRegistry { context.types }

  package func register(_ type: TypeReference, accelerators: [String] = []) {
    context.types.register(type, accelerators: accelerators)
    typeGeneration += 1
  }

  /// Looks a type up by itself and then in the namespaces of `using namespace`.
  func type(named name: String) throws -> TypeReference {
    if let type = context.types.find(name) { return type }
    for namespace in namespaces {
      if let type = context.types.find("\(namespace).\(name)") { return type }
    }
    return try context.types.get(name)
  }

  var namespaces: [String] = []

  // MARK: Environment

  package func environment(_ name: String) -> String? {
    if let change = environmentChanges[name] { return change }
    if let match = environmentChanges.first(where: { $0.key.isSameName(as: name) }) { return match.value }
    return SystemFacts.environment(name) ?? SystemFacts.environment(name.uppercased())
  }

  package func setEnvironment(_ name: String, _ value: String?) {
    let known = environmentChanges.keys.first { $0.isSameName(as: name) }
    environmentChanges[known ?? name] = .some(value)
  }

  /// The process's variables with the session's changes.
  package var environmentVariables: [String: String] {
    var all = SystemFacts.environment()
    for (name, value) in environmentChanges {
      for known in all.keys where known.isSameName(as: name) { all[known] = nil }
      if let value { all[name] = value }
    }
    return all
  }

  /// Waits; throws when the session is told to stop meanwhile.
  package func pause(_ milliseconds: Int64) throws {
    var left = milliseconds
    while left > 0 {
      try checkpoint()
      let slice = min(left, 20)
      SystemFacts.sleep(slice)
      left -= slice
    }
    try checkpoint()
  }

  /// What conversions need, with `$OFS` as the scope sees it.
  func context(in scope: Scope) -> ValueContext {
    guard mentionsSeparator, let separator = scope.find(WellKnownName.separator.number)?.value else { return context }
    var changed = context
    changed.separator = separator.isNull ? "" : try? separator.displayString()
    return changed
  }

  private func makeContext() {
    context = ValueContext(
      invoke: { [unowned self] block, underscore, arguments in
        guard let block = block.reference(as: ScriptBlockObject.self) else {
          throw PowerShellError("Cannot call \(block.type.name): it is no script block.", id: "NotAScriptBlock")
        }
        return try invoke(block, underscore: underscore, arguments: arguments)
      },
      environment: { [unowned self] in environment($0) },
      setEnvironment: { [unowned self] in setEnvironment($0, $1) })
    context.invokeMember = { [unowned self] block, this, arguments in
      try invoke(member: block, of: this, arguments: arguments)
    }
    context.isAdministrator = { [unowned self] in options.isAdministrator }
    context.pause = { [unowned self] in try pause($0) }
    context.writeConsole = { [unowned self] in try host.writeConsole($0, toError: $1) }
    context.readConsole = { [unowned self] in try host.readLine(prompt: "") }
    context.setTitle = { [unowned self] in try host.setTitle($0) }
    context.consoleWidth = { [unowned self] in host.consoleWidth }
    context.exit = { [unowned self] code in
      exitCode = Int64(code)
      throw ControlFlow.exiting
    }
    context.environmentVariables = { [unowned self] in environmentVariables }
  }
}

extension Frame {
  var context: ValueContext { session.mentionsSeparator ? session.context(in: scope) : session.context }
}
