/// `$foreach`, `$switch` and `$input`: values with a place among them (about_Automatic_Variables).
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class EnumeratorObject: ObjectReference, @unchecked Sendable {
  private let values: [Value]
  /// Before the first one at first.
  private var place = -1
  private let enumeratorType: TypeReference

  package init(_ values: [Value], type: TypeReference = EnumeratorObject.list) {
    self.values = values
    enumeratorType = type
    super.init()
  }

  package static let list = TypeReference(
    "System.Collections.ArrayList+ArrayListEnumeratorSimple", base: BuiltInType.object, members: table)
  static let array = TypeReference(
    "System.Array+SZArrayEnumerator", base: BuiltInType.object, members: table)

  package override var type: TypeReference { enumeratorType }

  /// What is still to come.
  package override var enumerated: [Value]? {
    place + 1 < values.count ? Array(values[(place + 1)...]) : []
  }

  package override func didEnumerate() { place = values.count }

  package func moveNext() -> Bool {
    if place < values.count { place += 1 }
    return place < values.count
  }

  package var current: Value { values.indices.contains(place) ? values[place] : .null }

  package func reset() { place = -1 }

  private static let table = MemberTable(
    properties: [
      Property("Count") { value, _ in .count(value.reference(as: EnumeratorObject.self)?.values.count ?? 0) },
      Property("Current") { value, _ in value.reference(as: EnumeratorObject.self)?.current ?? .null },
    ],
    methods: [
      Method("MoveNext", 0) { value, _, _ in
        .boolean(value.reference(as: EnumeratorObject.self)?.moveNext() ?? false)
      },
      Method("Reset", 0) { value, _, _ in
        value.reference(as: EnumeratorObject.self)?.reset()
        return .nothing
      },
    ])
}
