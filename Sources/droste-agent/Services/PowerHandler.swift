internal import FoundationEssentials
internal import Glibc
internal import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOPosix

/// `POST /v1/power`: writes the file systems, answers, and only then lets the guest go down.
final class PowerHandler: ChannelInboundHandler {
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
    let request: PowerRequest
    do {
      request = try JSONDecoder().decode(PowerRequest.self, from: Data(body))
    } catch {
      return Answer.failure(
        DrosteError(
          .invalidParameter, "The body must be {\"action\": \"shutdown\"} or {\"action\": \"reboot\"}.",
          cause: "\(error)"), to: context)
    }
    let program = request.action == .shutdown ? services.options.powerOff : services.options.reboot
    guard access(program, X_OK) == 0 else {
      return Answer.failure(
        DrosteError(.notSupported, "The guest has no \(program) that could be run: \(errorText(errno))."), to: context)
    }
    services.files.runIfActive(eventLoop: context.eventLoop) { sync() }
      .assumeIsolated().whenComplete { _ in
        Answer.json(request, status: 202, to: context)
        // The answer has to pass the pump and the port; a guest goes down slower than that.
        context.eventLoop.scheduleTask(in: .milliseconds(50)) { Self.run(program) }
      }
  }

  private static func run(_ program: String) {
    do {
      let child = try ChildProcess.spawn(ExecRequest(arguments: [program]), piped: false)
      log("\(program) runs as process \(child.processID).")
    } catch {
      log("\(error)")
    }
  }
}
