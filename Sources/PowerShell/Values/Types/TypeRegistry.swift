/// The types of one evaluator by name: the built-in ones, and those that scripts and commands add.
package struct TypeRegistry: Sendable {
  /// Characters of a type's name.
  package static let nameLimit = 1024
  private static let depthLimit = 8

  private var added: [String: TypeReference] = [:]

  package init() {}

  /// Makes a type known by its full name, by `accelerators`, and by its name without a leading `System.`.
  package mutating func register(_ type: TypeReference, accelerators: [String] = []) {
    for name in [type.name] + accelerators { added[name.caseFolded] = type }
  }

  /// The type of a name as it stands within brackets: `int`, `System.Object[]`, `Dictionary[string,int]`. Nil when it
  /// is not known.
  package func find(_ name: String) -> TypeReference? {
    guard name.utf8.count <= Self.nameLimit else { return nil }
    return parse(name.trimmingBlanks(), depth: 0)
  }

  /// As `find`; the error is PowerShell's, with id TypeNotFound.
  package func get(_ name: String) throws -> TypeReference {
    if let type = find(name) { return type }
    throw PowerShellError("Unable to find type [\(name)].", id: "TypeNotFound", target: .string(name))
  }

  private static let builtIn: [String: TypeReference] = {
    var types = BuiltInType.accelerators
    for type in BuiltInType.named { types[type.name.caseFolded] = type }
    types.merge(LibraryTypes.named) { first, _ in first }
    return types.merging(ExceptionTypes.known) { first, _ in first }
  }()

  private func parse(_ name: String, depth: Int) -> TypeReference? {
    guard depth < Self.depthLimit, !name.isEmpty else { return nil }
    guard name.hasSuffix("]"), let open = name.firstIndex(of: "[") else { return plain(name) }
    if name.hasSuffix("[]") {
      return parse(String(name.dropLast(2)).trimmingBlanks(), depth: depth + 1).map { .array(of: $0) }
    }
    let inner = String(name[name.index(after: open)...].dropLast())
    var arguments: [TypeReference] = []
    for part in Self.splitArguments(inner) {
      let bare = part.hasPrefix("[") && part.hasSuffix("]") ? String(part.dropFirst().dropLast()) : part
      guard let type = parse(bare.trimmingBlanks(), depth: depth + 1) else { return nil }
      arguments.append(type)
    }
    return generic(name[..<open].caseFoldedName, arguments)
  }

  private func plain(_ name: String) -> TypeReference? {
    let folded = name.caseFolded
    return added[folded] ?? Self.builtIn[folded] ?? added["system." + folded] ?? Self.builtIn["system." + folded]
  }

  private func generic(_ folded: String, _ arguments: [TypeReference]) -> TypeReference? {
    var name = folded.hasPrefix("system.") ? String(folded.dropFirst(7)) : folded
    if name.hasPrefix("collections.generic.") { name = String(name.dropFirst(20)) }
    if let tick = name.firstIndex(of: "`") { name = String(name[..<tick]) }
    switch (name, arguments.count) {
    case ("nullable", 1): return .nullable(arguments[0])
    case ("list", 1): return .list(of: arguments[0])
    case ("queue", 1): return .generic("Queue`1", .queue, arguments)
    case ("stack", 1): return .generic("Stack`1", .stack, arguments)
    case ("hashset", 1): return .generic("HashSet`1", .hashSet, arguments)
    case ("dictionary", 2): return .generic("Dictionary`2", .dictionary, arguments)
    case ("ienumerable", 1), ("icollection", 1), ("ilist", 1):
      return Self.builtIn["system.collections." + name]
    case ("sorteddictionary", 2), ("sortedlist", 2), ("sortedset", 1), ("linkedlist", 1): return nil
    default: return LibraryTypes.generic(name, arguments)
    }
  }

  /// At commas that are outside of brackets.
  private static func splitArguments(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { $0.trimmingBlanks() }
  }
}

extension Substring {
  fileprivate var caseFoldedName: String { String(self).trimmingBlanks().caseFolded }
}
