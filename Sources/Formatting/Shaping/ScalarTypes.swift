internal import PowerShell

extension Value {
  /// A number, string, character, Boolean or enumeration value, also one that came back from another machine: what is
  /// shown as a line.
  var isPlainScalar: Bool {
    switch self {
    case .boolean, .int32, .int64, .integer, .double, .single, .decimal, .character, .string, .enumeration: true
    case .wrapped(let wrapper): wrapper.base.isPlainScalar
    default: false
    }
  }

  /// Stands at the right of a column whose view does not say: all plain scalars but strings.
  var standsRight: Bool {
    if case .string = unwrapped { return false }
    return isPlainScalar
  }

  /// What formatting takes out of it one by one: elements, or a table's entries; nil when it is one thing.
  var formattedElements: [Value]? {
    if let table = reference as? DictionaryObject {
      return table.pairs.map { .object(DictionaryEntry(key: $0.key, value: $0.value)) }
    }
    return reference?.enumerated
  }
}

/// The names of the notes that an object from another machine carries.
enum RemoteNote {
  static let computerName = "PSComputerName"
  static let showsComputerName = "PSShowComputerName"

  /// Whether the machine's name is shown beside the object.
  static func isShown(_ value: Value) -> Bool {
    guard let reference = value.reference else { return false }
    let note: Value?
    if case .note(let found)? = reference.added?[showsComputerName] {
      note = found
    } else {
      note = reference.dynamicProperty(showsComputerName)
    }
    return note?.isTrue ?? false
  }
}
