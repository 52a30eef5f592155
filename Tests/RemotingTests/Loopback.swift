import Glibc
import PowerShell
import Remoting
import Synchronization
import Testing

/// Machines that are threads of this process: every connection is a socket pair with a server at its other end, whose
/// sessions reach further machines the same way.
final class Loopback: RemoteConnector {
  static let machines: Set = ["L1", "L2", "L3", "B1", "B2", "B3"]
  private let level: Int
  /// Closes what the client holds when a script says Break-Link.
  private let breaks: Bool

  init(level: Int = 0, breaks: Bool = false) { (self.level, self.breaks) = (level, breaks) }

  func connect(_ target: RemoteTarget, isStopping: () -> Bool) throws -> any RemoteChannel {
    switch target {
    case .machine("off"): throw ConnectFailure.notRunning
    case .machine("deaf"): throw ConnectFailure.unavailable("the agent does not answer.")
    case .machine(let name): guard Self.machines.contains(name) else { throw ConnectFailure.notSingle }
    case .machineID(let id): guard id.hasPrefix("1") else { throw ConnectFailure.notSingle }
    case .host(let path):
      guard path.allSatisfy(Self.machines.contains) else { throw ConnectFailure.notSingle }
    case .localProcess: break
    }
    let (near, far) = try Sockets.pair()
    let name = target.text
    let serverChannel = DescriptorChannel(input: far, output: far)
    if breaks { Links.shared.note(serverChannel) }
    try ScriptThread(name: "server", stackSize: 1 << 20).start { [level] in
      try? RemoteServer.serve(serverChannel) { Fixture.session($0, name: name, level: level + 1).session }
    }
    return DescriptorChannel(input: near, output: near)
  }
}

enum Sockets {
  static func pair() throws -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { throw ChannelFailure("no sockets") }
    return (ends[0], ends[1])
  }
}

/// A session with the test's commands and those of remoting.
struct Fixture {
  let session: Session
  let state: RemotingState

  static func session(
    _ host: any ShellHost, name: String = "local", level: Int = 0, breaks: Bool = false, isInteractive: Bool = false
  ) -> Fixture {
    let state = RemotingState(connector: Loopback(level: level, breaks: breaks), isInteractive: isInteractive)
    let commands = CommandRegistry()
    for command in TestCommands.all + RemotingModule.commands(state: state) { commands.add(command) }
    var options = SessionOptions()
    options.constants = [("here", .string(name)), ("level", .int32(Int32(level)))]
    let session = Session(host: host, options: options, commands: commands)
    for (type, accelerators) in RemotingModule.types { session.register(type, accelerators: accelerators) }
    state.attach(to: session)
    return Fixture(session: session, state: state)
  }
}

/// Keeps what a session shows; answers from a list.
// SAFETY: used on one thread at a time.
final class RecordingHost: ShellHost, @unchecked Sendable {
  private(set) var lines: [String] = []
  private(set) var values: [Value] = []
  private(set) var records: [StreamRecord] = []
  var answers: [String?] = []
  var onWrite: ((Value) -> Void)?

  func write(_ value: Value) throws {
    values.append(value)
    lines.append(Self.text(value))
    onWrite?(value)
  }

  func write(_ record: StreamRecord) throws {
    records.append(record)
    switch record {
    case .error(let record):
      lines.append("!\(record.fullyQualifiedErrorID.split(separator: ",").first.map(String.init) ?? "")")
    case .warning(let text): lines.append("W:\(text)")
    case .verbose(let text): lines.append("V:\(text)")
    case .debug(let text): lines.append("D:\(text)")
    case .information(let record):
      let colour = record.foreground.map { "(\($0))" } ?? ""
      lines.append("I\(colour):\(Self.text(record.message))")
    case .progress(let record): lines.append("P:\(record.activity) \(record.percentComplete)")
    case .host(let text): lines.append("H:\(text)")
    }
  }

  func readLine(prompt: String) throws -> String? { try answer("Q:\(prompt)") }
  func readSecret(prompt: String) throws -> String? { try answer("S:\(prompt)") }

  func choose(_ prompt: ChoicePrompt) throws -> Int {
    let names = prompt.choices.map { "\($0.label)=\($0.help)" }.joined(separator: ",")
    let text = try answer("C:\(prompt.caption)/\(prompt.message)/\(names)/\(prompt.defaultChoice ?? -1)")
    return Int(text ?? "") ?? 0
  }

  func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value] {
    let names = fields.map { "\($0.name):\($0.type.name)" }.joined(separator: ",")
    let text = try answer("F:\(caption)/\(message)/\(names)")
    return (text ?? "").split(separator: ";").map { .string(String($0)) }
  }

  private func answer(_ line: String) throws -> String? {
    guard !answers.isEmpty else { throw NotInteractive.error }
    lines.append(line)
    return answers.removeFirst()
  }

  static func text(_ value: Value) -> String {
    if value.isNull { return "<null>" }
    return (try? value.displayString()) ?? "<no text>"
  }
}

/// A script and what it gives: values as text with " | " between them, "!Id" for errors, "W:text" for warnings.
struct RemoteRow: CustomTestStringConvertible, Sendable {
  let script: String
  let expected: String
  let answers: [String?]

  init(_ script: String, _ expected: String, answers: [String?] = []) {
    (self.script, self.expected, self.answers) = (script, expected, answers)
  }

  var testDescription: String { script }

  func check() async throws {
    let lines = try await ScriptThread.run { [script, answers] in
      let host = RecordingHost()
      host.answers = answers
      let fixture = Fixture.session(host)
      defer { fixture.state.close() }
      try fixture.session.run(script)
      return host.lines
    }
    #expect(lines.joined(separator: " | ") == expected, "\(script)")
  }
}
