import NIOCore
import NIOPosix
import TestSupport
import Testing

/// Bytes to the service's socket, and what comes back, without any HTTP in between.
enum RawConnection {
  struct Answer: Sendable, CustomStringConvertible {
    var text: String
    /// Whether the service closed the connection.
    var closed: Bool

    /// The status of the first answer; nil where there is none.
    var status: Int? {
      guard text.hasPrefix("HTTP/1.1 ") else { return nil }
      return Int(text.dropFirst(9).prefix(3))
    }
    var description: String { "\(closed ? "closed" : "open"), \(text.prefix(600))" }
  }

  /// Sends `pieces`, `pause` apart, closes its own side where `halfClose` says so, and reads until the service has
  /// answered whole (with what its Content-Length says) or closed, `limit` at most.
  static func exchange(
    socket: String, pieces: [[UInt8]], pause: Duration = .zero, halfClose: Bool = false, limit: Duration = .seconds(20)
  ) async throws -> Answer {
    let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(unixDomainSocketPath: socket) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let timer = Task {
      try await Task.sleep(for: limit)
      try await connection.channel.close()
    }
    defer { timer.cancel() }
    let started = ContinuousClock.now
    return try await connection.executeThenClose { inbound, outbound in
      // Beside the reading: the service may answer, and take no more, before everything is written.
      let writing = Task {
        for piece in pieces {
          try await outbound.write(ByteBuffer(bytes: piece))
          if pause > .zero { try await Task.sleep(for: pause) }
        }
        if halfClose { try await connection.channel.close(mode: .output) }
      }
      defer { writing.cancel() }
      var found = try await read(inbound)
      if ContinuousClock.now - started >= limit { found.closed = false }
      return found
    }
  }

  private static func read(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws -> Answer {
    var text = ""
    do {
      for try await piece in inbound {
        text += String(buffer: piece)
        if isWhole(text) { return Answer(text: text, closed: false) }
      }
    } catch is IOError {
      // Reset by the service, with bytes of ours unread.
    }
    return Answer(text: text, closed: true)
  }

  private static func isWhole(_ text: String) -> Bool {
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    for line in parts[0].split(separator: "\r\n") {
      let pair = line.split(separator: ":", maxSplits: 1)
      guard pair.count == 2, pair[0].lowercased() == "content-length" else { continue }
      return parts[1].utf8.count >= Int(pair[1].drop { $0 == " " }) ?? 0
    }
    return false
  }
}
