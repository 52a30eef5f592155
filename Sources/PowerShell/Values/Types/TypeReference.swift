/// A type of .NET or of PowerShell, or one that a script or another target defines.
// SAFETY: nothing of it changes once it is registered with a session.
package class TypeReference: @unchecked Sendable {
  // SAFETY: nothing of it changes once it is registered.

  /// What conversions and operators must tell apart.
  package enum Kind: UInt8, Sendable {
    case object, void, boolean, character, string
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64, single, double, decimal
    case dateTime, timeSpan, guid, version, enumeration, nullable, switchParameter
    case array, arrayList, list, queue, stack, hashSet
    case hashtable, orderedDictionary, dictionary, dictionaryEntry
    case psObject, psCustomObject, scriptBlock, type, regex, match, stringBuilder, encoding
    case exception, errorRecord, valueType, abstract, interface, staticOnly, custom
  }

  /// The full name: `System.Collections.Generic.List`1[System.String]`.
  package let name: String
  package let kind: Kind
  package let base: TypeReference?
  /// The element type of an array, the arguments of a generic type.
  package let arguments: [TypeReference]
  /// The members of a type that is not built in.
  package let ownMembers: MemberTable?

  package init(
    _ name: String, _ kind: Kind = .custom, base: TypeReference? = nil, arguments: [TypeReference] = [],
    members: MemberTable? = nil
  ) {
    self.name = name
    self.kind = kind
    self.base = base
    self.arguments = arguments
    ownMembers = members
  }

  /// The last part of the name, as `.Name` gives it.
  package var shortName: String {
    let plain = name.prefix { $0 != "[" }
    let start = plain.lastIndex { $0 == "." || $0 == "+" }.map { plain.index(after: $0) } ?? plain.startIndex
    return kind == .array ? (arguments.first.map { "\($0.shortName)[]" } ?? "Object[]") : String(plain[start...])
  }

  /// What comes before the last part, or "".
  package var namespace: String {
    let plain = name.prefix { $0 != "[" && $0 != "`" }
    return plain.lastIndex(of: ".").map { String(plain[..<$0]) } ?? ""
  }

  /// Its names and its ancestors', the most particular first.
  package var ancestry: [String] {
    var names: [String] = []
    var next: TypeReference? = self
    while let type = next, names.count < 64 {
      names.append(type.name)
      next = type.base
    }
    return names
  }

  package func isSame(as other: TypeReference) -> Bool { self === other || name.isSameName(as: other.name) }

  package func isSame(orBelow other: TypeReference) -> Bool {
    if self === other { return true }
    return ancestry.contains { $0.isSameName(as: other.name) }
  }

  /// The interfaces that a script's class says it implements, its ancestors' included.
  package var interfaces: [TypeReference] { ownInterfaces + (base?.interfaces ?? []) }

  /// The interfaces that the type itself names.
  package var ownInterfaces: [TypeReference] { [] }

  package var isNumber: Bool { Kind.int8.rawValue...Kind.decimal.rawValue ~= kind.rawValue }
  package var isInteger: Bool { Kind.int8.rawValue...Kind.uint64.rawValue ~= kind.rawValue }

  /// Whether null is no value of it.
  package var isValueType: Bool {
    switch kind {
    case .boolean, .character, .dateTime, .timeSpan, .guid, .enumeration, .switchParameter, .dictionaryEntry: true
    default: isNumber
    }
  }

  package static func array(of element: TypeReference) -> TypeReference {
    if element === BuiltInType.object { return BuiltInType.objectArray }
    return TypeReference("\(element.name)[]", .array, base: BuiltInType.arrayBase, arguments: [element])
  }

  package static func list(of element: TypeReference) -> TypeReference { generic("List`1", .list, [element]) }

  package static func generic(_ name: String, _ kind: Kind, _ arguments: [TypeReference]) -> TypeReference {
    let names = arguments.map { "[\($0.name)]" }.joined(separator: ",")
    let full = "System.Collections.Generic.\(name)[\(names)]"
    return TypeReference(full, kind, base: BuiltInType.object, arguments: arguments)
  }

  package static func nullable(_ type: TypeReference) -> TypeReference {
    TypeReference("System.Nullable`1[[\(type.name)]]", .nullable, base: BuiltInType.valueType, arguments: [type])
  }
}
