internal import FoundationEssentials
internal import Glibc
internal import Subprocess

/// A program that a test runs, with its output in files: what it leaves running in the background may keep them open
/// without keeping the test waiting.
public struct Command: Sendable {
  /// The program and its arguments.
  public var words: [String]
  /// Added to this process's environment, replacing what has the same name.
  public var environment: [String: String]

  public init(_ words: [String], environment: [String: String] = [:]) {
    self.words = words
    self.environment = environment
  }

  /// Runs the program to its end, with `during` beside it. After `limit` it is told to end and then killed.
  ///
  /// The program leads a process group of its own, as under a shell, so that a signal meets the programs that it
  /// runs in the foreground too.
  public func run(
    limit: Duration = .seconds(120), during: @escaping @Sendable (RunningCommand) async throws -> Void = { _ in }
  ) async throws -> CommandResult {
    let folder = try ScratchFolder("dc")
    defer { folder.remove() }
    let started = ContinuousClock.now
    let status = try await withThrowingTaskGroup(of: TerminationStatus?.self) { group in
      group.addTask { try await execute(folder: folder.path, during: during) }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      let first = try await group.next() ?? nil
      group.cancelAll()
      if let first { return first }
      // Cancelled: the group waits for the program's end.
      while try await group.next() != nil {}
      throw TimeLimit(command: words, limit: limit, output: folder.text("out"), error: folder.text("err"))
    }
    var result = CommandResult(
      exitCode: nil, signal: nil, output: folder.text("out"), error: folder.text("err"),
      duration: ContinuousClock.now - started)
    switch status {
    case .exited(let code): result.exitCode = code
    case .signaled(let number): result.signal = number
    }
    return result
  }

  private func execute(
    folder: String, during: @escaping @Sendable (RunningCommand) async throws -> Void
  ) async throws -> TerminationStatus {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(10))]
    var added: [Environment.Key: String?] = [:]
    for (name, value) in environment { if let key = Environment.Key(rawValue: name) { added[key] = value } }
    let script = #"folder=$1; shift; exec "$@" >"$folder/out" 2>"$folder/err" </dev/null"#
    return try await Subprocess.run(
      .name("sh"), arguments: Arguments(["-c", script, "sh", folder] + words),
      environment: .inherit.updating(added), platformOptions: options, input: .none, output: .discarded,
      error: .discarded
    ) { execution in
      try await during(RunningCommand(processID: execution.processIdentifier.value, folder: folder))
    }.terminationStatus
  }
}

/// A command on its way.
public struct RunningCommand: Sendable {
  public let processID: Int32
  let folder: String

  /// Both outputs so far, standard output first.
  public var text: String { read("out") + read("err") }

  private func read(_ name: String) -> String {
    (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
  }

  /// Sends a signal to the program alone.
  public func signal(_ number: Int32) { kill(processID, number) }

  /// What a terminal does at Ctrl-C: SIGINT to the whole foreground group.
  public func interrupt() { kill(-processID, SIGINT) }

  /// Waits until the outputs hold `text`. Throws `Missing` when the program ends or `limit` passes before.
  public func wait(for text: String, limit: Duration = .seconds(120)) async throws {
    let found = try await eventually(within: limit) { self.text.contains(text) || kill(processID, 0) != 0 }
    guard found, self.text.contains(text) else { throw Missing(text: text, found: self.text) }
  }

  /// A text that was awaited and did not come.
  public struct Missing: Error, CustomStringConvertible {
    public var text: String
    public var found: String
    public var description: String { "no \"\(text)\" in:\n\(found)" }
  }
}

/// How a command ended, and all that it wrote.
public struct CommandResult: Sendable, CustomStringConvertible {
  /// Nil when a signal ended it.
  public var exitCode: Int32?
  public var signal: Int32?
  public var output: String
  public var error: String
  public var duration: Duration

  public var succeeded: Bool { exitCode == 0 }
  /// Both outputs.
  public var text: String { output + error }

  public var description: String {
    let ending = exitCode.map { "exit code \($0)" } ?? "signal \(signal ?? 0)"
    return "\(ending) after \(duration)\n--- output\n\(output)--- error\n\(error)"
  }
}

/// A command that took too long.
public struct TimeLimit: Error, CustomStringConvertible {
  public var command: [String]
  public var limit: Duration
  public var output: String
  public var error: String
  public var description: String {
    "\(command.joined(separator: " ")) took more than \(limit)\n--- output\n\(output)--- error\n\(error)"
  }
}

/// Asks again and again, 20 ms apart, whether something has come to be that tells nobody of it; false when it has not
/// within `limit`.
public func eventually(
  within limit: Duration, _ condition: @Sendable () async throws -> Bool
) async throws -> Bool {
  let end = ContinuousClock.now.advanced(by: limit)
  while true {
    if try await condition() { return true }
    if ContinuousClock.now >= end { return false }
    try await Task.sleep(for: .milliseconds(20))
  }
}
