/// ForEach-Object with script blocks. The blocks run in the caller's scope, with `$_` the object.
final class ForEachStage: Stage {
  private let session: Session
  private let scope: Scope
  private var beginBlock: ScriptBlockObject?
  private var process: [(block: BlockNode, frame: Frame)] = []
  private var endBlock: ScriptBlockObject?

  /// Without names: one block is `-Process`; of several the first is `-Begin`, the last, from three on, `-End`.
  init(_ given: [(name: String, block: ScriptBlockObject)], _ call: CommandCall) {
    session = call.frame.session
    scope = call.frame.scope
    super.init()
    var bodies: [ScriptBlockObject] = []
    var unnamed: [ScriptBlockObject] = []
    for (name, block) in given {
      if name.isEmpty {
        unnamed.append(block)
      } else if "begin".hasPrefix(name) {
        beginBlock = block
      } else if "end".hasPrefix(name) {
        endBlock = block
      } else {
        bodies.append(block)
      }
    }
    if bodies.isEmpty, beginBlock == nil, unnamed.count > 1 { beginBlock = unnamed.removeFirst() }
    if bodies.isEmpty, endBlock == nil, unnamed.count > 1 { endBlock = unnamed.removeLast() }
    bodies += unnamed
    for body in bodies {
      let frame = Frame(session, body.scopeForPlainRun(scope), body.code)
      if let block = body.code.process ?? body.code.end { process.append((block, frame)) }
    }
  }

  override func begin() throws { if let beginBlock { try run(beginBlock) } }

  override func write(_ value: Value) throws {
    for (block, frame) in process {
      try frame.withUnderscore(frame.code.underscore) { variable in
        variable.value = value
        try session.run(block, frame, output)
      }
    }
  }

  override func runAlone() throws { try write(.null) }
  override func end() throws { if let endBlock { try run(endBlock) } }

  private func run(_ block: ScriptBlockObject) throws {
    guard let body = block.code.end ?? block.code.process else { return }
    try session.run(body, Frame(session, block.scopeForPlainRun(scope), block.code), output)
  }
}

/// Where-Object with a script block.
final class WhereStage: Stage {
  private let session: Session
  private let body: BlockNode?
  private let single: Node?
  private let frame: Frame

  init(_ block: ScriptBlockObject, _ call: CommandCall) {
    session = call.frame.session
    body = block.code.process ?? block.code.end
    frame = Frame(session, block.scopeForPlainRun(call.frame.scope), block.code)
    // One expression, as nearly all are, is a condition by itself.
    single =
      body?.statements.count == 1 ? (body?.statements.first as? ExpressionStatementNode)?.expression : nil
    super.init()
  }

  override func write(_ value: Value) throws {
    guard let body else { return }
    let holds = try frame.withUnderscore(frame.code.underscore) { variable in
      variable.value = value
      if let single, let statement = body.statements.first {
        let place = session.currentScope
        session.currentScope = frame.scope
        defer { session.currentScope = place }
        do { return try single.test(frame) } catch {
          _ = try body.recover(error, statement, frame, session.nowhere)
          return false
        }
      }
      let collector = session.collector()
      try session.run(body, frame, collector)
      return collector.collected.isTrue
    }
    if holds { try output.write(value) }
  }
}

extension ScriptBlockObject {
  /// The scope for commands that run a block as if its text stood where they are called.
  func scopeForPlainRun(_ caller: Scope) -> Scope {
    guard let module, module !== caller.module else { return caller }
    return module.scope
  }
}

extension Session {
  /// Runs one block of a body; `return` ends it, `break` and the like go on to the callers.
  func run(_ block: BlockNode, _ frame: Frame, _ output: Sink) throws {
    try enter()
    let place = currentScope
    currentScope = frame.scope
    defer {
      leave()
      currentScope = place
    }
    do {
      switch try block.execute(frame, output) {
      case .normal, .returning: return
      case .breaking: throw ControlFlow.breaking
      case .continuing: throw ControlFlow.continuing
      case .exiting: throw ControlFlow.exiting
      }
    } catch ControlFlow.returning {
      return
    }
  }
}
