internal import NIOCore
internal import NIOPosix

/// A connection to a QEMU monitor (QMP, docs/interop/qmp-spec of QEMU): commands with answers, and events.
///
/// A monitor serves one connection at a time; others wait in the socket's backlog until this one is closed. What comes
/// from QEMU is not trusted: a line holds at most 1 MiB, and anything that is not the protocol ends the connection.
public final class QMPClient: Sendable {
  /// Bytes of one line.
  public static let lineLimit = 1 << 20
  /// Commands that may wait for their answers at the same time.
  public static let commandLimit = 128
  /// Events that are kept for a reader that is late; the oldest are dropped.
  public static let eventLimit = 256

  /// QEMU's version.
  public let version: QMPVersion
  /// What happens, from the connection's begin to its end. One reader.
  public let events: AsyncStream<QMPEvent>

  private let channel: any Channel
  private let handler: NIOLoopBound<QMPHandler>

  private init(
    version: QMPVersion, events: AsyncStream<QMPEvent>, channel: any Channel, handler: NIOLoopBound<QMPHandler>
  ) {
    self.version = version
    self.events = events
    self.channel = channel
    self.handler = handler
  }

  /// Connects and negotiates; ready for commands when it returns.
  ///
  /// - Parameter seconds: the limit for greeting and negotiation together. A QEMU that is just starting answers when
  ///   its machine is made.
  /// - Throws: `QMPError`; `CancellationError` when the task is cancelled.
  public static func connect(path: String, seconds: Double = 10) async throws -> QMPClient {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let greeting = loop.makePromise(of: QMPVersion.self)
    let (events, continuation) = AsyncStream.makeStream(
      of: QMPEvent.self, bufferingPolicy: .bufferingNewest(eventLimit))
    let made = loop.makePromise(of: NIOLoopBound<QMPHandler>.self)
    let channel: any Channel
    do {
      channel = try await ClientBootstrap(group: loop)
        .connectTimeout(.milliseconds(Int64(seconds * 1000)))
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let handler = QMPHandler(greeting: greeting, events: continuation, limit: lineLimit)
            try channel.pipeline.syncOperations.addHandler(handler)
            made.succeed(NIOLoopBound(handler, eventLoop: channel.eventLoop))
          }
        }
        .connect(unixDomainSocketPath: path).get()
    } catch {
      // Either may be settled already; a promise must not be left open.
      greeting.fail(QMPError.closed)
      made.fail(QMPError.closed)
      throw QMPError.unreachable(path: path, reason: "\(error)")
    }
    let timer = loop.scheduleTask(in: .milliseconds(Int64(seconds * 1000))) {
      greeting.fail(QMPError.timedOut(command: "the connection", seconds: seconds))
    }
    defer { timer.cancel() }
    return try await withTaskCancellationHandler {
      do {
        let handler = try await made.futureResult.get()
        let version = try await greeting.futureResult.get()
        let client = QMPClient(version: version, events: events, channel: channel, handler: handler)
        try await client.execute("qmp_capabilities", seconds: seconds)
        return client
      } catch {
        channel.close(promise: nil)
        if Task.isCancelled { throw CancellationError() }
        throw error
      }
    } onCancel: {
      channel.close(promise: nil)
    }
  }

  /// Executes a command and returns its answer.
  ///
  /// - Throws: `QMPError`.
  @discardableResult
  public func execute(
    _ command: String, _ arguments: [String: QMPValue] = [:], seconds: Double = 30
  ) async throws -> QMPValue {
    let promise = channel.eventLoop.makePromise(of: QMPValue.self)
    let request = QMPHandler.Command(name: command, arguments: arguments, seconds: seconds)
    channel.eventLoop.execute { [handler] in handler.value.send(request, promise) }
    return try await promise.futureResult.get()
  }

  /// Whether the connection is up.
  public var isConnected: Bool { channel.isActive }

  /// Ends the connection; what waits for an answer fails with `closed`.
  public func close() async {
    try? await channel.close().get()
  }
}
