import FoundationEssentials
import Glibc
import ManagementCmdlets
import PowerShell
import Testing

/// A script and what it gives, with a folder of its own as the location. Values are text with " | " between them, "!Id"
/// for errors, "W:text" for warnings. `~T` in script and expectation is that folder's path.
struct Row: CustomTestStringConvertible, Sendable {
  let script: String
  let expected: String

  init(_ script: String, _ expected: String) { (self.script, self.expected) = (script, expected) }

  var testDescription: String { script }

  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try TestFolder.with { folder in
      let shown = try TestShell(folder).run(script.replacing("~T", with: folder))
      #expect(shown == expected.replacing("~T", with: folder), "\(script)", sourceLocation: sourceLocation)
    }
  }
}

/// A session with this module's commands and the few others that rows need.
final class TestShell {
  let host: RecordingHost
  let session: Session

  init(_ folder: String, _ options: ManagementOptions = ManagementOptions(), answers: [Int] = []) throws {
    host = RecordingHost(answers)
    let registry = CommandRegistry()
    for command in ManagementModule.commands() + TestCommands.all { registry.add(command) }
    session = Session(host: host, commands: registry)
    ManagementModule.attach(to: session, options)
    try session.run("Set-Location '\(folder)'")
  }

  /// What the script shows, beyond what earlier ones showed.
  func run(_ script: String) throws -> String {
    host.lines = []
    try session.run(script)
    return host.lines.joined(separator: " | ")
  }
}

enum TestFolder {
  /// A folder that is removed afterwards.
  static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/management-XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    let path = String(cString: made)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}

/// Keeps what a session shows and answers its questions.
final class RecordingHost: ShellHost {
  var lines: [String] = []
  private(set) var prompts: [String] = []
  private(set) var records: [ErrorRecord] = []
  var onLine: ((String) -> Void)?
  var onValue: ((Value) -> Void)?
  private var answers: [Int]

  init(_ answers: [Int]) { self.answers = answers }

  func write(_ value: Value) throws {
    lines.append(Self.text(value))
    onLine?(lines.last ?? "")
    onValue?(value)
  }

  func write(_ record: StreamRecord) throws {
    switch record {
    case .error(let record):
      records.append(record)
      lines.append("!\(record.fullyQualifiedErrorID)".replacing("Microsoft.PowerShell.Commands.", with: ""))
    case .warning(let text): lines.append("W:\(text)")
    case .verbose(let text): lines.append("V:\(text)")
    case .debug(let text): lines.append("D:\(text)")
    case .information(let record): lines.append("I:\(Self.text(record.message))")
    case .progress(let record): lines.append("P:\(record.activity)")
    case .host(let text): lines.append("H:\(text)")
    }
  }

  func choose(_ prompt: ChoicePrompt) throws -> Int {
    prompts.append(prompt.message)
    guard !answers.isEmpty else { throw NotInteractive.error }
    return answers.removeFirst()
  }

  static func text(_ value: Value) -> String {
    if value.isNull { return "<null>" }
    return (try? value.displayString()) ?? "<no text>"
  }
}
