internal import FoundationEssentials
internal import HyperV
internal import NIOCore
internal import NIOHPACK

/// One request and its answer.
final class LinkStream: Sendable {
  private let session: LinkSession
  private let channel: any Channel
  private let reader: StreamReader
  private let request: String

  init(session: LinkSession, channel: any Channel, reader: StreamReader, request: String) {
    self.session = session
    self.channel = channel
    self.reader = reader
    self.request = request
  }

  deinit { close() }

  /// Returns when the part has left for the guest, so that a sender goes at the receiver's pace.
  func send(_ part: StreamPart) async throws(DrosteError) {
    do {
      try await channel.writeAndFlush(part).get()
    } catch {
      throw session.lostError("sending \(request)", error)
    }
  }

  /// The next part of the answer; nil after its end.
  /// - Throws: `DrosteError`, or `CancellationError`.
  func next() async throws -> StreamPart? {
    do {
      return try await reader.next()
    } catch let error as CancellationError {
      throw error
    } catch {
      throw session.lostError("waiting for the answer to \(request)", error)
    }
  }

  /// Waits for the head of the answer.
  /// - Throws: the agent's own error where the status is not 2xx.
  @discardableResult func answer() async throws -> HPACKHeaders {
    guard case .head(let headers, let end) = try await next() else {
      throw session.lostError("waiting for the answer to \(request)", StreamCutShort())
    }
    let status = headers.first(name: ":status") ?? ""
    if status.hasPrefix("2") { return headers }
    let body = end ? [] : try await body()
    if let error = try? JSONDecoder().decode(DrosteError.self, from: Data(body)) { throw error }
    throw DrosteError(.unspecified, "The agent answered \(request) with status \(status) and no reason.")
  }

  /// The rest of the answer, at most 64 KiB.
  func body() async throws -> [UInt8] {
    var body: [UInt8] = []
    while case .data(let bytes, _) = try await next() {
      guard body.count + bytes.readableBytes <= LinkHTTP.maximumJSONBytes else {
        throw DrosteError(
          .unspecified, "The agent's answer to \(request) is longer than \(LinkHTTP.maximumJSONBytes) bytes.")
      }
      body += bytes.readableBytesView
    }
    return body
  }

  /// The whole answer as a value.
  func json<Value: Decodable>(_ type: Value.Type) async throws -> Value {
    let body = try await body()
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch {
      throw DrosteError(.unspecified, "The agent's answer to \(request) cannot be understood.", cause: "\(error)")
    }
  }

  /// Gives the stream up, where it is not over: the agent ends what it does for it.
  func close() { channel.close(promise: nil) }
}
