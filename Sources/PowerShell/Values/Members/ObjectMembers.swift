/// The members of every object, and of property bags.
enum ObjectMembers {
  static let table = MemberTable(
    methods: [
      Method("ToString", 0...1) { value, arguments, context in
        arguments.isEmpty ? .string(try value.text(context)) : .string(try value.formatted(arguments.text(0), context))
      },
      Method("GetType", 0) { value, _, _ in .type(value.type) },
      Method("Equals", 1) { value, arguments, _ in
        .boolean(DictionaryKey(value, true) == DictionaryKey(arguments[0], true))
      },
      Method("GetHashCode", 0) { value, _, _ in
        .int32(Int32(truncatingIfNeeded: DictionaryKey(value, true).hashValue))
      },
      Method("ForEach", 1...2) { value, arguments, context in
        try CollectionHooks.forEach(value.reference?.enumerated ?? [value], arguments, context)
      },
      Method("Where", 1...3) { value, arguments, context in
        try CollectionHooks.select(value.reference?.enumerated ?? [value], arguments, context)
      },
    ],
    staticMethods: [
      Method("Equals", 2) { _, arguments, _ in
        .boolean(DictionaryKey(arguments[0], true) == DictionaryKey(arguments[1], true))
      },
      Method("ReferenceEquals", 2) { _, arguments, _ in
        guard let one = arguments[0].reference, let other = arguments[1].reference else { return false }
        return .boolean(one === other)
      },
    ],
    constructor: Method("Object", 0) { _, _, _ in .object(PropertyBag(type: BuiltInType.object)) })

  static let bagTable = MemberTable(
    constructor: Method("PSObject", 0...1) { _, arguments, _ in
      arguments.isEmpty ? .object(PropertyBag()) : Conversion.customObject(arguments[0])
    })
}

/// The `.ForEach()` and `.Where()` of collections (about_Arrays).
enum CollectionHooks {
  /// The argument is a script block, a type to convert to, or the name of a property or method.
  static func forEach(_ elements: [Value], _ arguments: [Value], _ context: ValueContext) throws -> Value {
    var output: [Value] = []
    for element in elements {
      switch arguments[0].unwrapped {
      case .type(let type): output.append(try element.converted(to: type, context))
      case .string(let name):
        if arguments.count > 1 {
          try Members.setProperty(element, name, to: arguments[1], context)
        } else if let value = try Members.property(element, name, context) {
          output.append(value)
        }
      default: output += try context.invoke(arguments[0], element, arguments.count > 1 ? arguments.rest(from: 1) : [])
      }
    }
    return .array(output)
  }

  /// Modes: Default, First, Last, SkipUntil, Until, Split; then how many.
  static func select(_ elements: [Value], _ arguments: [Value], _ context: ValueContext) throws -> Value {
    let mode = try arguments.count > 1 ? arguments.text(1).caseFolded : "default"
    let limit = try arguments.count > 2 ? max(0, arguments.int(2, "numberToReturn")) : 0
    func holds(_ element: Value) throws -> Bool {
      Value.collected(try context.invoke(arguments[0], element, [])).isTrue
    }
    func limited(_ found: [Value]) -> Value { .array(limit > 0 ? Array(found.prefix(limit)) : found) }
    switch mode {
    case "default", "0": return limited(try elements.filter(holds))
    case "first", "1":
      var found: [Value] = []
      for element in elements where found.count < max(1, limit) {
        if try holds(element) { found.append(element) }
      }
      return .array(found)
    case "last", "2": return .array(Array(try elements.filter(holds).suffix(max(1, limit))))
    case "skipuntil", "3":
      return limited(Array(elements[(try elements.firstIndex(where: holds) ?? elements.endIndex)...]))
    case "until", "4": return limited(Array(elements[..<(try elements.firstIndex(where: holds) ?? elements.endIndex)]))
    case "split", "5":
      var (yes, no): ([Value], [Value]) = ([], [])
      for element in elements {
        if try (limit == 0 || yes.count < limit) && holds(element) { yes.append(element) } else { no.append(element) }
      }
      return .array([.array(yes), .array(no)])
    default: throw PowerShellError.argument("Requested value '\(mode)' was not found.")
    }
  }
}

/// `$object.PSObject`: what is known about an object.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class MemberSet: ObjectReference, @unchecked Sendable {
  package let subject: Value

  package init(_ subject: Value) { self.subject = subject }

  private static let setType = TypeReference(
    "System.Management.Automation.PSMemberSet",
    members: MemberTable(
      properties: [
        Property("Properties") { value, _ in
          guard let subject = value.reference(as: MemberSet.self)?.subject else { return .null }
          return .object(MemberCollection(subject, .properties))
        },
        Property("Members") { value, _ in
          guard let subject = value.reference(as: MemberSet.self)?.subject else { return .null }
          return .object(MemberCollection(subject, .all))
        },
        Property("Methods") { value, _ in
          guard let subject = value.reference(as: MemberSet.self)?.subject else { return .null }
          return .object(MemberCollection(subject, .methods))
        },
        Property("TypeNames") { value, _ in
          guard let subject = value.reference(as: MemberSet.self)?.subject else { return .null }
          return .object(TypeNameList(subject))
        },
        Property("ImmediateBaseObject") { value, _ in
          value.reference(as: MemberSet.self)?.subject.unwrapped ?? .null
        },
        Property("BaseObject") { value, _ in value.reference(as: MemberSet.self)?.subject.unwrapped ?? .null },
      ],
      methods: [
        Method("Copy", 0) { value, _, context in
          guard let subject = value.reference(as: MemberSet.self)?.subject else { return .null }
          return try MemberCollection.copy(of: subject, context)
        }
      ]))

  package override var type: TypeReference { Self.setType }
}
