import FoundationEssentials
import NIOCore
import NIOPosix
import TestSupport

/// A server on a unix socket that does with each connection what a test says, byte by byte.
struct StubServer {
  typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// Runs `body` with a channel that is connected to `script`.
  static func run(
    _ script:
      @escaping @Sendable (
        NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, NIOAsyncChannelOutboundWriter<ByteBuffer>
      ) async throws -> Void, _ body: @escaping @Sendable (any Channel) async throws -> Void
  ) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let path = folder.path + "/stub.sock"
    let group = MultiThreadedEventLoopGroup.singleton
    let server = try await ServerBootstrap(group: group)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .bind(unixDomainSocketPath: path) { channel in
        channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
      }
    try await server.executeThenClose { clients in
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
          for try await client in clients {
            try await client.executeThenClose { inbound, outbound in
              try await script(inbound.makeAsyncIterator(), outbound)
            }
            return
          }
        }
        let channel = try await ClientBootstrap(group: group).channelOption(.allowRemoteHalfClosure, value: true)
          .connect(unixDomainSocketPath: path).get()
        try await body(channel)
        try? await channel.close()
        try await tasks.waitForAll()
      }
    }
  }
}

extension NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator {
  /// Reads until `text` has come; returns all that came. Ends early where the stream ends.
  mutating func read(until text: String) async throws -> String {
    var all = ""
    while !all.contains(text), let piece = try await next(isolation: #isolation) { all += String(buffer: piece) }
    return all
  }

  /// Reads until the other side has closed; returns the number of bytes.
  mutating func drain() async throws -> Int {
    var count = 0
    while let piece = try await next(isolation: #isolation) { count += piece.readableBytes }
    return count
  }
}

extension NIOAsyncChannelOutboundWriter<ByteBuffer> {
  func send(_ text: String) async throws { try await write(ByteBuffer(string: text)) }
}
