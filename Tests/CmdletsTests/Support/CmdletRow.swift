import Cmdlets
import CoreCmdlets
import Formatting
import HostAPI
import NetworkCmdlets
import PowerShell
import Testing

/// A script and what it gives: values as text with " | " between them, "!Id,Class" for errors, "W:text" for warnings,
/// "H:text" for what -WhatIf shows, "?:text" for questions.
struct CmdletRow: CustomTestStringConvertible, Sendable {
  let script: String
  let expected: String
  /// The index of each answer to a question, in turn; without any left, nobody can be asked.
  let answers: [Int]

  init(_ script: String, _ expected: String, answers: [Int] = []) {
    (self.script, self.expected, self.answers) = (script, expected, answers)
  }

  var testDescription: String { script }

  func check(_ client: HostClient, variables: [(String, Value)] = []) async throws {
    let lines = try await CmdletSession.lines(script, client, answers: answers, variables: variables)
    #expect(lines.joined(separator: " | ") == expected, "\(script)")
  }
}

/// A session with the cmdlets of a host.
enum CmdletSession {
  /// Runs a script on a thread of its own and gives what it shows.
  static func lines(
    _ script: String, _ client: HostClient, answers: [Int] = [], variables: [(String, Value)] = [],
    extra: @escaping @Sendable () -> [CommandInfo] = { [] }
  ) async throws -> [String] {
    try await ScriptThread.run {
      let host = RecordingHost(answers)
      let session = Session(host: host, commands: registry(client, extra()))
      for type in HyperVModule.types { session.register(type.0, accelerators: type.accelerators) }
      for (name, value) in variables { try session.setVariable(name, value) }
      try session.run(script)
      return host.lines
    }
  }

  /// Runs a script with cmdlets that only tell how they were bound.
  static func stubbed(_ script: String, _ stubs: StubCommands) async throws -> [String] {
    try await ScriptThread.run {
      let host = RecordingHost(Array(repeating: 0, count: 20))
      let registry = CommandRegistry()
      let views = ViewTable()
      for command in CoreModule.commands(CoreFacilities()) + FormattingModule.commands(views: views) + stubs.commands()
        + StubCommands.others
      {
        registry.add(command)
      }
      let session = Session(host: host, commands: registry)
      try session.setVariable("vmNetworkAdapter", StubCommands.object("VMNetworkAdapter"))
      try session.setVariable("vmHardDiskDrive", StubCommands.object("HardDiskDrive"))
      try session.run(script)
      return host.lines
    }
  }

  static func registry(_ client: HostClient, _ extra: [CommandInfo] = []) -> CommandRegistry {
    let environment = HostEnvironment(hostName: "TESTHOST") { client }
    let views = ViewTable(
      HyperVModule.views + NetNatModule.views + CoreModule.views + NetworkModule.views + FormattingModule.views)
    let own = HyperVModule.commands(environment: environment) + NetNatModule.commands(environment: environment)
    let registry = CommandRegistry()
    let all = CoreModule.commands(CoreFacilities()) + FormattingModule.commands(views: views) + own + extra
    for command in all { registry.add(command) }
    for command in KnownCommands.commands(except: Set((own + extra).map(\.name))) { registry.add(command) }
    return registry
  }
}

/// Keeps what a session shows, and answers its questions.
final class RecordingHost: ShellHost {
  private(set) var lines: [String] = []
  private var answers: [Int]

  init(_ answers: [Int]) { self.answers = answers }

  func write(_ value: Value) throws { lines.append(Self.text(value)) }

  func write(_ record: StreamRecord) throws {
    switch record {
    case .error(let record): lines.append("!\(Self.short(record.fullyQualifiedErrorID))")
    case .warning(let text): lines.append("W:\(text)")
    case .verbose(let text): lines.append("V:\(text)")
    case .debug(let text): lines.append("D:\(text)")
    case .information(let record): lines.append("I:\(Self.text(record.message))")
    case .progress(let record): lines.append("P:\(record.activity)")
    case .host(let text): lines.append("H:\(text)")
    }
  }

  func choose(_ prompt: ChoicePrompt) throws -> Int {
    guard !answers.isEmpty else { throw NotInteractive.error }
    let keys = prompt.choices.map { "[\($0.key)]" }.joined()
    lines.append("?:\(prompt.caption)/\(prompt.message.replacing("\n", with: "/")) \(keys)")
    return answers.removeFirst()
  }

  private static func short(_ id: String) -> String {
    id.replacing("Microsoft.HyperV.PowerShell.Commands.", with: "")
  }

  static func text(_ value: Value) -> String {
    if value.isNull { return "<null>" }
    return (try? value.displayString()) ?? "<no text>"
  }
}
