import Ethernet
import HyperV
import Switching
import Testing
import VhostFrontend

/// Several pairs of rings in a machine, several workers in a switch.
@Suite("Many rings", .timeLimit(.minutes(2)))
struct ManyRingsTests {
  @Test("Two pairs: each flow keeps to one ring, in order, and both rings have flows", arguments: RingFormat.allCases)
  func multiqueue(_ rings: RingFormat) async throws {
    var machines = RingProcess.Machines(2, rings)
    machines.queuePairs = 2
    machines.memory = 4 << 20
    try await RingProcess.run(machines) { lab in
      let flows = 16
      for round in 0..<6 {
        for pair in 0..<2 {
          // A driver sends a flow by one of its rings.
          let frames = (0..<flows).filter { $0 % 2 == pair }.map { Self.frame(flow: $0, number: round) }
          try lab.send(frames, from: 0, pair: pair)
        }
      }
      let status = try await lab.settle()
      var rings: [Int: Int] = [:]
      var numbers: [Int: [UInt8]] = [:]
      for pair in 0..<2 {
        while let frame = try lab.frontends[1].receiving(pair).receive() {
          let flow = Int(frame.bytes[34]) << 8 | Int(frame.bytes[35])
          #expect(rings.updateValue(pair, forKey: flow) ?? pair == pair, "flow \(flow) is in both rings")
          numbers[flow, default: []].append(frame.bytes[42])
        }
      }
      #expect(numbers.count == flows)
      #expect(numbers.values.allSatisfy { $0 == [0, 1, 2, 3, 4, 5] })
      #expect(Set(rings.values) == [0, 1], "the flows are spread")
      #expect(status.ports[1].sentFrames == UInt64(flows * 6))
      // A pair that its driver disabled gets nothing more; the other goes on.
      try lab.frontends[1].enable(pair: 1, false, by: RingProcess.deadline)
      try lab.send((0..<flows).map { Self.frame(flow: $0, number: 9) }, from: 0)
      let drops = try await lab.newDrops()
      #expect(try lab.received(1).count == flows - Int(drops["M1 Disconnected"] ?? 0))
      #expect(drops.keys.allSatisfy { $0 == "M1 Disconnected" }, "\(drops)")
    }
  }

  private static func frame(flow: Int, number: Int) -> [UInt8] {
    FrameBuilder(from: MACAddress.port(0).rawValue, to: MACAddress.port(1).rawValue)
      .udp(UInt16(flow), 4096, payload: [UInt8(number)])
  }

  @Test("Two workers: ports of both reach each other, with the policies of either side", arguments: RingFormat.allCases)
  func workers(_ rings: RingFormat) async throws {
    try await RingProcess.run(.init(4, rings)) {
      $0.workers = 2
      $0.ports[3].accessControl = [
        AccessControlEntry(action: .deny, direction: .inbound, remote: AddressMatch("10.0.0.1")!)
      ]
    } body: { lab in
      for source in 0..<4 {
        for target in 0..<4 where target != source {
          let frames = (0..<20).map { RingFrames.plain(.port(source), to: .port(target), mark: UInt8($0)) }
          try lab.send(frames, from: source)
          #expect(try lab.receive(20, at: target).map(\.bytes) == frames, "from \(source) to \(target)")
        }
      }
      for source in 0..<4 {
        try lab.send([RingFrames.broadcast(source)], from: source)
        for target in 0..<4 where target != source {
          #expect(try lab.receive(1, at: target)[0].bytes == RingFrames.broadcast(source))
        }
      }
      #expect(try await lab.newDrops().isEmpty)

      // A port of the other worker denies what it is handed, and one of the own worker too.
      var denied: UInt64 = 0
      for source in 0..<3 {
        try lab.send([RingFrames.udp(source, to: 3)], from: source)
        let deadline = RingProcess.deadline
        while try await lab.status(3).drops.first?.frames ?? 0 < denied + 1, !deadline.hasPassed {}
        denied += 1
      }
      #expect(try await lab.newDrops() == ["M3 AccessControl": 3])
      #expect(try lab.received(3).isEmpty)
      try lab.send([RingFrames.udp(.inner(0), to: .port(1)), RingFrames.udp(.inner(0), to: .port(2))], from: 0)
      #expect(try await lab.newDrops() == ["M0 MacSpoofing": 2])
      for machine in 0..<4 { #expect(try lab.received(machine).isEmpty) }
      let status = try await lab.status()
      // 3 times 20 known, 1 broadcast, 1 for M3, and what was dropped.
      #expect(status.ports.map(\.receivedFrames) == [64, 62, 62, 61])
      #expect(status.ports.map(\.sentFrames) == [63, 63, 63, 63])
    }
  }

  @Test("A learned address moves between ports of two workers", arguments: RingFormat.allCases)
  func move(_ rings: RingFormat) async throws {
    try await RingProcess.run(.init(3, rings)) {
      $0.workers = 2
      for port in 0..<2 { $0.ports[port].macAddressSpoofing = .on }
    } body: { lab in
      for round in 0..<10 {
        try lab.send([RingFrames.plain(.inner(0), to: .port(2))], from: round % 2)
        _ = try lab.receive(1, at: 2)
        try lab.send([RingFrames.udp(.port(2), to: .inner(0))], from: 2)
        #expect(try lab.receive(1, at: round % 2)[0].bytes == RingFrames.udp(.port(2), to: .inner(0)))
      }
      #expect(try lab.received(0).isEmpty && lab.received(1).isEmpty)
    }
  }
}
