/// What scripts see of `$MyInvocation` and of an error's InvocationInfo.
extension InvocationInfo {
  static let table = MemberTable(properties: [
    property("MyCommand") { $0.myCommand },
    property("BoundParameters") { .object($0.boundParameters ?? DictionaryObject()) },
    property("UnboundArguments") { .object(ListObject($0.unboundArguments, type: .list(of: BuiltInType.object))) },
    property("ScriptLineNumber") { .count($0.line) },
    property("OffsetInLine") { .count($0.column) },
    property("HistoryId") { _ in 1 },
    property("ScriptName") { $0.scriptName.map { .string($0) } ?? "" },
    property("Line") { .string($0.lineText) },
    property("PositionMessage") { .string($0.positionMessage) },
    property("PSScriptRoot") { .string($0.scriptName.map(InvocationInfo.folder) ?? "") },
    property("PSCommandPath") { $0.scriptName.map { .string($0) } ?? .null },
    property("InvocationName") { .string($0.invocationName) },
    property("PipelineLength") { .count($0.pipelineLength) },
    property("PipelinePosition") { .count($0.pipelinePosition) },
    property("ExpectingInput") { .boolean($0.expectsInput) },
    property("CommandOrigin") { _ in "Internal" },
    property("DisplayScriptPosition") { _ in .null },
  ])

  private static func property(_ name: String, _ get: @escaping @Sendable (InvocationInfo) -> Value) -> Property {
    Property(name) { value, _ in value.reference(as: InvocationInfo.self).map(get) ?? .null }
  }

  /// The command; of one that is known by its name alone, something that has this name.
  private var myCommand: Value {
    if let command { return command() }
    return commandName.isEmpty ? .null : .object(CommandInfo(commandName, metadata: nil, .application(commandName)))
  }

  private static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(where: { $0 == "\\" || $0 == "/" }) else { return "" }
    return slash == path.startIndex ? String(path[...slash]) : String(path[..<slash])
  }
}
