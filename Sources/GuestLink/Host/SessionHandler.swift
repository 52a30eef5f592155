internal import NIOCore
internal import NIOHTTP2

/// Behind the HTTP/2 handler of the host: pings the guest when nothing came from it for a while, and ends the session when it
/// stays silent or sends what makes no sense.
final class SessionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame
  typealias OutboundOut = HTTP2Frame

  private let timing: LinkTiming
  private let handshake: HandshakeHandler
  private let lost: (String) -> Void
  private var pinging: Scheduled<Void>?

  /// - Parameter lost: called with the reason before the channel is closed for one.
  init(timing: LinkTiming, handshake: HandshakeHandler, lost: @escaping (String) -> Void) {
    self.timing = timing
    self.handshake = handshake
    self.lost = lost
  }

  func handlerAdded(context: ChannelHandlerContext) { schedulePing(context, timing.ping) }

  private func schedulePing(_ context: ChannelHandlerContext, _ time: TimeAmount) {
    pinging = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [self] in
      let silence = NIODeadline.now() - handshake.lastHeard
      guard silence < timing.lost else {
        end(context, "The guest has sent nothing for \(silence.nanoseconds / 1_000_000_000) s.")
        return
      }
      // Whatever came shows that the guest lives. A ping wakes it, and in a nest those around it; a tenth early is good enough.
      let left = timing.ping - silence
      guard left.nanoseconds < timing.ping.nanoseconds / 10 else { return schedulePing(context, left) }
      let ping = HTTP2Frame(streamID: .rootStream, payload: .ping(HTTP2PingData(), ack: false))
      context.writeAndFlush(wrapOutboundOut(ping), promise: nil)
      schedulePing(context, timing.ping)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { pinging?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    pinging?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .goAway(_, let code, _) = unwrapInboundIn(data).payload {
      end(context, "The agent in the machine ended the session (\(code)).")
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if LinkHTTP.concernsOneStream(error) { return }
    if error is any NIOHTTP2Error {
      end(context, "The guest restarted, or its agent did: its bytes are no longer the session's (\(error)).")
    } else {
      end(context, "The guest link's socket failed: \(error).")
    }
  }

  private func end(_ context: ChannelHandlerContext, _ reason: String) {
    lost(reason)
    context.close(promise: nil)
  }
}
