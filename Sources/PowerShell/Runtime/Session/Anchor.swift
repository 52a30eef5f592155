/// A way to an object that does not keep it alive, and does not make it dearer either.
///
/// Swift's `weak` gives its object a side table, after which every retain and release of it goes the slow way: a third of
/// the time of a pipeline, whose every value touches its scope and its session. The object here clears its anchor when
/// it goes.
// SAFETY: used on the thread of the object's session only, where the object also goes; `object` is nil from then on.
package final class Anchor<Object: AnyObject>: @unchecked Sendable {
  // SAFETY: cleared in the object's deinit, so it never outlives the object.
  private unowned(unsafe) var held: Object?

  init(_ object: Object) { held = object }

  package var object: Object? { held }

  func clear() { held = nil }
}
