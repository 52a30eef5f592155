import Ethernet
import HyperV
import Switching
import Testing
import VhostFrontend

/// `kill -9` of a switch under load. The next one goes on with the same rings: what the first had taken and not given back is
/// in the in-flight region that the machines keep.
@Suite("Killed under load", .serialized, .timeLimit(.minutes(2)))
struct KillTests {
  private static let kills = 3
  /// Frames that a worker takes from a ring before it gives them back.
  private static let batch = 64

  @Test(arguments: RingFormat.allCases)
  func kill(_ rings: RingFormat) async throws {
    var machines = RingProcess.Machines(2, rings)
    machines.buffers = 256
    try await RingProcess.run(machines) { lab in
      var pauses: [Duration] = []
      let outcome = try await NumberedTraffic.run(from: 0, to: 1, lab, quiet: 0.5) { traffic in
        for _ in 0..<Self.kills {
          try await traffic.wait(2000)
          lab.process.kill9()
          let start = ContinuousClock.now
          traffic.reconnect()
          try await lab.process.start()
          let deadline = RingProcess.deadline
          while !traffic.isReconnected, !deadline.hasPassed { try await Task.sleep(for: .milliseconds(1)) }
          try await traffic.wait(1)
          pauses.append(ContinuousClock.now - start)
        }
        try await traffic.wait(2000)
      }
      #expect(outcome.failure == nil)
      #expect(outcome.duplicates <= Self.kills * Self.batch, "\(outcome.duplicates) came twice")
      #expect(outcome.arrivals.values.allSatisfy { $0 <= 2 }, "no frame comes three times")
      #expect(outcome.lost <= Self.kills * Self.batch, "\(outcome.lost) were lost")
      // A machine that is busy with other tests may be slower at times, not always.
      #expect(try #require(pauses.min()) < .seconds(1), "\(pauses)")
      let status = try await lab.status()
      #expect(status.ports.allSatisfy { $0.stopped == nil && $0.drops.isEmpty }, "\(status.ports)")
      // The counters are the new process's own.
      #expect(status.ports[1].sentFrames < UInt64(outcome.sent))
      try lab.send([RingFrames.udp(1, to: 0)], from: 1)
      #expect(try lab.receive(1, at: 0)[0].bytes == RingFrames.udp(1, to: 0))
    }
  }
}
