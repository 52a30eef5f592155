/// What scripts see of `$MyInvocation` and of an error's InvocationInfo.
extension InvocationInfo {
  static let table = MemberTable(properties: [
    property("MyCommand") { $0.commandName.isEmpty ? .null : .string($0.commandName) },
    property("BoundParameters") { .object($0.boundParameters ?? DictionaryObject()) },
    property("ScriptLineNumber") { .count($0.line) },
    property("OffsetInLine") { .count($0.column) },
    property("ScriptName") { $0.scriptName.map { .string($0) } ?? "" },
    property("Line") { .string($0.lineText) },
    property("PositionMessage") { .string($0.positionMessage) },
    property("PSScriptRoot") { .string($0.scriptName.map(InvocationInfo.folder) ?? "") },
    property("PSCommandPath") { $0.scriptName.map { .string($0) } ?? .null },
    property("InvocationName") { .string($0.invocationName) },
    property("PipelineLength") { .count($0.pipelineLength) },
    property("PipelinePosition") { .count($0.pipelinePosition) },
  ])

  private static func property(_ name: String, _ get: @escaping @Sendable (InvocationInfo) -> Value) -> Property {
    Property(name) { value, _ in value.reference(as: InvocationInfo.self).map(get) ?? .null }
  }

  private static func folder(_ path: String) -> String {
    path.lastIndex { $0 == "\\" || $0 == "/" }.map { String(path[..<$0]) } ?? ""
  }
}
