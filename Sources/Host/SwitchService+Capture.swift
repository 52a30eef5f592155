public import HyperV
internal import Switching

extension SwitchService {
  /// Starts a capture of a switch's frames: pieces of a pcapng section, which end with the capture. Letting go of them, or
  /// cancelling the task that reads them, ends it.
  /// - Throws: `DrosteError`: `objectNotFound` when there is no such switch or port, `invalidParameter`, `unavailable` when
  ///   the switch process does not answer.
  public func capture(
    _ name: String, _ request: CaptureRequest
  ) async throws -> any AsyncSequence<[UInt8], any Error> & Sendable {
    try await control(name).capture(request)
  }

  /// Follows the probes with a mark's id over the ports of a switch: pieces of lines, each a `TraceSighting` in JSON. Ends as a capture
  /// does.
  /// - Throws: as `capture`.
  func trace(_ name: String, marker: UInt64) async throws -> SwitchCapture {
    try await control(name).trace(marker: marker)
  }
}
