internal import Synchronization

/// Frames over a channel. Any thread may send; one at a time may receive.
package final class FrameConnection: Sendable {
  package enum Received: Sendable, Equatable {
    case frame(Frame)
    /// Nothing whole came in time.
    case idle
    case end
  }

  private let channel: any RemoteChannel
  private let sending = Mutex(())
  /// What came of a frame that is not whole yet, and where in it the rest begins.
  private let pending = Mutex(Pending())

  private struct Pending {
    var bytes: [UInt8] = []
    var start = 0

    /// Errors: frameTooLarge, unexpected.
    mutating func next() throws(ProtocolFailure) -> Frame? {
      guard bytes.count - start >= 4 else { return nil }
      let size = (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
      guard size <= RemotingLimits.frameSize else { throw .frameTooLarge(size) }
      guard size > 0 else { throw .malformed("It is empty.") }
      guard bytes.count - start >= 4 + size else { return nil }
      let frame = Frame(kind: bytes[start + 4], content: Array(bytes[(start + 5)..<(start + 4 + size)]))
      start += 4 + size
      if start == bytes.count {
        (bytes, start) = ([], 0)
      } else if start > 1 << 20 {
        bytes.removeFirst(start)
        start = 0
      }
      return frame
    }
  }

  package init(_ channel: any RemoteChannel) { self.channel = channel }

  package func send(_ frame: Frame) throws {
    let bytes = frame.bytes
    try sending.withLock { _ in try channel.write(bytes) }
  }

  /// Waits for at most about so many milliseconds. Errors: ProtocolFailure, those of the channel.
  package func receive(milliseconds: Int) throws -> Received {
    if let frame = try pending.withLock({ try $0.next() }) { return .frame(frame) }
    switch try channel.read(milliseconds: milliseconds) {
    case .idle: return .idle
    case .end:
      let isWhole = pending.withLock { $0.bytes.count == $0.start }
      guard isWhole else { throw ProtocolFailure.ended }
      return .end
    case .bytes(let bytes):
      return try pending.withLock { pending in
        pending.bytes += bytes
        return try pending.next().map { .frame($0) } ?? .idle
      }
    }
  }

  package func close() { channel.close() }
}
