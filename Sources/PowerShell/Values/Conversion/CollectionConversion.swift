extension Conversion {
  static func array(_ value: Value, _ type: TypeReference, _ context: ValueContext) throws -> Value {
    let element = type.arguments.first ?? BuiltInType.object
    let source: [Value]
    if case .string(let text) = value, element.kind == .character {
      source = text.utf16.map { .character($0) }
    } else {
      source = value.reference?.enumerated ?? [value]
    }
    guard element.kind != .object else { return .array(ArrayObject(source)) }
    return .array(ArrayObject(try source.map { try $0.converted(to: element, context) }, of: element))
  }

  static func list(_ value: Value, _ type: TypeReference, _ context: ValueContext) throws -> Value {
    let element = type.arguments.first ?? BuiltInType.object
    var elements = try (value.reference?.enumerated ?? [value]).map { try $0.converted(to: element, context) }
    if type.kind == .hashSet { elements = Collections.distinct(elements) }
    return .object(ListObject(elements, type: type))
  }

  static func dictionary(_ value: Value, _ type: TypeReference) throws -> Value {
    guard let source = value.reference(as: DictionaryObject.self) else {
      throw ConversionError.impossible(value, to: type)
    }
    let result = DictionaryObject(type: type, isCaseSensitive: type.kind == .dictionary)
    for (key, element) in source.pairs { result[key] = element }
    return .object(result)
  }

  /// `[pscustomobject] @{…}`; anything but a table stays as it is.
  static func customObject(_ value: Value) -> Value {
    guard let source = value.reference(as: DictionaryObject.self) else { return value }
    let bag = PropertyBag()
    for (key, element) in source.pairs {
      guard let name = try? key.displayString() else { continue }
      if name.isSameName(as: "PSTypeName"), case .string(let typeName) = element {
        bag.addedMembers().typeNames.insert(typeName, at: 0)
      } else {
        bag[name] = element
      }
    }
    return .object(bag)
  }
}

/// Helpers for collections that several members share.
enum Collections {
  /// The first of each, by .NET's equality.
  static func distinct(_ elements: [Value]) -> [Value] {
    var seen: Set<DictionaryKey> = []
    return elements.filter { seen.insert(DictionaryKey($0, true)).inserted }
  }
}
