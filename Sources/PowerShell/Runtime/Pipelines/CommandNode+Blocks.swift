/// ForEach-Object and Where-Object with script blocks, which the evaluator runs itself, in the caller's own scope.
extension CommandNode {
  /// Nil for their other forms, and for arguments that are no blocks: those are the cmdlets'.
  func blocks(_ call: CommandCall, isFilter: Bool) throws -> Stage? {
    var given: [(name: String, block: ScriptBlockObject)] = []
    var common = BoundParameters()
    var pending: String?
    // Evaluating a literal or a variable changes nothing, so another form can still be evaluated anew.
    for argument in arguments {
      switch argument {
      case .value(let node, _, _):
        if let name = pending, let parameter = Self.common(name) {
          pending = nil
          common[parameter.name] = try convert(node.value(call.frame), parameter)
          continue
        }
        let values = try candidates(node, call.frame)
        guard let values, !values.isEmpty else { return nil }
        given += values.map { (pending ?? "", $0) }
        pending = nil
      case .parameter(let name, let node, _, _):
        guard pending == nil else { return nil }
        let folded = name.caseFolded
        if let parameter = Self.common(folded) {
          if parameter.isSwitch {
            common[parameter.name] = try .boolean(node?.value(call.frame).isTrue ?? true)
          } else if let node {
            common[parameter.name] = try convert(node.value(call.frame), parameter)
          } else {
            pending = folded
          }
          continue
        }
        guard Self.isBlockName(folded, isFilter) else { return nil }
        guard let node else {
          pending = folded
          continue
        }
        guard let values = try candidates(node, call.frame) else { return nil }
        given += values.map { (folded, $0) }
      default: return nil
      }
    }
    guard pending == nil, !given.isEmpty else { return nil }
    if isFilter, given.count != 1 { return nil }
    let stage: Stage = isFilter ? WhereStage(given[0].block, call) : ForEachStage(given, call)
    return common.values.count == 0 ? stage : CommonStage(stage, try CommonSettings(common), call)
  }

  /// Blocks that a literal, a variable or a list of such is; nil for anything else.
  private func candidates(_ node: Node, _ frame: Frame) throws -> [ScriptBlockObject]? {
    if let list = node as? ListNode {
      var blocks: [ScriptBlockObject] = []
      for element in list.elements {
        guard let found = try candidates(element, frame) else { return nil }
        blocks += found
      }
      return blocks
    }
    guard node is ScriptBlockNode || node is VariableNode,
      let block = try node.evaluate(frame).reference(as: ScriptBlockObject.self)
    else { return nil }
    return [block]
  }

  private static func isBlockName(_ folded: String, _ isFilter: Bool) -> Bool {
    let names = isFilter ? ["filterscript"] : ["begin", "process", "end", "remainingscripts"]
    return !folded.isEmpty && names.contains { $0.hasPrefix(folded) }
  }

  /// The common parameter of a name, an alias or a beginning that is no other's.
  private static func common(_ folded: String) -> ParameterMetadata? {
    let all = CommonParameters.list(withShouldProcess: false)
    if let exact = all.first(where: { $0.key == folded || $0.aliases.contains(folded) }) { return exact }
    guard folded.count > 3 else { return nil }
    let matches = all.filter { $0.key.hasPrefix(folded) }
    return matches.count == 1 ? matches[0] : nil
  }

  private func convert(_ value: Value, _ parameter: ParameterMetadata) throws -> Value {
    try ArgumentConversion(parameter: parameter, isFunction: false, context: ValueContext()).convert(value, text: nil)
  }
}

/// A stage with common parameters around one that knows none.
final class CommonStage: Stage {
  private let inner: Stage
  private let common: CommonSettings
  private let call: CommandCall
  private var commonOutput: CommonOutput?
  private let capture: StreamCapture?

  init(_ inner: Stage, _ common: CommonSettings, _ call: CommandCall) {
    (self.inner, self.common, self.call) = (inner, common, call)
    capture = StreamCapture(common, call.frame.session, call.frame.scope)
    super.init()
  }

  override func begin() throws {
    commonOutput = CommonOutput.make(common, keepsOutVariable: true, call.frame.session, call.frame.scope, output)
    inner.output = commonOutput ?? output
    try captured { try inner.begin() }
  }

  override func write(_ value: Value) throws { try captured { try inner.write(value) } }
  override func runAlone() throws { try captured { try inner.runAlone() } }

  override func end() throws {
    try captured { try inner.end() }
    try commonOutput?.flush()
  }

  override func clean() {
    inner.clean()
    commonOutput?.clean()
  }

  private func captured(_ body: () throws -> Void) throws {
    let session = call.frame.session
    let count = session.captures.count
    if let capture { session.captures.append(capture) }
    defer { session.captures.removeLast(session.captures.count - count) }
    do { try body() } catch let stop as StopUpstream where stop.stage == ObjectIdentifier(inner) {
      throw StopUpstream(self)
    }
  }
}
