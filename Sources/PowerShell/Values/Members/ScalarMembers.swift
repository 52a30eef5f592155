/// System.Guid.
enum GuidMembers {
  static let table = MemberTable(
    properties: [Property("Guid") { value, _ in .string(try value.displayString()) }],
    methods: [
      Method("ToByteArray", 0) { value, _, _ in
        guard case .guid(let guid) = value else { return .null }
        // The first three fields are little-endian.
        let bytes = [guid.high, guid.low].flatMap { half in
          (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) }
        }
        let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
        return .array(ArrayObject(order.map { .integer(.init(bytes[$0])) }, of: BuiltInType.uint8))
      }
    ],
    staticProperties: [Property("Empty") { _, _ in .guid(.empty) }],
    staticMethods: [
      Method("NewGuid", 0) { _, _, _ in .guid(.random()) },
      Method("Parse", 1) { _, arguments, _ in try parse(arguments) },
      Method("TryParse", 2) { _, arguments, _ in
        let guid = Guid(try arguments.text(0))
        Reference.set(arguments[1], .guid(guid ?? .empty))
        return .boolean(guid != nil)
      },
    ],
    constructor: Method("Guid", 0...1) { _, arguments, _ in arguments.isEmpty ? .guid(.empty) : try parse(arguments) })

  private static func parse(_ arguments: [Value]) throws -> Value {
    guard let guid = Guid(try arguments.text(0)) else {
      throw PowerShellError.format(
        "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).")
    }
    return .guid(guid)
  }
}

/// System.Version.
enum VersionMembers {
  private static func property(_ name: String, _ path: @escaping @Sendable (Version) -> Int32) -> Property {
    Property(name) { value, _ in if case .version(let version) = value { .int32(path(version)) } else { .null } }
  }

  static let table = MemberTable(
    properties: [
      property("Major", \.major), property("Minor", \.minor), property("Build", \.build),
      property("Revision", \.revision),
    ],
    methods: [
      Method("ToString", 0...1) { value, arguments, _ in
        guard case .version(let version) = value else { return "" }
        guard !arguments.isEmpty else { return .string(version.text) }
        let count = try arguments.int(0, "fieldCount")
        let parts = version.text.split(separator: ".")
        guard 0...parts.count ~= count else {
          throw PowerShellError.argument("Argument must be between 0 and \(parts.count).\nParameter name: fieldCount")
        }
        return .string(parts.prefix(count).joined(separator: "."))
      },
      Method("CompareTo", 1) { value, arguments, context in .count(try Comparison.compare(value, arguments[0], context))
      },
    ],
    staticMethods: [
      Method("Parse", 1) { _, arguments, _ in .version(try Version(parsing: arguments.text(0))) },
      Method("TryParse", 2) { _, arguments, _ in
        let version = try? Version(parsing: arguments.text(0))
        Reference.set(arguments[1], version.map { .version($0) } ?? .null)
        return .boolean(version != nil)
      },
    ],
    constructor: Method("Version", 0...4) { _, arguments, _ in
      if arguments.count == 1 { return .version(try Version(parsing: arguments.text(0))) }
      let parts = try arguments.indices.map { try arguments.int($0, "value") }
      guard !parts.isEmpty else { return .version(Version(0, 0)) }
      return .version(try Version(parsing: parts.map(String.init).joined(separator: ".")))
    })
}

/// Enum values, and the statics of `[enum]`.
enum EnumMembers {
  static let table = MemberTable(
    properties: [
      Property("value__") { value, _ in value.exactInteger.map { .count(Int($0)) } ?? .null }
    ],
    methods: [
      Method("HasFlag", 1) { value, arguments, _ in
        guard case .enumeration(let flags) = value else { return false }
        let wanted = try arguments.enumeration(0, "flag", flags.type)
        return .boolean(flags.rawValue & wanted == wanted)
      },
      Method("CompareTo", 1) { value, arguments, context in .count(try Comparison.compare(value, arguments[0], context))
      },
    ])

  private static func type(_ arguments: [Value]) throws -> EnumType {
    guard case .type(let type) = arguments[0].unwrapped, let type = type as? EnumType else {
      throw PowerShellError.argument("Type provided must be an Enum.\nParameter name: enumType")
    }
    return type
  }

  static let statics = MemberTable(staticMethods: [
    Method("GetNames", 1) { _, arguments, _ in
      .array(ArrayObject(try type(arguments).cases.map { .string($0.name) }, of: BuiltInType.string))
    },
    Method("GetValues", 1) { _, arguments, _ in
      let type = try type(arguments)
      return .array(type.cases.map { .enumeration(EnumValue(type, $0.value)) })
    },
    Method("IsDefined", 2) { _, arguments, _ in
      let type = try type(arguments)
      if case .string(let name) = arguments[1].unwrapped { return .boolean(type.value(named: name) != nil) }
      return .boolean(type.cases.contains { $0.value == arguments[1].exactInteger })
    },
    Method("GetName", 2) { _, arguments, _ in
      let number = arguments[1].integerValue
      return try type(arguments).cases.first { $0.value == number }.map { .string($0.name) } ?? .null
    },
    Method("GetUnderlyingType", 1) { _, arguments, _ in
      _ = try type(arguments)
      return .type(BuiltInType.int32)
    },
    Method("ToObject", 2) { _, arguments, _ in
      .enumeration(EnumValue(try type(arguments), try arguments.long(1, "value")))
    },
    Method("TryParse", 2...4) { _, arguments, _ in
      let ignoresCase = arguments.count == 4 && arguments.bool(2)
      guard case .type(let found) = arguments[0].unwrapped, let type = found as? EnumType else {
        // `[enum]::TryParse[E]("x", [ref] $e)` leaves the type to the reference.
        throw PowerShellError.argument("Type provided must be an Enum.\nParameter name: enumType")
      }
      let text = try arguments.text(1)
      let value = try parsed(text, type, ignoresCase: ignoresCase)
      Reference.set(arguments.last, value.map { .enumeration($0) } ?? .enumeration(EnumValue(type, 0)))
      return .boolean(value != nil)
    },
    Method("Parse", 2...3) { _, arguments, _ in
      guard let value = try parsed(arguments.text(1), type(arguments), ignoresCase: arguments.bool(2)) else {
        throw PowerShellError.argument("Requested value '\(try arguments.text(1))' was not found.")
      }
      return .enumeration(value)
    },
  ])

  /// .NET takes full names and numbers only, and minds the case unless told otherwise.
  private static func parsed(_ text: String, _ type: EnumType, ignoresCase: Bool) throws -> EnumValue? {
    for part in text.split(separator: ",") {
      let name = part.trimmingBlanks()
      if Int64(name) != nil { continue }
      guard let entry = type.cases.first(where: { $0.name.isSameName(as: name) }), ignoresCase || entry.name == name
      else {
        return nil
      }
    }
    return type.value(parsing: text)
  }
}

/// System.Type.
enum TypeMembers {
  private static func property(_ name: String, _ get: @escaping @Sendable (TypeReference) -> Value) -> Property {
    Property(name) { value, _ in if case .type(let type) = value { get(type) } else { .null } }
  }

  static let table = MemberTable(
    properties: [
      property("Name") { .string($0.shortName) }, property("FullName") { .string($0.name) },
      property("Namespace") { .string($0.namespace) },
      property("BaseType") { $0.base.map { .type($0) } ?? .null },
      property("IsArray") { .boolean($0.kind == .array) }, property("IsEnum") { .boolean($0.kind == .enumeration) },
      property("IsValueType") { .boolean($0.isValueType) },
      property("IsPrimitive") {
        .boolean($0.isNumber && $0.kind != .decimal || [.boolean, .character].contains($0.kind))
      },
      property("IsClass") { .boolean(!$0.isValueType && $0.kind != .interface) },
      property("IsInterface") { .boolean($0.kind == .interface) },
      property("IsAbstract") { .boolean($0.kind == .interface || $0.kind == .abstract || $0.kind == .staticOnly) },
      property("IsGenericType") { .boolean(!$0.arguments.isEmpty && $0.kind != .array) },
      property("IsPublic") { _ in true }, property("AssemblyQualifiedName") { .string($0.name) },
      property("UnderlyingSystemType") { .type($0) },
    ],
    methods: [
      Method("IsInstanceOfType", 1) { value, arguments, _ in
        if case .type(let type) = value { .boolean(arguments[0].isInstance(of: type)) } else { false }
      },
      Method("IsAssignableFrom", 1) { value, arguments, _ in
        guard case .type(let type) = value, case .type(let other) = arguments[0].unwrapped else { return false }
        return .boolean(other.isSame(orBelow: type))
      },
      Method("IsSubclassOf", 1) { value, arguments, _ in
        guard case .type(let type) = value, case .type(let other) = arguments[0].unwrapped else { return false }
        return .boolean(!type.isSame(as: other) && type.isSame(orBelow: other))
      },
      Method("GetElementType", 0) { value, _, _ in
        if case .type(let type) = value, type.kind == .array {
          type.arguments.first.map { .type($0) } ?? .null
        } else {
          .null
        }
      },
      Method("Equals", 1) { value, arguments, context in .boolean(try Comparison.isEqual(value, arguments[0], context))
      },
      Method("GetEnumNames", 0) { value, _, _ in
        .array(ArrayObject(try enumeration(value).cases.map { .string($0.name) }, of: BuiltInType.string))
      },
      Method("GetEnumValues", 0) { value, _, _ in
        let type = try enumeration(value)
        return .array(type.cases.map { .enumeration(EnumValue(type, $0.value)) })
      },
      Method("GetEnumUnderlyingType", 0) { value, _, _ in
        _ = try enumeration(value)
        return .type(BuiltInType.int32)
      },
      Method("GetEnumName", 1) { value, arguments, _ in
        let type = try enumeration(value)
        let number = arguments[0].integerValue
        return type.cases.first { $0.value == number }.map { .string($0.name) } ?? .null
      },
      Method("IsEnumDefined", 1) { value, arguments, _ in
        let type = try enumeration(value)
        return .boolean(type.cases.contains { $0.value == arguments[0].integerValue })
      },
      Method("GetGenericArguments", 0) { value, _, _ in
        guard case .type(let type) = value, type.kind != .array else { return .array([]) }
        return .array(type.arguments.map { .type($0) })
      },
      Method("GetInterfaces", 0) { value, _, context in
        guard case .type(let type) = value else { return .array([]) }
        return .array(type.interfaces.map { .type($0) })
      },
      Method("GetInterface", 1) { value, arguments, _ in
        guard case .type(let type) = value else { return .null }
        let wanted = try arguments.text(0)
        return type.interfaces.first { $0.shortName == wanted || $0.name == wanted }.map { .type($0) } ?? .null
      },
      memberQuery("GetMethods") { $0.members?.methods.values.map { ($0.name, "Method") } ?? [] },
      memberQuery("GetProperties") { ($0.members?.propertyNames ?? []).map { ($0, "Property") } },
    ],
    staticMethods: [
      Method("GetType", 1...3) { _, arguments, context in
        let name = try arguments.text(0)
        if let type = context.types.find(name) { return .type(type) }
        guard arguments.bool(1) else { return .null }
        throw PowerShellError.exception("System.TypeLoadException", "Could not load type '\(name)'.")
      }
    ])

  private static func enumeration(_ value: Value) throws -> EnumType {
    guard case .type(let type) = value, let type = type as? EnumType else {
      throw PowerShellError.argument("Type provided must be an Enum.\nParameter name: enumType")
    }
    return type
  }

  /// The members of a type and of those above it, by name.
  private static func memberQuery(
    _ name: String, _ list: @escaping @Sendable (TypeReference) -> [(String, String)]
  ) -> Method {
    Method(name, 0...1) { value, _, _ in
      guard case .type(let type) = value else { return .array([]) }
      var seen: Set<String> = []
      var found: [Value] = []
      var next: TypeReference? = type
      while let current = next {
        for (name, kind) in list(current).sorted(by: { $0.0 < $1.0 }) where seen.insert(name).inserted {
          found.append(.object(PropertyBag(["Name": .string(name), "MemberType": .string(kind)])))
        }
        next = current.base
      }
      return .array(found)
    }
  }
}

/// Exceptions and error records.
enum ExceptionMembers {
  private static func property(
    _ name: String, set: Property.Setter? = nil, _ get: @escaping @Sendable (ExceptionObject) -> Value
  ) -> Property {
    Property(name, set: set) { value, _ in value.reference(as: ExceptionObject.self).map(get) ?? .null }
  }

  private static func record(_ name: String, _ get: @escaping @Sendable (ErrorRecord) -> Value) -> Property {
    Property(name) { value, _ in value.reference(as: ErrorRecord.self).map(get) ?? .null }
  }

  static let table = MemberTable(
    properties: [
      property("Message") { .string($0.message) },
      property("InnerException") { $0.inner.map { .object($0) } ?? .null },
      property("Data") { .object($0.data) },
      property("HResult") { _ in .int32(-2_146_233_088) }, property("StackTrace") { _ in .null },
      property("Source") { _ in .null },
    ],
    methods: [
      Method("GetBaseException", 0) { value, _, _ in
        var exception = value.reference(as: ExceptionObject.self)
        while let inner = exception?.inner { exception = inner }
        return exception.map { .object($0) } ?? .null
      }
    ],
    constructor: Method("Exception", 0...3) { value, arguments, _ in
      guard case .type(let type) = value else { return .null }
      return .object(
        ExceptionObject(
          type, try message(type, arguments), inner: arguments.at(1)?.reference(as: ExceptionObject.self)))
    })

  /// Those of arguments name the parameter, in .NET's orders of arguments.
  private static func message(_ type: TypeReference, _ arguments: [Value]) throws -> String {
    guard let first = arguments.first else { return "Exception of type '\(type.name)' was thrown." }
    let text = try first.displayString()
    let second = arguments.at(1).flatMap { value -> String? in
      if case .string(let text) = value.unwrapped { text } else { nil }
    }
    switch type.name {
    case "System.ArgumentException": return text + (second.map { "\nParameter name: \($0)" } ?? "")
    case "System.ArgumentNullException" where arguments.count == 1:
      return "Value cannot be null.\nParameter name: \(text)"
    case "System.ArgumentOutOfRangeException" where arguments.count == 1:
      return "Specified argument was out of the range of valid values.\nParameter name: \(text)"
    case "System.ArgumentNullException", "System.ArgumentOutOfRangeException":
      return (second ?? text) + "\nParameter name: \(text)"
    default: return text
    }
  }

  private static func category(_ name: String, _ get: @escaping @Sendable (CategoryInfo) -> String) -> Property {
    Property(name) { value, _ in .string(value.payload(as: CategoryInfo.self).map(get) ?? "") }
  }

  private static let categoryInfoType = TypeReference(
    "System.Management.Automation.ErrorCategoryInfo", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        Property("Category") { value, _ in
          value.payload(as: CategoryInfo.self).flatMap {
            BuiltInType.errorCategory.value(named: $0.category)
          }.map { .enumeration($0) } ?? .null
        },
        category("Activity") { $0.activity }, category("Reason") { $0.reason },
        category("TargetName") { $0.targetName }, category("TargetType") { $0.targetType },
      ],
      methods: [
        Method("GetMessage", 0) { value, _, _ in .string(value.payload(as: CategoryInfo.self)?.message ?? "") }
      ]))

  static let recordTable = MemberTable(
    properties: [
      record("Exception") { .object($0.exception) }, record("TargetObject") { $0.targetObject },
      record("CategoryInfo") { record in
        .object(HostObject(categoryInfoType, payload: record.categoryInfo) { ($0 as? CategoryInfo)?.message })
      },
      record("FullyQualifiedErrorId") { .string($0.fullyQualifiedErrorID) },
      record("ErrorDetails") { record in
        record.details.map { .object(PropertyBag(["Message": .string($0)])) } ?? .null
      },
      record("InvocationInfo") { $0.invocation }, record("ScriptStackTrace") { .string($0.stackTrace) },
    ],
    constructor: Method("ErrorRecord", 4) { _, arguments, _ in
      let exception =
        try arguments[0].reference(as: ExceptionObject.self)
        ?? ExceptionObject(BuiltInType.exception, arguments.text(0))
      let category = try arguments.enumeration(2, "errorCategory", BuiltInType.errorCategory)
      let name = BuiltInType.errorCategory.text(of: category)
      return .object(
        ErrorRecord(
          exception: exception, id: try arguments.text(1), category: .init(rawValue: name) ?? .notSpecified,
          target: arguments[3]))
    })
}
