/// `$value[index]` (about_Arrays, about_Hash_Tables).
package enum Indexing {
  /// An element; an array of elements for several indexes. Negative indexes count from the end; beyond it is null.
  package static func get(_ value: Value, _ index: Value, _ context: ValueContext = .standalone) throws -> Value {
    switch value.unwrapped {
    case .null, .nothing: throw PowerShellError("Cannot index into a null array.", id: "NullArray")
    case .array(let array):
      if case .int32(let number) = index, number >= 0, Int(number) < array.elements.count {
        return array.elements[Int(number)]
      }
      return try elements(array.elements, index, context)
    case .string(let text):
      if let several = index.reference?.enumerated { return .array(try several.map { try get(value, $0, context) }) }
      let place = try place(index, text.codeUnitCount, context)
      return text.codeUnit(at: place).map { .character($0) } ?? .null
    case .object(let object):
      if let table = object as? DictionaryObject { return try entry(table, index, context) }
      if let list = object as? ListObject { return try elements(list.elements, index, context) }
      if case .string = index.unwrapped, let member = try value.memberByName(index) { return member ?? .null }
      if let listed = object.enumerated { return try elements(listed, index, context) }
      throw unable(value)
    default: throw unable(value)
    }
  }

  /// Sets an element or an entry. Errors: IndexOutOfRange, CannotIndex, and those of a typed array's conversion.
  package static func set(
    _ value: Value, _ index: Value, to new: Value, _ context: ValueContext = .standalone
  ) throws {
    switch value.unwrapped {
    case .null, .nothing: throw PowerShellError("Cannot index into a null array.", id: "NullArray")
    case .array(let array):
      let place = try checked(index, array.elements.count, context)
      array.elements[place] = try new.converted(to: array.elementType, context)
    case .object(let object):
      if let table = object as? DictionaryObject {
        if table.isOrdered, case .int32(let number) = index.unwrapped {
          guard table.setValue(at: Int(number), new) else { throw StringMembers.outOfRange("index") }
        } else {
          guard !index.isNull else { throw nullIndex() }
          guard table.count < ValueLimits.arrayLength else { throw OperatorError.tooLong() }
          let types = table.type.arguments
          table[types.isEmpty ? index : try index.converted(to: types[0], context)] =
            types.count < 2 ? new : try new.converted(to: types[1], context)
        }
      } else if let list = object as? ListObject {
        let place = try checked(index, list.elements.count, context)
        list.elements[place] = try new.converted(to: list.elementType, context)
      } else {
        throw unable(value)
      }
    default: throw unable(value)
    }
  }

  private static func entry(_ table: DictionaryObject, _ index: Value, _ context: ValueContext) throws -> Value {
    if table.isOrdered, case .int32(let number) = index.unwrapped {
      return table.entry(at: number < 0 ? table.count + Int(number) : Int(number))?.value ?? .null
    }
    if let several = index.reference?.enumerated { return .array(try several.map { try entry(table, $0, context) }) }
    if index.isNull { throw nullIndex() }
    guard let type = table.type.arguments.first else { return table[index] ?? .null }
    return table[index.tryConverted(to: type, context)] ?? .null
  }

  private static func elements(_ elements: [Value], _ index: Value, _ context: ValueContext) throws -> Value {
    if index.isNull { throw nullIndex() }
    guard let several = index.reference?.enumerated else {
      return elements.at(try place(index, elements.count, context)) ?? .null
    }
    return .array(try several.compactMap { elements.at(try place($0, elements.count, context)) })
  }

  private static func place(_ index: Value, _ count: Int, _ context: ValueContext) throws -> Int {
    let number = Int(try index.converted(to: BuiltInType.int32, context).exactInteger ?? 0)
    return number < 0 ? count + number : number
  }

  private static func checked(_ index: Value, _ count: Int, _ context: ValueContext) throws -> Int {
    let place = try place(index, count, context)
    guard 0..<count ~= place else {
      let text = "Index was outside the bounds of the array."
      throw PowerShellError(
        text, id: "System.IndexOutOfRangeException", category: .operationStopped,
        exceptionType: "System.IndexOutOfRangeException")
    }
    return place
  }

  private static func nullIndex() -> PowerShellError {
    PowerShellError("Index operation failed; the array index evaluated to null.", id: "NullArrayIndex")
  }

  private static func unable(_ value: Value) -> PowerShellError {
    PowerShellError("Unable to index into an object of type \(value.type.name).", id: "CannotIndex")
  }
}
