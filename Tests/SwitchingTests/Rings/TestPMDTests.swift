import Ethernet
import FoundationEssentials
import HyperV
import Switching
import Testing
import VhostFrontend

/// A real switch process with DPDK's driver as its machines: what passes, what is dropped, under which reason.
@Suite(
  "Policies with dpdk-testpmd", .serialized, .timeLimit(.minutes(3)),
  .enabled(if: TestPMD.isInstalled, "dpdk-testpmd is not installed: scripts/setup --bench installs it"))
struct TestPMDTests {
  /// A policy and what it makes of 32 frames from each device. What comes through goes back and forth.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The reason at each port under which exactly the frames that the first device sends, or the second, are lost.
    var lost: [Int: DropReason] = [:]
    /// The ports that get frames for as long as testpmd forwards.
    var busy: Set<Int> = []
    var change: @Sendable (inout [PortConfiguration]) -> Void = { _ in }
  }

  private static func deny(_ direction: AccessDirection) -> [AccessControlEntry] {
    // testpmd's frames are UDP datagrams from port 9 to port 9.
    [
      AccessControlEntry(
        action: .deny, direction: direction, local: .anyIP, remote: .anyIP, payloadProtocol: 17, localPorts: 9...9,
        weight: 10, isExtended: true)
    ]
  }

  private static let cases = [
    Case(testDescription: "plain forwarding", busy: [0, 1]),
    Case(testDescription: "MAC spoofing", lost: [0: .macSpoofing]) { $0[0].macAddress = .inner(0) },
    Case(testDescription: "MAC spoofing, listed", busy: [0, 1]) {
      $0[0].macAddress = .inner(0)
      $0[0].allowedMACAddresses = [.port(0)]
    },
    Case(testDescription: "the same VLAN", busy: [0, 1]) { for port in 0..<2 { $0[port].vlan = .access(id: 5) } },
    Case(testDescription: "two VLANs", lost: [0: .vlan, 1: .vlan]) {
      for port in 0..<2 { $0[port].vlan = .access(id: 5 + port) }
    },
    Case(testDescription: "isolated", lost: [0: .vlan, 1: .vlan]) {
      for port in 0..<2 { $0[port].vlan = .privateIsolated(primary: 10, secondary: 20) }
    },
    Case(testDescription: "access control, outbound", lost: [0: .accessControl], busy: [0]) {
      $0[0].accessControl = deny(.outbound)
    },
    Case(testDescription: "access control, inbound", lost: [1: .accessControl], busy: [0]) {
      $0[1].accessControl = deny(.inbound)
    },
  ]

  @Test(arguments: RingFormat.allCases)
  func policies(_ rings: RingFormat) async throws {
    try await Self.run(rings) { lab in
      let plain = lab.fixture.configuration.ports
      for test in Self.cases {
        try await lab.change { ports in
          ports = plain
          test.change(&ports)
        }
        let before = try await lab.status()
        try lab.machine.enter("start tx_first 1")
        let during = try await lab.wait("\(test)") { ports in
          ports.indices.allSatisfy { port in
            ports[port].receivedFrames >= before[port].receivedFrames + TestPMD.burst
              && (!test.busy.contains(port) || ports[port].sentFrames > before[port].sentFrames + 2000)
          }
        }
        let drops = lab.drops(during, since: before)
        for port in 0..<2 {
          let wanted = test.lost[port].map { [$0: TestPMD.burst] } ?? [:]
          #expect(drops[port] == wanted, "\(test): port \(port)")
        }
        try lab.machine.enter("stop")
        let after = try await lab.settle()
        for port in 0..<2 where !test.busy.contains(port) {
          #expect(after[port].sentFrames == before[port].sentFrames, "\(test): port \(port) gets nothing")
        }
      }
    }
  }

  @Test("A storm limit", arguments: RingFormat.allCases)
  func storm(_ rings: RingFormat) async throws {
    try await Self.run(rings) { lab in
      try lab.machine.setPeer(0, .broadcast)
      try await lab.change { $0[0].stormLimit = 1 }
      let before = try await lab.status()
      let start = ContinuousClock.now
      try lab.machine.enter("start tx_first 1")
      let ports = try await lab.wait("a storm") { lab.drops($0, since: before)[0][.stormLimit, default: 0] >= 31 }
      let seconds = UInt64((ContinuousClock.now - start) / .seconds(1)) + 2
      let dropped = lab.drops(ports, since: before)[0]
      #expect(dropped.keys.map(\.self) == [.stormLimit])
      // What passed came back and was sent again.
      #expect(ports[1].sentFrames - before[1].sentFrames <= seconds)
      #expect(
        ports[0].receivedFrames - before[0].receivedFrames
          == ports[1].sentFrames - before[1].sentFrames + dropped[.stormLimit, default: 0])
      try lab.machine.enter("stop")
    }
  }

  @Test("A maximum bandwidth", arguments: RingFormat.allCases)
  func bandwidth(_ rings: RingFormat) async throws {
    let bytesPerSecond = 1_000_000.0
    try await Self.run(rings) { lab in
      try await lab.change { $0[0].bandwidth.maximum = UInt64(bytesPerSecond) * 8 }
      try lab.machine.enter("start tx_first 1")
      // The burst is over when it has had more than that.
      let started = try await lab.wait("the burst") { $0[0].receivedBytes > 2 * TokenBucket.smallestBurst }
      let start = ContinuousClock.now
      let ended = try await lab.wait("half a megabyte") { $0[0].receivedBytes > started[0].receivedBytes + 500_000 }
      let rate =
        Double(ended[0].receivedBytes - started[0].receivedBytes) / ((ContinuousClock.now - start) / .seconds(1))
      #expect(rate < bytesPerSecond * 1.2, "\(rate) bytes in a second")
      #expect(rate > bytesPerSecond / 20, "\(rate) bytes in a second")
      #expect(ended.allSatisfy { $0.drops.isEmpty }, "what waits is not lost: \(ended)")
      try lab.machine.enter("stop")
    }
  }

  // MARK: The lab

  private struct Lab {
    let fixture: ProcessFixture
    let machine: TestPMD

    private var client: SwitchControlClient { SwitchControlClient(directory: fixture.folder, timeout: 30) }

    func status() async throws -> [PortStatus] { try await client.status().ports }

    func change(_ body: (inout [PortConfiguration]) -> Void) async throws {
      body(&fixture.configuration.ports)
      try await client.apply(fixture.configuration)
    }

    /// The ports when they are as asked for.
    func wait(_ what: Comment, _ condition: ([PortStatus]) -> Bool) async throws -> [PortStatus] {
      let deadline = RingProcess.deadline
      while true {
        let ports = try await status()
        if condition(ports) { return ports }
        try #require(!deadline.hasPassed, "\(what) did not come: \(ports)\n\(machine.output)\n\(fixture.log)")
        try await Task.sleep(for: .milliseconds(5))
      }
    }

    /// The ports when nothing has moved for a while.
    func settle() async throws -> [PortStatus] {
      var last = try await status()
      var same = 0
      let deadline = RingProcess.deadline
      while same < 10 {
        try await Task.sleep(for: .milliseconds(5))
        let next = try await status()
        same = next == last ? same + 1 : 0
        last = next
        try #require(!deadline.hasPassed, "testpmd does not stop:\n\(machine.output)")
      }
      return last
    }

    func drops(_ ports: [PortStatus], since before: [PortStatus]) -> [[DropReason: UInt64]] {
      zip(ports, before).map { port, old in
        var found: [DropReason: UInt64] = [:]
        for drop in port.drops {
          let count = drop.frames - (old.drops.first { $0.reason == drop.reason }?.frames ?? 0)
          if count > 0 { found[drop.reason] = count }
        }
        return found
      }
    }
  }

  private static func run(_ rings: RingFormat, _ body: (Lab) async throws -> Void) async throws {
    let machine = try TestPMD()
    let fixture = try ProcessFixture([])
    fixture.configuration.ports = (0..<2).map { device in
      PortConfiguration(
        name: "M\(device)", kind: .machine,
        endpoint: .vhostUser(socketPath: machine.socket(device), queuePairs: 1), macAddress: .port(device))
    }
    try await fixture.start()
    try await machine.start(rings)
    try await body(Lab(fixture: fixture, machine: machine))
    withExtendedLifetime((machine, fixture)) {}
  }
}
