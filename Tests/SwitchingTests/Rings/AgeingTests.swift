import Ethernet
import HyperV
import Switching
import Testing
import VhostFrontend

/// What takes minutes, with a clock that the test sets: ageing, and the members of groups. The rings are real, the engine runs
/// in the test.
@Suite("Ageing and groups between rings")
struct AgeingTests {
  @Test("A learned address ages after 300 s without a frame", arguments: RingFormat.allCases)
  func ageing(_ rings: RingFormat) throws {
    let lab = try RingSwitch(Array(repeating: rings.features, count: 3)) { $0[0].macAddressSpoofing = .on }
    for machine in 0..<3 { lab.post(machine) }
    lab.engine.now = 1000
    try lab.machines[0].transmitting().send(RingFrames.udp(.inner(0), to: .test(1)))
    lab.turn()
    let frame = RingFrames.udp(.test(1), to: .inner(0))
    for (now, arrives) in [(1300, true), (1301, false)] as [(UInt32, Bool)] {
      lab.engine.now = now
      try lab.change { $0[0].learningCap = Int(now) }
      // Unknown again, it goes to all that learn: there must be none but another one to tell it from known.
      try lab.change { $0[2].macAddressSpoofing = .on }
      try lab.machines[1].transmitting().send(frame)
      lab.turn()
      #expect(try lab.received(0) == [frame])
      #expect(try lab.received(2) == (arrives ? [] : [frame]), "at \(now) s")
    }
  }

  @Test("With a querier groups go to members and routers only", arguments: RingFormat.allCases, [false, true])
  func groups(_ rings: RingFormat, _ isIPv6: Bool) throws {
    let lab = try RingSwitch(Array(repeating: rings.features, count: 5))
    for machine in 0..<5 { lab.post(machine) }
    func send(_ frame: [UInt8], from machine: Int) throws {
      var sent = frame
      sent.replaceSubrange(6..<12, with: MACAddress.test(UInt8(machine)).octets)
      try lab.machines[machine].transmitting().send(sent)
      lab.turn()
    }
    /// Who gets a frame to the group from the first machine.
    func receivers() throws -> [Int] {
      try send(isIPv6 ? Self.data6 : Self.data4, from: 0)
      return try (0..<5).filter { try !lab.received($0).isEmpty }
    }
    func take() throws { for machine in 0..<5 { _ = try lab.received(machine) } }

    let query =
      isIPv6
      ? PolicyFrames.mld(PolicyFrames.mldMessage(130, "::", maxResponse: 1000), to: "ff02::1")
      : PolicyFrames.query(version: 2, maxResponse: 10)
    let report =
      isIPv6
      ? PolicyFrames.mld(PolicyFrames.mldMessage(131, "ff05::1:3"), to: "ff05::1:3")
      : PolicyFrames.report(2, "239.1.2.3")
    let leave =
      isIPv6
      ? PolicyFrames.mld(PolicyFrames.mldMessage(132, "ff05::1:3"), to: "ff02::2") : PolicyFrames.leave("239.1.2.3")

    // Past the time in which a new port gets everything; nobody asks: everybody gets it.
    lab.engine.now = 1000
    lab.engine.tick()
    #expect(try receivers() == [1, 2, 3, 4])
    // A router asks at the last port. Until the answers are due all get it, then members and the router.
    try send(query, from: 4)
    #expect(try (0..<4).allSatisfy { try !lab.received($0).isEmpty }, "a query goes to everybody")
    try take()
    try send(report, from: 1)
    #expect(try (0..<5).filter { try !lab.received($0).isEmpty } == [4], "a report goes to routers")
    #expect(try receivers() == [1, 2, 3, 4])
    lab.engine.now = 1003
    lab.engine.tick()
    #expect(try receivers() == [1, 4])
    // Another joins, one leaves: over after the seconds in which the querier asks who is left.
    try send(report, from: 3)
    try take()
    #expect(try receivers() == [1, 3, 4])
    try send(leave, from: 1)
    try take()
    lab.engine.now = 1007
    lab.engine.tick()
    #expect(try receivers() == [3, 4])
    // A membership that nobody renews ends, while the querier goes on asking.
    for now: UInt32 in [1100, 1200] {
      lab.engine.now = now
      try send(query, from: 4)
      try take()
    }
    lab.engine.now = 1270
    lab.engine.tick()
    #expect(try receivers() == [4])
    // The querier is gone: everybody again.
    lab.engine.now = 1456
    lab.engine.tick()
    #expect(try receivers() == [1, 2, 3, 4])
    for machine in 0..<5 { #expect(try lab.status(machine).drops.isEmpty) }
  }

  private static let data4 = PolicyFrames.ipv4(
    17, to: "239.1.2.3", PolicyFrames.ports(1, 2), macs: (.test(0), MACAddress("01-00-5E-01-02-03")!))
  private static let data6 = PolicyFrames.ipv6(
    17, from: "fe80::1", to: "ff05::1:3", PolicyFrames.ports(1, 2),
    macs: (.test(0), MACAddress("33-33-00-01-00-03")!))
}
