internal import Glibc
internal import HyperV

// Captures in the switch process: a request on the control socket makes its connection the capture's. While there is one, a
// timer moves what the workers recorded on to the clients every 5 ms (a ring of 1 MiB takes 200 MB/s between two turns);
// in between, a client's socket that has room again asks for more. Nothing here waits for a client. Moving on goes beside the
// workers; only a capture's beginning and end need them parked.
extension SwitchProcess {
  /// Milliseconds between two turns of moving on what was recorded.
  private static let capturePeriod = 5

  /// Tells the captures which ports there are.
  func updateCaptures() {
    captures.switchName = engine.configuration.name
    captures.update(
      engine.ports.compactMap { port in
        port.map { CapturePort(slot: $0.slot, name: $0.name, kind: $0.configuration.kind) }
      })
  }

  func startCapture(_ request: CaptureRequest, _ client: ControlConnection) throws -> ControlResponse {
    let session = try captures.start(request, now: wallClockNanoseconds())
    captureTimer.set(milliseconds: Self.capturePeriod, every: Self.capturePeriod)
    client.carry(session)
    log("capture of \(session.portNames.map { "\"\($0)\"" }.joined(separator: ", ")) started")
    return ControlResponse(capture: session)
  }

  /// Makes a client's connection the trace of probes with a mark's id.
  func startTrace(_ marker: UInt64, _ client: ControlConnection) throws -> ControlResponse {
    captures.explain = { [unowned self] in engine.explain(slot: $0, direction: $1, drop: $2, $3) }
    let session = try captures.trace(
      marker: marker, wall: wallClockNanoseconds(), monotonic: monotonicNanoseconds())
    captureTimer.set(milliseconds: Self.capturePeriod, every: Self.capturePeriod)
    client.carry(session)
    return ControlResponse(capture: session)
  }

  /// Gives clients of captures what was recorded for them. False: a capture is to be ended.
  func pumpCaptures() -> Bool {
    _ = captureTimer.expired()
    var isAll = true
    for client in clients where client.capture != nil {
      client.pump()
      if client.isFinished { isAll = false }
    }
    return isAll
  }

  /// Ends captures that have all their frames, or whose client went; with the workers parked.
  func dropFinishedCaptures() {
    for client in clients where client.capture != nil && client.isFinished { drop(client) }
  }

  /// Ends a client's capture, if it has one.
  func endCapture(_ client: ControlConnection) {
    guard let session = client.capture else { return }
    captures.stop(session)
    if captures.isEmpty { captureTimer.set(milliseconds: 0) }
    let (received, lost) = session.total
    log("capture ended: \(received) frames, \(lost) of them lost because the client did not read fast enough")
  }
}

/// Nanoseconds since 1970.
func wallClockNanoseconds() -> UInt64 {
  var time = timespec()
  // SAFETY: the call fills `time` and keeps no pointer.
  _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
