/// Hashtable, ordered dictionary and Dictionary[K,V].
enum DictionaryMembers {
  private static func table(_ value: Value) -> DictionaryObject {
    value.reference(as: DictionaryObject.self) ?? DictionaryObject()
  }

  private static func key(_ table: DictionaryObject, _ arguments: [Value], _ index: Int = 0) throws -> Value {
    guard !arguments[index].isNull else {
      throw PowerShellError.exception("System.ArgumentNullException", "Key cannot be null.\nParameter name: key")
    }
    guard let type = table.type.arguments.first else { return arguments[index] }
    return try arguments.converted(index, "key", type)
  }

  private static func value(_ table: DictionaryObject, _ arguments: [Value], _ index: Int) throws -> Value {
    guard table.type.arguments.count == 2 else { return arguments[index] }
    return try arguments.converted(index, "value", table.type.arguments[1])
  }

  static let table = MemberTable(
    properties: [
      Property("Count") { value, _ in .count(table(value).count) },
      Property("Keys") { value, _ in .array(table(value).keys) },
      Property("Values") { value, _ in .array(table(value).values) },
      Property("IsReadOnly") { _, _ in false }, Property("IsFixedSize") { _, _ in false },
    ],
    methods: [
      Method("Add", 2) { value, arguments, _ in
        let table = table(value)
        let key = try key(table, arguments)
        guard !table.contains(key) else {
          let name = try key.displayString()
          throw PowerShellError.argument(
            table.type.kind == .dictionary
              ? "An item with the same key has already been added."
              : "Item has already been added. Key in dictionary: '\(name)'  Key being added: '\(name)'")
        }
        guard table.count < ValueLimits.arrayLength else { throw PowerShellError.tooLong() }
        table[key] = try Self.value(table, arguments, 1)
        return .nothing
      },
      Method("Remove", 1) { value, arguments, _ in
        let table = table(value)
        let key = try key(table, arguments)
        let wasThere = table.contains(key)
        table.remove(key)
        return table.type.kind == .dictionary ? .boolean(wasThere) : .nothing
      },
      Method("RemoveAt", 1) { value, arguments, _ in
        guard let entry = table(value).entry(at: try arguments.int(0, "index")) else {
          throw StringMembers.outOfRange("index")
        }
        table(value).remove(entry.key)
        return .nothing
      },
      Method("Insert", 3) { value, arguments, _ in
        guard table(value).insert(arguments[1], arguments[2], at: try arguments.int(0, "index")) else {
          throw StringMembers.outOfRange("index")
        }
        return .nothing
      },
      Method("Clear", 0) { value, _, _ in
        table(value).removeAll()
        return .nothing
      },
      Method("ContainsKey", 1) { value, arguments, _ in
        .boolean(table(value).contains(try key(table(value), arguments)))
      },
      Method("Contains", 1) { value, arguments, _ in .boolean(table(value).contains(try key(table(value), arguments)))
      },
      Method("ContainsValue", 1) { value, arguments, context in
        .boolean(try table(value).values.contains { try ListMembers.same($0, arguments[0], context) })
      },
      Method("Item", 1) { value, arguments, context in try Indexing.get(value, arguments[0], context) },
      Method("set_Item", 2) { value, arguments, context in
        try Indexing.set(value, arguments[0], to: arguments[1], context)
        return .nothing
      },
      Method("get_Item", 1) { value, arguments, context in try Indexing.get(value, arguments[0], context) },
      Method("TryGetValue", 2) { value, arguments, _ in
        let found = table(value)[try key(table(value), arguments)]
        Reference.set(arguments[1], found ?? .null)
        return .boolean(found != nil)
      },
      Method("GetEnumerator", 0) { value, _, _ in
        .array(table(value).pairs.map { .object(DictionaryEntry(key: $0.key, value: $0.value)) })
      },
      Method("Clone", 0) { value, _, _ in .object(table(value).copy()) },
    ],
    constructor: Method("Dictionary", 0...2) { value, arguments, _ in
      guard case .type(let type) = value else { return .null }
      let table = DictionaryObject(type: type, isCaseSensitive: type.kind != .orderedDictionary)
      if let source = arguments.at(0)?.reference(as: DictionaryObject.self) {
        for (key, value) in source.pairs { table[key] = value }
      }
      return .object(table)
    })

  static let entryTable = MemberTable(properties: [
    Property("Name") { value, _ in value.reference(as: DictionaryEntry.self)?.key ?? .null },
    Property("Key") { value, _ in value.reference(as: DictionaryEntry.self)?.key ?? .null },
    Property("Value") { value, _ in value.reference(as: DictionaryEntry.self)?.value ?? .null },
  ])
}
