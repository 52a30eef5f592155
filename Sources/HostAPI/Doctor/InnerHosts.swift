internal import GuestLink
internal import HyperV
package import NIOCore
package import NIOHTTP1
internal import Synchronization

/// Connections to the hosts in machines, kept from one examination to the next. To make one, the machine's agent and service
/// each set a connection up and take it down again: on emulated levels a tenth of what an examination costs.
final class InnerHosts: Sendable {
  /// How long a connection is kept that nobody uses.
  private static let idleLimit = TimeAmount.seconds(60)

  /// One for a machine; the link is another one after a restart.
  private let kept = Mutex<[String: (link: GuestLink, connection: InnerConnection)]>([:])

  init() {}

  /// The whole answer of the host in a machine to a GET; cancelling ends the connection.
  ///
  /// - Parameter limit: the most bytes of it.
  /// - Throws: DrosteError, and what a broken connection throws.
  func get(_ uri: String, from machine: String, over link: GuestLink, limit: Int) async throws -> ByteBuffer {
    if let connection = take(machine, link) {
      do {
        return try await ask(connection, uri, machine, link, limit)
      } catch is InnerConnection.Ended {
        // Closed while nobody looked, as by a service that was started anew.
      }
    }
    return try await ask(try await InnerConnection.open(link), uri, machine, link, limit)
  }

  private func ask(
    _ connection: InnerConnection, _ uri: String, _ machine: String, _ link: GuestLink, _ limit: Int
  ) async throws -> ByteBuffer {
    let answer = try await withTaskCancellationHandler {
      try await connection.get(uri, limit: limit)
    } onCancel: {
      connection.close()
    }
    if answer.staysOpen { keep(connection, machine, link) } else { connection.close() }
    guard answer.status.code < 400 else { throw HostClient.error(status: answer.status, body: answer.body) }
    return answer.body
  }

  private func take(_ machine: String, _ link: GuestLink) -> InnerConnection? {
    guard let found = kept.withLock({ $0.removeValue(forKey: machine) }) else { return nil }
    guard found.link === link, found.connection.isActive else {
      found.connection.close()
      return nil
    }
    found.connection.idle(nil)
    return found.connection
  }

  private func keep(_ connection: InnerConnection, _ machine: String, _ link: GuestLink) {
    let before = kept.withLock { $0.updateValue((link, connection), forKey: machine) }
    before?.connection.close()
    connection.idle(Self.idleLimit)
  }
}

/// An HTTP/1.1 connection to a host inside, for one GET after the other.
package final class InnerConnection: Sendable {
  /// It was closed before any of the answer came.
  package struct Ended: Error {}

  package struct Answer: Sendable {
    package var status = HTTPResponseStatus.ok
    package var body = ByteBuffer()
    /// Whether the host waits for another request.
    package var staysOpen = false
  }

  private let channel: any Channel
  private let handler: NIOLoopBound<AnswerHandler>

  private init(_ channel: any Channel, _ handler: NIOLoopBound<AnswerHandler>) {
    (self.channel, self.handler) = (channel, handler)
  }

  static func open(_ link: GuestLink) async throws -> InnerConnection {
    try await over(try await link.openTunnel(isEager: true))
  }

  /// - Parameter channel: of bytes; closed with what is returned.
  package static func over(_ channel: any Channel) async throws -> InnerConnection {
    try await channel.eventLoop.submit {
      let handler = AnswerHandler()
      try channel.pipeline.syncOperations.addHTTPClientHandlers()
      try channel.pipeline.syncOperations.addHandler(handler)
      return InnerConnection(channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
    }.get()
  }

  package var isActive: Bool { channel.isActive }

  package func close() { channel.close(promise: nil) }

  /// - Throws: Ended, DrosteError, and what else broke the connection.
  package func get(_ uri: String, limit: Int) async throws -> Answer {
    let promise = channel.eventLoop.makePromise(of: Answer.self)
    channel.eventLoop.execute { [handler] in handler.value.get(uri, limit: limit, promise) }
    return try await promise.futureResult.get()
  }

  /// Closes after a time; nil: not any more.
  package func idle(_ time: TimeAmount?) {
    channel.eventLoop.execute { [handler] in handler.value.idle(time) }
  }
}

/// Collects the answers to one request after the other.
private final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private var context: ChannelHandlerContext?
  private var asked: (promise: EventLoopPromise<InnerConnection.Answer>, limit: Int)?
  private var answer: InnerConnection.Answer?
  private var closing: Scheduled<Void>?

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    fail(InnerConnection.Ended())
    closing?.cancel()
    self.context = nil
  }

  func get(_ uri: String, limit: Int, _ promise: EventLoopPromise<InnerConnection.Answer>) {
    guard let context, context.channel.isActive, asked == nil else { return promise.fail(InnerConnection.Ended()) }
    asked = (promise, limit)
    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: uri, headers: ["Host": "droste"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  func idle(_ time: TimeAmount?) {
    closing?.cancel()
    guard let context, let time else { return }
    closing = context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let asked else { return context.close(promise: nil) }
    switch unwrapInboundIn(data) {
    case .head(let head):
      answer = InnerConnection.Answer(status: head.status, staysOpen: head.isKeepAlive)
    case .body(var piece):
      answer?.body.writeBuffer(&piece)
      guard let answer, answer.body.readableBytes <= asked.limit else {
        fail(DrosteError(.unspecified, "More is told as facts than the \(asked.limit) bytes that are taken."))
        return context.close(promise: nil)
      }
    case .end:
      guard let found = answer else { return context.close(promise: nil) }
      (self.asked, answer) = (nil, nil)
      asked.promise.succeed(found)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(InnerConnection.Ended())
    closing?.cancel()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(error)
    context.close(promise: nil)
  }

  /// What ends in the middle of an answer is told as such.
  private func fail(_ error: any Error) {
    guard let asked else { return }
    let isCut = answer != nil && error is InnerConnection.Ended
    (self.asked, answer) = (nil, nil)
    asked.promise.fail(
      isCut ? DrosteError(.unavailable, "The connection ended in the middle of the answer.") : error)
  }
}
