internal import AsyncAlgorithms
public import HyperV
internal import NIOCore
internal import NIOHTTP1

extension HostClient {
  /// Captures the frames of a switch's ports: `take` gets pieces of a pcapng section as they come. Returns when the capture
  /// has ended: with its last frame, or with the switch. Cancelling the task ends it.
  public func capture(
    switch name: String, _ request: CaptureRequest, take: @Sendable ([UInt8]) async throws -> Void
  ) async throws {
    let response = try await open(.GET, "/v1/switches/\(PathSegment.encode(name))/capture?" + Self.query(request))
    try await Self.check(response)
    defer { response.cancel() }
    for try await piece in response.body { try await take(Array(piece.readableBytesView)) }
  }

  private static func query(_ request: CaptureRequest) -> String {
    var parts = ["direction=\(request.direction.rawValue)", "drops=\(request.drops.rawValue)"]
    if let port = request.port { parts.append("port=\(PathSegment.encode(port))") }
    if let count = request.count { parts.append("count=\(count)") }
    parts.append("snap=\(request.snapLength)")
    return parts.joined(separator: "&")
  }
}
