import Subprocess
import TestSupport

/// Times of processes.
enum Stopwatch {
  static func seconds(since start: ContinuousClock.Instant) -> Double {
    let duration = ContinuousClock.now - start
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  /// Seconds from before a process is made to after its end, its outputs thrown away. Throws when it fails.
  static func run(_ command: Command) async throws -> Double {
    let start = ContinuousClock.now
    let status = try await Subprocess.run(
      executable(command), arguments: Arguments(Array(command.words.dropFirst())),
      environment: environment(command), input: .none, output: .discarded, error: .discarded
    ).terminationStatus
    let time = seconds(since: start)
    guard status.isSuccess else {
      throw BenchError(text: "\(command.words.joined(separator: " ")) ended with \(status)")
    }
    return time
  }

  /// Seconds from before a process is made until its standard output holds its first byte. The process is killed then.
  static func firstByte(_ words: [String], limit: Duration = .seconds(120)) async throws -> Double {
    try await withThrowingTaskGroup(of: Double.self) { group in
      group.addTask {
        let start = ContinuousClock.now
        let command = Command(words)
        let result = try await Subprocess.run(
          executable(command), arguments: Arguments(Array(words.dropFirst())), input: .none, output: .sequence,
          error: .string(limit: 1 << 20)
        ) { execution -> Double? in
          for try await _ in execution.standardOutput {
            let time = seconds(since: start)
            try execution.send(signal: .kill)
            return time
          }
          return nil
        }
        guard let time = result.closureResult else {
          throw BenchError(text: "\(words.joined(separator: " "))\nwrote nothing: \(result.standardError)")
        }
        return time
      }
      group.addTask {
        try await Task.sleep(for: limit)
        throw BenchError(text: "\(words.joined(separator: " "))\nwrote nothing within \(limit)")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? 0
    }
  }

  /// Looked up in PATH, in front of which the program's own folder is put: no shell comes in between.
  private static func executable(_ command: Command) -> Executable {
    .name(String(command.words[0].split(separator: "/").last ?? ""))
  }

  private static func environment(_ command: Command) -> Environment {
    var added: [Environment.Key: String?] = [:]
    for (name, value) in command.environment { if let key = Environment.Key(rawValue: name) { added[key] = value } }
    if let folder = Droste.binaries { added["PATH"] = "\(folder):/usr/bin:/bin:/usr/sbin:/sbin" }
    return .inherit.updating(added)
  }
}
