/// ArrayList, List[T], Queue, Stack and HashSet.
enum ListMembers {
  private static func list(_ value: Value) -> ListObject { value.reference(as: ListObject.self) ?? ListObject() }

  /// .NET's equality, but of numbers by their value.
  static func same(_ one: Value, _ other: Value, _ context: ValueContext) throws -> Bool {
    DictionaryKey(one, true) == DictionaryKey(other, true)
      || one.isNumber && other.isNumber
        && NumericOrder.compare(one.unwrapped, other.unwrapped) == 0
  }

  private static func element(_ list: ListObject, _ arguments: [Value], _ index: Int) throws -> Value {
    try arguments.converted(index, "item", list.elementType)
  }

  private static func place(_ list: ListObject, _ arguments: [Value], inserting: Bool = false) throws -> Int {
    let index = try arguments.int(0, "index")
    guard index >= 0, index < list.elements.count + (inserting ? 1 : 0) else {
      throw StringMembers.outOfRange("index")
    }
    return index
  }

  private static func checkRoom(_ list: ListObject, _ count: Int) throws {
    guard list.elements.count + count <= ValueLimits.arrayLength else { throw PowerShellError.tooLong() }
  }

  private static func empty(_ list: ListObject) -> PowerShellError {
    .exception("System.InvalidOperationException", "\(list.type.kind == .queue ? "Queue" : "Stack") empty.")
  }

  static let table = MemberTable(
    properties: [
      Property("Count") { value, _ in .count(list(value).elements.count) },
      Property("Capacity", set: { _, _, _ in }) { value, _ in .count(list(value).elements.capacity) },
      Property("IsReadOnly") { _, _ in false }, Property("IsFixedSize") { _, _ in false },
    ],
    methods: changes + queries + CollectionQueries.methods + SetMethods.methods,
    constructor: Method("List", 0...1) { value, arguments, context in
      guard case .type(let type) = value else { return .null }
      if arguments.count == 1, !arguments[0].isNumber { return try Conversion.list(arguments[0], type, context) }
      return .object(ListObject(type: type))
    })

  private static let changes: [Method] = [
    Method("Add", 1) { value, arguments, context in
      let list = list(value)
      try checkRoom(list, 1)
      let element = try element(list, arguments, 0)
      switch list.listType.kind {
      case .hashSet:
        guard try !list.elements.contains(where: { try same($0, element, context) }) else { return false }
        list.elements.append(element)
        return true
      case .arrayList:
        list.elements.append(element)
        return .count(list.elements.count - 1)
      default:
        list.elements.append(element)
        return .nothing
      }
    },
    Method("AddRange", 1) { value, arguments, _ in
      let list = list(value)
      let more = try arguments.elements(0).map { try [$0].converted(0, "collection", list.elementType) }
      try checkRoom(list, more.count)
      list.elements += more
      return .nothing
    },
    Method("Insert", 2) { value, arguments, _ in
      let list = list(value)
      try checkRoom(list, 1)
      list.elements.insert(try element(list, arguments, 1), at: try place(list, arguments, inserting: true))
      return .nothing
    },
    Method("Remove", 1) { value, arguments, context in
      let list = list(value)
      let index = try list.elements.firstIndex { try same($0, arguments[0], context) }
      if let index { list.elements.remove(at: index) }
      return list.listType.kind == .arrayList ? .nothing : .boolean(index != nil)
    },
    Method("RemoveAt", 1) { value, arguments, _ in
      let list = list(value)
      list.elements.remove(at: try place(list, arguments))
      return .nothing
    },
    Method("RemoveRange", 2) { value, arguments, _ in
      let list = list(value)
      let (start, count) = (try arguments.int(0, "index"), try arguments.int(1, "count"))
      guard start >= 0, count >= 0, start <= list.elements.count, count <= list.elements.count - start else {
        throw PowerShellError.argument(
          "Offset and length were out of bounds for the array or count is greater than the number of elements from "
            + "index to the end of the source collection.")
      }
      list.elements.removeSubrange(start..<(start + count))
      return .nothing
    },
    Method("Clear", 0) { value, _, _ in
      list(value).elements = []
      return .nothing
    },
    Method("InsertRange", 2) { value, arguments, _ in
      let list = list(value)
      let more = try arguments.elements(1).map { try [$0].converted(0, "collection", list.elementType) }
      try checkRoom(list, more.count)
      list.elements.insert(contentsOf: more, at: try place(list, arguments, inserting: true))
      return .nothing
    },
    Method("RemoveAll", 1) { value, arguments, context in
      let list = list(value)
      let before = list.elements
      let kept = try before.filter { try !DelegateTypes.call(arguments[0], [$0], context).isTrue }
      list.elements = kept
      return .count(before.count - kept.count)
    },
    Method("TrimExcess", 0) { _, _, _ in .nothing }, Method("TrimToSize", 0) { _, _, _ in .nothing },
    Method("Reverse", 0) { value, _, _ in
      list(value).elements.reverse()
      return .nothing
    },
    Method("Sort", 0...1) { value, arguments, context in
      let list = list(value)
      guard let order = arguments.first, !order.isNull else {
        list.elements = try Sorting.sorted(list.elements, context)
        return .nothing
      }
      list.elements = try list.elements.sorted { one, other in
        try DelegateTypes.call(order, [one, other], context).converted(to: BuiltInType.int32, context).integerValue ?? 0
          < 0
      }
      return .nothing
    },
    Method("Enqueue", 1) { value, arguments, _ in
      let list = list(value)
      try checkRoom(list, 1)
      list.elements.append(try element(list, arguments, 0))
      return .nothing
    },
    Method("Push", 1) { value, arguments, _ in
      let list = list(value)
      try checkRoom(list, 1)
      list.elements.append(try element(list, arguments, 0))
      return .nothing
    },
    Method("Dequeue", 0) { value, _, _ in
      let list = list(value)
      guard !list.elements.isEmpty else { throw empty(list) }
      return list.elements.removeFirst()
    },
    Method("Pop", 0) { value, _, _ in
      let list = list(value)
      guard let last = list.elements.popLast() else { throw empty(list) }
      return last
    },
  ]

  private static let queries: [Method] = [
    Method("Peek", 0) { value, _, _ in
      let list = list(value)
      guard let next = list.listType.kind == .stack ? list.elements.last : list.elements.first else {
        throw empty(list)
      }
      return next
    },
    Method("Contains", 1) { value, arguments, context in
      .boolean(try list(value).elements.contains { try same($0, arguments[0], context) })
    },
    Method("IndexOf", 1) { value, arguments, context in
      .count(try list(value).elements.firstIndex { try same($0, arguments[0], context) } ?? -1)
    },
    Method("LastIndexOf", 1) { value, arguments, context in
      .count(try list(value).elements.lastIndex { try same($0, arguments[0], context) } ?? -1)
    },
    Method("ToArray", 0...1) { value, _, _ in
      let list = list(value)
      return .array(ArrayObject(list.enumerated ?? [], of: list.elementType))
    },
    Method("GetRange", 2) { value, arguments, _ in
      let list = list(value)
      let (start, count) = (try arguments.int(0, "index"), try arguments.int(1, "count"))
      guard start >= 0, count >= 0, start <= list.elements.count, count <= list.elements.count - start else {
        throw PowerShellError.argument("Offset and length were out of bounds for the array.")
      }
      return .object(ListObject(Array(list.elements[start..<(start + count)]), type: list.type))
    },
    Method("GetEnumerator", 0) { value, _, _ in value },
    Method("Clone", 0) { value, _, _ in .object(ListObject(list(value).elements, type: list(value).type)) },
  ]
}
