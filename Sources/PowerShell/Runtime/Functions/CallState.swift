/// What a call was given: what `$args`, `$input`, `$MyInvocation`, `$PSBoundParameters` and `$PSCmdlet` show. The
/// variables are made when a script first looks at them.
final class CallState {
  var arguments: [Value] = []
  var input: [Value] = []
  /// Arguments that found their parameter by position; a table is made of them when somebody looks.
  var given: [(name: String, value: Value)] = []
  private(set) lazy var bound: DictionaryObject = {
    let table = DictionaryObject()
    for (name, value) in given { table[name] = value }
    return table
  }()
  /// The call of an advanced function, for `$PSCmdlet`.
  var invocation: Invocation?
  /// Where the call stands, worked out when it is asked for: that costs more than a call does.
  let call: CommandCall?
  /// The function that was called; nil for blocks and files.
  var function: FunctionObject?
  var block: ScriptBlockObject?
  /// The command's name; "" for script blocks.
  let name: String
  let code: CompiledBody

  init(_ code: CompiledBody, name: String, call: CommandCall?) {
    (self.code, self.name, self.call) = (code, name, call)
  }

  var origin: InvocationInfo? { call?.origin(name, errorSource: name) }

  /// In place, because the script may hold the table already.
  func set(bound table: DictionaryObject) { for (key, value) in table.pairs { bound[key] = value } }

  func automatic(_ name: NameNumber, in scope: Scope) -> Variable? {
    guard let known = WellKnownName(rawValue: name) else { return nil }
    switch known {
    case .arguments: return scope.create(name, "args", .array(arguments))
    case .input: return scope.create(name, "input", .object(EnumeratorObject(input)))
    case .boundParameters: return scope.create(name, "PSBoundParameters", .object(bound))
    case .myInvocation: return scope.create(name, "MyInvocation", .object(invocationInfo))
    case .cmdlet:
      guard let invocation else { return nil }
      return scope.create(name, "PSCmdlet", .object(CmdletObject(invocation)))
    case .scriptRoot: return scope.create(name, "PSScriptRoot", .string(folder))
    case .commandPath:
      return scope.create(name, "PSCommandPath", code.source.name.map { .string($0) } ?? .null)
    default: return nil
    }
  }

  private var folder: String {
    guard let path = code.source.name, let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private lazy var invocationInfo: InvocationInfo = {
    let source = code.source
    let info = InvocationInfo(
      commandName: name, invocationName: call?.invocationName ?? "", errorSource: name,
      source: call?.frame.code.source ?? source, range: call?.range ?? code.body.range,
      pipelinePosition: call?.position ?? 1, pipelineLength: call?.length ?? 1, boundParameters: bound)
    info.unboundArguments = arguments
    info.expectsInput = call?.expectsInput ?? false
    info.command = { [function, block, name, code] in Self.command(function, block, name, code) }
    return info
  }()

  /// What runs: a function, a script file, or the text at a prompt.
  private static func command(
    _ function: FunctionObject?, _ block: ScriptBlockObject?, _ name: String, _ code: CompiledBody
  ) -> Value {
    // All of a file, rather than a block within it.
    let isWhole = code.body.range.start == 0
    if let function, let session = function.block.session, let info = try? function.info(session) {
      return .object(info)
    }
    guard name.isEmpty, let path = code.source.name, isWhole else {
      let bag = PropertyBag(type: scriptInfo)
      (bag["Name"], bag["CommandType"]) = (.string(name), "Script")
      bag["Definition"] = .string(code.text)
      bag["ScriptBlock"] = block.map { .object($0) } ?? .null
      (bag["Path"], bag["Source"], bag["ModuleName"]) = (.null, "", "")
      return .object(bag)
    }
    return .object(
      CommandInfo(path.split(separator: "/").last.map(String.init) ?? path, metadata: nil, .script(path)))
  }

  private static let scriptInfo = TypeReference("System.Management.Automation.ScriptInfo", base: BuiltInType.object)
}

/// `$PSCmdlet`.
// SAFETY: used on the evaluator's thread, as the call that it is of.
package final class CmdletObject: ObjectReference, @unchecked Sendable {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  static let typeReference = TypeReference(
    "System.Management.Automation.PSScriptCmdlet", .custom, base: BuiltInType.object)

  package override var type: TypeReference { Self.typeReference }
  package override var dynamicPropertyNames: [String] {
    ["ParameterSetName", "MyInvocation", "SessionState", "Host", "InvokeCommand", "Stopping", "CommandOrigin"]
  }

  package override func dynamicProperty(_ name: String) -> Value? {
    switch name.caseFolded {
    case "parametersetname": .string(invocation.bound.setName)
    case "myinvocation": .object(invocation.origin)
    case "sessionstate": invocation.host.session.map { .object(EngineObject($0, EngineObject.state)) }
    case "invokecommand": invocation.host.session.map { .object(EngineObject($0, EngineObject.commands)) }
    case "host": invocation.host.variable("Host")
    case "stopping": .boolean(invocation.isStopping)
    case "commandorigin": "Internal"
    // `$PSCmdlet.CommandRuntime.WriteObject(…)` is the same as without it.
    case "commandruntime": .object(self)
    default: nil
    }
  }
}
