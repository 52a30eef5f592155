internal import PowerShell

/// What Get-Variable gives: a variable whose value can be set through it (System.Management.Automation.PSVariable).
// SAFETY: used on the evaluator's thread, as the variable that it stands for.
final class VariableObject: @unchecked Sendable {
  let variable: Variable

  init(_ variable: Variable) { self.variable = variable }

  var value: Value { .object(HostObject(Self.typeReference, payload: self)) }

  static let typeName = "System.Management.Automation.PSVariable"
  static let typeReference = TypeReference(
    typeName, .custom, base: BuiltInType.object,
    members: MemberTable(properties: [
      property("Name") { .string($0.name) },
      property("Description", set: { $0.description = try $1.displayString() }) { .string($0.description) },
      property("Value", set: { try $0.assign($1) }) { $0.value },
      property("Visibility") { _ in .enumeration(EnumValue(CoreTypes.visibility, 0)) },
      property("Module") { _ in .null },
      property("ModuleName") { _ in "" },
      property("Options") { .enumeration(EnumValue(CoreTypes.scopedItemOptions, Int64($0.options.rawValue))) },
      property("Attributes") { _ in .array([]) },
    ]))

  private static func property(
    _ name: String, set: (@Sendable (Variable, Value) throws -> Void)? = nil,
    _ get: @escaping @Sendable (Variable) -> Value
  ) -> Property {
    var setter: Property.Setter?
    if let set {
      setter = { value, new, _ in
        if let object = value.payload(as: VariableObject.self) { try set(object.variable, new) }
      }
    }
    return Property(name, set: setter) { value, _ in
      guard let object = value.payload(as: VariableObject.self) else { return .null }
      return get(object.variable)
    }
  }
}
