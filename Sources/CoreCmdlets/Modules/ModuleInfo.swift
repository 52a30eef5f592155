internal import PowerShell

/// System.Management.Automation.PSModuleInfo of a module that has no state: one of the shell's own, or one on disk.
enum ModuleInfo {
  private static let names = [
    "Name", "Path", "ModuleBase", "Version", "ModuleType", "Description", "ExportedFunctions", "ExportedCmdlets",
    "ExportedAliases", "ExportedVariables", "ExportedCommands",
  ]

  /// As a parameter's type it takes any module's object, one that came back from another machine as well.
  static let type = TypeReference(
    ModuleRecord.typeName, .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: names.map { name in
        Property(name) { value, _ in value.payload(as: Payload.self)?.values[name] ?? .null }
      },
      convert: { value, _ in value.typeNames.contains { $0.hasSuffix(ModuleRecord.typeName) } ? value : nil }))

  private struct Payload: Sendable {
    let name: String
    let values: [String: Value]
  }

  static func make(name: String, _ values: [String: Value]) -> Value {
    let payload = Payload(name: name, values: values.merging(["Name": .string(name)]) { first, _ in first })
    return .object(HostObject(type, payload: payload) { ($0 as? Payload)?.name })
  }
}
