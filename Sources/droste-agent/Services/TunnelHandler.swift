internal import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOHPACK
internal import NIOPosix

/// `POST /v1/tunnel?to=host`, with `&eager=true` where the host does not wait for our answer: a connection to the Droste
/// service in this guest. Bytes and the end of each direction are passed on, at the slower side's pace.
final class TunnelHandler: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private let services: Services
  /// Whether the host does not wait for our answer, which then goes along with what the service sends.
  private let isEager: Bool
  private var service: (any Channel)?
  /// What an eager host sent before the service was there: at most one reading.
  private var early: [ByteBuffer] = []
  private var stream: ChannelHandlerContext?
  private var inputEnded = false
  private var outputEnded = false
  private var outputSent = false
  private var serviceIsClosed = false

  init(_ services: Services, isEager: Bool) { (self.services, self.isEager) = (services, isEager) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(_, let end):
      inputEnded = end
      connect(context)
    case .data(let bytes, let end):
      if bytes.readableBytes > 0 {
        if let service { service.write(bytes, promise: nil) } else { early.append(bytes) }
      }
      if end { endInput() }
    case .trailers: endInput()
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    service?.flush()
    if service?.isWritable == true { context.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { service?.read() }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stream = nil
    service?.close(promise: nil)
    service = nil
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func connect(_ context: ChannelHandlerContext) {
    stream = context
    let path = services.options.serviceSocket
    let near = NIOLoopBound(self, eventLoop: context.eventLoop)
    ClientBootstrap(group: context.eventLoop)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelOption(.autoRead, value: false)
      .connectTimeout(.seconds(10))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(TunnelServiceHandler(near.value))
        }
      }
      .connect(unixDomainSocketPath: path)
      .assumeIsolated().whenComplete { [self] result in
        switch result {
        case .success(let channel): connected(channel)
        case .failure(let error):
          guard let stream else { return }
          let refusal = DrosteError(
            .unavailable, "No Droste service answers inside the guest on \(path).", cause: "\(error)",
            hint: "A machine has one when it is made from the host image; give it some seconds after its start.")
          Answer.failure(refusal, to: stream)
        }
      }
  }

  private func connected(_ channel: any Channel) {
    guard let stream else {
      channel.close(promise: nil)
      return
    }
    service = channel
    let head: HPACKHeaders = [":status": "200"]
    stream.write(wrapOutboundOut(.head(head, end: false)), promise: nil)
    if !isEager { stream.flush() }
    for bytes in early { channel.write(bytes, promise: nil) }
    early = []
    channel.flush()
    channel.read()
    if inputEnded { endInput() } else { stream.read() }
  }

  private func endInput() {
    inputEnded = true
    guard let service else { return }
    // Closing drops what is not written yet, so it waits for that.
    service.writeAndFlush(ByteBuffer()).whenComplete { _ in service.close(mode: .output, promise: nil) }
  }

  // What the service's side tells.

  func serviceSent(_ bytes: ByteBuffer) { stream?.write(wrapOutboundOut(.data(bytes, end: false)), promise: nil) }

  /// Whether the service is to go on sending.
  func serviceFlushed() -> Bool {
    stream?.flush()
    return stream?.channel.isWritable ?? false
  }

  func serviceIsWritable() { stream?.read() }

  func serviceEnded() {
    guard let stream, !outputEnded else { return }
    outputEnded = true
    let sent = stream.eventLoop.makePromise(of: Void.self)
    stream.writeAndFlush(wrapOutboundOut(.data(ByteBuffer(), end: true)), promise: sent)
    sent.futureResult.assumeIsolated().whenComplete { [self] _ in
      outputSent = true
      if serviceIsClosed { self.stream?.close(promise: nil) }
    }
  }

  /// The connection is closed; with our direction ended before, that is how the end of the service's comes. What it sent
  /// still has to reach the host; what the host goes on sending has no reader.
  func serviceClosed() {
    serviceIsClosed = true
    serviceEnded()
    if outputSent { stream?.close(promise: nil) }
  }

  func serviceBroke() { stream?.close(promise: nil) }
}

/// The tunnel's end in the service's connection.
private final class TunnelServiceHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let tunnel: TunnelHandler

  init(_ tunnel: TunnelHandler) { self.tunnel = tunnel }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { tunnel.serviceSent(unwrapInboundIn(data)) }

  func channelReadComplete(context: ChannelHandlerContext) {
    if tunnel.serviceFlushed() { context.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { tunnel.serviceIsWritable() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed { tunnel.serviceEnded() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    tunnel.serviceBroke()
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { tunnel.serviceClosed() }
}
