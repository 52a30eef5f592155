internal import Doctor
internal import FoundationEssentials
internal import Glibc
internal import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOHPACK

/// The whole of the agent's interface: reads a request's head and hands the stream to the service that it names.
final class Router: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = StreamPart
  typealias OutboundOut = StreamPart

  private let services: Services

  init(_ services: Services) { self.services = services }

  private func handler(_ method: String, _ path: String, _ query: [String: String]) throws -> any ChannelHandler {
    switch (path, method) {
    case ("/v1/information", "GET"): return InformationHandler(services)
    case ("/v1/facts", "GET"): return FactsHandler(services)
    case ("/v1/exec", "POST"): return ExecHandler(services)
    case ("/v1/files", "GET"): return DownloadHandler(services, path: try Self.file(query))
    case ("/v1/files", "PUT"):
      return UploadHandler(services, path: try Self.file(query), mode: try Self.mode(query))
    case ("/v1/power", "POST"): return PowerOrders.handler(services)
    case ("/v1/trace", "POST"): return TraceOrders.handler(services)
    case ("/v1/tunnel", "POST"):
      guard query["to"] == "host" else {
        throw DrosteError(.invalidParameter, "A tunnel goes to=host, not to=\(query["to"] ?? "").")
      }
      return TunnelHandler(services, isEager: query["eager"] == "true")
    case ("/v1/information", _), ("/v1/facts", _), ("/v1/exec", _), ("/v1/files", _), ("/v1/power", _),
      ("/v1/trace", _), ("/v1/tunnel", _):
      throw Refusal(405, DrosteError(.invalidOperation, "\(path) has no method \(method)."))
    default:
      throw DrosteError(.objectNotFound, "The agent has nothing at \(path).")
    }
  }

  private static func file(_ query: [String: String]) throws -> String {
    guard let path = query["path"], path.hasPrefix("/"), !path.contains("\0"), path.utf8.count < 4096 else {
      throw DrosteError(
        .invalidParameter, "A file is named by path=, an absolute path; found \"\(query["path"] ?? "")\".")
    }
    return path
  }

  private static func mode(_ query: [String: String]) throws -> UInt32 {
    guard let text = query["mode"] else { return 0o644 }
    guard let mode = UInt32(text, radix: 8), mode <= 0o7777 else {
      throw DrosteError(.invalidParameter, "mode= takes permission bits, octal 0 to 7777; found \"\(text)\".")
    }
    return mode
  }

  func channelActive(context: ChannelHandlerContext) { context.read() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let headers, _) = unwrapInboundIn(data) else { return }
    do {
      guard let target = LinkQuery.split(headers.first(name: ":path") ?? "") else {
        throw DrosteError(.invalidParameter, "The request's path has a broken escape or names something twice.")
      }
      let handler = try handler(headers.first(name: ":method") ?? "", target.path, target.query)
      try context.pipeline.syncOperations.addHandler(handler, position: .after(self))
      context.fireChannelRead(data)
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } catch {
      Answer.failure(error, to: context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// An error with a status of its own.
struct Refusal: Error {
  var status: Int
  var error: DrosteError

  init(_ status: Int, _ error: DrosteError) {
    self.status = status
    self.error = error
  }
}

/// Answers that end a stream.
enum Answer {
  static func json(_ value: some Encodable, status: Int = 200, to context: ChannelHandlerContext) {
    json(to: context, status: status) { try [UInt8](JSONEncoder().encode(value)) }
  }

  static func facts(_ facts: SystemFacts, to context: ChannelHandlerContext) {
    json(to: context) { try CompactJSON.encode(facts) }
  }

  private static func json(to context: ChannelHandlerContext, status: Int = 200, _ write: () throws -> [UInt8]) {
    let body: [UInt8]
    do {
      body = try write()
    } catch {
      return failure(DrosteError(.unspecified, "The agent cannot write its answer.", cause: "\(error)"), to: context)
    }
    let headers: HPACKHeaders = [":status": String(status), "content-type": "application/json"]
    context.write(NIOAny(StreamPart.head(headers, end: false)), promise: nil)
    let sent = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(NIOAny(StreamPart.data(ByteBuffer(bytes: body), end: true)), promise: sent)
    // Ends the request, too, where the host is still sending it.
    sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }

  static func failure(_ error: any Error, to context: ChannelHandlerContext) {
    switch error {
    case let refusal as Refusal: json(refusal.error, status: refusal.status, to: context)
    case let error as DrosteError: json(error, status: status(error.code), to: context)
    default: json(DrosteError(.unspecified, "The agent failed.", cause: "\(error)"), status: 500, to: context)
    }
  }

  private static func status(_ code: DrosteError.Code) -> Int {
    switch code {
    case .invalidParameter: 400
    case .accessDenied: 403
    case .objectNotFound: 404
    case .invalidState, .invalidOperation, .alreadyExists: 409
    case .outOfMemory, .unspecified: 500
    case .notSupported: 501
    case .unavailable: 502
    case .timeout: 504
    }
  }
}

/// The error for a failed system call: its code from errno, its text with errno's.
func systemError(_ doing: String, _ number: Int32, hint: String? = nil) -> DrosteError {
  let code: DrosteError.Code =
    switch number {
    case ENOENT, ENOTDIR, ENODEV, ENXIO: .objectNotFound
    case EACCES, EPERM, EROFS: .accessDenied
    case ENOMEM, ENOSPC, EMFILE, ENFILE, EAGAIN: .outOfMemory
    case EINVAL, ENAMETOOLONG, ELOOP, E2BIG: .invalidParameter
    case EISDIR: .invalidOperation
    default: .unspecified
    }
  return DrosteError(code, "\(doing): \(errorText(number)).", hint: hint)
}
