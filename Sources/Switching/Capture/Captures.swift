package import HyperV

// Theory of operation
//
// The captures of a switch, in the control thread: starts and ends them, and keeps the workers' taps and the ports' bits in
// step with them. Every change to what workers read happens within `whileParked`.
//
// Who calls what:
//   workers          `tap(N).record(...)`, for frames of ports whose bit says so
//   the engine       `update` after each change of ports, workers parked; `isCaptured` for the ports' bits, when `changed` says
//   a control client `start`; every 5 ms and whenever its socket takes more, `CaptureSession.drain`; `stop`
//
// Limits: 4 captures at once, each with 1 MiB and 16 KiB for each worker.

/// The captures of a switch.
package final class Captures {
  /// Captures at once.
  package static let limit = 4

  /// Runs a change while no worker touches its tap. Nested calls are fine only where the engine's are.
  package var whileParked: (() -> Void) -> Void = { $0() }
  /// Called when `isCaptured` may have changed, the workers still parked.
  package var changed: () -> Void = {}
  /// For the descriptions of interfaces.
  package var switchName = ""
  /// Finds words for what became of a frame; for traces.
  package var explain: (Int32, CaptureDirection, DropReason?, RawSpan) -> String? = { _, _, _, _ in nil }

  private let taps: [CaptureTap]
  private var sessions: [CaptureSession] = []
  private var ports: [CapturePort] = []

  /// - Parameter workers: the threads that record, 1 or more.
  package init(workers: Int) { taps = (0..<workers).map { _ in CaptureTap.allocate() } }

  deinit { for tap in taps { tap.deallocate() } }

  /// A worker's handle, the same from the beginning to the end.
  package func tap(_ worker: Int) -> CaptureTap { taps[worker] }

  package var isEmpty: Bool { sessions.isEmpty }

  /// Whether some capture takes frames of the port in a slot.
  package func isCaptured(_ slot: Int32) -> Bool { sessions.contains { $0.takes(slot) } }

  /// Tells which ports there are; for after each change of them, the workers parked.
  package func update(_ ports: [CapturePort]) {
    self.ports = ports
    for session in sessions { session.update(ports) }
    changed()
  }

  /// Starts a capture. `now` is in nanoseconds since 1970.
  /// - Throws: `DrosteError`: InvalidParameter, ObjectNotFound when no port has the name, OutOfMemory when `limit` run.
  package func start(_ request: CaptureRequest, now: UInt64) throws -> CaptureSession {
    let problems = request.problems()
    guard problems.isEmpty else {
      throw DrosteError(.invalidParameter, "The capture was refused:\n" + problems.joined(separator: "\n"))
    }
    guard ports.contains(where: { request.takes(port: $0.name) }) else {
      throw DrosteError.portNotFound(request.port, switchName: switchName, existing: ports.map(\.name))
    }
    return try begin { CaptureSession(request, switchName: switchName, workers: taps.count, now: now) }
  }

  /// Starts a trace: on every port, the sightings of probes with this mark's id, drops included. A trace counts as a capture.
  /// - Throws: `DrosteError`: OutOfMemory when `limit` run.
  package func trace(marker: UInt64, wall: UInt64, monotonic: UInt64) throws -> CaptureSession {
    let writer = TraceWriter(switchName: switchName) { [unowned self] in explain($0, $1, $2, $3) }
    return try begin {
      CaptureSession(
        CaptureRequest(drops: .include, snapLength: Self.probeLength), switchName: switchName, workers: taps.count,
        now: wall, trace: (marker, writer, wall &- monotonic))
    }
  }

  /// Bytes of a probe that are looked at: an ICMP error that quotes one, with tags and options everywhere, has fewer.
  private static let probeLength = 256

  private func begin(_ make: () -> CaptureSession) throws -> CaptureSession {
    guard sessions.count < Self.limit else {
      throw DrosteError(
        .outOfMemory, "\(Self.limit) captures of the switch \"\(switchName)\" run already.",
        hint: "end one of them: a capture ends when its command does")
    }
    let session = make()
    whileParked {
      session.update(ports)
      sessions.append(session)
      publish()
    }
    return session
  }

  /// Ends a capture; nothing is recorded for it any more. What it has can still be drained.
  package func stop(_ session: CaptureSession) {
    whileParked {
      sessions.removeAll { $0 === session }
      publish()
    }
  }

  private func publish() {
    for (worker, tap) in taps.enumerated() { tap.set(sessions.map { $0.sink(worker: worker) }) }
    changed()
  }
}

extension DrosteError {
  /// No port of a switch has the name that a capture asks for.
  fileprivate static func portNotFound(_ name: String?, switchName: String, existing: [String]) -> DrosteError {
    let asked = name.map { "no port \"\($0)\", and no machine of that name on a port" } ?? "no port"
    return DrosteError(
      .objectNotFound, "The switch \"\(switchName)\" has \(asked).",
      cause: existing.isEmpty ? nil : "its ports: " + existing.sorted().joined(separator: ", "),
      hint: "a machine has its ports while it runs: droste status")
  }
}
