/// Collections beyond those that the language itself makes, and what some of them hold.
enum CollectionTypes {
  static let queue = TypeReference("System.Collections.Queue", .queue, base: BuiltInType.object)
  static let stack = TypeReference("System.Collections.Stack", .stack, base: BuiltInType.object)
  static let attribute = TypeReference("System.Attribute", .abstract, base: BuiltInType.object)

  /// A pair or tuple: its fields in order.
  private static func record(_ name: String, _ fields: [String], _ arguments: [TypeReference]) -> TypeReference {
    TypeReference(
      name, .custom, base: BuiltInType.object, arguments: arguments,
      members: MemberTable(
        properties: fields.enumerated().map { index, field in
          Property(field) { value, _ in value.payload(as: [Value].self)?.at(index) ?? .null }
        },
        constructor: Method(".ctor", fields.count) { type, values, context in
          guard case .type(let type) = type else { return .null }
          let converted = try zip(values, type.arguments).map { try $0.converted(to: $1, context) }
          return .object(HostObject(type, payload: converted))
        }))
  }

  static func tuple(_ arguments: [TypeReference]) -> TypeReference {
    let inner = arguments.map { "[\($0.name)]" }.joined(separator: ",")
    return record("System.Tuple`\(arguments.count)[\(inner)]", arguments.indices.map { "Item\($0 + 1)" }, arguments)
  }

  static func pair(_ arguments: [TypeReference]) -> TypeReference {
    let inner = arguments.map { "[\($0.name)]" }.joined(separator: ",")
    return record("System.Collections.Generic.KeyValuePair`2[\(inner)]", ["Key", "Value"], arguments)
  }

  /// `[Tuple]::Create(…)`.
  static let tupleFactory = TypeReference(
    "System.Tuple", .staticOnly, base: BuiltInType.object,
    members: MemberTable(staticMethods: [
      Method("Create", 1...8) { _, arguments, _ in
        let type = tuple(arguments.map(\.type))
        return .object(HostObject(type, payload: arguments))
      }
    ]))

  static let wildcard = TypeReference(
    "System.Management.Automation.WildcardPattern", base: BuiltInType.object,
    members: MemberTable(
      methods: [
        Method("IsMatch", 1) { value, arguments, _ in
          guard let pattern = value.payload(as: Wildcard.self) else { return false }
          return .boolean(try pattern.matches(arguments.text(0)))
        }
      ],
      staticMethods: [
        Method("Escape", 1) { _, arguments, _ in
          .string(try arguments.text(0).reduce(into: "") { $0 += "*?[]".contains($1) ? "`\($1)" : String($1) })
        },
        Method("Unescape", 1) { _, arguments, _ in
          var result = ""
          var isEscaped = false
          for character in try arguments.text(0) {
            if character == "`", !isEscaped {
              isEscaped = true
              continue
            }
            if isEscaped, !"*?[]".contains(character) { result += "`" }
            result.append(character)
            isEscaped = false
          }
          return .string(result)
        },
        Method("ContainsWildcardCharacters", 1) { _, arguments, _ in
          .boolean(Wildcard.isPattern(try arguments.text(0)))
        },
      ],
      constructor: Method("WildcardPattern", 1...2) { type, arguments, _ in
        guard case .type(let type) = type else { return .null }
        let ignoresCase = arguments.count > 1 ? try arguments.text(1).caseFolded.hasPrefix("ignorecase") : false
        return .object(
          HostObject(type, payload: try Wildcard(arguments.text(0), isCaseSensitive: !ignoresCase)))
      }))

  static let all = [queue, stack, attribute, tupleFactory, wildcard]
}
