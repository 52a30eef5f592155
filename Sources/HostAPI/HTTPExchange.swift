package import AsyncAlgorithms
internal import HyperV
package import NIOCore
package import NIOHTTP1

/// One HTTP/1.1 request and its response over any NIO channel that carries bytes: a unix socket, or a stream of a
/// guest link. That is why this is not async-http-client, which makes its connections itself.
///
/// Both bodies are streamed with back-pressure, and the response may begin before the request's body has ended,
/// which an interactive command needs.
package enum HTTPExchange {
  /// The response: its head is there, its body is still coming.
  package struct Response: Sendable {
    package let head: HTTPResponseHead
    /// Pieces of the body. Leaving it unread holds the sender back.
    package let body: AsyncThrowingChannel<ByteBuffer, any Error>
    let task: Task<Void, Never>

    /// Ends the exchange and closes the channel, whether the body was read or not.
    package func cancel() { task.cancel() }

    /// The whole body. Throws `invalidParameter` beyond `limit` bytes.
    package func collect(limit: Int) async throws -> ByteBuffer {
      defer { cancel() }
      var whole = ByteBuffer()
      for try await var piece in body {
        whole.writeBuffer(&piece)
        if whole.readableBytes > limit {
          throw DrosteError(.invalidParameter, "An answer holds more than the \(limit) bytes that are taken.")
        }
      }
      return whole
    }
  }

  package typealias Body = any AsyncSequence<ByteBuffer, any Error> & Sendable

  /// Sends a request and returns as soon as the response's head is there. Closes `channel` at the end.
  package static func send(
    over channel: any Channel, method: HTTPMethod, uri: String, headers: HTTPHeaders = [:], body: Body? = nil
  ) async throws -> Response {
    var headers = headers
    headers.replaceOrAdd(name: "Host", value: "droste")
    headers.replaceOrAdd(name: "Connection", value: "close")
    if body != nil, !headers.contains(name: "Content-Length") {
      headers.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
    }
    let head = HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers)
    let wrapped: NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
    do {
      wrapped = try await channel.eventLoop.submit {
        try channel.pipeline.syncOperations.addHTTPClientHandlers()
        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
      }.get()
    } catch { throw isEnd(error) ? ended(method, uri, error) : error }
    let answer = AsyncThrowingChannel<HTTPResponseHead, any Error>()
    let pieces = AsyncThrowingChannel<ByteBuffer, any Error>()
    let task = Task {
      do {
        try await run(wrapped, head: head, body: body, answer: answer, pieces: pieces)
        pieces.finish()
      } catch {
        let error = isEnd(error) ? ended(method, uri, error) : error
        answer.fail(error)
        pieces.fail(error)
      }
    }
    return try await withTaskCancellationHandler {
      for try await response in answer { return Response(head: response, body: pieces, task: task) }
      throw ended(method, uri)
    } onCancel: {
      task.cancel()
    }
  }

  /// Whether an error says that the other side is gone: which one comes depends on what was being done at that moment.
  private static func isEnd(_ error: any Error) -> Bool {
    error is IOError || error is ChannelError || error is NIOAsyncWriterError
      || error as? HTTPParserError == .invalidEOFState
  }

  /// The other side is gone, as a service is that was killed.
  private static func ended(_ method: HTTPMethod, _ uri: String, _ cause: (any Error)? = nil) -> DrosteError {
    DrosteError(
      .unavailable, "The connection ended before an answer to \(method) \(uri) came.", cause: cause.map { "\($0)" })
  }

  private static func run(
    _ channel: NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>, head: HTTPRequestHead, body: Body?,
    answer: AsyncThrowingChannel<HTTPResponseHead, any Error>, pieces: AsyncThrowingChannel<ByteBuffer, any Error>
  ) async throws {
    try await channel.executeThenClose { inbound, outbound in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await outbound.write(.head(head))
          if let body {
            for try await piece in body { try await outbound.write(.body(.byteBuffer(piece))) }
          }
          try await outbound.write(.end(nil))
        }
        var hasHead = false
        var hasEnded = false
        for try await part in inbound {
          switch part {
          case .head(let response):
            await answer.send(response)
            answer.finish()
            hasHead = true
          case .body(let piece): await pieces.send(piece)
          case .end: hasEnded = true
          }
          if hasEnded { break }
        }
        group.cancelAll()
        guard hasHead else { throw ended(head.method, head.uri) }
        guard hasEnded else {
          throw DrosteError(
            .unavailable, "The connection ended in the middle of the answer to \(head.method) \(head.uri).")
        }
      }
    }
  }
}
