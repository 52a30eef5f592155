internal import AsyncAlgorithms
internal import FoundationEssentials
internal import GuestLink
internal import HTTPTypes
internal import Host
internal import Hummingbird
internal import HyperV
internal import NIOCore

/// Commands and files of a guest, streamed through: nothing is held but the piece under way.
extension APIResponder {
  /// Both bodies hold frames (`ExecFrame`): a request and input one way; output, error output and the end the other.
  /// What fails once the answer has begun is a frame too.
  func exec(_ name: String, _ request: Request) async throws -> Response {
    let link = try await host.machines.guestLink(name)
    let body = request.body
    return Response(
      status: .ok,
      body: ResponseBody { writer in
        do {
          try await Self.converse(link, body, &writer)
        } catch {
          let found = error as? DrosteError ?? DrosteError(.unspecified, "The command failed.", cause: "\(error)")
          let json = ByteBuffer(bytes: try JSONEncoder().encode(found))
          try await writer.write(ExecFrame(.failure, json).bytes)
        }
        try await writer.finish(nil)
      })
  }

  @concurrent private static func converse(
    _ link: GuestLink, _ body: RequestBody, _ writer: inout any ResponseBodyWriter
  ) async throws {
    let started = AsyncThrowingChannel<ExecSession, any Error>()
    let feeding = Task {
      do {
        try await feed(link, body, started)
        started.finish()
      } catch {
        started.fail(error)
      }
    }
    defer { feeding.cancel() }
    for try await session in started {
      for try await event in session.events {
        switch event {
        case .output(let bytes): try await writer.write(ExecFrame(.output, bytes).bytes)
        case .error(let bytes): try await writer.write(ExecFrame(.error, bytes).bytes)
        case .exit(let code, let signal):
          let end = ExecEnd(signalled: signal != nil, code: UInt32(signal ?? code))
          try await writer.write(ExecFrame(.end, end.bytes).bytes)
        }
      }
      return
    }
    throw DrosteError(.invalidParameter, "The body ended before a whole request had come.")
  }

  /// Takes the request from the body's first frame, starts the command, and gives it the input that follows.
  private static func feed(
    _ link: GuestLink, _ body: RequestBody, _ started: AsyncThrowingChannel<ExecSession, any Error>
  ) async throws {
    var decoder = ExecFrameDecoder()
    var session: ExecSession?
    for try await piece in body {
      decoder.append(piece)
      while let frame = try next(&decoder) {
        switch (frame.kind, session) {
        case (.request, nil):
          let asked = try JSONDecoder().decode(ExecRequest.self, from: Data(frame.payload.readableBytesView))
          let running = try await link.startExecution(asked)
          session = running
          await started.send(running)
        case (.input, let session?): try await session.write(frame.payload)
        default: throw DrosteError(.invalidParameter, "The body's frames come in a wrong order.")
        }
      }
    }
    try await session?.finishInput()
  }

  private static func next(_ decoder: inout ExecFrameDecoder) throws -> ExecFrame? {
    do {
      return try decoder.next()
    } catch {
      throw DrosteError(.invalidParameter, "The body does not hold frames.", cause: "\(error)")
    }
  }

  /// Writes a file in the guest: whole or not at all.
  func upload(_ name: String, _ request: Request) async throws -> Response {
    let mode = request.uri.queryParameters["mode"].map(String.init) ?? "644"
    guard let bits = UInt32(mode, radix: 8), bits <= 0o7777 else {
      throw DrosteError(.invalidParameter, "mode: \"\(mode)\" is not an octal mode such as 644")
    }
    try await host.machines.guestLink(name).upload(
      path: try path(request), mode: bits, bytes: BodySequence(body: request.body))
    return Response(status: .noContent)
  }

  func download(_ name: String, _ request: Request) async throws -> Response {
    let file = try await host.machines.guestLink(name).download(path: try path(request))
    return Response(
      status: .ok, headers: [.contentType: "application/octet-stream"],
      body: ResponseBody { writer in
        for try await piece in file { try await writer.write(piece) }
        try await writer.finish(nil)
      })
  }

  private func path(_ request: Request) throws -> String {
    guard let path = request.uri.queryParameters["path"].map(String.init), path.hasPrefix("/") else {
      throw DrosteError(.invalidParameter, "path: the absolute path of a file in the guest is needed")
    }
    return path
  }
}
