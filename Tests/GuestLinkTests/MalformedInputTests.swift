import Foundation
import GuestLink
import HyperV
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import Testing

/// A host that says what it likes.
final class RawHost {
  let socket: Int32

  init(_ agent: AgentProcess) {
    socket = connectUnix(agent.socket)
    var time = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(socket) }

  func send(_ bytes: [UInt8]) { _ = Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

  /// The next record, whatever comes before it; nil after 10 s of silence.
  func record() -> LinkRecord? {
    var hunter = RecordHunter()
    var byte: UInt8 = 0
    while recv(socket, &byte, 1, 0) == 1 {
      if let found = withUnsafeBytes(of: byte, { hunter.hunt($0) }) { return found.record }
    }
    return nil
  }

  /// Asks for a session; the answer must be right.
  func enter() {
    let nonce = LinkID.random()
    send(LinkRecord(.ask, nonce: nonce).bytes)
    while let found = record() {
      if found.kind == .answer && found.nonce == nonce { return }
    }
    Issue.record("the agent did not answer")
  }
}

/// Pieces of what is sent.
private enum Senseless {
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]

  static func frame(_ kind: UInt8, _ length: Int, _ bytes: [UInt8]) -> [UInt8] {
    [kind] + withUnsafeBytes(of: UInt32(length).bigEndian) { Array($0) } + bytes
  }

  static func request(_ json: String) -> [UInt8] { frame(0, json.utf8.count, Array(json.utf8)) }

  static let proof: HPACKHeaders = [LinkHTTP.lengthTrailer: "3", LinkHTTP.checksumTrailer: "00000000"]
}

@Suite struct MalformedInputTests {
  /// What is sent in a session, after which the agent must say hello: the session is over, the next one welcome.
  @Test(
    arguments: [
      ("garbage", Array(0..<255)),
      ("padding", LinkRecord.padding),
      ("HTTP/1.1", Array("GET / HTTP/1.1\r\n\r\n          ".utf8)),
      ("a frame of 16 MiB", Senseless.preface + Senseless.settings + [0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1]),
      ("data on stream 0", Senseless.preface + Senseless.settings + [0, 0, 1, 0, 0, 0, 0, 0, 0, 7]),
      ("data on an idle stream", Senseless.preface + Senseless.settings + [0, 0, 1, 0, 0, 0, 0, 0, 1, 7]),
      ("settings of 5 bytes", Senseless.preface + [0, 0, 5, 4, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5]),
      (
        "broken header compression",
        Senseless.preface + Senseless.settings + [0, 0, 4, 1, 5, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF]
      ),
      (
        "a window beyond its limit",
        Senseless.preface + Senseless.settings + [0, 0, 4, 8, 0, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF]
      ),
      (
        "headers without end",
        Senseless.preface + Senseless.settings + [0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82] + Senseless.settings
      ),
    ] as [(String, [UInt8])])
  func nonsenseInASession(name: String, bytes: [UInt8]) async throws {
    let folder = TemporaryFolder()
    let agent = try AgentProcess(folder)
    defer { agent.end() }
    await onThread {
      let host = RawHost(agent)
      host.enter()
      host.send(bytes)
      #expect(host.record()?.kind == .hello)
      host.enter()
    }
    try await works(agent)
  }

  /// What is sent instead of an ask, and does not get a session.
  @Test func nonsenseInsteadOfAnAsk() async throws {
    let folder = TemporaryFolder()
    let agent = try AgentProcess(folder)
    defer { agent.end() }
    var damaged = LinkRecord(.ask, nonce: .random()).bytes
    damaged[20] ^= 1
    let unknown = LinkRecord(.ask, version: 9, nonce: .random())
    await onThread { [damaged] in
      let host = RawHost(agent)
      // Meeting a host, the agent says hello; nothing here is an ask before that.
      host.send(damaged + LinkRecord(.hello, instance: .random()).bytes + [0xFE])
      #expect(host.record()?.kind == .hello)
      host.send(unknown.bytes)
      let answer = host.record()
      #expect(answer?.kind == .answer && answer?.nonce == unknown.nonce && answer?.version == LinkRecord.version)
      // No session: an ask works at once, without padding before it.
      host.enter()
    }
    try await works(agent)
  }

  @Test(
    arguments: [
      ("GET", "/nothing", [], nil, "404", .objectNotFound),
      ("DELETE", "/v1/exec", [], nil, "405", .invalidOperation),
      ("POST", "/v1/exec", [], nil, "400", .invalidParameter),
      ("POST", "/v1/exec", Senseless.request("garbage"), nil, "400", .invalidParameter),
      ("POST", "/v1/exec", Senseless.request("{\"arguments\": \"ls\"}"), nil, "400", .invalidParameter),
      (
        "POST", "/v1/exec", Senseless.request("{\"arguments\": [\"ls\"], \"environment\": [1]}"), nil, "400",
        .invalidParameter
      ),
      ("POST", "/v1/exec", Senseless.frame(0, 1000, [1, 2, 3]), nil, "400", .invalidParameter),
      ("POST", "/v1/exec", Senseless.frame(0, 1 << 24, [1, 2, 3]), nil, "400", .invalidParameter),
      ("POST", "/v1/exec", Senseless.frame(77, 3, [1, 2, 3]), nil, "400", .invalidParameter),
      ("POST", "/v1/exec", Senseless.frame(1, 3, [1, 2, 3]), nil, "400", .invalidParameter),
      ("PUT", "/v1/files", [1], Senseless.proof, "400", .invalidParameter),
      ("PUT", "/v1/files?path=/tmp/droste-no&mode=9", [1], Senseless.proof, "400", .invalidParameter),
      ("PUT", "/v1/files?path=/tmp/droste-no&mode=77777", [1], Senseless.proof, "400", .invalidParameter),
      ("PUT", "/v1/files?path=/tmp/droste-no%", [1], Senseless.proof, "400", .invalidParameter),
      ("PUT", "/v1/files?path=/tmp/droste-no", [1, 2, 3], nil, "400", .invalidParameter),
      ("PUT", "/v1/files?path=/tmp/droste-no", [1, 2, 3], Senseless.proof, "400", .invalidParameter),
      ("GET", "/v1/files?path=%00", [], nil, "400", .invalidParameter),
      ("POST", "/v1/power", [], nil, "400", .invalidParameter),
      ("POST", "/v1/power", Array("{\"action\": 3}".utf8), nil, "400", .invalidParameter),
      ("POST", "/v1/power", Array("{\"action\": \"explode\"}".utf8), nil, "400", .invalidParameter),
      ("POST", "/v1/power", [UInt8](repeating: 0x20, count: 100_000), nil, "413", .invalidParameter),
      ("POST", "/v1/tunnel", [], nil, "400", .invalidParameter),
      ("POST", "/v1/tunnel?to=elsewhere", [], nil, "400", .invalidParameter),
    ] as [(String, String, [UInt8], HPACKHeaders?, String, DrosteError.Code)])
  func senselessRequests(
    method: String, path: String, body: [UInt8], trailers: HPACKHeaders?, status: String, code: DrosteError.Code
  ) async throws {
    let folder = TemporaryFolder()
    let agent = try AgentProcess(folder)
    defer { agent.end() }
    let (answered, error) = try await ask(agent, method, path, body, trailers)
    #expect(answered == status)
    #expect(error?.code == code, "\(error?.description ?? "no error")")
    #expect(error?.message.isEmpty == false)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/droste-no"))
    try await works(agent)
  }

  /// One request over a session made by hand.
  private func ask(
    _ agent: AgentProcess, _ method: String, _ path: String, _ body: [UInt8], _ trailers: HPACKHeaders?
  ) async throws -> (String?, DrosteError?) {
    let host = await onThread {
      let host = RawHost(agent)
      host.enter()
      return dup(host.socket)
    }
    let answer = tests.next().makePromise(of: (HPACKHeaders, ByteBuffer).self)
    let channel = try await ClientBootstrap(group: tests).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let http2 = NIOHTTP2Handler(mode: .client, eventLoop: channel.eventLoop) { $0.close() }
        try channel.pipeline.syncOperations.addHandler(http2)
        try http2.syncMultiplexer().createStreamChannel(promise: nil) { stream in
          stream.eventLoop.makeCompletedFuture {
            let asker = Asker(method: method, path: path, body: body, trailers: trailers, answer: answer)
            try stream.pipeline.syncOperations.addHandlers([StreamCodec(), asker])
          }
        }
      }
    }.withConnectedSocket(host).get()
    let (headers, bytes) = try await answer.futureResult.get()
    try? await channel.close()
    return (
      headers.first(name: ":status"), try? JSONDecoder().decode(DrosteError.self, from: Data(bytes.readableBytesView))
    )
  }

  private func works(_ agent: AgentProcess) async throws {
    #expect(agent.isRunning)
    let link = GuestLink(socketPath: agent.socket, eventLoopGroup: tests)
    let running = Task { await link.run() }
    defer { running.cancel() }
    try await link.waitUntilConnected(timeout: .seconds(20))
    #expect(try await link.shell("exit 9").exitCode == 9)
  }

  /// For what blocks.
  private func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }
}

private final class Asker: ChannelInboundHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private let parts: [StreamPart]
  private let answer: EventLoopPromise<(HPACKHeaders, ByteBuffer)>
  private var headers: HPACKHeaders = [:]
  private var bytes = ByteBuffer()

  init(
    method: String, path: String, body: [UInt8], trailers: HPACKHeaders?,
    answer: EventLoopPromise<(HPACKHeaders, ByteBuffer)>
  ) {
    let head: HPACKHeaders = [":method": method, ":path": path, ":scheme": "http", ":authority": "guest"]
    parts =
      [.head(head, end: false), .data(ByteBuffer(bytes: body), end: trailers == nil)]
      + (trailers.map { [.trailers($0)] } ?? [])
    self.answer = answer
  }

  func channelActive(context: ChannelHandlerContext) {
    for part in parts { context.writeAndFlush(wrapOutboundOut(part), promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let headers, let end):
      self.headers = headers
      if end { answer.succeed((headers, bytes)) }
    case .data(let more, let end):
      bytes.writeImmutableBuffer(more)
      if end { answer.succeed((headers, bytes)) }
    case .trailers: answer.succeed((headers, bytes))
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { answer.fail(error) }

  func channelInactive(context: ChannelHandlerContext) { answer.fail(ChannelError.eof) }
}
