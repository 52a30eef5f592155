/// Properties and methods of values, by name. Names are of any case.
package enum Members {
  /// A property of a value, its own before its type's. Of a collection without such a property, the values of that
  /// property of the elements. Nil when there is none.
  package static func property(_ value: Value, _ name: String, _ context: ValueContext = .standalone) throws -> Value? {
    if let found = try single(value, name, context) { return found }
    guard let elements = value.reference?.enumerated else { return nil }
    let found = try elements.compactMap { try single($0, name, context) }
    let flat = found.flatMap { $0.reference?.enumerated ?? [$0] }
    return flat.isEmpty && found.isEmpty ? nil : .collected(flat)
  }

  /// The name at the end of a chain of aliases, which may be a circle.
  private static func resolved(_ value: Value, _ name: String) -> String {
    guard let added = value.reference?.added else { return name }
    var name = name
    for _ in 0..<16 {
      guard case .alias(let other)? = added[name] else { return name }
      name = other
    }
    return name
  }

  private static func single(_ value: Value, _ name: String, _ context: ValueContext) throws -> Value? {
    let name = resolved(value, name)
    if let reference = value.reference {
      if let member = reference.added?[name] {
        switch member {
        case .note(let note): return note
        case .alias: return nil
        case .scriptProperty(let get, _): return Value.collected(try context.invokeMember(get, value, []))
        case .scriptMethod: break
        }
      }
      if let own = reference.dynamicProperty(name) { return own }
    }
    switch name.caseFolded {
    case "psobject": return value.isNull ? nil : .object(MemberSet(value))
    case "pstypenames": return value.isNull ? nil : .array(value.typeNames.map { .string($0) })
    case let folded:
      if let property = find(value.unwrapped.type, { $0.properties[folded] }), !value.isNull {
        return try property.get(value.unwrapped, context)
      }
      // Every single value counts as one.
      guard folded == "count" || folded == "length", value.reference?.enumerated == nil else { return nil }
      return value.isNull ? .int32(0) : .int32(1)
    }
  }

  /// Sets a property. Errors: PropertyNotFound, and what the setter throws.
  package static func setProperty(
    _ value: Value, _ name: String, to new: Value, _ context: ValueContext = .standalone
  ) throws {
    let name = resolved(value, name)
    if let reference = value.reference {
      if let member = reference.added?[name] {
        switch member {
        case .note:
          reference.added?[name] = .note(new)
          return
        case .scriptProperty(_, let set?):
          _ = try context.invokeMember(set, value, [new])
          return
        default: break
        }
      }
      if try reference.setDynamicProperty(name, new) { return }
    }
    let folded = name.caseFolded
    if let property = find(value.unwrapped.type, { $0.properties[folded] }) {
      guard let set = property.set else {
        throw PowerShellError(
          "'\(property.name)' is a ReadOnly property.", id: "PropertyAssignmentException",
          exceptionType: "System.Management.Automation.SetValueException")
      }
      return try set(value.unwrapped, new, context)
    }
    throw PowerShellError(
      "The property '\(name)' cannot be found on this object. Verify that the property exists and can be set.",
      id: "PropertyNotFound", category: .invalidOperation)
  }

  /// The names of all properties in the order in which they are shown.
  package static func propertyNames(_ value: Value) -> [String] {
    var names = value.reference?.dynamicPropertyNames ?? []
    if !(value.reference is DictionaryObject), !(value.reference is PropertyBag) {
      var type: TypeReference? = value.unwrapped.type
      while let next = type {
        names += next.members?.propertyNames ?? []
        type = next.base
      }
    }
    for entry in value.reference?.added?.members.entries ?? [] {
      if case .scriptMethod = entry.value { continue }
      names.append(entry.name)
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0.caseFolded).inserted }
  }

  /// Calls a method. Errors: InvokeMethodOnNull, MethodNotFound, MethodCountCouldNotFindBest, and what the method
  /// throws, as "Exception calling".
  package static func invoke(
    _ value: Value, _ name: String, _ arguments: [Value], _ context: ValueContext = .standalone
  ) throws -> Value {
    guard !value.isNull else {
      throw PowerShellError("You cannot call a method on a null-valued expression.", id: "InvokeMethodOnNull")
    }
    if let member = value.reference?.added?[name], case .scriptMethod(let block) = member {
      return Value.collected(try context.invokeMember(block, value, arguments))
    }
    let folded = name.caseFolded
    let type = value.unwrapped.type
    guard let method = find(type, { $0.methods[folded] }) ?? ObjectMembers.table.methods[folded] else {
      if let elements = value.reference?.enumerated, !elements.isEmpty,
        elements.allSatisfy({ find($0.unwrapped.type, { $0.methods[folded] }) != nil })
      {
        return .collected(try elements.map { try invoke($0, name, arguments, context) })
      }
      throw notFound(type, name)
    }
    return try call(method, value.unwrapped, name, arguments, context)
  }

  /// A static property, or nil.
  package static func staticProperty(
    _ type: TypeReference, _ name: String, _ context: ValueContext = .standalone
  ) throws -> Value? {
    if let values = type as? EnumType { return values.value(named: name).map { .enumeration($0) } }
    let folded = name.caseFolded
    return try find(type) { $0.staticProperties[folded] }?.get(.type(type), context)
  }

  /// Sets a static property; false where there is none that can be set.
  package static func setStaticProperty(
    _ type: TypeReference, _ name: String, to new: Value, _ context: ValueContext = .standalone
  ) throws -> Bool {
    let folded = name.caseFolded
    guard let set = find(type, { $0.staticProperties[folded] })?.set else { return false }
    try set(.type(type), new, context)
    return true
  }

  /// Calls a static method; `new` is the constructor.
  package static func invokeStatic(
    _ type: TypeReference, _ name: String, _ arguments: [Value], _ context: ValueContext = .standalone
  ) throws -> Value {
    let folded = name.caseFolded
    if folded == "new" { return try construct(type, arguments, context) }
    guard let method = find(type, { $0.staticMethods[folded] }) ?? ObjectMembers.table.staticMethods[folded] else {
      throw notFound(type, name)
    }
    return try call(method, .type(type), name, arguments, context)
  }

  /// Makes an object of a type: `[type]::new(…)`, New-Object.
  package static func construct(
    _ type: TypeReference, _ arguments: [Value], _ context: ValueContext = .standalone
  ) throws -> Value {
    guard let constructor = type.members?.constructor else {
      throw PowerShellError(
        "A constructor was not found. Cannot find an appropriate constructor for type \(type.name).",
        id: "CannotFindAppropriateCtor", category: .objectNotFound)
    }
    return try call(constructor, .type(type), ".ctor", arguments, context)
  }

  private static func call(
    _ method: Method, _ target: Value, _ name: String, _ arguments: [Value], _ context: ValueContext
  ) throws -> Value {
    guard method.arity.contains(arguments.count) else {
      throw PowerShellError(
        "Cannot find an overload for \"\(name)\" and the argument count: \"\(arguments.count)\".",
        id: "MethodCountCouldNotFindBest", category: .notSpecified,
        exceptionType: "System.Management.Automation.MethodException")
    }
    do { return try method.call(target, arguments, context) } catch var error as PowerShellError {
      if error.id == "MethodArgumentConversionInvalidCastArgument" {
        error.message = error.message.replacing(first: "for \"%\" to", with: "for \"\(name)\" to")
        throw error
      }
      guard error.category == .notSpecified, !error.exceptionType.hasPrefix("System.Management.Automation.") else {
        throw error
      }
      throw PowerShellError(
        "Exception calling \"\(name)\" with \"\(arguments.count)\" argument(s): \"\(error.message)\"", id: error.id,
        category: .notSpecified, exceptionType: "System.Management.Automation.MethodInvocationException",
        inner: .init(error.exceptionType, error.message))
    }
  }

  private static func notFound(_ type: TypeReference, _ name: String) -> PowerShellError {
    PowerShellError(
      "Method invocation failed because [\(type.name)] does not contain a method named '\(name)'.",
      id: "MethodNotFound")
  }

  private static func find<Member>(_ type: TypeReference, _ select: (MemberTable) -> Member?) -> Member? {
    var next: TypeReference? = type
    while let current = next {
      if let found = current.members.flatMap(select) { return found }
      next = current.base
    }
    return nil
  }
}

extension String {
  /// Replaces the first occurrence.
  func replacing(first part: String, with other: String) -> String {
    let (whole, wanted) = (Array(utf8), Array(part.utf8))
    guard !wanted.isEmpty, whole.count >= wanted.count else { return self }
    for start in 0...(whole.count - wanted.count) where whole[start..<(start + wanted.count)].elementsEqual(wanted) {
      return String(decoding: whole[..<start] + Array(other.utf8) + whole[(start + wanted.count)...], as: UTF8.self)
    }
    return self
  }
}

extension TypeReference {
  /// The members of this type itself; those of its ancestors come after.
  package var members: MemberTable? {
    if let ownMembers { return ownMembers }
    switch kind {
    case .string: return StringMembers.table
    case .character: return CharacterMembers.table
    case .boolean, .switchParameter: return BooleanMembers.table
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .single, .double, .decimal:
      return NumberMembers.table
    case .dateTime: return DateTimeMembers.table
    case .timeSpan: return TimeSpanMembers.table
    case .guid: return GuidMembers.table
    case .version: return VersionMembers.table
    case .enumeration: return EnumMembers.table
    case .array: return ArrayMembers.table
    case .abstract: return self === BuiltInType.arrayBase ? ArrayMembers.statics : EnumMembers.statics
    case .arrayList, .list, .queue, .stack, .hashSet: return ListMembers.table
    case .hashtable, .orderedDictionary, .dictionary: return DictionaryMembers.table
    case .dictionaryEntry: return DictionaryMembers.entryTable
    case .type: return TypeMembers.table
    case .regex: return RegexMembers.table
    case .match: return name.hasSuffix("Match") ? RegexMembers.matchTable : RegexMembers.groupTable
    case .stringBuilder: return StringBuilderMembers.table
    case .encoding: return EncodingMembers.table
    case .exception: return ExceptionMembers.table
    case .errorRecord: return ExceptionMembers.recordTable
    case .psObject, .psCustomObject: return ObjectMembers.bagTable
    case .object: return ObjectMembers.table
    case .staticOnly:
      switch name {
      case "System.Math": return MathMembers.table
      case "System.Convert": return ConvertMembers.table
      case "System.Environment": return EnvironmentMembers.table
      default: return PathMembers.table
      }
    default: return nil
    }
  }
}
