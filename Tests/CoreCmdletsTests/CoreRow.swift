import CoreCmdlets
import PowerShell
import Testing

/// A script and what it gives: values as text with " | " between them, "!Id" for errors, "W:text" for warnings.
struct CoreRow: CustomTestStringConvertible, Sendable {
  let script: String
  let expected: String
  /// What the user types, in order.
  let typed: [String]

  init(_ script: String, _ expected: String, typed: [String] = []) {
    (self.script, self.expected, self.typed) = (script, expected, typed)
  }

  var testDescription: String { script }

  func check() {
    let shell = TestShell(typed: typed)
    shell.run(script)
    #expect(shell.host.lines.joined(separator: " | ") == expected, "\(script)")
  }
}

/// A session with this target's commands and a host that records.
struct TestShell {
  let host: RecordingHost
  let console = PlainConsole()
  let facilities = CoreFacilities()
  let session: Session

  init(typed: [String] = [], options: SessionOptions = SessionOptions()) {
    host = RecordingHost(typed: typed)
    let factory = HostObjectFactory(host: host, console: console)
    var options = options
    options.constants.append(("Host", factory.hostObject))
    let registry = CommandRegistry()
    let commands = CoreModule.commands(facilities)
    for name in ["Microsoft.PowerShell.Core", "Microsoft.PowerShell.Utility", "Microsoft.PowerShell.Security"] {
      registry.add(
        CommandModule(name, version: Version(3, 1, 0, 0), commands: commands.filter { $0.module == name }))
    }
    registry.add(OutNull.module)
    session = Session(host: host, options: options, commands: registry)
    for (type, accelerators) in CoreModule.types { session.register(type, accelerators: accelerators) }
    session.register(factory.consoleType)
    facilities.hostObject = factory.hostObject
  }

  @discardableResult
  func run(_ script: String, name: String? = nil) -> RunOutcome? { try? session.run(script, name: name) }
}

/// Out-Null, which is not this target's.
private enum OutNull {
  static let module = CommandModule(
    "Test", version: Version(1, 0),
    commands: [
      CommandInfo(
        cmdlet: "Out-Null", module: "Test",
        metadata: { try CommandMetadata(cmdlet: "Out-Null", ["InputObject<value Object"]) }
      ) { ClosureCmdlet { _ in } }
    ])
}

/// Keeps what a session shows, and answers questions out of a list.
final class RecordingHost: ShellHost {
  private(set) var lines: [String] = [] {
    didSet { lines.last.map { onLine?($0) } }
  }
  /// Called with each line.
  var onLine: ((String) -> Void)?
  private var typed: [String]
  /// Whole error records, for tests of texts.
  private(set) var errors: [ErrorRecord] = []

  init(typed: [String] = []) { self.typed = typed }

  func write(_ value: Value) throws { lines.append(Self.text(value)) }

  func write(_ record: StreamRecord) throws {
    switch record {
    case .error(let record):
      errors.append(record)
      lines.append("!\(record.fullyQualifiedErrorID.split(separator: ",").first.map(String.init) ?? "")")
    case .warning(let text): lines.append("W:\(text)")
    case .verbose(let text): lines.append("V:\(text)")
    case .debug(let text): lines.append("D:\(text)")
    case .information(let record):
      let colors = [record.foreground, record.background].compactMap { $0 }.joined(separator: "/")
      lines.append("I:\(Self.text(record.message))\(record.hasNewLine ? "" : "~")\(colors.isEmpty ? "" : "#\(colors)")")
    case .progress(let record):
      lines.append(
        "P:\(record.activity),\(record.status),\(record.percentComplete)\(record.isCompleted ? ",done" : "")")
    case .host(let text): lines.append("H:\(text)")
    }
  }

  func readLine(prompt: String) throws -> String? {
    lines.append("?\(prompt)")
    return typed.isEmpty ? nil : typed.removeFirst()
  }

  func readSecret(prompt: String) throws -> String? {
    lines.append("*\(prompt)")
    return typed.isEmpty ? nil : typed.removeFirst()
  }

  func choose(_ prompt: ChoicePrompt) throws -> Int {
    lines.append("C:\(prompt.caption),\(prompt.message),\(prompt.choices.map(\.label).joined(separator: "/"))")
    guard !typed.isEmpty else { return prompt.defaultChoice ?? 0 }
    let answer = typed.removeFirst()
    return prompt.choices.firstIndex { $0.key.lowercased() == answer.lowercased() } ?? 0
  }

  static func text(_ value: Value) -> String {
    if value.isNull { return "<null>" }
    return (try? value.displayString()) ?? "<no text>"
  }
}
