/// Frees objects that hold objects one after the other: a chain of a million arrays, each in the next, would overflow
/// the stack if each freed the one within.
enum Dismantling {
  /// Frees values that nothing else refers to, with all that only they hold. They are moved out of `values`, which
  /// would otherwise count as an owner.
  static func free(_ values: inout [Value]) {
    var pending: [Value] = []
    swap(&pending, &values)
    guard pending.contains(where: { $0.reference != nil }) else { return }
    while var last = pending.popLast() {
      guard var object = last.reference else { continue }
      last = .null
      guard isKnownUniquelyReferenced(&object) else { continue }
      pending += object.takeContents()
    }
  }
}
