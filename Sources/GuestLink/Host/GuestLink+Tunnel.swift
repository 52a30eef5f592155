internal import FoundationEssentials
internal import HyperV
public import NIOCore
internal import NIOHPACK

extension GuestLink {
  /// Opens a connection to the Droste service inside the guest.
  ///
  /// The channel carries `ByteBuffer` both ways. `close(mode: .output)` ends our direction; the end of the other arrives
  /// as `ChannelEvent.inputClosed`; when both have ended the channel closes.
  ///
  /// - Parameters:
  ///   - isEager: whether the channel is there at once, before the agent has answered. What is written then goes along with the
  ///     request, and the answer with the first of what comes back, which saves a guest of guests two wakings. A
  ///     refusal comes as an error of the channel.
  ///   - initializer: sets up the channel's pipeline, on its event loop, once the connection stands.
  /// - Throws: `unavailable` when no service listens in the guest or the link is lost.
  public func openTunnel(
    isEager: Bool = false,
    initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void> = { $0.eventLoop.makeSucceededVoidFuture() }
  ) async throws -> any Channel {
    let session = try session("a connection to the service in it")
    let connected = session.eventLoop.makePromise(of: (any Channel).self)
    do {
      _ = try await session.openChannel { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.syncOptions?.setOption(.autoRead, value: false)
          try channel.pipeline.syncOperations.addHandlers([
            StreamCodec(), TunnelHandler(initializer, connected, isEager: isEager),
          ])
        }
      }
    } catch {
      connected.fail(error)
    }
    do {
      return try await connected.futureResult.get()
    } catch let error as DrosteError {
      throw error
    } catch {
      throw session.lostError("connecting to the service in the guest", error)
    }
  }
}

/// A tunnel's stream as a channel of bytes.
final class TunnelHandler: ChannelDuplexHandler {
  typealias InboundIn = StreamPart
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = StreamPart

  private enum Phase {
    case connecting
    /// The error's text so far.
    case refused([UInt8])
    /// The caller sets up the pipeline; what came meanwhile.
    case opening([StreamPart])
    case open
  }

  private let initializer: @Sendable (any Channel) -> EventLoopFuture<Void>
  private let connected: EventLoopPromise<any Channel>
  private let isEager: Bool
  private var phase = Phase.connecting
  private var outputEnded = false
  private var inputEnded = false

  /// - Parameter connected: completed once the agent has connected and the pipeline is set up.
  init(
    _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>,
    _ connected: EventLoopPromise<any Channel>, isEager: Bool
  ) {
    self.initializer = initializer
    self.connected = connected
    self.isEager = isEager
  }

  func channelActive(context: ChannelHandlerContext) {
    let head = StreamPart.head(
      LinkSession.head("POST", "/v1/tunnel?to=host\(isEager ? "&eager=true" : "")"), end: false)
    context.fireChannelActive()
    guard isEager else {
      context.writeAndFlush(wrapOutboundOut(head), promise: nil)
      context.read()
      return
    }
    // Leaves with what the caller writes first.
    context.write(wrapOutboundOut(head), promise: nil)
    initializer(context.channel).assumeIsolated().whenComplete { [self] result in
      if setUp(result, context) { connected.succeed(context.channel) }
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { take(unwrapInboundIn(data), context) }

  private func take(_ part: StreamPart, _ context: ChannelHandlerContext) {
    switch (phase, part) {
    case (.connecting, .head(let headers, let end)):
      if headers.first(name: ":status") == "200" {
        guard !isEager else {
          phase = .open
          if end { endInput(context) }
          return
        }
        phase = .opening(end ? [.data(ByteBuffer(), end: true)] : [])
        open(context)
      } else {
        phase = .refused([])
        if end { refuse(context, []) }
      }
    case (.refused(var body), .data(let bytes, let end)):
      if body.count + bytes.readableBytes <= LinkHTTP.maximumJSONBytes { body += bytes.readableBytesView }
      phase = .refused(body)
      if end { refuse(context, body) }
    case (.opening(let held), _):
      phase = .opening(held + [part])
    case (.open, .data(let bytes, let end)):
      if bytes.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(bytes)) }
      if end { endInput(context) }
    case (.open, .trailers): endInput(context)
    default: break
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    switch phase {
    case .open: context.fireChannelReadComplete()
    case .connecting, .refused: context.read()
    case .opening: break
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    context.write(wrapOutboundOut(.data(unwrapOutboundIn(data), end: false)), promise: promise)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard mode == .output else {
      context.close(mode: mode, promise: promise)
      return
    }
    guard !outputEnded else {
      promise?.fail(ChannelError.outputClosed)
      return
    }
    outputEnded = true
    context.writeAndFlush(wrapOutboundOut(.data(ByteBuffer(), end: true)), promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    connected.fail(error)
    context.fireErrorCaught(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    connected.fail(StreamCutShort())
    context.fireChannelInactive()
  }

  private func open(_ context: ChannelHandlerContext) {
    initializer(context.channel).assumeIsolated().whenComplete { [self] result in
      guard case .opening(let held) = phase else { return }
      guard setUp(result, context) else { return }
      phase = .open
      connected.succeed(context.channel)
      for part in held { take(part, context) }
      context.fireChannelReadComplete()
      context.read()
    }
  }

  /// From here on reading is automatic, as NIO's own handlers expect it.
  private func setUp(_ result: Result<Void, any Error>, _ context: ChannelHandlerContext) -> Bool {
    do {
      try result.get()
      try context.channel.syncOptions?.setOption(.autoRead, value: true)
      return true
    } catch {
      connected.fail(error)
      context.close(promise: nil)
      return false
    }
  }

  private func endInput(_ context: ChannelHandlerContext) {
    guard !inputEnded else { return }
    inputEnded = true
    context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
  }

  private func refuse(_ context: ChannelHandlerContext, _ body: [UInt8]) {
    let error =
      (try? JSONDecoder().decode(DrosteError.self, from: Data(body)))
      ?? DrosteError(.unavailable, "The agent in the guest refused a connection to its service.")
    connected.fail(error)
    if isEager { context.fireErrorCaught(error) }
    context.close(promise: nil)
  }
}
