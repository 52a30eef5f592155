internal import Glibc
internal import HyperV

/// A capture under way: pieces of a pcapng section as the switch writes them. Nothing is read ahead: while nobody asks for
/// the next piece, the switch waits with it, and counts as lost what it cannot keep.
///
/// Ends when the switch ends the capture; throws `unavailable` when the switch is lost. Cancelling the task ends it too.
public struct SwitchCapture: AsyncSequence, Sendable {
  public typealias Element = [UInt8]
  public typealias Failure = any Error

  /// The ports that the capture began with.
  public let ports: [String]
  let socket: CaptureSocket

  /// Ends the capture; the piece that is awaited is the end.
  public func close() { socket.end() }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let socket: CaptureSocket

    /// A read on a thread of its own each time: about 30 µs for up to 64 KiB.
    public func next() async throws -> [UInt8]? {
      try Task.checkCancellation()
      let socket = socket
      let piece = try await withTaskCancellationHandler {
        try await OwnThread.run { try socket.read() }
      } onCancel: {
        socket.end()
      }
      try Task.checkCancellation()
      return piece.isEmpty ? nil : piece
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(socket: socket) }
}

/// The connection of a capture; closed when the last user lets it go.
final class CaptureSocket: Sendable {
  private static let pieceLength = 64 << 10
  private let number: Int32

  /// Takes a descriptor of its own for the connection.
  init(_ socket: Descriptor) { number = fcntl(socket.number, F_DUPFD_CLOEXEC, 0) }

  deinit { if number >= 0 { close(number) } }

  /// Makes every read, also one that waits, the end.
  func end() { shutdown(number, Int32(SHUT_RDWR)) }

  /// Waits for a piece; empty at the end. Blocks.
  func read() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: Self.pieceLength)
    while true {
      // SAFETY: read writes at most `count` bytes into the buffer.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress, $0.count) }
      if count >= 0 { return Array(buffer.prefix(count)) }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var ready = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        // SAFETY: one pollfd is passed and one is counted.
        _ = unsafe poll(&ready, 1, -1)
      default:
        throw DrosteError(.unavailable, "The switch was lost during a capture.", cause: systemText(errno))
      }
    }
  }
}
