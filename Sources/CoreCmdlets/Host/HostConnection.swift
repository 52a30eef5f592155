internal import PowerShell

/// A session's host and its console, as the payload of `$Host` and of what hangs from it.
// SAFETY: used on the session's thread, as both are.
final class HostConnection: @unchecked Sendable {
  let host: any ShellHost
  let console: any ConsoleDevice
  let name: String
  let version: Version
  let instance = Guid.random()
  /// `$Host.PrivateData`: the colours of the streams.
  let colors = PropertyBag(
    [
      "ErrorForegroundColor": "Red", "ErrorBackgroundColor": "Black", "WarningForegroundColor": "Yellow",
      "WarningBackgroundColor": "Black", "DebugForegroundColor": "Yellow", "DebugBackgroundColor": "Black",
      "VerboseForegroundColor": "Yellow", "VerboseBackgroundColor": "Black", "ProgressForegroundColor": "Yellow",
      "ProgressBackgroundColor": "DarkCyan",
    ], typeName: "Microsoft.PowerShell.ConsoleHost+ConsoleColorProxy")

  init(_ host: any ShellHost, _ console: any ConsoleDevice, name: String, version: Version) {
    (self.host, self.console, self.name, self.version) = (host, console, name, version)
  }

  /// Text for the screen that is in no stream.
  func show(_ text: String, newLine: Bool, foreground: String? = nil, background: String? = nil) throws {
    try host.write(
      .information(
        InformationRecord(
          .string(text), tags: ["PSHOST"], isHostOutput: true, hasNewLine: newLine, foreground: foreground,
          background: background)))
  }

  /// `(text)` or `(foreground, background, text)`.
  func show(_ arguments: [Value], newLine: Bool, _ context: ValueContext) throws {
    let text = try arguments.last?.displayString(context) ?? ""
    guard arguments.count == 3 else { return try show(text, newLine: newLine) }
    try show(
      text, newLine: newLine, foreground: try color(arguments[0], context), background: try color(arguments[1], context)
    )
  }

  func color(_ value: Value, _ context: ValueContext) throws -> String {
    try value.converted(to: BuiltInType.consoleColor, context).displayString(context)
  }
}

extension Value {
  var connection: HostConnection? { payload(as: HostConnection.self) }
}
