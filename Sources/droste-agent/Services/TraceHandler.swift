internal import FoundationEssentials
internal import GuestLink
internal import HyperV
internal import NIOCore
internal import Probing

/// `POST /v1/trace`: watches for probes, sends them, tells what the kernel does with packets.
final class TraceHandler: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private let services: Services
  private var body: [UInt8] = []
  private var isAnswered = false

  init(_ services: Services) { self.services = services }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isAnswered else { return }
    switch unwrapInboundIn(data) {
    case .data(let bytes, let end):
      guard body.count + bytes.readableBytes <= LinkHTTP.maximumJSONBytes else {
        isAnswered = true
        return Answer.failure(
          Refusal(413, DrosteError(.invalidParameter, "The request's body is longer than 64 KiB.")), to: context)
      }
      body += bytes.readableBytesView
      if end { act(context) }
    case .head(_, true), .trailers: act(context)
    case .head: break
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) { context.read() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func act(_ context: ChannelHandlerContext) {
    isAnswered = true
    let order: TraceOrder
    do {
      order = try JSONDecoder().decode(TraceOrder.self, from: Data(body))
    } catch {
      return Answer.failure(
        DrosteError(.invalidParameter, "The body is no order of a trace.", cause: "\(error)"), to: context)
    }
    let promise = context.eventLoop.makePromise(of: TraceReport.self)
    let traces = services.traces
    // A thread of its own: sending takes as long as answers are awaited.
    startThread("droste-trace", stackSize: 256 * 1024) { promise.completeWith(Result { try traces.handle(order) }) }
    promise.futureResult.assumeIsolated().whenComplete { result in
      switch result {
      case .success(let report): Answer.json(report, to: context)
      case .failure(let error): Answer.failure(error, to: context)
      }
    }
  }
}
