internal import Formatting
internal import PowerShell

extension ManagementViews {
  static let files: [ViewDefinition] = [
    ViewDefinition(
      ["System.IO.FileInfo", "System.IO.DirectoryInfo"],
      .table([
        ViewColumn("Mode", width: 7),
        ViewColumn("LastWriteTime", .computed(lastWrite), width: 25, alignment: .right),
        ViewColumn("Length", .computed(length), width: 14, alignment: .right),
        ViewColumn("Name", fillsLine: true),
      ]),
      groupBy: ViewColumn("Directory", .computed(folder)), isGroupFramed: true),
    ViewDefinition(["System.Management.Automation.PathInfo"], .table([ViewColumn("Path")])),
    ViewDefinition(
      ["System.Management.Automation.PSDriveInfo"],
      .table([
        ViewColumn("Name", width: 10),
        ViewColumn("Used (GB)", .computed { try gigabytes($0, "Used", $1) }, width: 13, alignment: .right),
        ViewColumn("Free (GB)", .computed { try gigabytes($0, "Free", $1) }, width: 13, alignment: .right),
        ViewColumn("Provider", .computed(providerName), width: 13),
        ViewColumn("Root", width: 35),
        ViewColumn("CurrentLocation", alignment: .right),
      ])),
    ViewDefinition(
      ["System.Management.Automation.ProviderInfo"],
      .table([ViewColumn("Name", width: 20), ViewColumn("Capabilities", width: 45), ViewColumn("Drives")])),
    ViewDefinition(
      ["Microsoft.Win32.RegistryKey"],
      .table([ViewColumn("Name", .property("PSChildName"), width: 30), ViewColumn("Property")]),
      groupBy: ViewColumn("Hive", .computed(folder))),
    ViewDefinition(
      ["Microsoft.Powershell.Utility.FileHash"],
      .table([ViewColumn("Algorithm", width: 15), ViewColumn("Hash", width: 70), ViewColumn("Path")])),
  ]

  private static func lastWrite(_ value: Value, _ context: ValueContext) throws -> Value {
    guard let time = try Members.property(value, "LastWriteTime", context), case .dateTime = time.unwrapped else {
      return ""
    }
    let (day, clock) = (try time.formatted("d", context), try time.formatted("t", context))
    return .string(padded(day, 10) + "  " + padded(clock, 8))
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func length(_ value: Value, _ context: ValueContext) throws -> Value {
    if try Members.property(value, "PSIsContainer", context)?.isTrue ?? false { return "" }
    return try Members.property(value, "Length", context) ?? ""
  }

  /// Without the provider's name.
  private static func folder(_ value: Value, _ context: ValueContext) throws -> Value {
    let text = try Members.property(value, "PSParentPath", context)?.displayString(context) ?? ""
    return .string(text.firstRange(of: "::").map { String(text[$0.upperBound...]) } ?? text)
  }

  private static func providerName(_ value: Value, _ context: ValueContext) throws -> Value {
    let text = try Members.property(value, "Provider", context)?.displayString(context) ?? ""
    return .string(text.split(separator: "\\").last.map(String.init) ?? text)
  }

  private static func gigabytes(_ value: Value, _ name: String, _ context: ValueContext) throws -> Value {
    guard let number = try Members.property(value, name, context)?.integerValue else { return "" }
    return .string(try Value.double(Double(number) / 1_073_741_824).formatted("F2", context))
  }
}
