import PowerShell
import Testing

/// A script and what it gives: values as text with " | " between them, "!Id" for errors, "W:text" for warnings.
struct RuntimeRow: CustomTestStringConvertible, Sendable {
  let script: String
  let expected: String

  init(_ script: String, _ expected: String) { (self.script, self.expected) = (script, expected) }

  var testDescription: String { script }

  func check() {
    let host = RecordingHost()
    let session = Session(host: host, commands: TestCommands.registry())
    #expect(throws: Never.self) { try session.run(script) }
    #expect(host.lines.joined(separator: " | ") == expected, "\(script)")
  }
}

/// Keeps what a session shows.
final class RecordingHost: ShellHost {
  private(set) var lines: [String] = []

  func write(_ value: Value) throws { lines.append(Self.text(value)) }

  func write(_ record: StreamRecord) throws {
    switch record {
    case .error(let record):
      lines.append("!\(record.fullyQualifiedErrorID.split(separator: ",").first.map(String.init) ?? "")")
    case .warning(let text): lines.append("W:\(text)")
    case .verbose(let text): lines.append("V:\(text)")
    case .debug(let text): lines.append("D:\(text)")
    case .information(let record): lines.append("I:\(Self.text(record.message))")
    case .progress(let record): lines.append("P:\(record.activity)")
    case .host(let text): lines.append("H:\(text)")
    }
  }

  static func text(_ value: Value) -> String {
    if value.isNull { return "<null>" }
    return (try? value.displayString()) ?? "<no text>"
  }
}
