internal import PowerShell

/// System.Diagnostics.ProcessStartInfo: what a process is started with.
// SAFETY: used by the thread of its session, as any object of an evaluator.
final class StartInfo: @unchecked Sendable {
  var texts: [String: String] = [:]
  var flags: [String: Bool] = ["UseShellExecute": true]
  var windowStyle: Value = "Normal"

  static let type = TypeReference(
    "System.Diagnostics.ProcessStartInfo", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: ["FileName", "Arguments", "Verb", "WorkingDirectory", "UserName"].map(text)
        + [
          "UseShellExecute", "CreateNoWindow", "RedirectStandardOutput", "RedirectStandardError",
          "RedirectStandardInput", "LoadUserProfile",
        ].map(flag) + [
          Property(
            "WindowStyle", set: { value, new, _ in value.payload(as: StartInfo.self)?.windowStyle = new },
            { value, _ in value.payload(as: StartInfo.self)?.windowStyle ?? .null })
        ],
      constructor: Method("ProcessStartInfo", 0...2, make)))

  private static func make(_: Value, _ arguments: [Value], _: ValueContext) throws -> Value {
    let info = StartInfo()
    info.texts["FileName"] = try arguments.text(0)
    info.texts["Arguments"] = try arguments.text(1)
    return .object(HostObject(type, payload: info))
  }

  private static func text(_ name: String) -> Property {
    Property(
      name,
      set: { value, new, context in value.payload(as: StartInfo.self)?.texts[name] = try new.displayString(context) },
      { value, _ in .string(value.payload(as: StartInfo.self)?.texts[name] ?? "") })
  }

  private static func flag(_ name: String) -> Property {
    Property(
      name, set: { value, new, _ in value.payload(as: StartInfo.self)?.flags[name] = new.isTrue },
      { value, _ in .boolean(value.payload(as: StartInfo.self)?.flags[name] ?? false) })
  }
}
