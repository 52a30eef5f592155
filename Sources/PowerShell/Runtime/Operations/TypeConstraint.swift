/// A type as a script names it, found when it is first needed, and the attributes that stand with it.
final class TypeConstraint {
  let name: TypeName
  private var found: TypeReference?
  private var generation = -1

  init(_ name: TypeName) { self.name = name }

  /// Errors: TypeNotFound. Classes that a script defines later change what a name means, so it is looked up again then.
  func type(_ session: Session) throws -> TypeReference {
    if let found, generation == session.typeGeneration { return found }
    let type = try session.type(named: name.fullName)
    (found, generation) = (type, session.typeGeneration)
    return type
  }

  func apply(_ value: Value, _ session: Session) throws -> Value {
    let type = try type(session)
    switch (type.kind, value) {
    case (.object, _): return value
    case (.int32, .int32), (.string, .string), (.boolean, .boolean), (.double, .double): return value
    case (.void, _): return .nothing
    case (.scriptBlock, .string(let text)): return .object(try session.scriptBlock(text))
    default: return try value.converted(to: type, session.context)
    }
  }
}
