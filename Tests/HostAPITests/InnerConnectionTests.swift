import HostAPI
import HyperV
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// A connection to a host inside that answers one request after the other.
@Suite(.timeLimit(.minutes(1))) struct InnerConnectionTests {
  @Test func oneAfterTheOther() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      for number in 1...2 {
        let request = try await inbound.read(until: "\r\n\r\n")
        #expect(request.hasPrefix("GET /v1/doctor?n=\(number) HTTP/1.1\r\n") && !request.contains("close"))
        try await outbound.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nan\(number)")
      }
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send("HTTP/1.1 503 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    } _: { channel in
      let connection = try await InnerConnection.over(channel)
      for number in 1...2 {
        let answer = try await connection.get("/v1/doctor?n=\(number)", limit: 3)
        #expect(String(buffer: answer.body) == "an\(number)" && answer.staysOpen && answer.status == .ok)
      }
      let refused = try await connection.get("/v1/doctor", limit: 3)
      #expect(refused.status == .serviceUnavailable && !refused.staysOpen)
    }
  }

  @Test func closedWhileNobodyLooked() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    } _: { channel in
      let connection = try await InnerConnection.over(channel)
      _ = try await connection.get("/", limit: 0)
      try await channel.closeFuture.get()
      #expect(!connection.isActive)
      await #expect(throws: InnerConnection.Ended.self) { try await connection.get("/", limit: 0) }
    }
  }

  @Test(
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
      "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nmore than ten bytes.",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "no answer at all\r\n\r\n",
    ])
  func answersThatAreNone(text: String) async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send(text)
    } _: { channel in
      let connection = try await InnerConnection.over(channel)
      await #expect {
        try await connection.get("/", limit: 10)
      } throws: {
        !($0 is InnerConnection.Ended)
      }
      try await channel.closeFuture.get()
    }
  }

  @Test func nobodyNeedsItAnyMore() async throws {
    try await StubServer.run { inbound, outbound in
      var inbound = inbound
      _ = try await inbound.read(until: "\r\n\r\n")
      try await outbound.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
      #expect(try await inbound.drain() == 0)
    } _: { channel in
      let connection = try await InnerConnection.over(channel)
      _ = try await connection.get("/", limit: 0)
      connection.idle(.milliseconds(20))
      try await channel.closeFuture.get()
    }
  }
}
