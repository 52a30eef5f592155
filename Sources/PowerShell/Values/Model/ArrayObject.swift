/// An array: of fixed length, with reference semantics.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class ArrayObject: ObjectReference, @unchecked Sendable {
  package var elements: [Value]
  /// What the array is declared to hold; `object` for `@()`.
  package let elementType: TypeReference

  package init(_ elements: [Value], of elementType: TypeReference = BuiltInType.object) {
    (self.elements, self.elementType) = (elements, elementType)
  }

  override func takeContents() -> [Value] {
    let contents = elements
    elements = []
    return contents
  }

  deinit {
    var contents = takeContents()
    Dismantling.free(&contents)
  }

  package override var type: TypeReference { .array(of: elementType) }
  package override var enumerated: [Value]? { elements }
  package override func text(_ context: ValueContext) throws -> String { type.name }
}

/// A list that grows: ArrayList, List[T], Queue, Stack and the like.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class ListObject: ObjectReference, @unchecked Sendable {
  package var elements: [Value]
  package let listType: TypeReference

  package init(_ elements: [Value] = [], type: TypeReference = BuiltInType.arrayList) {
    (self.elements, listType) = (elements, type)
  }

  override func takeContents() -> [Value] {
    let contents = elements
    elements = []
    return contents
  }

  deinit {
    var contents = takeContents()
    Dismantling.free(&contents)
  }

  /// `object` for an ArrayList.
  package var elementType: TypeReference { listType.arguments.first ?? BuiltInType.object }

  package override var type: TypeReference { listType }
  package override var enumerated: [Value]? { listType.kind == .stack ? elements.reversed() : elements }
}
