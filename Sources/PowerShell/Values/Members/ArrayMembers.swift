/// Arrays.
enum ArrayMembers {
  private static func elements(_ value: Value) -> [Value] { value.reference(as: ArrayObject.self)?.elements ?? [] }

  private static let length = ["Count", "Length", "LongLength"].map { name in
    Property(name) { value, _ in .count(elements(value).count) }
  }

  static let table = MemberTable(
    properties: length + [
      Property("Rank") { _, _ in 1 }, Property("IsReadOnly") { _, _ in false },
      Property("IsFixedSize") { _, _ in true },
      Property("SyncRoot") { value, _ in value },
    ],
    methods: [
      Method("GetLength", 1) { value, _, _ in .count(elements(value).count) },
      Method("GetUpperBound", 1) { value, _, _ in .count(elements(value).count - 1) },
      Method("GetLowerBound", 1) { _, _, _ in 0 },
      Method("Contains", 1) { value, arguments, context in
        .boolean(try elements(value).contains { try ListMembers.same($0, arguments[0], context) })
      },
      Method("IndexOf", 1) { value, arguments, context in
        .count(try elements(value).firstIndex { try ListMembers.same($0, arguments[0], context) } ?? -1)
      },
      Method("GetValue", 1) { value, arguments, _ in
        guard let element = elements(value).at(try arguments.int(0, "index")) else {
          throw PowerShellError.exception(
            "System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
        }
        return element
      },
      Method("SetValue", 2) { value, arguments, context in
        try Indexing.set(value, arguments[1], to: arguments[0], context)
        return .nothing
      },
      Method("Clone", 0) { value, _, _ in
        guard let array = value.reference(as: ArrayObject.self) else { return value }
        return .array(ArrayObject(array.elements, of: array.elementType))
      },
      Method("GetEnumerator", 0) { value, _, _ in value },
      Method("CopyTo", 2) { value, arguments, _ in
        guard let target = arguments[0].reference(as: ArrayObject.self) else {
          throw PowerShellError.nullArgument("array")
        }
        let (source, start) = (elements(value), try arguments.int(1, "index"))
        guard start >= 0, start <= target.elements.count, source.count <= target.elements.count - start else {
          throw PowerShellError.argument("Destination array was not long enough.")
        }
        target.elements.replaceSubrange(start..<(start + source.count), with: source)
        return .nothing
      },
    ]
      + ["Add", "Remove", "RemoveAt", "Insert", "Clear"].map { name in
        Method(name, 0...2) { _, _, _ in
          throw PowerShellError.exception("System.NotSupportedException", "Collection was of a fixed size.")
        }
      },
    constructor: Method("Array", 1) { value, arguments, _ in
      guard case .type(let type) = value else { return .null }
      let count = try arguments.int(0, "length")
      guard 0...ValueLimits.arrayLength ~= count else { throw PowerShellError.tooLong() }
      let element = type.arguments.first ?? BuiltInType.object
      let filler = (try? Conversion.fromNull(to: element)) ?? .null
      let blank: Value = element.kind == .boolean ? false : filler
      return .array(ArrayObject(Array(repeating: blank, count: count), of: element))
    })

  /// `[array]::`
  static let statics = MemberTable(
    staticMethods: [
      Method("Reverse", 1) { _, arguments, _ in
        arguments[0].reference(as: ArrayObject.self)?.elements.reverse()
        return .nothing
      },
      Method("Sort", 1) { _, arguments, context in
        guard let array = arguments[0].reference(as: ArrayObject.self) else { return .nothing }
        array.elements = try Sorting.sorted(array.elements, context)
        return .nothing
      },
      Method("IndexOf", 2) { _, arguments, context in
        .count(try arguments.elements(0).firstIndex { try ListMembers.same($0, arguments[1], context) } ?? -1)
      },
      Method("Copy", 3...5) { _, arguments, _ in
        if arguments.count == 5 { return try copy(arguments) }
        guard arguments.count == 3 else { throw PowerShellError.argument("Array.Copy takes 3 or 5 arguments.") }
        guard let source = arguments[0].reference(as: ArrayObject.self),
          let target = arguments[1].reference(as: ArrayObject.self)
        else { throw PowerShellError.nullArgument("sourceArray") }
        let count = try arguments.int(2, "length")
        guard 0...min(source.elements.count, target.elements.count) ~= count else {
          throw PowerShellError.argument("Source array was not long enough.")
        }
        target.elements.replaceSubrange(0..<count, with: source.elements.prefix(count))
        return .nothing
      },
      Method("Empty", 0) { _, _, _ in [] },
      Method("CreateInstance", 2) { _, arguments, context in
        guard case .type(let element) = arguments[0].unwrapped else {
          throw PowerShellError.nullArgument("elementType")
        }
        return try Members.construct(.array(of: element), [arguments[1]], context)
      },
      Method("LastIndexOf", 2) { _, arguments, context in
        .count(try arguments.elements(0).lastIndex { try ListMembers.same($0, arguments[1], context) } ?? -1)
      },
      Method("BinarySearch", 2) { _, arguments, context in
        .count(try CollectionQueries.search(arguments.elements(0), arguments[1], context))
      },
      Method("Resize", 2) { _, arguments, _ in
        guard let reference = arguments[0].reference(as: Reference.self),
          let array = reference.value.reference(as: ArrayObject.self)
        else { throw PowerShellError.nullArgument("array") }
        let count = try arguments.int(1, "newSize")
        guard 0...ValueLimits.arrayLength ~= count else { throw PowerShellError.tooLong() }
        let filler = (try? Conversion.fromNull(to: array.elementType)) ?? .null
        let kept = array.elements.prefix(count)
        reference.value = .array(
          ArrayObject(kept + Array(repeating: filler, count: count - kept.count), of: array.elementType))
        return .nothing
      },
      Method("Clear", 1...3) { _, arguments, _ in
        guard let array = arguments[0].reference(as: ArrayObject.self) else {
          throw PowerShellError.nullArgument("array")
        }
        let start = arguments.count == 3 ? try arguments.int(1, "index") : 0
        let count = arguments.count == 3 ? try arguments.int(2, "length") : array.elements.count
        guard start >= 0, count >= 0, start <= array.elements.count, count <= array.elements.count - start else {
          throw StringMembers.outOfRange("index")
        }
        let filler = (try? Conversion.fromNull(to: array.elementType)) ?? .null
        for index in start..<(start + count) { array.elements[index] = filler }
        return .nothing
      },
    ] + CollectionQueries.statics)

  /// From a place in one array to a place in another.
  private static func copy(_ arguments: [Value]) throws -> Value {
    guard let source = arguments[0].reference(as: ArrayObject.self),
      let target = arguments[2].reference(as: ArrayObject.self)
    else { throw PowerShellError.nullArgument("sourceArray") }
    let (from, to) = (try arguments.int(1, "sourceIndex"), try arguments.int(3, "destinationIndex"))
    let count = try arguments.int(4, "length")
    guard from >= 0, to >= 0, count >= 0, from <= source.elements.count, to <= target.elements.count,
      count <= source.elements.count - from, count <= target.elements.count - to
    else { throw PowerShellError.argument("Source array was not long enough.") }
    target.elements.replaceSubrange(to..<(to + count), with: source.elements[from..<(from + count)])
    return .nothing
  }
}

/// Sorting by the language's own comparison.
package enum Sorting {
  /// A stable sort; the error is that of the first two elements that cannot be compared.
  package static func sorted(
    _ elements: [Value], ignoresCase: Bool = true, _ context: ValueContext = .standalone
  ) throws -> [Value] {
    try elements.sorted {
      try StopSignal.check()
      return try Comparison.compare($0, $1, ignoresCase: ignoresCase, context) < 0
    }
  }
}
