internal import AsyncAlgorithms
internal import HTTPTypes
internal import Host
internal import Hummingbird
internal import HyperV
internal import NIOCore

/// Captures of a switch's frames, streamed through: a client that reads slowly loses frames in the switch, and holds up
/// nobody.
extension APIResponder {
  static let pcapng = "application/x-pcapng"

  func capture(_ name: String, _ request: Request) async throws -> Response {
    let capture = try await host.switches.capture(name, try captureRequest(request))
    let body = request.body
    return Response(
      status: .ok, headers: [.contentType: Self.pcapng],
      body: ResponseBody { writer in
        let pieces = AsyncThrowingChannel<ByteBuffer, any Error>()
        let reading = Task {
          do {
            for try await piece in capture { await pieces.send(ByteBuffer(bytes: piece)) }
            pieces.finish()
          } catch {
            pieces.fail(error)
          }
        }
        defer { reading.cancel() }
        let watch = ClientWatch(body) { reading.cancel() }
        do {
          for try await piece in pieces { try await writer.write(piece) }
        } catch {
          await watch.end()
          throw error
        }
        await watch.end()
        try await writer.finish(nil)
      })
  }

  /// Whether a request for a host further in is for a capture there.
  func isCapture(_ request: Request) -> Bool {
    let last = request.uri.path.split(separator: "/").suffix(3)
    return request.method == .get && last.count == 3 && last.first == "switches" && last.last == "capture"
  }

  /// What the query asks for. What it does not know it refuses.
  private func captureRequest(_ request: Request) throws -> CaptureRequest {
    var asked = CaptureRequest()
    for (key, value) in request.uri.queryParameters {
      let text = String(value)
      switch key {
      case "port": asked.port = text
      case "direction": asked.direction = try choice(text, "direction")
      case "drops": asked.drops = try choice(text, "drops")
      case "count": asked.count = try number(text, "count")
      case "snap": asked.snapLength = try number(text, "snap")
      default:
        throw DrosteError(
          .invalidParameter, "\(key.prefix(100)): a capture takes port, direction, drops, count and snap")
      }
    }
    return asked
  }

  private func choice<Value: RawRepresentable<String> & CaseIterable>(_ text: String, _ key: String) throws -> Value {
    guard let found = Value.allCases.first(where: { Names.same($0.rawValue, text) }) else {
      let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw DrosteError(.invalidParameter, "\(key): \"\(text.prefix(100))\" is not one of \(choices)")
    }
    return found
  }

  private func number<Value: FixedWidthInteger>(_ text: String, _ key: String) throws -> Value {
    guard let number = Value(text) else {
      throw DrosteError(.invalidParameter, "\(key): \"\(text.prefix(100))\" is not a whole number")
    }
    return number
  }
}
