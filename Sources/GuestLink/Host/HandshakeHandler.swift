internal import NIOCore

/// The host's end of the channel, nearest to the socket: asks for a session, hunts for the answer, and from then on
/// passes bytes through, noting when the guest was last heard.
///
/// See the theory of operation in Wire/LinkRecord.swift.
final class HandshakeHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    case asking
    case inSession
    case over
  }

  private let timing: LinkTiming
  /// A session was lost on this socket before: its agent may not know.
  private let padsFirstAsk: Bool
  /// Called once, on the event loop, when the answer is there; installs what follows in the pipeline.
  private let established: (LinkRecord, ChannelHandlerContext) -> Void
  private let refused: (String) -> Void

  private var phase = Phase.asking
  private var hunter = RecordHunter()
  private var nonce = LinkID.zero
  private var timer: Scheduled<Void>?
  private var silentRepeats = 0
  private var hellos: Int64 = 0
  /// When bytes last came from the guest.
  private(set) var lastHeard = NIODeadline.now()

  init(
    timing: LinkTiming, padsFirstAsk: Bool, established: @escaping (LinkRecord, ChannelHandlerContext) -> Void,
    refused: @escaping (String) -> Void
  ) {
    self.timing = timing
    self.padsFirstAsk = padsFirstAsk
    self.established = established
    self.refused = refused
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    phase = .over
    timer?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    lastHeard = .now()
    guard phase == .asking else {
      context.fireChannelRead(data)
      return
    }
    var bytes = unwrapInboundIn(data)
    while phase == .asking, let found = bytes.withUnsafeReadableBytes({ hunter.hunt($0) }) {
      bytes.moveReaderIndex(forwardBy: found.end)
      take(found.record, context)
    }
    if phase == .inSession, bytes.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(bytes)) }
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard nonce == .zero else { return }
    ask(context, padded: padsFirstAsk)
    scheduleSilentRepeat(context)
  }

  private func ask(_ context: ChannelHandlerContext, padded: Bool) {
    nonce = .random()
    var bytes = ByteBuffer()
    if padded { bytes.writeBytes(LinkRecord.padding) }
    bytes.writeBytes(LinkRecord(.ask, nonce: nonce).bytes)
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
  }

  private func take(_ record: LinkRecord, _ context: ChannelHandlerContext) {
    switch record.kind {
    case .answer where record.nonce == nonce && record.version == LinkRecord.version:
      timer?.cancel()
      phase = .inSession
      established(record, context)
    case .answer where record.nonce == nonce:
      phase = .over
      timer?.cancel()
      refused(
        "The agent in the machine speaks version \(record.version) of the guest link, this service version "
          + "\(LinkRecord.version).")
      context.close(promise: nil)
    case .hello:
      let patience = timing.helloPatience * Int(1 << min(hellos, 5))
      hellos += 1
      schedule(context, after: patience)
    case .ask, .answer:
      // Another connection's, on its way since before ours.
      break
    }
  }

  private func scheduleSilentRepeat(_ context: ChannelHandlerContext) {
    guard silentRepeats < timing.repeatedAsks.count else { return }
    let delay = timing.repeatedAsks[silentRepeats]
    silentRepeats += 1
    schedule(context, after: delay)
  }

  /// Asks again after `delay`, unless another reason to ask again comes first.
  private func schedule(_ context: ChannelHandlerContext, after delay: TimeAmount) {
    timer?.cancel()
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { [self] in
      guard phase == .asking else { return }
      // What waits in our own buffer will arrive after all before it, so asking once more would only add to it.
      if context.channel.isWritable { ask(context, padded: true) }
      scheduleSilentRepeat(context)
    }
  }
}
