internal import HyperV
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization
internal import Terminal

/// A web server on 127.0.0.1 with one file, made of random bytes for this run: nobody can have it beforehand.
final class WebServer: Sendable {
  static let path = "/droste.bin"
  static let size = 1 << 20

  /// The file's SHA-256.
  let checksum: String
  let port: Int
  private let channel: any Channel
  private let served: Counter

  private init(channel: any Channel, port: Int, checksum: String, served: Counter) {
    self.channel = channel
    self.port = port
    self.checksum = checksum
    self.served = served
  }

  /// How often the whole file was sent.
  var requests: Int { served.value.withLock(\.self) }

  static func start() async throws -> WebServer {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    while bytes.count < size {
      withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
    }
    let file = ByteBuffer(bytes: bytes)
    let served = Counter()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(FileHandler(file: file, served: served))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    guard let port = channel.localAddress?.port else {
      throw DrosteError(.unavailable, "The web server for the proof has no port.")
    }
    return WebServer(channel: channel, port: port, checksum: SHA256.hexadecimal(bytes), served: served)
  }

  func stop() async { try? await channel.close() }
}

private final class Counter: Sendable {
  let value = Mutex(0)
}

/// Answers GET for the one path with the file, everything else with 404.
private final class FileHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let file: ByteBuffer
  private let served: Counter
  private var request: HTTPRequestHead?

  init(file: ByteBuffer, served: Counter) {
    self.file = file
    self.served = served
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): request = head
    case .body: break
    case .end:
      let isFile = request?.method == .GET && request?.uri == WebServer.path
      let body = isFile ? file : ByteBuffer()
      let head = HTTPResponseHead(
        version: .http1_1, status: isFile ? .ok : .notFound,
        headers: ["Content-Length": "\(body.readableBytes)", "Connection": "close"])
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
      let served = served
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { result in
        if isFile, case .success = result { served.value.withLock { $0 += 1 } }
        channel.close(promise: nil)
      }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
