internal import Formatting
internal import PowerShell

/// How the objects of these cmdlets are shown, as Windows PowerShell shows them.
enum CoreViews {
  static let all: [ViewDefinition] = [
    ViewDefinition(
      CommandKind.allCases.map { "System.Management.Automation.\($0.rawValue)Info" },
      .table([
        ViewColumn("CommandType", width: 15), ViewColumn("Name", .computed(shownName), width: 50),
        ViewColumn("Version", width: 10), ViewColumn("Source"),
      ])),
    ViewDefinition(
      [VariableObject.typeName], .table([ViewColumn("Name", width: 30), ViewColumn("Value")])),
    ViewDefinition(
      [HistoryStore.Entry.typeName],
      .table([ViewColumn("Id", width: 4, alignment: .right), ViewColumn("CommandLine")])),
    ViewDefinition(
      [ModuleRecord.typeName],
      .table([
        ViewColumn("ModuleType", width: 10), ViewColumn("Version", width: 10), ViewColumn("Name", width: 35),
        ViewColumn("ExportedCommands", .computed(exportedCommands)),
      ])),
    ViewDefinition(
      [SessionCommands.frameType],
      .table([ViewColumn("Command"), ViewColumn("Arguments"), ViewColumn("Location")])),
    ViewDefinition(
      [CultureCommands.typeName],
      .table([
        ViewColumn("LCID", width: 16, alignment: .left), ViewColumn("Name", width: 16), ViewColumn("DisplayName"),
      ])),
    ViewDefinition(
      ["System.Management.Automation.PSCredential"],
      .table([ViewColumn("UserName", width: 32), ViewColumn("Password")])),
    ViewDefinition(
      [HostObjectFactory.hostType.name],
      .list(
        [
          "Name", "Version", "InstanceId", "UI", "CurrentCulture", "CurrentUICulture", "PrivateData",
          "IsRunspacePushed",
        ].map { ViewColumn($0) })),
  ]

  /// Aliases are shown with what they stand for.
  @Sendable private static func shownName(_ value: Value, _ context: ValueContext) throws -> Value {
    try Members.property(value, "DisplayName", context) ?? Members.property(value, "Name", context) ?? .null
  }

  /// `{Get-Thing, Set-Thing...}`: the first few of a module's commands.
  @Sendable private static func exportedCommands(_ value: Value, _ context: ValueContext) throws -> Value {
    guard let table = try Members.property(value, "ExportedCommands", context)?.reference(as: DictionaryObject.self)
    else { return "" }
    let names = try table.keys.map { try $0.displayString(context) }.sorted { $0.caseFolded < $1.caseFolded }
    let shown = names.prefix(4).joined(separator: ", ")
    return .string("{\(shown)\(names.count > 4 ? "..." : "")}")
  }
}
