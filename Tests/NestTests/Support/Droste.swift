internal import FoundationEssentials
internal import Glibc
public import HostAPI
public import Terminal

/// The product as a user has it: the executables in `DROSTE_BIN`, with folders of the test's own.
public struct Droste: Sendable {
  /// The folder that `DROSTE_BIN` names; nil when it names none, and then the tests of the real thing cannot run.
  public static var binaries: String? {
    ProcessInfo.processInfo.environment["DROSTE_BIN"].flatMap { $0.isEmpty ? nil : $0 }
  }

  public let folder: ScratchFolder
  private let binary: String
  /// A network namespace (`/run/netns/NAME`) in which the commands run; nil: this one.
  public var namespace: String?

  public init() throws {
    guard let binaries = Self.binaries else { throw NoBinaries() }
    binary = binaries + "/droste"
    folder = try ScratchFolder()
  }

  public var home: String { folder.path + "/h" }
  public var run: String { folder.path + "/r" }
  public var socket: String { run + "/api.sock" }
  public var client: HostClient { HostClient(socketPath: socket) }
  /// Where the store and the sockets are. `DROSTE_IMAGES` is taken from this process.
  public var environment: [String: String] { ["DROSTE_HOME": home, "DROSTE_RUN": run] }

  public func command(_ arguments: [String]) -> Command {
    let entering = namespace.map { ["ip", "netns", "exec", $0] } ?? []
    return Command(entering + [binary] + arguments, environment: environment)
  }

  /// Runs `droste ARGUMENTS` to its end.
  @discardableResult
  public func callAsFunction(_ arguments: String..., limit: Duration = .seconds(120)) async throws -> CommandResult {
    try await command(arguments).run(limit: limit)
  }

  /// Runs the service while `body` runs, then stops it.
  public func withService(_ body: (HostClient) async throws -> Void) async throws {
    let service = try await startService()
    let result: Result<Void, any Error>
    do { result = .success(try await body(client)) } catch { result = .failure(error) }
    try await service.stop()
    try result.get()
  }

  /// Starts `droste host` and returns when it answers.
  ///
  /// - Parameter words: a command that becomes the one which follows it: `unshare --mount`.
  public func startService(by words: [String] = []) async throws -> ForegroundService {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    var command = command(["host"])
    command.words = words + command.words
    let started = command
    let client = client
    let (answers, answer) = AsyncThrowingStream.makeStream(of: Int32.self)
    let task = Task {
      do {
        return try await started.run(limit: .seconds(600)) { running in
          let isUp = try await eventually(within: .seconds(60)) {
            if (try? await client.status()) != nil { return true }
            guard ProcessTable.isAlive(running.processID) else {
              throw RunningCommand.Missing(text: "an answer", found: running.text)
            }
            return false
          }
          guard isUp else { throw RunningCommand.Missing(text: "an answer", found: running.text) }
          answer.yield(running.processID)
          for await _ in ends {}
          running.signal(SIGTERM)
        }
      } catch {
        answer.finish(throwing: error)
        throw error
      }
    }
    for try await processID in answers { return ForegroundService(processID: processID, task: task, end: end) }
    throw CancellationError()
  }

  /// `droste status --json`, decoded.
  public func tree() async throws -> HostTree {
    let result = try await self("status", "--json", limit: .seconds(60))
    guard result.succeeded else { throw CommandFailed(result: result) }
    return try JSONDecoder().decode(HostTree.self, from: Data(result.output.utf8))
  }
}

/// A service that a test started.
public struct ForegroundService: Sendable {
  public let processID: Int32
  let task: Task<CommandResult, any Error>
  let end: AsyncStream<Void>.Continuation

  /// Tells it to end, as `systemctl stop` does, and throws when it does not end well.
  public func stop() async throws {
    end.finish()
    let result = try await task.value
    guard result.succeeded else { throw CommandFailed(result: result) }
  }
}

/// `DROSTE_BIN` does not name the folder of the executables.
public struct NoBinaries: Error, CustomStringConvertible {
  public var description: String { "DROSTE_BIN names no folder with droste in it; make test sets it" }
}

/// A command that should have succeeded.
public struct CommandFailed: Error, CustomStringConvertible {
  public var result: CommandResult
  public init(result: CommandResult) { self.result = result }
  public var description: String { result.description }
}
