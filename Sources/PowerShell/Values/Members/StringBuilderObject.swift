/// A System.Text.StringBuilder.
package final class StringBuilderObject: ObjectReference, @unchecked Sendable {
  package var content: String

  package init(_ content: String = "") { self.content = content }

  package override var type: TypeReference { BuiltInType.stringBuilder }
  package override func text(_ context: ValueContext) throws -> String { content }
}
