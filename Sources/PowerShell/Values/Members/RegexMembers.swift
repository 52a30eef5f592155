/// System.Text.RegularExpressions.
enum RegexMembers {
  private static func instance(_ value: Value) throws -> RegularExpression {
    guard let object = value.reference(as: RegexObject.self) else { throw PowerShellError.nullArgument("regex") }
    return object.regex
  }

  /// Of a static call: the pattern in the second argument, options in a later one.
  private static func compiled(_ arguments: [Value], options: Int) throws -> RegularExpression {
    let bits = try arguments.enumeration(options, "options", BuiltInType.regexOptions)
    return try RegularExpression.cached(arguments.text(1), RegexOptions(rawValue: bits))
  }

  private static func match(_ regex: RegularExpression, _ text: String, _ start: Int) throws -> Value {
    guard 0...text.codeUnitCount ~= start else { throw StringMembers.outOfRange("startat") }
    return .object(MatchObject(regex, try regex.firstMatch(in: MatchInput(text), from: start)))
  }

  private static func matches(_ regex: RegularExpression, _ text: String) throws -> Value {
    let found = try regex.matches(in: MatchInput(text))
    return .array(found.map { .object(MatchObject(regex, $0)) })
  }

  private static func replace(
    _ regex: RegularExpression, _ text: String, _ replacement: Value, _ limit: Int, _ context: ValueContext
  ) throws -> Value {
    guard replacement.type.kind == .scriptBlock else {
      return .string(
        try regex.replacing(text, with: replacement.displayString(context), limit: limit < 0 ? .max : limit))
    }
    return .string(
      try regex.replacing(text, limit: limit < 0 ? .max : limit) { match, result in
        let object = Value.object(MatchObject(regex, match))
        result += try Value.collected(context.invoke(replacement, object, [object])).displayString(context).utf16
      })
  }

  private static func strings(_ parts: [String]) -> Value {
    .array(ArrayObject(parts.map { .string($0) }, of: BuiltInType.string))
  }

  static let table = MemberTable(
    properties: [
      Property("Options") { value, _ in
        .enumeration(EnumValue(BuiltInType.regexOptions, try instance(value).options.rawValue))
      }
    ],
    methods: [
      Method("IsMatch", 1...2) { value, arguments, _ in
        let start = try arguments.count > 1 ? arguments.int(1, "startat") : 0
        return .boolean(try instance(value).firstMatch(in: MatchInput(arguments.text(0)), from: start) != nil)
      },
      Method("Match", 1...2) { value, arguments, _ in
        try match(instance(value), arguments.text(0), arguments.count > 1 ? arguments.int(1, "startat") : 0)
      },
      Method("Matches", 1) { value, arguments, _ in try matches(instance(value), arguments.text(0)) },
      Method("Replace", 2...4) { value, arguments, context in
        let limit = try arguments.count > 2 ? arguments.int(2, "count") : -1
        return try replace(instance(value), arguments.text(0), arguments[1], limit, context)
      },
      Method("Split", 1...2) { value, arguments, _ in
        strings(
          try instance(value).splitting(arguments.text(0), limit: arguments.count > 1 ? arguments.int(1, "count") : 0))
      },
      Method("GetGroupNames", 0) { value, _, _ in strings(try instance(value).groupNames) },
    ],
    staticMethods: [
      Method("IsMatch", 2...3) { _, arguments, _ in
        .boolean(try compiled(arguments, options: 2).firstMatch(in: MatchInput(arguments.text(0))) != nil)
      },
      Method("Match", 2...3) { _, arguments, _ in try match(compiled(arguments, options: 2), arguments.text(0), 0) },
      Method("Matches", 2...3) { _, arguments, _ in try matches(compiled(arguments, options: 2), arguments.text(0)) },
      Method("Replace", 3...4) { _, arguments, context in
        try replace(compiled(arguments, options: 3), arguments.text(0), arguments[2], -1, context)
      },
      Method("Split", 2...3) { _, arguments, _ in
        strings(try compiled(arguments, options: 2).splitting(arguments.text(0)))
      },
      Method("Escape", 1) { _, arguments, _ in .string(RegularExpression.escape(try arguments.text(0))) },
      Method("Unescape", 1) { _, arguments, _ in
        let text = try arguments.text(0)
        return .string(try RegularExpression.cached("\\\\(.)", .singleline).replacing(text, with: "$1"))
      },
    ],
    constructor: Method("Regex", 1...2) { _, arguments, _ in
      let bits = try arguments.enumeration(1, "options", BuiltInType.regexOptions)
      return .object(try RegexObject(pattern: arguments.text(0), options: RegexOptions(rawValue: bits)))
    })

  private static func match(_ value: Value) -> RegexMatch? { value.reference(as: MatchObject.self)?.match }

  private static func result(_ name: String, _ get: @escaping @Sendable (RegexMatch?) -> Value) -> Property {
    Property(name) { value, _ in get(match(value)) }
  }

  static let matchTable = MemberTable(
    properties: [
      result("Groups") { match in
        let groups = GroupCollection()
        for number in 0..<(match?.groupCount ?? 1) { groups.add(match, number) }
        return .object(groups.table)
      },
      result("Success") { .boolean($0 != nil) }, result("Index") { .count($0?.index ?? 0) },
      result("Length") { .count($0?.length ?? 0) }, result("Value") { .string($0?.value ?? "") },
      result("Name") { _ in "0" },
      result("Captures") { match in .array([.object(GroupObject(match, 0))]) },
    ],
    methods: [
      Method("NextMatch", 0) { value, _, _ in
        guard let object = value.reference(as: MatchObject.self), let match = object.match else { return value }
        let start = match.length == 0 ? match.index + 1 : match.index + match.length
        return .object(MatchObject(object.regex, try object.regex.firstMatch(in: match.input, from: start)))
      },
      Method("Result", 1) { value, arguments, _ in
        guard let object = value.reference(as: MatchObject.self), let match = object.match else {
          throw PowerShellError.exception(
            "System.NotSupportedException", "Result cannot be called on a failed Match.")
        }
        var text: [UInt16] = []
        RegexReplacement(try arguments.text(0), for: object.regex).append(match, to: &text)
        return .string(String(codeUnits: text))
      },
    ])

  private static func group(_ name: String, _ get: @escaping @Sendable (GroupObject) -> Value) -> Property {
    Property(name) { value, _ in value.reference(as: GroupObject.self).map(get) ?? .null }
  }

  static let groupTable = MemberTable(properties: [
    group("Success") { .boolean($0.range != nil) }, group("Index") { .count($0.range?.lowerBound ?? 0) },
    group("Length") { .count($0.range?.count ?? 0) }, group("Value") { .string($0.value) },
    group("Name") { group in group.number.flatMap { group.match?.name(of: $0) }.map { .string($0) } ?? "0" },
  ])
}

/// The groups of a match, by number and by name.
private struct GroupCollection {
  private static let collectionType = TypeReference(
    "System.Text.RegularExpressions.GroupCollection", .dictionary, base: BuiltInType.object)

  let table = DictionaryObject(type: GroupCollection.collectionType, isCaseSensitive: true)

  func add(_ match: RegexMatch?, _ number: Int) {
    let name = match?.name(of: number) ?? "0"
    table[Int32(name).map { .int32($0) } ?? .string(name)] = .object(GroupObject(match, number))
  }
}
