import Ethernet
import FoundationEssentials
import HyperV
import Switching
import VhostFrontend
import Virtio

// Theory of operation
//
// One case: a switch with four machines, two that lie and two that are honest, in one process and (but for a Scribbler) one
// thread. After each operation everything comes to rest and is looked at:
//
//   - the canaries around each machine's memory, and the memory that is only read, are as they were;
//   - two frames, one each way between the honest machines, arrive within two turns, unchanged, once;
//   - whatever else reached an honest machine, it was allowed to (Judge);
//   - neither honest port was stopped, and their counters are what their machines counted.
//
// What ends the process (a trap, a guard page, a sanitizer) is for whoever runs it to keep.

final class World {
  static let turnLimit = 64

  let engine: SwitchEngine
  let liars: [Liar]
  let honest: [Honest]
  private let doors: Doors
  var configuration: SwitchProcessConfiguration
  var captures: [CaptureSession] = []
  private var probes: UInt16 = 0
  /// Frames taken from rings, of all machines.
  private(set) var frames = 0
  /// Once a machine makes the switch wait.
  private var breaker: WaitBreaker?

  init(_ doors: Doors, _ input: inout Input) throws {
    self.doors = doors
    doors.clear()
    let shape = input.byte()
    liars = try (0..<Names.liars).map { try Liar($0, &input) }
    honest = try (Names.liars..<Names.count).map { number in
      var features: VirtioFeatures = [
        .protocolFeatures, .version1, .mergeableBuffers, .eventIndex, .indirectDescriptors,
      ]
      if shape & 1 << UInt8(number) != 0 { features.insert(.packedRing) }
      if shape & 0x10 != 0 { features.formUnion([.guestChecksum, .guestTSO4, .guestTSO6]) }
      if shape & 0x20 != 0 { features.insert(.inOrder) }
      if shape & 0x40 != 0 { features.remove(.mergeableBuffers) }
      return try Honest(number, features)
    }
    configuration = SwitchProcessConfiguration(
      id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), name: "Fuzz",
      mtu: shape & 0x80 != 0 ? 9000 : 1500,
      ports: (0..<Names.count).map {
        PolicyMaker.port($0, path: doors.path($0, 0), pairs: $0 < Names.liars ? 2 : 1)
      },
      dhcp: DHCPConfiguration(
        serverAddress: IPv4Address(rawValue: 0x0A00_00FE), prefix: IPv4Prefix("10.0.0.0/24")!,
        firstAddress: IPv4Address(rawValue: 0x0A00_0064), lastAddress: IPv4Address(rawValue: 0x0A00_0066)),
      workers: 1 + Int(shape & 3) % 3)
    engine = SwitchEngine(
      configuration, makeEndpoint: { _ in throw DrosteError(.unspecified, "machines only") },
      wallClock: { 1_800_000_000 })
    engine.now = 1000
    engine.captures.changed = { [unowned engine] in engine.updateCaptured() }
    try engine.apply(configuration)
    for machine in liars as [Peer] + honest { machine.connect(doors.accept(machine.number, 0)) }
    for machine in honest { machine.start() }
    for machine in liars { machine.start() }
    engine.serveMachines()
    // A liar with two pairs says more than one call takes.
    engine.serveMachines()
    for machine in liars as [Peer] + honest { machine.ram.guardMappings() }
    try rest()
  }

  /// Ends the switch; nothing of a case stays.
  func close() {
    for capture in captures { engine.captures.stop(capture) }
    engine.close()
  }

  /// Applies the configuration; false when it was refused, and is the old one then.
  @discardableResult
  func apply() -> Bool {
    do {
      try engine.apply(configuration)
      return true
    } catch {
      configuration = engine.configuration
      return false
    }
  }

  /// Takes a liar's port away, or brings it through its other door.
  func reconnect(_ liar: Liar, whole: Bool) {
    guard let index = configuration.ports.firstIndex(where: { $0.name == Names.name(liar.number) }) else { return }
    let old = configuration.ports[index]
    if whole {
      configuration.ports.remove(at: index)
      apply()
    }
    liar.door = 1 - liar.door
    var next = old
    next.endpoint = .vhostUser(socketPath: doors.path(liar.number, liar.door), queuePairs: 2)
    if whole { configuration.ports.insert(next, at: index) } else { configuration.ports[index] = next }
    apply()
    liar.connect(doors.accept(liar.number, liar.door))
  }

  /// Ends whatever the switch waits in from now on.
  func limitWaits() { if breaker == nil { breaker = try? WaitBreaker() } }

  /// Turns of all workers at the same time, each on a thread of its own.
  func serveApart(turns: Int) { frames += engine.serveRingsApart(turns: turns) }

  /// One turn: what front ends say, and what machines have put into their rings.
  @discardableResult
  func turn() -> Int {
    engine.serveMachines()
    let count = engine.serveRings()
    frames += count
    return count
  }

  /// Lets the switch work until there is nothing to do, and looks at everything.
  func rest() throws {
    var turns = 0
    while turn() > 0 {
      turns += 1
      try expect(turns < Self.turnLimit, "the rings do not run dry in \(Self.turnLimit) turns")
      try listen()
    }
    try listen()
    try probe()
    for machine in liars as [Peer] + honest { try machine.ram.check(Names.name(machine.number)) }
    for liar in liars { liar.drain() }
  }

  private func listen() throws {
    let judge = Judge(configuration: engine.configuration)
    for machine in honest {
      machine.drain()
      try machine.receiveAll(judge)
    }
  }

  /// A frame each way between the honest machines.
  private func probe() throws {
    probes &+= 1
    for (index, machine) in honest.enumerated() {
      let other = honest[1 - index]
      let frame = probeFrame(from: machine.number, to: other.number)
      try machine.transmit(frame)
      other.expectFrame(frame)
    }
    turn()
    turn()
    try listen()
    for machine in honest { try machine.expectNoMore() }
  }

  private func probeFrame(from source: Int, to target: Int) -> [UInt8] {
    let isFlooding = probes % 8 == 7
    var builder = FrameBuilder(
      from: Names.address(source), to: isFlooding ? FrameBuilder.broadcast : Names.address(target))
    builder.isIPv6 = probes % 4 == 2
    let payload: [UInt8] = [UInt8(truncatingIfNeeded: probes), UInt8(probes >> 8), UInt8(source)]
    return probes % 4 == 3
      ? builder.plain(64, number: Int(probes))
      : builder.udp(payload: payload + [UInt8](repeating: 1, count: Int(probes % 3) * 90))
  }

  /// What the switch says of its ports. Reads a sample of each kind of dropped frame, which is worth something by itself.
  func checkStatus() throws -> [PortStatus] {
    let ports = engine.portStatus
    for machine in honest {
      let name = Names.name(machine.number)
      guard let port = ports.first(where: { $0.name == name }) else { throw Finding("\(name) is gone") }
      try expect(port.connected, "\(name) is not connected")
      try expect(port.stopped == nil, "\(name) was stopped: \(port.stopped ?? "")")
      try expect(
        port.receivedFrames == UInt64(machine.sent),
        "\(name) sent \(machine.sent) frames, \(port.receivedFrames) were counted")
      try expect(
        port.sentFrames == UInt64(machine.received) && port.sentBytes == UInt64(machine.receivedBytes),
        "\(name) got \(machine.received) frames, \(port.sentFrames) were counted")
      for drop in port.drops {
        try expect(
          [.queueFull, .malformed, .vlan].contains(drop.reason), "\(name) lost \(drop.frames) frames: \(drop.reason)")
      }
    }
    return ports
  }
}
