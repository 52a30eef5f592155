internal import AsyncAlgorithms
internal import GuestLink
internal import HTTPTypes
internal import Host
internal import Hummingbird
internal import HyperV
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Requests that are for somebody else: the agent in a machine, the host in it, its console.
extension APIResponder {
  /// The host inside: its API is this one, reached through a tunnel on the guest link, to any depth.
  func forwardToHost(_ name: String, _ request: Request) async throws -> Response {
    let link = try await host.machines.guestLink(name)
    let channel = try await link.openTunnel()
    var headers = HTTPHeaders()
    for field in [HTTPField.Name.contentType, .contentLength] {
      if let value = request.headers[field] { headers.add(name: field.rawName, value: value) }
    }
    let hasBody = request.method != .get && request.method != .delete
    let response = try await HTTPExchange.send(
      over: channel, method: HTTPMethod(rawValue: request.method.rawValue), uri: try rest(request, after: "host"),
      headers: headers, body: hasBody ? erased(request.body) : nil)
    // A capture may be silent for hours: that nobody listens any more must not wait for the next frame.
    return stream(response, watching: isCapture(request) ? request.body : nil)
  }

  /// The serial console: what is typed goes in, what the machine writes comes out, until either side ends.
  func console(_ name: String, _ request: Request) async throws -> Response {
    let console = try await host.machines.attachConsole(name)
    let body = request.body
    return Response(
      status: .ok,
      body: ResponseBody { writer in
        try await console.executeThenClose { inbound, outbound in
          let typing = Task {
            for try await piece in body { try await outbound.write(piece) }
          }
          defer { typing.cancel() }
          for try await piece in inbound { try await writer.write(piece) }
        }
        try await writer.finish(nil)
      })
  }

  /// What follows `/v1/machines/NAME/MARK`, as it was written: names keep their escapes, the query stays.
  func rest(_ request: Request, after mark: String) throws -> String {
    let parts = request.uri.string.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: true)
    guard parts.count == 5, parts[3] == mark[...] else {
      throw DrosteError(.objectNotFound, "A path must follow /\(mark).", hint: "GET …/\(mark)/v1/status")
    }
    return "/" + parts[4]
  }

  func erased(_ body: RequestBody) -> HTTPExchange.Body { BodySequence(body: body) }

  /// - Parameter body: the request's body, which was not read; when the client goes away, the answer ends at once.
  private func stream(_ response: HTTPExchange.Response, watching body: RequestBody?) -> Response {
    var fields = HTTPFields()
    if let type = response.head.headers.first(name: "Content-Type") { fields[.contentType] = type }
    let length = response.head.headers.first(name: "Content-Length").flatMap { Int($0) }
    return Response(
      status: .init(code: Int(response.head.status.code)), headers: fields,
      body: ResponseBody(contentLength: length) { writer in
        defer { response.cancel() }
        let watch = body.map { ClientWatch($0) { response.cancel() } }
        do {
          for try await piece in response.body { try await writer.write(piece) }
        } catch {
          await watch?.end()
          throw error
        }
        await watch?.end()
        try await writer.finish(nil)
      })
  }
}

/// A request's body as the kind of sequence that an exchange takes.
struct BodySequence: AsyncSequence, Sendable {
  let body: RequestBody

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: RequestBody.AsyncIterator
    @concurrent mutating func next() async throws -> ByteBuffer? { try await base.next() }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator()) }
}
