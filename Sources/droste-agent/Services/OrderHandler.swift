internal import FoundationEssentials
internal import GuestLink
internal import HyperV
internal import NIOCore

/// A request whose body is a short order in JSON: gathers it, at most 64 KiB, and has it carried out once.
final class OrderHandler<Order: Decodable>: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private let expected: String
  private let carryOut: (Order, ChannelHandlerContext) -> Void
  private var body: [UInt8] = []
  private var isAnswered = false

  /// - Parameters:
  ///   - expected: what is told of a body that is no order: a sentence.
  ///   - carryOut: answers the order, at once or later, on the channel's event loop.
  init(expected: String, _ carryOut: @escaping (Order, ChannelHandlerContext) -> Void) {
    self.expected = expected
    self.carryOut = carryOut
  }

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
      if end { decode(context) }
    case .head(_, true), .trailers: decode(context)
    case .head: break
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) { context.read() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func decode(_ context: ChannelHandlerContext) {
    isAnswered = true
    do {
      carryOut(try JSONDecoder().decode(Order.self, from: Data(body)), context)
    } catch {
      Answer.failure(DrosteError(.invalidParameter, expected, cause: "\(error)"), to: context)
    }
  }
}
