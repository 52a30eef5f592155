/// What lists and arrays are asked with a delegate or script block: Find, Exists, ForEach and the like.
enum CollectionQueries {
  private typealias Query = @Sendable ([Value], [Value], ValueContext) throws -> Value

  private static func holds(_ element: Value, _ test: [Value], _ context: ValueContext) throws -> Bool {
    try DelegateTypes.call(test[0], [element], context).isTrue
  }

  private static func query(_ name: String) -> Query {
    switch name {
    case "Find": { elements, test, context in try elements.first { try holds($0, test, context) } ?? .null }
    case "FindLast": { elements, test, context in try elements.last { try holds($0, test, context) } ?? .null }
    case "FindIndex":
      { elements, test, context in .count(try elements.firstIndex { try holds($0, test, context) } ?? -1) }
    case "FindLastIndex":
      { elements, test, context in .count(try elements.lastIndex { try holds($0, test, context) } ?? -1) }
    case "Exists": { elements, test, context in .boolean(try elements.contains { try holds($0, test, context) }) }
    case "TrueForAll": { elements, test, context in .boolean(try elements.allSatisfy { try holds($0, test, context) }) }
    default: { elements, test, context in .array(try elements.filter { try holds($0, test, context) }) }
    }
  }

  private static let names = ["Find", "FindLast", "FindIndex", "FindLastIndex", "Exists", "TrueForAll", "FindAll"]

  /// Of lists.
  static let methods: [Method] =
    names.map { name in
      let query = query(name)
      return Method(name, 1) { value, arguments, context in
        try query(value.reference?.enumerated ?? [], arguments, context)
      }
    } + [
      Method("BinarySearch", 1) { value, arguments, context in
        .count(try search(value.reference?.enumerated ?? [], arguments[0], context))
      }
    ]

  /// `[array]::Find(…)` and so on.
  static let statics: [Method] =
    names.map { name in
      let query = query(name)
      return Method(name, 2) { _, arguments, context in
        try query(arguments.elements(0), [arguments[1]], context)
      }
    } + [
      Method("ForEach", 2) { _, arguments, context in
        for element in arguments.elements(0) { _ = try DelegateTypes.call(arguments[1], [element], context) }
        return .nothing
      }
    ]

  /// The place in a sorted collection; the complement of where it would be if it is not there.
  static func search(_ elements: [Value], _ wanted: Value, _ context: ValueContext) throws -> Int {
    var (low, high) = (0, elements.count - 1)
    while low <= high {
      let middle = (low + high) / 2
      let order = try Comparison.compare(elements[middle], wanted, context)
      if order == 0 { return middle }
      if order < 0 { low = middle + 1 } else { high = middle - 1 }
    }
    return ~low
  }
}

/// HashSet[T] as a set.
enum SetMethods {
  private static func keys(_ values: [Value]) -> Set<DictionaryKey> { Set(values.map { DictionaryKey($0, true) }) }

  private static func change(
    _ name: String, _ keep: @escaping @Sendable (_ own: [Value], _ other: [Value]) -> [Value]
  ) -> Method {
    Method(name, 1) { value, arguments, _ in
      guard let set = value.reference(as: ListObject.self) else { return .nothing }
      let other = try arguments.elements(0).map { try [$0].converted(0, "other", set.elementType) }
      set.elements = Collections.distinct(keep(set.elements, other))
      return .nothing
    }
  }

  private static func test(
    _ name: String, _ holds: @escaping @Sendable (Set<DictionaryKey>, Set<DictionaryKey>) -> Bool
  ) -> Method {
    Method(name, 1) { value, arguments, _ in
      .boolean(holds(keys(value.reference?.enumerated ?? []), keys(arguments.elements(0))))
    }
  }

  static let methods: [Method] = [
    change("UnionWith") { $0 + $1 },
    change("ExceptWith") { own, other in
      let gone = keys(other)
      return own.filter { !gone.contains(DictionaryKey($0, true)) }
    },
    change("IntersectWith") { own, other in
      let kept = keys(other)
      return own.filter { kept.contains(DictionaryKey($0, true)) }
    },
    change("SymmetricExceptWith") { own, other in
      let (mine, theirs) = (keys(own), keys(other))
      return own.filter { !theirs.contains(DictionaryKey($0, true)) }
        + other.filter { !mine.contains(DictionaryKey($0, true)) }
    },
    test("IsSubsetOf") { $0.isSubset(of: $1) }, test("IsSupersetOf") { $0.isSuperset(of: $1) },
    test("IsProperSubsetOf") { $0.isStrictSubset(of: $1) }, test("IsProperSupersetOf") { $0.isStrictSuperset(of: $1) },
    test("Overlaps") { !$0.isDisjoint(with: $1) }, test("SetEquals") { $0 == $1 },
  ]
}
