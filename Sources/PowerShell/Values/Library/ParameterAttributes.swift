/// Attributes of parameters as objects, and the parameters that a `dynamicparam` block makes of them
/// (about_Functions_Advanced_Parameters).
enum ParameterAttributes {
  private static let nameSpace = "System.Management.Automation."

  /// `fields` with what they are at first; the constructor's arguments fill `positional` in order, the last of which
  /// takes all that are left if it is `spread`.
  private static func attribute(
    _ name: String, _ fields: KeyValuePairs<String, Value> = [:], positional: [String] = [], spread: Bool = false
  ) -> TypeReference {
    TypeReference(
      nameSpace + name + "Attribute", .custom, base: CollectionTypes.attribute,
      members: MemberTable(
        constructor: Method(name, (spread ? 0 : positional.count)...(spread ? 1000 : positional.count)) {
          type, arguments, _ in
          guard case .type(let type) = type else { return .null }
          let bag = PropertyBag(type: type)
          for (name, value) in fields { bag[name] = value }
          for (index, field) in positional.enumerated() {
            bag[field] = spread ? .array(arguments.rest(from: index)) : arguments[index]
          }
          return .object(bag)
        },
        convert: { value, context in
          guard let table = value.reference(as: DictionaryObject.self),
            let type = context.types.find(nameSpace + name + "Attribute")
          else { return nil }
          let made = try Members.construct(type, [], context)
          for (key, value) in table.pairs {
            try Members.setProperty(made, key.displayString(context), to: value, context)
          }
          return made
        }))
  }

  static let parameter = attribute(
    "Parameter",
    [
      "Position": .int32(.min), "ParameterSetName": .string(CommandMetadata.allSetsName), "Mandatory": false,
      "ValueFromPipeline": false, "ValueFromPipelineByPropertyName": false, "ValueFromRemainingArguments": false,
      "HelpMessage": .null, "DontShow": false,
    ])
  private static let rules: [TypeReference] = [
    attribute("ValidateSet", ["IgnoreCase": true], positional: ["ValidValues"], spread: true),
    attribute("ValidateRange", positional: ["MinRange", "MaxRange"]),
    attribute("ValidateLength", positional: ["MinLength", "MaxLength"]),
    attribute("ValidateCount", positional: ["MinLength", "MaxLength"]),
    attribute("ValidatePattern", positional: ["RegexPattern"]),
    attribute("ValidateScript", positional: ["ScriptBlock"]),
    attribute("ValidateNotNull"), attribute("ValidateNotNullOrEmpty"), attribute("AllowNull"),
    attribute("AllowEmptyString"), attribute("AllowEmptyCollection"),
    attribute("Alias", positional: ["AliasNames"], spread: true),
  ]

  static let runtimeParameter = TypeReference(
    nameSpace + "RuntimeDefinedParameter", .custom, base: BuiltInType.object,
    members: MemberTable(
      constructor: Method("RuntimeDefinedParameter", 0...3) { type, arguments, context in
        guard case .type(let type) = type else { return .null }
        let bag = PropertyBag(type: type)
        bag["Name"] = .string(try arguments.text(0))
        bag["ParameterType"] =
          try arguments.at(1)?.converted(to: BuiltInType.typeBase, context) ?? .type(BuiltInType.object)
        bag["Attributes"] = .object(ListObject(arguments.elements(2), type: .list(of: BuiltInType.object)))
        bag["Value"] = .null
        bag["IsSet"] = false
        return .object(bag)
      }))

  static let runtimeDictionary = TypeReference(
    nameSpace + "RuntimeDefinedParameterDictionary", .dictionary, base: BuiltInType.object)

  static let all = [parameter, runtimeParameter, runtimeDictionary] + rules

  static let accelerators: [String: TypeReference] = Dictionary(
    (rules + [parameter]).map { type in
      (String(type.shortName.dropLast("Attribute".count)).caseFolded, type)
    }, uniquingKeysWith: { first, _ in first })
}
