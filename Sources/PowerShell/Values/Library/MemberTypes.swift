/// Members as objects of their own, to be added to others: `[psnoteproperty]::new('Name', 5)`.
enum MemberTypes {
  private static func type(_ name: String, _ kind: String, _ fields: [String]) -> TypeReference {
    TypeReference(
      "System.Management.Automation.\(name)", .custom, base: BuiltInType.object,
      members: MemberTable(
        constructor: Method(name, 2...max(2, fields.count)) { type, arguments, _ in
          guard case .type(let type) = type else { return .null }
          let bag = PropertyBag(type: type)
          for (field, value) in zip(fields, arguments) { bag[field] = value }
          bag["MemberType"] = .string(kind)
          return .object(bag)
        }))
  }

  static let all = [
    type("PSNoteProperty", "NoteProperty", ["Name", "Value"]),
    type("PSAliasProperty", "AliasProperty", ["Name", "ReferencedMemberName"]),
    type("PSScriptProperty", "ScriptProperty", ["Name", "GetterScript", "SetterScript"]),
    type("PSScriptMethod", "ScriptMethod", ["Name", "Script"]),
  ]

  static let accelerators: [String: TypeReference] = Dictionary(
    all.map { ($0.shortName.caseFolded, $0) }, uniquingKeysWith: { first, _ in first })

  /// What such an object says is to be added.
  static func member(_ object: Value, _ context: ValueContext) throws -> AddedMembers.Member {
    func field(_ name: String) throws -> Value { try Members.property(object, name, context) ?? .null }
    switch try field("MemberType").displayString(context) {
    case "AliasProperty": return .alias(try field("ReferencedMemberName").displayString(context))
    case "ScriptProperty":
      let setter = try field("SetterScript")
      return .scriptProperty(get: try field("GetterScript"), set: setter.isNull ? nil : setter)
    case "ScriptMethod": return .scriptMethod(try field("Script"))
    default: return .note(try field("Value"))
    }
  }
}
