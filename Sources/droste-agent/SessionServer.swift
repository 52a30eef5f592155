internal import Doctor
internal import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOHTTP2
internal import NIOPosix
internal import Probing

/// Serves sessions: an HTTP/2 connection each, every stream of it a request. One event loop carries all of it.
final class SessionServer: Sendable {
  let services: Services
  private let loop: any EventLoop

  init(options: Options, bootID: String) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    loop = group.next()
    services = Services(options: options, bootID: bootID, loop: loop)
  }

  /// Does what the first request would otherwise wait for.
  func warmUp() { services.files.start() }

  /// Takes over one end of a socket pair and serves the connection on it until it is closed.
  func serve(_ descriptor: Int32) {
    ClientBootstrap(group: loop)
      .channelInitializer { [services] channel in
        channel.eventLoop.makeCompletedFuture {
          let http2 = NIOHTTP2Handler(
            mode: .server, eventLoop: channel.eventLoop, connectionConfiguration: LinkHTTP.connection,
            streamConfiguration: LinkHTTP.stream
          ) { stream in
            stream.eventLoop.makeCompletedFuture {
              try stream.syncOptions?.setOption(.autoRead, value: false)
              try stream.pipeline.syncOperations.addHandlers([StreamCodec(), Router(services)])
            }
          }
          try channel.pipeline.syncOperations.addHandlers([http2, SessionErrors()])
        }
      }
      .withConnectedSocket(descriptor)
      .whenFailure { log("A session could not be set up: \($0).") }
  }
}

/// Closes a connection whose bytes are no HTTP/2; the pump then hunts for the next session.
private final class SessionErrors: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if LinkHTTP.concernsOneStream(error) { return }
    log("The session with the host is over: \(error)")
    context.close(promise: nil)
  }
}

/// What the requests need, shared by all of them.
struct Services: Sendable {
  let options: Options
  let bootID: String
  let loop: any EventLoop
  /// For what waits for a disk or reads many of the kernel's files.
  let files: NIOThreadPool
  let reaper = Reaper()
  let probe = KVMProbe()
  let gatherer = SystemGatherer()
  let checksums = ChecksumCounters()
  let traces = TraceWatches { startThread("droste-trace", stackSize: 256 * 1024, $0) }

  init(options: Options, bootID: String, loop: any EventLoop) {
    self.options = options
    self.bootID = bootID
    self.loop = loop
    files = NIOThreadPool(numberOfThreads: 2)
  }
}
