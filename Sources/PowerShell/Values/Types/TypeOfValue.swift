extension Value {
  /// What `GetType()` gives; for null, the type `object`.
  package var type: TypeReference {
    switch self {
    case .null, .nothing: BuiltInType.object
    case .boolean: BuiltInType.boolean
    case .int32: BuiltInType.int32
    case .int64: BuiltInType.int64
    case .integer(let number): number.type
    case .double: BuiltInType.double
    case .single: BuiltInType.single
    case .decimal: BuiltInType.decimal
    case .character: BuiltInType.character
    case .string: BuiltInType.string
    case .dateTime: BuiltInType.dateTime
    case .timeSpan: BuiltInType.timeSpan
    case .guid: BuiltInType.guid
    case .version: BuiltInType.version
    case .enumeration(let value): value.type
    case .type: BuiltInType.type
    case .array(let array): array.type
    case .object(let object): object.type
    case .wrapped(let wrapper): wrapper.base.type
    }
  }

  /// The names that `PSTypeNames` holds, the most particular first.
  package var typeNames: [String] { (reference?.added?.typeNames ?? []) + type.ancestry }

  /// `-is`.
  package func isInstance(of type: TypeReference) -> Bool {
    guard !isNull else { return false }
    let own = unwrapped.type
    switch type.kind {
    case .object: return true
    case .psObject: return own.kind == .psCustomObject || reference?.added != nil
    case .psCustomObject: return own.kind == .psCustomObject || reference?.added != nil
    case .nullable: return type.arguments.first.map { isInstance(of: $0) } ?? false
    case .valueType: return own.isValueType
    case .interface: return implements(type.name)
    default: return own.isSame(orBelow: type)
    }
  }

  private func implements(_ interface: String) -> Bool {
    let own = unwrapped.type
    if own.interfaces.contains(where: { $0.name.isSameName(as: interface) }) { return true }
    switch interface {
    case "System.Collections.IEnumerable": return own.kind == .string || own.isCollection
    case "System.Collections.ICollection": return own.isCollection
    case "System.Collections.IList": return [.array, .arrayList, .list].contains(own.kind)
    case "System.Collections.IDictionary": return reference is DictionaryObject
    case "System.IComparable": return own.isValueType || [.string, .version].contains(own.kind)
    case "System.IFormattable": return own.isNumber || [.dateTime, .timeSpan, .guid, .enumeration].contains(own.kind)
    case "System.IConvertible":
      return own.isNumber || [.boolean, .character, .string, .dateTime, .enumeration].contains(own.kind)
    default: return false
    }
  }
}

extension TypeReference {
  var isCollection: Bool {
    Kind.array.rawValue...Kind.hashSet.rawValue ~= kind.rawValue || isDictionary
  }

  var isDictionary: Bool { [.hashtable, .orderedDictionary, .dictionary].contains(kind) }
}

extension SizedInteger {
  package var type: TypeReference {
    switch kind {
    case .int8: BuiltInType.int8
    case .uint8: BuiltInType.uint8
    case .int16: BuiltInType.int16
    case .uint16: BuiltInType.uint16
    case .uint32: BuiltInType.uint32
    case .uint64: BuiltInType.uint64
    }
  }
}
