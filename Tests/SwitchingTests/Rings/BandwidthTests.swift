import Ethernet
import Glibc
import HyperV
import Switching
import Testing
import VhostFrontend

/// What a port may send at most, and its share when several want more than there is.
@Suite("Bandwidth between rings", .serialized, .timeLimit(.minutes(2)))
struct BandwidthTests {
  private static let length = 1000
  /// 2 MB in a second.
  private static let maximum: UInt64 = 16_000_000

  @Test(
    "A maximum holds a machine's frames back and loses none; others wait for nothing", arguments: RingFormat.allCases)
  func maximum(_ rings: RingFormat) async throws {
    try await RingProcess.run(.init(3, rings)) {
      $0.ports[0].bandwidth.maximum = Self.maximum
    } body: { lab in
      let count = 1000
      let limited = try Self.transfer(count, from: 0, lab)
      // The burst passes at once, and what is read at once may exceed it.
      let atOnce = Double(TokenBucket.smallestBurst) + Double(64 * Self.length)
      let least = (Double(count * Self.length) - atOnce) / (Double(Self.maximum) / 8)
      #expect(limited >= least * 0.95, "\(limited) s for 1 MB at 2 MB/s")
      #expect(limited < least * 20, "\(limited) s for 1 MB at 2 MB/s")
      let free = try Self.transfer(count, from: 1, lab)
      #expect(free < limited, "\(free) s without a limit")
      #expect(try await lab.newDrops().isEmpty)
      // Lifted, it is as fast as any.
      try await lab.change { $0.ports[0].bandwidth.maximum = 0 }
      #expect(try Self.transfer(count, from: 0, lab) < limited)
    }
  }

  /// Sends frames to the third machine and receives all of them; seconds.
  private static func transfer(_ count: Int, from machine: Int, _ lab: RingProcess) throws -> Double {
    let start = ContinuousClock.now
    var sent = 0
    var received = 0
    let deadline = RingProcess.deadline
    let (queue, other) = (lab.frontends[machine].transmitting(), lab.frontends[2].receiving())
    while received < count {
      while sent < min(count, received + 64),
        try queue.add(RingFrames.plain(.port(machine), to: .port(2), length: length, mark: UInt8(sent % 251)))
      {
        sent += 1
      }
      queue.flush()
      try #require(other.waitForUsed(by: deadline), "\(received) of \(sent) frames came")
      while let frame = try other.receive() {
        #expect(frame.bytes[14] == UInt8(received % 251), "frame \(received)")
        received += 1
      }
    }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  @Test("What comes without rings cannot wait: it is counted")
  func streams() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .off)])
    // 1 kB in a second: nothing is earned in the time that a test takes.
    fixture.configuration.ports[0].bandwidth.maximum = 8000
    let (a, b) = (fixture.machine("A"), fixture.machine("B"))
    try await fixture.start()
    try a.accept()
    try b.accept()
    let frame = RingFrames.plain(.test(1), to: .test(2), length: Self.length)
    for _ in 0..<100 { a.send(frame) }
    let passed = Int(TokenBucket.smallestBurst) / Self.length
    for _ in 0..<passed { #expect(b.receive() == frame) }
    var status = try await fixture.status("A")
    while status.receivedFrames < 100 { status = try await fixture.status("A") }
    #expect(status.drops.map(\.reason) == [.bandwidth])
    // Up to half a minute on a machine that is that slow.
    #expect((100 - UInt64(passed) - 30...100 - UInt64(passed)).contains(status.drops.first?.frames ?? 0))
    withExtendedLifetime(fixture) {}
  }

  struct Weights: Sendable, CustomTestStringConvertible {
    var weights: (Int, Int)
    /// The first machine's part of what is forwarded.
    var share: ClosedRange<Double>
    var testDescription: String { "\(weights)" }
  }

  @Test(
    "Weights share a busy worker",
    arguments: [
      Weights(weights: (90, 30), share: 0.68...0.82), Weights(weights: (10, 90), share: 0.05...0.2),
      Weights(weights: (0, 0), share: 0.4...0.6),
    ], RingFormat.allCases)
  func weights(_ weights: Weights, _ rings: RingFormat) async throws {
    var machines = RingProcess.Machines(3, rings)
    machines.ringSize = 1024
    machines.buffers = 1024
    machines.memory = 8 << 20
    try await RingProcess.run(machines) {
      $0.ports[0].bandwidth.minimumWeight = weights.weights.0
      $0.ports[1].bandwidth.minimumWeight = weights.weights.1
    } body: { lab in
      // The worker knows both rings alike: a busy one looks at those that were silent for long after 2048 frames only.
      for machine in 0..<2 {
        let queue = lab.frontends[machine].transmitting()
        #expect(try queue.add(RingFrames.udp(machine, to: 2)))
        queue.flush()
        queue.kick()
      }
      _ = try lab.receive(2, at: 2)
      // Both have more to send than it can take, from the moment on when it may run.
      lab.process.signal(SIGSTOP)
      for machine in 0..<2 {
        let queue = lab.frontends[machine].transmitting()
        let frame = RingFrames.udp(machine, to: 2)
        for _ in 0..<1000 { #expect(try queue.add(frame)) }
        queue.flush()
        queue.kick()
      }
      lab.process.signal(SIGCONT)
      // While both still have some.
      let frames = try lab.receive(900, at: 2)
      let first = frames.count { $0.bytes[11] == MACAddress.port(0).octets[5] }
      #expect(weights.share.contains(Double(first) / 900), "\(first) of 900")
    }
  }
}
