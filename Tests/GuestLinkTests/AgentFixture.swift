import Foundation
import GuestLink
import NIOCore
import NIOPosix
import Testing

/// One event loop for the links of all tests.
let tests = MultiThreadedEventLoopGroup(numberOfThreads: 1)

/// A folder with a short path, removed at the end.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/dr.XXXXXX".utf8CString)
    path = String(cString: mkdtemp(&template))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }
}

/// The real agent, on a unix socket in the place of the device.
final class AgentProcess: @unchecked Sendable {
  // SAFETY: `process` is started in init and only signalled and waited for afterwards.
  private let process = Process()
  let socket: String

  init(_ folder: TemporaryFolder, name: String = "agent.sock") throws {
    socket = folder(name)
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("droste-agent")
    process.arguments = ["--socket", socket]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "DROSTE_API": folder("api.sock"), "DROSTE_POWEROFF": folder("poweroff"), "DROSTE_REBOOT": folder("reboot"),
    ]) { $1 }
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { end() }

  var isRunning: Bool { process.isRunning }

  func end() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}

/// A running link to a real agent.
final class LinkedAgent: Sendable {
  let folder = TemporaryFolder()
  let agent: AgentProcess
  let link: GuestLink
  private let running: Task<Void, Never>

  init(timing: LinkTiming = LinkTiming()) async throws {
    agent = try AgentProcess(folder)
    let link = GuestLink(socketPath: agent.socket, eventLoopGroup: tests, timing: timing)
    self.link = link
    running = Task { await link.run() }
    try await link.waitUntilConnected(timeout: .seconds(30))
  }

  deinit {
    running.cancel()
    agent.end()
  }
}

/// Bytes that differ from place to place, in pieces.
struct Pattern: AsyncSequence, Sendable {
  let length: Int
  var piece = 100_000
  /// Called after each piece.
  var progress: @Sendable (Int) async throws -> Void = { _ in }

  static func bytes(_ range: Range<Int>) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(range.count + 8)
    var word = range.lowerBound / 8
    while buffer.writerIndex < range.count {
      buffer.writeInteger(UInt64(word) &* 0x9E37_79B9_7F4A_7C15)
      word += 1
    }
    return buffer.getSlice(at: 0, length: range.count)!
  }

  func makeAsyncIterator() -> Iterator { Iterator(pattern: self) }

  struct Iterator: AsyncIteratorProtocol {
    let pattern: Pattern
    var offset = 0

    mutating func next() async throws -> ByteBuffer? {
      if offset > 0 { try await pattern.progress(offset) }
      guard offset < pattern.length else { return nil }
      let end = Swift.min(offset + pattern.piece / 8 * 8, pattern.length)
      defer { offset = end }
      return Pattern.bytes(offset..<end)
    }
  }
}

extension GuestLink {
  func shell(_ script: String, input: [UInt8] = []) async throws -> ExecResult {
    try await execute(ExecRequest(arguments: ["/bin/sh", "-c", script], input: input))
  }
}
