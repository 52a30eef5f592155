internal import HyperV
internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2
internal import NIOPosix
internal import Synchronization

/// One session with one incarnation of the agent.
final class LinkSession: Sendable {
  let bootID: String
  private let channel: any Channel
  private let multiplexer: NIOHTTP2Handler.StreamMultiplexer
  private let end: LinkEnd

  private init(
    bootID: String, channel: any Channel, multiplexer: NIOHTTP2Handler.StreamMultiplexer, end: LinkEnd
  ) {
    self.bootID = bootID
    self.channel = channel
    self.multiplexer = multiplexer
    self.end = end
  }

  /// Connects and waits for the agent's answer, as long as the socket stays open.
  /// - Parameter asking: called when the socket is connected.
  /// - Throws: the reason as `LinkEnd.Reason`, or cancellation.
  static func establish(
    socketPath: String, group: any EventLoopGroup, timing: LinkTiming, padsFirstAsk: Bool,
    asking: () -> Void
  ) async throws -> LinkSession {
    let end = LinkEnd()
    let loop = group.next()
    let answered = loop.makePromise(of: LinkSession.self)
    let address = try SocketAddressPath(socketPath)
    let channel: any Channel
    do {
      channel = try await ClientBootstrap(group: loop)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try prepare(channel, timing: timing, padsFirstAsk: padsFirstAsk, end: end, answered: answered)
          }
        }
        .connect(unixDomainSocketPath: address.path).get()
    } catch {
      answered.fail(error)
      throw LinkEnd.Reason(text: "Nothing listens on \(socketPath): \(error).")
    }
    asking()
    // No second completion: the handshake either succeeded before, or cannot any more.
    channel.closeFuture.whenComplete { _ in
      answered.fail(LinkEnd.Reason(text: end.reason ?? closed))
    }
    return try await withTaskCancellationHandler {
      try await answered.futureResult.get()
    } onCancel: {
      channel.close(promise: nil)
    }
  }

  private static func prepare(
    _ channel: any Channel, timing: LinkTiming, padsFirstAsk: Bool, end: LinkEnd,
    answered: EventLoopPromise<LinkSession>
  ) throws {
    let established: (LinkRecord, HandshakeHandler) throws -> Void = { record, handshake in
      let http2 = NIOHTTP2Handler(
        mode: .client, eventLoop: channel.eventLoop, connectionConfiguration: LinkHTTP.connection,
        streamConfiguration: LinkHTTP.stream
      ) { stream in
        // An agent opens no streams: HTTP/2 has pushes only, which this side has not allowed.
        stream.close()
      }
      let session = SessionHandler(timing: timing, handshake: handshake) { end.set($0) }
      try channel.pipeline.syncOperations.addHandlers([http2, session])
      answered.succeed(
        LinkSession(
          bootID: record.bootID.description, channel: channel, multiplexer: try http2.syncMultiplexer(), end: end))
    }
    weak var handshake: HandshakeHandler?
    let handler = HandshakeHandler(timing: timing, padsFirstAsk: padsFirstAsk) { record, context in
      do {
        guard let handshake else { return }
        try established(record, handshake)
      } catch {
        end.set("The session could not be set up: \(error).")
        context.close(promise: nil)
      }
    } refused: {
      end.set($0)
    }
    handshake = handler
    try channel.pipeline.syncOperations.addHandler(handler)
  }

  /// Returns when the session is over, with the reason.
  func ended() async -> String {
    try? await channel.closeFuture.get()
    return end.reason ?? Self.closed
  }

  /// Why the session is over, or nil as long as it is not.
  var endReason: String? { end.reason ?? (channel.isActive ? nil : Self.closed) }

  private static let closed = "The machine's end of the guest link was closed."

  func close(_ reason: String) {
    end.set(reason)
    channel.close(promise: nil)
  }

  /// Sends a request's head and gives the stream to go on with.
  /// - Parameters:
  ///   - path: with its query.
  ///   - end: no body follows.
  func open(_ method: String, _ path: String, end: Bool) async throws(DrosteError) -> LinkStream {
    let reader = StreamReader()
    let stream: any Channel
    do {
      stream = try await multiplexer.createStreamChannel { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.syncOptions?.setOption(.autoRead, value: false)
          try channel.pipeline.syncOperations.addHandlers([StreamCodec(), StreamReaderHandler(reader)])
        }
      }.get()
    } catch {
      throw lostError("opening a stream for \(method) \(path)", error)
    }
    let link = LinkStream(session: self, channel: stream, reader: reader, request: "\(method) \(path)")
    try await link.send(.head(Self.head(method, path), end: end))
    return link
  }

  var eventLoop: any EventLoop { channel.eventLoop }

  /// A stream whose channel the caller sets up himself.
  func openChannel(
    _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
  ) async throws -> any Channel {
    try await multiplexer.createStreamChannel(initializer).get()
  }

  static func head(_ method: String, _ path: String) -> HPACKHeaders {
    [":method": method, ":path": path, ":scheme": "http", ":authority": "guest"]
  }

  /// What a failed stream means: the session's end where it has ended, otherwise the stream's own.
  func lostError(_ doing: String, _ error: any Error) -> DrosteError {
    if let reason = endReason {
      return DrosteError(
        .unavailable, "The guest link was lost while \(doing).", cause: reason,
        hint: "Try again when the machine runs: the link is made anew as soon as the guest answers.")
    }
    return DrosteError(.unavailable, "The agent in the machine gave up \(doing).", cause: "\(error)")
  }
}

/// Why a session ended: the first reason given counts.
final class LinkEnd: Sendable {
  struct Reason: Error {
    var text: String
  }

  private let first = Mutex<String?>(nil)

  var reason: String? { first.withLock { $0 } }

  func set(_ reason: String) { first.withLock { $0 = $0 ?? reason } }
}
