/// The members of a script's class, and how its methods run.
// SAFETY: part of one session, which is used on one thread at a time.
final class ScriptClassBody: @unchecked Sendable {
  struct Field: @unchecked Sendable {
    let name: String
    let type: TypeConstraint?
    let initial: Expression?
    let isStatic: Bool
    let isHidden: Bool
    /// The attributes that are rules, worked out when the first value comes.
    let attributes: [Attribute]
  }

  // SAFETY: part of one session, which is used on one thread at a time.
  struct Overload: @unchecked Sendable {
    let name: String
    let isStatic: Bool
    let isConstructor: Bool
    let returnType: TypeConstraint?
    let parameters: [CompiledBody.Parameter]
    let code: CompiledBody
    let baseArguments: [Node]?
  }

  unowned let session: Session
  let scope: Scope
  let properties: [Field]
  let overloads: [Overload]
  var statics = NamedValues<Value>()
  weak var owner: ScriptClass?
  private(set) var table = MemberTable()

  init(_ session: Session, _ scope: Scope, _ properties: [Field], _ overloads: [Overload]) {
    (self.session, self.scope, self.properties, self.overloads) = (session, scope, properties, overloads)
    makeTable()
  }

  func property(_ name: String) -> Field? { properties.first { $0.name.isSameName(as: name) } }

  func noOverload(_ name: String, _ count: Int) -> PowerShellError {
    PowerShellError(
      "Cannot find an overload for \"\(name)\" and the argument count: \"\(count)\".",
      id: "MethodCountCouldNotFindBest", category: .notSpecified,
      exceptionType: "System.Management.Automation.MethodException")
  }

  func initialValue(of field: Field, on object: ObjectReference?) throws -> Value {
    var value = Value.null
    if let initial = field.initial {
      let place = session.currentScope
      let inner = Scope(parent: scope, number: session.nextNumber())
      if let object { inner.create(WellKnownName.this.number, "this", .object(object)) }
      session.currentScope = inner
      defer { session.currentScope = place }
      value = try session.evaluate(initial)
    } else if let type = try field.type?.type(session), !type.isValueType {
      return .null
    }
    guard let type = field.type else { return value }
    if field.initial == nil {
      let found = try type.type(session)
      if found.kind == .boolean || found.kind == .switchParameter { return .boolean(false) }
      return found.isNumber ? try Value.int32(0).converted(to: found, session.context) : .null
    }
    return try type.apply(value, session)
  }

  /// A value as a property keeps it. Errors: those of the conversion, and SetValueException for a broken rule.
  func converted(_ value: Value, for field: Field) throws -> Value {
    let result = try field.type?.apply(value, session) ?? value
    guard !field.attributes.isEmpty else { return result }
    let type = try field.type?.type(session) ?? BuiltInType.object
    for attribute in field.attributes {
      guard let rule = try ValidationReader(session.declarationEvaluation).rule(attribute, for: type),
        let reason = try rule.objection(to: result, session.context)
      else { continue }
      throw PowerShellError(
        "Exception setting \"\(field.name)\": \"\(reason)\"", id: "ExceptionWhenSetting", category: .notSpecified,
        exceptionType: "System.Management.Automation.SetValueInvocationException",
        inner: .init("System.Management.Automation.ValidationMetadataException", reason))
    }
    return result
  }

  /// The overload that takes so many arguments and whose types are the nearest to theirs.
  func choose(_ overloads: [Overload], _ arguments: [Value]) -> Overload? {
    var best: (overload: Overload, score: Int)?
    for overload in overloads where overload.parameters.count == arguments.count {
      var score = 0
      for (parameter, argument) in zip(overload.parameters, arguments) {
        guard let type = try? parameter.types.last?.type(session) else { continue }
        if argument.isInstance(of: type) {
          score += 2
        } else if case .null = argument.tryConverted(to: type, session.context), !argument.isNull {
          score -= 100
        }
      }
      if score > best?.score ?? .min { best = (overload, score) }
    }
    return best?.overload
  }

  /// Runs a method or constructor. Only `return` gives output (about_Classes).
  @discardableResult
  func run(
    _ overload: Overload, _ this: Value?, _ arguments: [Value], before: (Frame) throws -> Void = { _ in }
  ) throws -> Value {
    let inner = Scope(parent: scope, number: session.nextNumber())
    if let this { inner.create(WellKnownName.this.number, "this", this) }
    let frame = Frame(session, inner, overload.code)
    let state = CallState(overload.code, name: overload.name, call: nil)
    try ParameterVariables.assign(arguments.map { .value($0) }, overload.code, frame, state)
    try before(frame)
    guard let body = overload.code.end else { return .nothing }
    let collector = session.collector()
    frame.returnSink = collector
    // An error in a method ends it, whoever reports it.
    session.guards += 1
    defer { session.guards -= 1 }
    try session.run(body, frame, session.nowhere)
    guard let type = overload.returnType, try type.type(session).kind != .void else { return .nothing }
    let result = collector.collected
    return try type.apply(result.isNull ? .null : result, session)
  }

  private func makeTable() {
    let names = Dictionary(grouping: overloads.filter { !$0.isConstructor }) { $0.name.caseFolded }
    func methods(_ isStatic: Bool) -> [Method] {
      names.values.compactMap { group in
        let chosen = group.filter { $0.isStatic == isStatic }
        guard let first = chosen.first else { return nil }
        let counts = chosen.map(\.parameters.count)
        return Method(first.name, (counts.min() ?? 0)...(counts.max() ?? 0)) { [unowned self] target, arguments, _ in
          guard let overload = choose(chosen, arguments) else { throw noOverload(first.name, arguments.count) }
          return try run(overload, isStatic ? nil : target, arguments)
        }
      }
    }
    let staticProperties = properties.filter(\.isStatic).map { field in
      Property(field.name) { [unowned self] _, _ in statics[field.name] ?? .null }
    }
    table = MemberTable(
      methods: methods(false), staticProperties: staticProperties, staticMethods: methods(true),
      constructor: Method("new", 0...64) { target, arguments, _ in
        guard case .type(let type) = target, let scriptClass = type as? ScriptClass else { return .null }
        return try scriptClass.construct(arguments)
      },
      convert: { [unowned self] value, context in
        guard let owner, let source = value.reference(as: DictionaryObject.self) else {
          guard let owner, !value.isNull else { return nil }
          return try owner.construct([value])
        }
        let object = try owner.construct([])
        for (key, element) in source.pairs {
          try Members.setProperty(object, key.displayString(context), to: element, context)
        }
        return object
      })
  }
}
