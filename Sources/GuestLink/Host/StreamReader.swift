internal import NIOCore
internal import Synchronization

/// A stream's parts from the event loop to one task, with back-pressure: HTTP/2's window for the stream opens only as
/// parts are taken.
final class StreamReader: Sendable {
  /// Bytes held ready for the task; more are left in the stream's window.
  static let readyBytes = 64 * 1024

  private struct State {
    var parts: [StreamPart] = []
    var bytes = 0
    var waiter: CheckedContinuation<StreamPart?, any Error>?
    var end: Result<Void, any Error>?
    var channel: (any Channel)?
  }

  private let state = Mutex(State())

  /// The next part; nil after the last one.
  /// - Throws: what ended the stream early; `CancellationError` when the task is cancelled, which closes the stream.
  func next() async throws -> StreamPart? {
    let channel = state.withLock { $0.channel }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (result, wantsMore): (Result<StreamPart?, any Error>?, Bool) = state.withLock { state in
          if !state.parts.isEmpty {
            let part = state.parts.removeFirst()
            if case .data(let bytes, _) = part { state.bytes -= bytes.readableBytes }
            return (.success(part), state.bytes < Self.readyBytes)
          }
          if let end = state.end { return (end.map { nil }, false) }
          precondition(state.waiter == nil, "one task reads a stream")
          state.waiter = continuation
          return (nil, true)
        }
        if wantsMore { channel?.read() }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      finish(.failure(CancellationError()))
      channel?.close(promise: nil)
    }
  }

  fileprivate func begin(_ channel: any Channel) { state.withLock { $0.channel = channel } }

  fileprivate func take(_ part: StreamPart) {
    let waiter = state.withLock { state -> CheckedContinuation<StreamPart?, any Error>? in
      if state.end != nil { return nil }
      if let waiter = state.waiter.take() { return waiter }
      if case .data(let bytes, _) = part { state.bytes += bytes.readableBytes }
      state.parts.append(part)
      return nil
    }
    waiter?.resume(returning: part)
  }

  fileprivate var wantsMore: Bool { state.withLock { $0.end == nil && $0.bytes < Self.readyBytes } }

  /// The first end counts.
  fileprivate func finish(_ end: Result<Void, any Error>) {
    let waiter = state.withLock { state -> CheckedContinuation<StreamPart?, any Error>? in
      guard state.end == nil else { return nil }
      state.end = end
      return state.waiter.take()
    }
    waiter?.resume(with: end.map { nil })
  }
}

/// A stream ended without its last part.
struct StreamCutShort: Error, CustomStringConvertible {
  var description: String { "The stream ended early." }
}

/// Fills a `StreamReader`.
final class StreamReaderHandler: ChannelInboundHandler {
  typealias InboundIn = StreamPart

  private let reader: StreamReader

  init(_ reader: StreamReader) { self.reader = reader }

  func handlerAdded(context: ChannelHandlerContext) { reader.begin(context.channel) }

  func channelActive(context: ChannelHandlerContext) { context.read() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    reader.take(part)
    switch part {
    case .head(_, end: true), .data(_, end: true), .trailers: reader.finish(.success(()))
    default: break
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if reader.wantsMore { context.read() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    reader.finish(.failure(error))
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { reader.finish(.failure(StreamCutShort())) }
}
