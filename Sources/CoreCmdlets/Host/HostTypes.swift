internal import PowerShell

/// System.Management.Automation.Host: what scripts make to ask a question, and what RawUI gives and takes.
enum HostTypes {
  private static let nameSpace = "System.Management.Automation.Host."

  static let size = pair("Size", "Width", "Height")
  static let coordinates = pair("Coordinates", "X", "Y")
  static let choice = labelled("ChoiceDescription", ["Label", "HelpMessage"])
  static let field = labelled("FieldDescription", ["Name", "HelpMessage"])

  static let readKeyOptions = EnumType(
    nameSpace + "ReadKeyOptions", isFlags: true,
    [("AllowCtrlC", 1), ("NoEcho", 2), ("IncludeKeyDown", 4), ("IncludeKeyUp", 8)])

  static let all: [TypeReference] = [size, coordinates, choice, field, readKeyOptions]

  static func size(_ columns: Int, _ rows: Int) -> Value {
    make(size, ["Width": .count(columns), "Height": .count(rows)])
  }

  /// The two numbers of a Size; nil for anything else.
  static func numbers(_ value: Value, _ context: ValueContext) -> (Int, Int)? {
    guard let width = try? Members.property(value, "Width", context)?.integerValue,
      let height = try? Members.property(value, "Height", context)?.integerValue
    else { return nil }
    return (Int(clamping: width), Int(clamping: height))
  }

  private static func make(_ type: TypeReference, _ values: KeyValuePairs<String, Value>) -> Value {
    let bag = PropertyBag(type: type)
    for (name, value) in values { bag[name] = value }
    return .object(bag)
  }

  private static func pair(_ name: String, _ first: String, _ second: String) -> TypeReference {
    TypeReference(
      nameSpace + name, .custom, base: BuiltInType.valueType,
      members: MemberTable(
        methods: [
          Method("ToString", 0) { value, _, context in
            let parts = try [first, second].map { try Members.property(value, $0, context)?.displayString() ?? "" }
            return .string(parts.joined(separator: ","))
          }
        ],
        constructor: Method(name, 0...2) { type, arguments, context in
          guard case .type(let type) = type else { return .null }
          let numbers = try (0..<2).map { index in
            index < arguments.count ? try arguments[index].converted(to: BuiltInType.int32, context) : .int32(0)
          }
          return make(type, [first: numbers[0], second: numbers[1]])
        },
        convert: { value, context in
          guard let table = value.reference(as: DictionaryObject.self) else { return nil }
          let numbers = try [first, second].map { try (table[$0] ?? 0).converted(to: BuiltInType.int32, context) }
          return make(name == "Size" ? size : coordinates, [first: numbers[0], second: numbers[1]])
        }))
  }

  private static func labelled(_ name: String, _ names: [String]) -> TypeReference {
    TypeReference(
      nameSpace + name, .custom, base: BuiltInType.object,
      members: MemberTable(
        constructor: Method(name, 1...2) { type, arguments, context in
          guard case .type(let type) = type else { return .null }
          return make(
            type,
            [
              names[0]: .string(try arguments[0].displayString(context)),
              names[1]: arguments.count > 1 ? .string(try arguments[1].displayString(context)) : "",
            ])
        },
        convert: { value, context in
          guard value.reference == nil else { return nil }
          return make(
            name == "ChoiceDescription" ? choice : field,
            [names[0]: .string(try value.displayString(context)), names[1]: ""])
        }))
  }
}
