import AsyncAlgorithms
import FoundationEssentials
import HostAPI
import HyperV
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// One request and its answer against a server that writes what a test says.
@Suite(.timeLimit(.minutes(1))) struct HTTPExchangeTests {
  static func pieces(_ texts: [String]) -> HTTPExchange.Body {
    AsyncThrowingStream<ByteBuffer, any Error> { continuation in
      for text in texts { continuation.yield(ByteBuffer(string: text)) }
      continuation.finish()
    }
  }

  @Test func answerWithALength() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      let request = try await inbound.read(until: "\r\n\r\n")
      #expect(request.hasPrefix("GET /v1/status?x=%20y HTTP/1.1\r\n"))
      #expect(request.contains("Host: droste\r\n"))
      #expect(request.contains("Connection: close\r\n"))
      #expect(request.contains("X-Own: 1\r\n"))
      #expect(!request.lowercased().contains("transfer-encoding"))
      try await outbound.send("HTTP/1.1 203 Fine\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello")
    } _: { channel in
      let response = try await HTTPExchange.send(
        over: channel, method: .GET, uri: "/v1/status?x=%20y", headers: ["X-Own": "1"])
      #expect(response.head.status.code == 203)
      #expect(response.head.headers.first(name: "content-type") == "text/plain")
      #expect(String(buffer: try await response.collect(limit: 5)) == "hello")
    }
  }

  @Test func answerWithoutABody() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send("HTTP/1.1 204 No Content\r\n\r\n")
    } _: { channel in
      let response = try await HTTPExchange.send(over: channel, method: .DELETE, uri: "/v1/machines/a")
      #expect(response.head.status == .noContent)
      #expect(try await response.collect(limit: 0).readableBytes == 0)
    }
  }

  @Test func bodyOfUnknownLengthIsChunked() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      let request = try await inbound.read(until: "\r\n0\r\n\r\n")
      #expect(request.contains("transfer-encoding: chunked\r\n") || request.contains("Transfer-Encoding: chunked\r\n"))
      #expect(request.contains("\r\nab\r\n"))
      #expect(request.contains("\r\ncde\r\n"))
      try await outbound.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    } _: { channel in
      let response = try await HTTPExchange.send(
        over: channel, method: .POST, uri: "/v1/x", body: Self.pieces(["ab", "cde"]))
      #expect(try await response.collect(limit: 10).readableBytes == 0)
    }
  }

  @Test func bodyOfKnownLengthIsNot() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      let request = try await inbound.read(until: "abcde")
      #expect(request.contains("Content-Length: 5\r\n"))
      #expect(!request.lowercased().contains("transfer-encoding"))
      try await outbound.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    } _: { channel in
      let response = try await HTTPExchange.send(
        over: channel, method: .PUT, uri: "/v1/x", headers: ["Content-Length": "5"], body: Self.pieces(["abcde"]))
      #expect(response.head.status == .ok)
      _ = try await response.collect(limit: 10)
    }
  }

  /// What an interactive command needs: question and answer in turns, within one request.
  @Test func answerBeginsBeforeTheRequestEnds() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "one")
      try await outbound.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nONE\r\n")
      _ = try await inbound.read(until: "two")
      try await outbound.send("3\r\nTWO\r\n0\r\n\r\n")
    } _: { channel in
      let (body, input) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
      input.yield(ByteBuffer(string: "one"))
      let response = try await HTTPExchange.send(over: channel, method: .POST, uri: "/v1/x", body: body)
      var pieces = response.body.makeAsyncIterator()
      #expect(try await pieces.next().map { String(buffer: $0) } == "ONE")
      input.yield(ByteBuffer(string: "two"))
      #expect(try await pieces.next().map { String(buffer: $0) } == "TWO")
      input.finish()
      #expect(try await pieces.next() == nil)
    }
  }

  /// A server may answer and close before it has read all of the request.
  @Test func earlyRefusal() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbad")
    } _: { channel in
      let (body, input) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
      input.yield(ByteBuffer(string: "one"))
      let response = try await HTTPExchange.send(over: channel, method: .POST, uri: "/v1/x", body: body)
      #expect(response.head.status == .badRequest)
      #expect(String(buffer: try await response.collect(limit: 100)) == "bad")
      input.finish()
    }
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Le", "\u{1}\u{2}garbage\r\n\r\n", "HTTP/9.9 999\r\n\r\n"])
  func noAnswer(_ bytes: String) async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      if !bytes.isEmpty { try await outbound.send(bytes) }
    } _: { channel in
      await #expect(throws: (any Error).self) {
        try await HTTPExchange.send(over: channel, method: .GET, uri: "/v1/status")
      }
    }
  }

  @Test func closedWithoutAnAnswerSaysSo() async throws {
    try await StubServer.run { inbound, _ in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
    } _: { channel in
      let error = await #expect(throws: DrosteError.self) {
        try await HTTPExchange.send(over: channel, method: .GET, uri: "/v1/status")
      }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("/v1/status") == true)
    }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhal\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhal\r\nzz\r\n",
  ])
  func brokenBody(_ bytes: String) async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send(bytes)
    } _: { channel in
      await #expect(throws: (any Error).self) {
        let response = try await HTTPExchange.send(over: channel, method: .GET, uri: "/v1/status")
        _ = try await response.collect(limit: 100)
      }
    }
  }

  @Test func answerBeyondTheLimit() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try? await outbound.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + String(repeating: "x", count: 100))
    } _: { channel in
      let response = try await HTTPExchange.send(over: channel, method: .GET, uri: "/v1/status")
      let error = await #expect(throws: DrosteError.self) { try await response.collect(limit: 99) }
      #expect(error?.message.contains("99 bytes") == true)
    }
  }

  @Test func cancelClosesTheConnection() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhal\r\n")
      // Ends only when the client has closed.
      _ = try? await inbound.drain()
    } _: { channel in
      let response = try await HTTPExchange.send(over: channel, method: .GET, uri: "/v1/status")
      response.cancel()
      #expect(try await eventually(within: .seconds(10)) { !channel.isActive })
    }
  }

  /// An answer that nobody reads is not gathered in memory.
  @Test func unreadBodyHoldsTheSenderBack() async throws {
    let megabyte = String(repeating: "x", count: 1 << 20)
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send("HTTP/1.1 200 OK\r\nContent-Length: \(64 << 20)\r\n\r\n")
      let sent = Sent()
      let sending = Task {
        for _ in 0..<64 {
          try await outbound.send(megabyte)
          sent.add()
        }
      }
      // The kernel's buffers and NIO's take a few megabytes; the rest must wait.
      try await Task.sleep(for: .milliseconds(500))
      #expect(sent.count < 32)
      sending.cancel()
      _ = try? await sending.value
    } _: { channel in
      let response = try await HTTPExchange.send(over: channel, method: .GET, uri: "/v1/status")
      try await Task.sleep(for: .milliseconds(700))
      response.cancel()
    }
  }
}
