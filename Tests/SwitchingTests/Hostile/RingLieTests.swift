import Ethernet
import HyperV
import Switching
import Testing
import VhostFrontend
import Virtio

/// A guest that breaks a rule of its rings has its port stopped under a reason, and nobody else's is. A driver that starts
/// anew gets another chance.
struct RingLieTests {
  @Test(arguments: RingLie.split) func split(_ lie: RingLie) throws { try check(lie, .splitTest) }

  @Test(arguments: RingLie.packed) func packed(_ lie: RingLie) throws { try check(lie, .packedTest) }

  private func check(_ lie: RingLie, _ features: VirtioFeatures) throws {
    let lab = try RingSwitch([features, .splitTest, .packedTest])
    for machine in 1..<3 { lab.post(machine) }
    let frontend = lab.machines[0]
    let region = frontend.memory.regions[0]
    let liar = RingLie.Liar(
      areas: (lie.isReceiving ? frontend.receiving() : frontend.transmitting()).areas,
      buffer: frontend.memory.allocate(4096, alignment: 64), end: region.guest + UInt64(region.size))
    lie.tell(liar)
    lab.turn()
    if lie.isReceiving {
      #expect(try lab.status(0).stopped == nil, "nothing was written yet")
      try send(lab, from: 1, to: 0)
    }
    #expect(try lab.status(0).stopped == lie.violation.text)

    // What goes there is lost under a reason; others do not notice.
    try send(lab, from: 1, to: 0)
    let drops = try lab.status(0).drops
    #expect(drops.first { $0.reason == .portStopped }?.frames == 1)
    for _ in 0..<3 {
      #expect(try lab.passes(from: 1, to: 2))
      #expect(try lab.passes(from: 2, to: 1))
    }
    for machine in 1..<3 { #expect(try lab.status(machine).stopped == nil) }

    try restart(lab, features)
    #expect(try lab.passes(from: 0, to: 1))
    #expect(try lab.passes(from: 1, to: 0))
  }

  private func send(_ lab: RingSwitch, from source: UInt8, to target: UInt8) throws {
    let frame = FrameBuilder(from: MACAddress.test(source).rawValue, to: MACAddress.test(target).rawValue).udp(
      payload: [7])
    try lab.machines[Int(source)].transmitting().send(frame)
    lab.turn()
  }

  /// Another driver takes the machine's device, with rings of its own.
  private func restart(_ lab: RingSwitch, _ features: VirtioFeatures) throws {
    let frontend = lab.machines[0]
    frontend.close()
    lab.turn()
    var configuration = Frontend.Configuration()
    configuration.features = features
    configuration.ringSize = 64
    let next = try Frontend(.listen(nil), configuration, memory: FrontendMemory([4 << 20]))
    lab.replace(0, next)
    try lab.change { $0[0].endpoint = .vhostUser(socketPath: next.path, queuePairs: 1) }
    try lab.start(next)
    #expect(try lab.status(0).stopped == nil)
    lab.post(0)
  }
}
