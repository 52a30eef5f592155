internal import FoundationEssentials
internal import GuestLink
internal import HTTPTypes
internal import Host
internal import Hummingbird
internal import HyperV
internal import NIOCore

/// The API: every route on one screen. Decoding and encoding only; what a route does is in `Host`.
///
/// | method and path | body | answer |
/// |---|---|---|
/// | GET /v1/status | | `HostStatus` |
/// | GET /v1/host | | `HostInformation` |
/// | GET /v1/doctor?machine=NAME&inside=BOOL&guest=BOOL&seconds=N&depth=N | | records (`FactsRecord`), streamed |
/// | GET, PUT /v1/host/settings | `HostSettings` | `HostSettings` |
/// | GET /v1/adapters | | `HostAdapter`, a list |
/// | POST /v1/service/stop | | |
/// | GET, POST /v1/machines | `MachineConfiguration` | `MachineResource` |
/// | GET, PUT, DELETE /v1/machines/NAME | `MachineConfiguration` | `MachineResource` |
/// | POST /v1/machines/NAME/start, suspend, resume, shutdown, turnoff, restart | | `MachineResource` |
/// | POST /v1/machines/NAME/wait?for=CONDITION&seconds=N (CONDITION: a `WaitCondition`) | | `MachineResource` |
/// | GET /v1/machines/NAME/console | | the end of the console's output |
/// | POST /v1/machines/NAME/console | bytes, streamed | bytes, streamed |
/// | GET /v1/machines/NAME/information | | `GuestInformation` |
/// | GET /v1/machines/NAME/requirements | | `NestedRequirement`, a list |
/// | POST /v1/machines/NAME/execute | `ExecRequest` | `ExecResult` |
/// | POST /v1/machines/NAME/exec | frames, streamed | frames, streamed |
/// | PUT /v1/machines/NAME/files?path=PATH&mode=MODE | bytes | |
/// | GET /v1/machines/NAME/files?path=PATH | | bytes |
/// | POST /v1/machines/NAME/trace, /v1/trace | `TraceOrder` | `TraceReport` |
/// | any /v1/machines/NAME/host/REST | any | the answer of the host inside to /REST, streamed |
/// | GET, POST /v1/switches; GET, PUT, DELETE /v1/switches/NAME | `SwitchConfiguration` | `SwitchResource` |
/// | GET /v1/switches/NAME/capture?port=PORT&direction=D&drops=D&count=N&snap=N | | pcapng, streamed |
/// | GET, POST /v1/nats; PUT, DELETE /v1/nats/NAME | `NATConfiguration` | `NATResource` |
/// | GET /v1/nats/NAME/sessions | | `NATSession`, a list |
///
/// Every error is `{"error": DrosteError}` with a status that fits its code.
struct APIResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  /// The most bytes of a body that holds a configuration.
  static let configurationLimit = 1 << 20
  /// The most bytes of a command with its input.
  static let executeLimit = 64 << 20
  /// The longest path, in bytes.
  static let pathLimit = 4096

  let host: HostService
  let inner = InnerHosts()
  /// Ends the service.
  let stop: @Sendable () -> Void
  /// Called when something was removed.
  let removed: @Sendable () async -> Void

  func respond(to request: Request, context: Context) async throws -> Response {
    do {
      return try await answer(request)
    } catch {
      let found = error as? DrosteError ?? DrosteError(.unspecified, "The request failed.", cause: "\(error)")
      return try json(ErrorBody(error: found), status: found.code.httpStatus)
    }
  }

  private func answer(_ request: Request) async throws -> Response {
    guard request.uri.string.utf8.count <= Self.pathLimit else {
      throw DrosteError(.invalidParameter, "The path is longer than \(Self.pathLimit) bytes.")
    }
    let segments = try request.uri.path.split(separator: "/").map { segment in
      guard let text = PathSegment.decode(segment) else {
        throw DrosteError(.invalidParameter, "The path holds a broken escape: \(segment)")
      }
      return text
    }
    guard segments.first == "v1" else { throw notFound(request) }
    switch (request.method, segments.dropFirst().first, segments.dropFirst(2)) {
    case (.get, "status", []): return try json(await host.status())
    case (.get, "host", []): return try json(host.information)
    case (.get, "host", ["settings"]): return try json(try await host.currentSettings())
    case (.put, "host", ["settings"]): return try json(try await host.updateSettings(try await decode(request)))
    case (.get, "doctor", []): return try await facts(request)
    case (.post, "trace", []): return try json(try await host.traces.handle(try await decode(request)))
    case (.get, "adapters", []): return try json(try await host.hostAdapters())
    case (.post, "service", ["stop"]):
      stop()
      return try json(host.information)
    case (_, "machines", let rest): return try await machines(request, Array(rest))
    case (_, "switches", let rest): return try await switches(request, Array(rest))
    case (_, "nats", let rest): return try await nats(request, Array(rest))
    default: throw notFound(request)
    }
  }

  private func machines(_ request: Request, _ path: [String]) async throws -> Response {
    let machines = host.machines
    let name = path.first ?? ""
    switch (request.method, path.count, path.dropFirst().first) {
    case (.get, 0, _): return try json(await machines.list())
    case (.post, 0, _): return try json(try await machines.create(try await decode(request)))
    case (.get, 1, _): return try json(try await machines.resource(name))
    case (.put, 1, _): return try json(try await machines.update(name, try await decode(request)))
    case (.delete, 1, _):
      try await machines.remove(name)
      await removed()
      return Response(status: .noContent)
    case (.post, 2, "start"): return try json(try await machines.start(name))
    case (.post, 2, "suspend"): return try json(try await machines.suspend(name))
    case (.post, 2, "resume"): return try json(try await machines.resume(name))
    case (.post, 2, "shutdown"): return try json(try await machines.shutDown(name))
    case (.post, 2, "turnoff"): return try json(try await machines.turnOff(name))
    case (.post, 2, "restart"): return try json(try await machines.restart(name))
    case (.post, 2, "wait"):
      let condition = try condition(request)
      return try json(try await machines.waitForGuest(name, for: condition, seconds: try seconds(request)))
    case (.get, 2, "console"): return text(try await machines.console(name))
    case (.post, 2, "console"): return try await console(name, request)
    case (.get, 2, "information"): return try json(try await machines.information(name))
    case (.get, 2, "requirements"): return try json(try await machines.requirements(name))
    case (.post, 2, "execute"):
      let asked: ExecRequest = try await decode(request, limit: Self.executeLimit)
      return try json(try await machines.guestLink(name).execute(asked))
    case (.post, 2, "trace"):
      let order: TraceOrder = try await decode(request)
      return try json(try await machines.guestLink(name).trace(order))
    case (.post, 2, "exec"): return try await exec(name, request)
    case (.put, 2, "files"): return try await upload(name, request)
    case (.get, 2, "files"): return try await download(name, request)
    case (_, 2..., "host"): return try await forwardToHost(name, request)
    default: throw notFound(request)
    }
  }

  private func switches(_ request: Request, _ path: [String]) async throws -> Response {
    let switches = host.switches
    switch (request.method, path.count) {
    case (.get, 0): return try json(await switches.list())
    case (.post, 0): return try json(try await switches.create(try await decode(request)))
    case (.get, 1): return try json(try await switches.resource(path[0]))
    case (.get, 2) where path[1] == "capture": return try await capture(path[0], request)
    case (.put, 1): return try json(try await host.updateSwitch(path[0], try await decode(request)))
    case (.delete, 1):
      try await switches.remove(path[0])
      await removed()
      return Response(status: .noContent)
    default: throw notFound(request)
    }
  }

  private func nats(_ request: Request, _ path: [String]) async throws -> Response {
    switch (request.method, path.count) {
    case (.get, 0): return try json(await host.nats.list())
    case (.post, 0): return try json(try await host.nats.create(try await decode(request)))
    case (.put, 1): return try json(try await host.nats.update(path[0], try await decode(request)))
    case (.get, 2) where path[1] == "sessions": return try json(try await host.nats.sessions(path[0]))
    case (.delete, 1):
      try await host.nats.remove(path[0])
      await removed()
      return Response(status: .noContent)
    default: throw notFound(request)
    }
  }

  // MARK: Encoding

  private func notFound(_ request: Request) -> DrosteError {
    DrosteError(
      .objectNotFound, "There is no \(request.method.rawValue) \(request.uri.path.prefix(200)) in this API.",
      hint: "GET /v1/status")
  }

  private func condition(_ request: Request) throws -> WaitCondition {
    guard let text = request.uri.queryParameters["for"].map(String.init) else { return .ready }
    guard let found = WaitCondition.allCases.first(where: { Names.same($0.rawValue, text) }) else {
      throw DrosteError(
        .invalidParameter,
        "for: \"\(text.prefix(100))\" is not one of \(WaitCondition.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return found
  }

  private func seconds(_ request: Request) throws -> Double {
    let text = request.uri.queryParameters["seconds"].map(String.init) ?? "60"
    guard let seconds = Double(text), seconds >= 0, seconds <= 86400 else {
      throw DrosteError(.invalidParameter, "seconds: \"\(text)\" is not a number from 0 to 86400")
    }
    return seconds
  }

  private func decode<Value: Decodable>(
    _ request: Request, limit: Int = Self.configurationLimit
  ) async throws -> Value {
    var body = ByteBuffer()
    for try await var piece in request.body {
      guard body.readableBytes + piece.readableBytes <= limit else {
        throw DrosteError(.invalidParameter, "The body is larger than the \(limit) bytes that are taken.")
      }
      body.writeBuffer(&piece)
    }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(body.readableBytesView))
    } catch let error as DecodingError {
      throw DrosteError(
        .invalidParameter, "The body is not a \(Value.self): \(DecodingText.describe(error))")
    }
  }

  func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    let data = try JSONEncoder().encode(value)
    return Response(
      status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: data)))
  }

  private func text(_ text: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
