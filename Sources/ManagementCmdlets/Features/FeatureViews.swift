internal import Formatting
internal import PowerShell

extension ManagementViews {
  static let features: [ViewDefinition] = [
    ViewDefinition(
      ["Microsoft.Dism.Commands.BasicFeatureObject"], .list([ViewColumn("FeatureName"), ViewColumn("State")])),
    ViewDefinition(
      ["Microsoft.Dism.Commands.AdvancedFeatureObject"],
      .list(
        ["FeatureName", "DisplayName", "Description", "RestartRequired", "State", "CustomProperties"]
          .map { ViewColumn($0) })),
    ViewDefinition(
      ["Microsoft.Windows.ServerManager.Commands.Feature"],
      .table([
        ViewColumn("Display Name", .computed(roleName), width: 55), ViewColumn("Name", width: 23),
        ViewColumn("Install State", .property("InstallState"), width: 14, alignment: .right),
      ])),
    ViewDefinition(
      ["Microsoft.Windows.ServerManager.Commands.FeatureOperationResult"],
      .table([
        ViewColumn("Success", width: 7), ViewColumn("Restart Needed", .property("RestartNeeded"), width: 14),
        ViewColumn("Exit Code", .property("ExitCode"), width: 14),
        ViewColumn("Feature Result", .property("FeatureResult")),
      ])),
  ]

  static let system: [ViewDefinition] = [
    ViewDefinition(
      ["System.Diagnostics.Process"],
      .table([
        ViewColumn("Handles", width: 7, alignment: .right),
        ViewColumn("NPM(K)", .computed { try kibibytes($0, "NPM", $1) }, width: 7, alignment: .right),
        ViewColumn("PM(K)", .computed { try kibibytes($0, "PM", $1) }, width: 8, alignment: .right),
        ViewColumn("WS(K)", .computed { try kibibytes($0, "WS", $1) }, width: 10, alignment: .right),
        ViewColumn("CPU(s)", .computed(seconds), width: 10, alignment: .right),
        ViewColumn("Id", width: 6, alignment: .right), ViewColumn("SI", width: 3, alignment: .right),
        ViewColumn("ProcessName"),
      ])),
    ViewDefinition(
      ["System.ServiceProcess.ServiceController"],
      .table([ViewColumn("Status", width: 8), ViewColumn("Name", width: 18), ViewColumn("DisplayName", width: 38)])),
    ViewDefinition(
      ["System.TimeZoneInfo"],
      .list(
        ["Id", "DisplayName", "StandardName", "DaylightName", "BaseUtcOffset", "SupportsDaylightSavingTime"]
          .map { ViewColumn($0) })),
  ]

  /// The depth in the tree as Windows draws it: `[X]` for what is installed.
  private static func roleName(_ value: Value, _ context: ValueContext) throws -> Value {
    let depth = Int(try Members.property(value, "Depth", context)?.integerValue ?? 1)
    let name = try Members.property(value, "DisplayName", context)?.displayString(context) ?? ""
    return .string(String(repeating: "    ", count: max(0, depth - 1)) + "[X] " + name)
  }

  private static func kibibytes(_ value: Value, _ name: String, _ context: ValueContext) throws -> Value {
    .int64((try Members.property(value, name, context)?.integerValue ?? 0) / 1024)
  }

  private static func seconds(_ value: Value, _ context: ValueContext) throws -> Value {
    guard let time = try Members.property(value, "CPU", context), !time.isNull else { return "" }
    return .string(try time.formatted("N2", context))
  }
}
