internal import FoundationEssentials
public import HostAPI
internal import Glibc
public import Terminal

/// The product as a user has it: the executables in `DROSTE_BIN`, with folders of the test's own.
public struct Droste: Sendable {
  /// The folder that `DROSTE_BIN` names; nil when it names none, and then the tests of the real thing cannot run.
  public static var binaries: String? {
    ProcessInfo.processInfo.environment["DROSTE_BIN"].flatMap { $0.isEmpty ? nil : $0 }
  }

  public let folder: ScratchFolder
  private let binary: String

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
    Command([binary] + arguments, environment: environment)
  }

  /// Runs `droste ARGUMENTS` to its end.
  @discardableResult
  public func callAsFunction(_ arguments: String..., limit: Duration = .seconds(120)) async throws -> CommandResult {
    try await command(arguments).run(limit: limit)
  }

  /// Runs the service in the foreground while `body` runs, then stops it.
  public func withService(_ body: @escaping @Sendable (HostClient) async throws -> Void) async throws {
    let result = try await command(["host"]).run(limit: .seconds(300)) { running in
      defer { kill(running.processID, SIGTERM) }
      let answers = try await eventually(within: .seconds(30)) { (try? await client.status()) != nil }
      guard answers else { throw RunningCommand.Missing(text: "an answer at \(socket)", found: running.text) }
      try await body(client)
    }
    guard result.succeeded else { throw CommandFailed(result: result) }
  }

  /// `droste status --json`, decoded.
  public func tree() async throws -> HostTree {
    let result = try await self("status", "--json", limit: .seconds(60))
    guard result.succeeded else { throw CommandFailed(result: result) }
    return try JSONDecoder().decode(HostTree.self, from: Data(result.output.utf8))
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
