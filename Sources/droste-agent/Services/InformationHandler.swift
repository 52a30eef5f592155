internal import GuestLink
internal import NIOCore
internal import NIOPosix

/// `GET /v1/information`.
final class InformationHandler: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private let services: Services

  init(_ services: Services) { self.services = services }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head = unwrapInboundIn(data) else { return }
    let bootID = services.bootID
    let files = services.files
    services.probe.report(on: context.eventLoop).flatMap { [loop = context.eventLoop] kvm in
      files.runIfActive(eventLoop: loop) { GuestInformation.collect(bootID: bootID, kvm: kvm) }
    }.assumeIsolated().whenComplete { result in
      switch result {
      case .success(let information): Answer.json(information, to: context)
      case .failure(let error): Answer.failure(error, to: context)
      }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
