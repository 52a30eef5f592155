internal import NIOCore

/// Splits the byte stream into lines, pairs answers with commands. Lives on its channel's event loop alone.
final class QMPHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  struct Command {
    let name: String
    let arguments: [String: QMPValue]
    let seconds: Double
  }

  private let greeting: EventLoopPromise<QMPVersion>
  private let events: AsyncStream<QMPEvent>.Continuation
  private let limit: Int
  private var buffer: [UInt8] = []
  /// How much of `buffer` is known to hold no newline.
  private var searched = 0
  private var pending: [Int64: (Command, EventLoopPromise<QMPValue>, Scheduled<Void>)] = [:]
  private var nextID: Int64 = 0
  private var context: ChannelHandlerContext?
  private var failure: QMPError?

  init(greeting: EventLoopPromise<QMPVersion>, events: AsyncStream<QMPEvent>.Continuation, limit: Int) {
    self.greeting = greeting
    self.events = events
    self.limit = limit
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    finish(.closed)
    self.context = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard failure == nil else { return }
    buffer.append(contentsOf: unwrapInboundIn(data).readableBytesView)
    var start = 0
    while let newline = buffer[max(start, searched)...].firstIndex(of: 10) {
      let line = buffer[start..<newline]
      start = newline + 1
      searched = start
      guard line.count <= limit else { return fail(.lineTooLong(limit: limit), context) }
      do { try received(Array(line)) } catch { return fail(error, context) }
    }
    buffer.removeFirst(start)
    searched = buffer.count
    if buffer.count > limit { fail(.lineTooLong(limit: limit), context) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(buffer.isEmpty || failure != nil ? .closed : .malformed("the connection ended within a line"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(.closed, context) }

  /// Sends a command; the promise gets its answer.
  func send(_ command: Command, _ promise: EventLoopPromise<QMPValue>) {
    guard failure == nil, let context else { return promise.fail(failure ?? .closed) }
    guard pending.count < QMPClient.commandLimit else {
      return promise.fail(QMPError.overloaded(limit: QMPClient.commandLimit))
    }
    nextID += 1
    let id = nextID
    let line: [UInt8]
    do { line = try QMPMessage.command(command.name, command.arguments, id: id) } catch { return promise.fail(error) }
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let timeout = context.eventLoop.scheduleTask(in: .milliseconds(Int64(command.seconds * 1000))) {
      let entry = bound.value.pending.removeValue(forKey: id)
      entry?.1.fail(QMPError.timedOut(command: command.name, seconds: command.seconds))
    }
    pending[id] = (command, promise, timeout)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: line)), promise: nil)
  }

  private func received(_ line: [UInt8]) throws(QMPError) {
    // QEMU ends its lines with CR LF; an empty line means nothing.
    guard line.contains(where: { $0 != 13 && $0 != 32 }) else { return }
    switch try QMPMessage(line: line) {
    case .greeting(let version): greeting.succeed(version)
    case .event(let event): events.yield(event)
    case .success(let id, let value): answer(id) { _, promise in promise.succeed(value) }
    case .failure(let id, let className, let text):
      // Without id: QEMU could not even read the command, so it is the oldest that is waiting.
      answer(id ?? pending.keys.min()) { command, promise in
        promise.fail(QMPError.refused(command: command.name, className: className, text: text))
      }
    }
  }

  /// An answer to nothing that waits (timed out before) is dropped.
  private func answer(_ id: Int64?, _ body: (Command, EventLoopPromise<QMPValue>) -> Void) {
    guard let id, let (command, promise, timeout) = pending.removeValue(forKey: id) else { return }
    timeout.cancel()
    body(command, promise)
  }

  private func fail(_ error: QMPError, _ context: ChannelHandlerContext) {
    finish(error)
    context.close(promise: nil)
  }

  private func finish(_ error: QMPError) {
    guard failure == nil else { return }
    failure = error
    buffer = []
    greeting.fail(error)
    for (_, promise, timeout) in pending.values {
      timeout.cancel()
      promise.fail(error)
    }
    pending = [:]
    events.finish()
  }
}
