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
  private let call: CommandCall?
  /// The command's name; "" for script blocks.
  let name: String
  let code: CompiledBody

  init(_ code: CompiledBody, name: String, call: CommandCall?) {
    (self.code, self.name, self.call) = (code, name, call)
  }

  private var origin: InvocationInfo? { call?.origin(name, errorSource: name) }

  /// In place, because the script may hold the table already.
  func set(bound table: DictionaryObject) { for (key, value) in table.pairs { bound[key] = value } }

  func automatic(_ name: NameNumber, in scope: Scope) -> Variable? {
    guard let known = WellKnownName(rawValue: name) else { return nil }
    switch known {
    case .arguments: return scope.create(name, "args", .array(arguments))
    case .input: return scope.create(name, "input", .array(input))
    case .boundParameters: return scope.create(name, "PSBoundParameters", .object(bound))
    case .myInvocation: return scope.create(name, "MyInvocation", .object(invocationInfo))
    case .cmdlet:
      guard let invocation else { return nil }
      return scope.create(name, "PSCmdlet", .object(CmdletObject(invocation)))
    case .scriptRoot: return scope.create(name, "PSScriptRoot", .string(folder))
    case .commandPath: return scope.create(name, "PSCommandPath", .string(code.source.name ?? ""))
    default: return nil
    }
  }

  private var folder: String {
    guard let path = code.source.name, let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private var invocationInfo: PropertyBag {
    let origin = origin
    let command = PropertyBag()
    let path = code.source.name
    command["Name"] = .string(name.isEmpty ? path.map { String($0.split(separator: "/").last ?? "") } ?? "" : name)
    command["Definition"] = .string(name.isEmpty ? path ?? code.text : code.text)
    command["Path"] = name.isEmpty ? path.map { .string($0) } ?? .null : .null
    command["CommandType"] = .string(name.isEmpty ? (path == nil ? "Script" : "ExternalScript") : "Function")
    return PropertyBag([
      "MyCommand": .object(command),
      "BoundParameters": .object(bound),
      "UnboundArguments": .array(arguments),
      "ScriptLineNumber": .count(origin?.line ?? 0),
      "OffsetInLine": .count(origin?.column ?? 0),
      "ScriptName": .string(origin?.scriptName ?? ""),
      "Line": .string(origin?.lineText ?? ""),
      "PositionMessage": .string(origin?.lineText ?? ""),
      "PSScriptRoot": .string(folder),
      "PSCommandPath": path.map { .string($0) } ?? .null,
      "InvocationName": .string(origin?.invocationName ?? name),
      "PipelineLength": .count(origin?.pipelineLength ?? 1),
      "PipelinePosition": .count(origin?.pipelinePosition ?? 1),
      "ExpectingInput": .boolean(invocation?.expectsInput ?? false),
    ])
  }
}

/// `$PSCmdlet`.
// SAFETY: used on the evaluator's thread, as the call that it is of.
package final class CmdletObject: ObjectReference, @unchecked Sendable {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  static let typeReference = TypeReference(
    "System.Management.Automation.PSScriptCmdlet", .custom, base: BuiltInType.object)

  package override var type: TypeReference { Self.typeReference }
  package override var dynamicPropertyNames: [String] { ["ParameterSetName", "MyInvocation"] }

  package override func dynamicProperty(_ name: String) -> Value? {
    switch name.caseFolded {
    case "parametersetname": .string(invocation.bound.setName)
    case "myinvocation": .object(invocation.origin)
    default: nil
    }
  }
}
