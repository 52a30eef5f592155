/// A System.Text.StringBuilder.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class StringBuilderObject: ObjectReference, @unchecked Sendable {
  package var content: String

  package init(_ content: String = "") { self.content = content }

  package override var type: TypeReference { BuiltInType.stringBuilder }
  package override func text(_ context: ValueContext) throws -> String { content }
}
