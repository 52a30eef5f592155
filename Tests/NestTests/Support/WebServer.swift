internal import FoundationEssentials
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A web server on 127.0.0.1, at a port that the kernel chooses, that answers every GET with the same bytes.
public struct WebServer: Sendable {
  private let channel: any Channel
  public let port: Int

  /// Serves `bytes` until `stop`.
  public init(bytes: [UInt8]) async throws {
    let body = ByteBuffer(bytes: bytes)
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          try child.pipeline.syncOperations.configureHTTPServerPipeline()
          try child.pipeline.syncOperations.addHandler(Answer(body: body))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    channel = server
    port = server.localAddress?.port ?? 0
  }

  public func stop() async { try? await channel.close() }

  private final class Answer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    private let body: ByteBuffer

    init(body: ByteBuffer) { self.body = body }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .end = unwrapInboundIn(data) else { return }
      let headers: HTTPHeaders = ["Content-Length": "\(body.readableBytes)", "Connection": "close"]
      context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
  }
}
