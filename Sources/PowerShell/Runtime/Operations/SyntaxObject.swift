/// A script block's `Ast`, as far as its text and place go (System.Management.Automation.Language).
// SAFETY: all that is its own is constant.
package final class SyntaxObject: ObjectReference, @unchecked Sendable {
  let source: SourceText
  let range: SourceRange
  private let isExtent: Bool

  package init(_ source: SourceText, _ range: SourceRange, isExtent: Bool = false) {
    (self.source, self.range, self.isExtent) = (source, range, isExtent)
  }

  package override var type: TypeReference { isExtent ? Self.extentType : Self.blockType }
  package override func text(_ context: ValueContext) throws -> String { source.text(of: range) }

  private static func property(_ name: String, _ get: @escaping @Sendable (SyntaxObject) -> Value) -> Property {
    Property(name) { value, _ in value.reference(as: SyntaxObject.self).map(get) ?? .null }
  }

  private static let blockType = TypeReference(
    "System.Management.Automation.Language.ScriptBlockAst", base: BuiltInType.object,
    members: MemberTable(properties: [
      property("Extent") { .object(SyntaxObject($0.source, $0.range, isExtent: true)) }
    ]))

  private static let extentType = TypeReference(
    "System.Management.Automation.Language.InternalScriptExtent", base: BuiltInType.object,
    members: MemberTable(properties: [
      property("File") { $0.source.name.map { .string($0) } ?? .null },
      property("StartLineNumber") { .count($0.source.position(at: $0.range.start).line) },
      property("StartColumnNumber") { .count($0.source.position(at: $0.range.start).column) },
      property("EndLineNumber") { .count($0.source.position(at: $0.range.end).line) },
      property("EndColumnNumber") { .count($0.source.position(at: $0.range.end).column) },
      property("Text") { .string($0.source.text(of: $0.range)) },
      property("StartOffset") { .count(Int($0.range.start)) }, property("EndOffset") { .count(Int($0.range.end)) },
    ]))
}
