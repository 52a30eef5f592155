/// The parameters of one call that have a value, in the order in which they were bound; `$PSBoundParameters`.
package struct BoundParameters: Sendable {
  /// By the parameter's own name.
  package private(set) var values = NamedValues<Value>()
  /// Arguments that no parameter took: `$args` of a simple function.
  package var remaining: [Value] = []
  /// The set that the call was resolved to; `__AllParameterSets` where a command has none.
  package var setName = CommandMetadata.allSetsName

  package init() {}

  package subscript(name: String) -> Value? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// Whether the caller (or `$PSDefaultParameterValues`, or the pipeline) gave it.
  package func contains(_ name: String) -> Bool { values[name] != nil }

  /// As a table, the way `$PSBoundParameters` shows it.
  package var table: DictionaryObject {
    let table = DictionaryObject()
    for (name, value) in values.entries { table[name] = value }
    return table
  }
}

extension CommandMetadata {
  /// The name of the set of a command that has none of its own.
  package static let allSetsName = "__AllParameterSets"
}

/// Typed reading of what was bound. A parameter that is not bound, or is null, gives nil; the binder has converted the
/// values to the parameters' types, so a value of another kind means that the metadata declare another type: nil, too.
extension BoundParameters {
  package func string(_ name: String) -> String? {
    guard case .string(let text)? = self[name]?.unwrapped else { return nil }
    return text
  }

  /// The elements of an array of strings; a single string is one element.
  package func strings(_ name: String) -> [String]? {
    elements(name)?.compactMap { if case .string(let text) = $0.unwrapped { text } else { nil } }
  }

  /// Any integer type that fits.
  package func integer(_ name: String) -> Int64? { self[name]?.integerValue }

  package func integers(_ name: String) -> [Int64]? { elements(name)?.compactMap(\.integerValue) }

  package func double(_ name: String) -> Double? {
    switch self[name]?.unwrapped {
    case .double(let number)?: number
    case .single(let number)?: Double(number)
    default: integer(name).map(Double.init)
    }
  }

  /// A Boolean; nil when it is not given, so that "not given" and "false" stay apart.
  package func boolean(_ name: String) -> Bool? {
    guard case .boolean(let flag)? = self[name]?.unwrapped else { return nil }
    return flag
  }

  /// A switch: false when it is not given.
  package func isSet(_ name: String) -> Bool { boolean(name) ?? false }

  /// The elements of an array; anything else that is not null is one element.
  package func elements(_ name: String) -> [Value]? {
    guard let value = self[name], !value.isNull else { return nil }
    return value.reference?.enumerated ?? [value]
  }

  /// An object of a class of the language or of the payload of another target's object.
  package func object<Payload>(_ name: String, as kind: Payload.Type = Payload.self) -> Payload? {
    self[name]?.payload(as: kind)
  }

  package func objects<Payload>(_ name: String, as kind: Payload.Type = Payload.self) -> [Payload]? {
    elements(name)?.compactMap { $0.payload(as: kind) }
  }

  /// The raw value of an enumeration.
  package func enumeration(_ name: String) -> EnumValue? {
    guard case .enumeration(let value)? = self[name]?.unwrapped else { return nil }
    return value
  }
}

extension Value {
  /// An integer of any type that fits; nil for all else.
  package var integerValue: Int64? {
    switch unwrapped {
    case .int32(let number): Int64(number)
    case .int64(let number): number
    case .integer(let number): number.int64
    case .enumeration(let value): value.rawValue
    default: nil
    }
  }

  /// The object itself as a class of the language, or the payload of another target's object.
  package func payload<Payload>(as kind: Payload.Type) -> Payload? {
    guard let reference else { return nil }
    if let object = reference as? Payload { return object }
    return (reference as? HostObject)?.payload as? Payload
  }
}
