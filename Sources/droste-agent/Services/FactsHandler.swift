internal import Doctor
internal import Glibc
internal import GuestLink
internal import NIOCore
internal import NIOPosix

/// `GET /v1/facts`: what the host's doctor wants to know of this guest.
final class FactsHandler: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private let services: Services

  init(_ services: Services) { self.services = services }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head = unwrapInboundIn(data) else { return }
    let services = services
    services.probe.report(on: context.eventLoop).flatMap { [loop = context.eventLoop] kvm in
      services.files.runIfActive(eventLoop: loop) { Self.gather(kvm, services) }
    }.assumeIsolated().whenComplete { result in
      switch result {
      case .success(let facts): Answer.facts(facts, to: context)
      case .failure(let error): Answer.failure(error, to: context)
      }
    }
  }

  private static func gather(_ kvm: KVMProbeReport?, _ services: Services) -> SystemFacts {
    let probe = kvm.map { KVMProbeFacts(.init(rawValue: $0.outcome.rawValue) ?? .noProbe, $0.detail) }
    var facts = services.gatherer.gather(probe: probe, folders: ["/"])
    facts.network.look(services.checksums)
    return facts
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
