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
}
