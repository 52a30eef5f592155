internal import FoundationEssentials
internal import HyperV
package import NIOCore
package import NIOHTTP1
internal import NIOPosix

/// How a request is made: connect, send JSON, read JSON or the error that came instead.
extension HostClient {
  /// The most bytes of an answer that is read whole.
  static let answerLimit = 96 << 20

  func path(machine: String) -> String { "/v1/machines/\(PathSegment.encode(machine))" }

  func get<Answer: Decodable>(_ path: String) async throws -> Answer {
    try Self.decode(try await Self.body(of: open(.GET, path)))
  }

  func act<Answer: Decodable>(_ machine: String, _ verb: String) async throws -> Answer {
    try Self.decode(try await Self.body(of: open(.POST, path(machine: machine) + "/" + verb)))
  }

  func send(_ method: HTTPMethod, _ path: String) async throws {
    _ = try await Self.body(of: open(method, path))
  }

  func send<Answer: Decodable>(_ method: HTTPMethod, _ path: String, _ value: some Encodable) async throws -> Answer {
    let json = ByteBuffer(bytes: try JSONEncoder().encode(value))
    let headers: HTTPHeaders = ["Content-Type": "application/json", "Content-Length": "\(json.readableBytes)"]
    let response = try await open(method, path, headers: headers, body: Self.single(json))
    return try Self.decode(try await Self.body(of: response))
  }

  private static let unanswered = "No service answers at "

  /// Whether an error says that no service took the connection: nothing was sent, so that asking again does no harm.
  package static func isUnanswered(_ error: any Error) -> Bool {
    guard let error = error as? DrosteError else { return false }
    return error.code == .unavailable && error.message.hasPrefix(unanswered)
  }

  /// Connects and sends; the response's body is still coming.
  package func open(
    _ method: HTTPMethod, _ path: String, headers: HTTPHeaders = [:], body: HTTPExchange.Body? = nil
  ) async throws -> HTTPExchange.Response {
    let channel: any Channel
    do {
      channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelOption(.allowRemoteHalfClosure, value: true)
        .connect(unixDomainSocketPath: socketPath).get()
    } catch {
      throw DrosteError(
        .unavailable, Self.unanswered + "\(socketPath).", cause: "\(error)", hint: "droste host")
    }
    return try await HTTPExchange.send(over: channel, method: method, uri: prefix + path, headers: headers, body: body)
  }

  /// The whole body, or the error that it holds.
  static func body(of response: HTTPExchange.Response) async throws -> ByteBuffer {
    let body = try await response.collect(limit: answerLimit)
    guard response.head.status.code >= 400 else { return body }
    throw error(status: response.head.status, body: body)
  }

  /// Throws the error that a response is, before its body is used.
  package static func check(_ response: HTTPExchange.Response) async throws {
    if response.head.status.code >= 400 { _ = try await body(of: response) }
  }

  static func error(status: HTTPResponseStatus, body: ByteBuffer) -> DrosteError {
    if let found = try? JSONDecoder().decode(ErrorBody.self, from: Data(body.readableBytesView)) { return found.error }
    return DrosteError(
      .unspecified, "The service answered \(status.code) \(status.reasonPhrase).",
      cause: body.readableBytes > 0 ? String(buffer: body).prefix(400).description : nil)
  }

  private static func decode<Answer: Decodable>(_ body: ByteBuffer) throws -> Answer {
    do {
      return try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
    } catch {
      throw DrosteError(
        .unspecified, "The service's answer is not the \(Answer.self) that was expected.", cause: "\(error)",
        hint: "command and service may be of different versions: droste host stop")
    }
  }

  package static func single(_ buffer: ByteBuffer) -> HTTPExchange.Body {
    AsyncThrowingStream<ByteBuffer, any Error> { continuation in
      continuation.yield(buffer)
      continuation.finish()
    }
  }
}
