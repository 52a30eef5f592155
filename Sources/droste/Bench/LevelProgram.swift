internal import FoundationEssentials
internal import Glibc
internal import GuestLink
internal import HostAPI
internal import HyperV
internal import LevelCost
internal import Processes
internal import Terminal

/// The measuring program on one level: a process of this computer, or a command in a machine. Ends when the task that runs
/// it is cancelled.
enum LevelProgram: Sendable {
  /// - Parameter program: the path of `droste-agent`.
  case here(program: String)
  case machine(HostClient, name: String)

  /// Runs the program with an input that ends when the program does, and gives what it writes to `take`, piece by piece.
  /// - Throws: `unavailable` when it does not end well.
  func run(_ arguments: [String], take: @escaping @Sendable ([UInt8]) async throws -> Void) async throws {
    switch self {
    case .here(let program): try await runHere(program, arguments, take)
    case .machine(let client, let name):
      // Nothing is ever typed; the stream is open until the task ends.
      let input = AsyncStream<[UInt8]> { _ in }
      let errors = Tail()
      let code = try await client.execute(
        name, ExecRequest(arguments: ["/usr/bin/droste-agent"] + arguments), input: input
      ) { piece in
        switch piece {
        case .output(let bytes): try await take(bytes)
        case .error(let bytes): await errors.add(bytes)
        }
      }
      guard code == 0 else { throw Self.failure(arguments, "code \(code)", await errors.text) }
    }
  }

  private func runHere(
    _ program: String, _ arguments: [String], _ take: @escaping @Sendable ([UInt8]) async throws -> Void
  ) async throws {
    guard let output = Pipe.open() else { throw Self.failure(arguments, "no pipe", "") }
    guard let input = Pipe.open() else {
      for end in [output.reading, output.writing] { close(end) }
      throw Self.failure(arguments, "no pipe", "")
    }
    // The input ends with this process at the latest, and with it a server.
    defer { for end in [output.reading, input.writing] { close(end) } }
    let process: DetachedProcess
    do {
      defer { for end in [output.writing, input.reading] { close(end) } }
      process = try DetachedProcess.spawn(
        SpawnRequest(
          executable: program, arguments: arguments,
          descriptors: [.init(input.reading, as: 0), .init(output.writing, as: 1)]))
    } catch {
      throw DrosteError(.unavailable, "The measuring program cannot be started.", cause: "\(error)", hint: "make build")
    }
    try await withTaskCancellationHandler {
      do {
        while case let bytes = await BlockingThread.run({ Self.read(output.reading) }), !bytes.isEmpty {
          try await take(bytes)
        }
      } catch {
        process.kill()
        throw error
      }
      let exit = await process.waitForExit()
      try Task.checkCancellation()
      guard exit == .exited(0) else {
        throw Self.failure(arguments, "\(exit.map { "\($0)" } ?? "nobody knows how")", "")
      }
    } onCancel: {
      process.kill()
    }
  }

  private static func read(_ descriptor: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      // SAFETY: the kernel writes at most buffer.count bytes into the array's own storage.
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      return Array(buffer.prefix(max(0, count)))
    }
  }

  private static func failure(_ arguments: [String], _ ending: String, _ errors: String) -> DrosteError {
    DrosteError(
      .unavailable, "droste-agent \(arguments.joined(separator: " ")) ended with \(ending).",
      cause: errors.isEmpty ? nil : errors.printable, hint: "droste image build host")
  }
}

/// The last 400 bytes of what a program says.
private actor Tail {
  private var bytes: [UInt8] = []

  func add(_ more: [UInt8]) { bytes = (bytes + more).suffix(400) }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
