import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Switching
import Testing

/// A real switch process with machines on sockets and a real wire: a veth pair, one end of which is the switch's uplink. Tags cross
/// the wire as Linux carries them.
@Suite(.enabled(if: canMakeNamespaces, "network namespaces need root"), .serialized, .timeLimit(.minutes(1)))
struct VLANTrafficTests {
  static let topology = """
    ip -n $0 link add dev w0 type veth peer name u0 netns $1
    ip -n $0 link set dev w0 up; ip -n $1 link set dev u0 up
    until ip -n $0 -o link show dev w0 | grep -q 'state UP'; do :; done
    until ip -n $1 -o link show dev u0 | grep -q 'state UP'; do :; done
    """
  static let outside = MACAddress("02-00-00-00-00-01")!

  /// Linux has frames of its own for every wire.
  static func isOurs(_ frame: [UInt8]) -> Bool {
    [outside, .test(1), .test(2), .test(3)].contains { Array(frame[6..<12]) == $0.octets }
  }

  @Test func tagsReachTheWire() async throws {
    let sandbox = try NetworkSandbox(2)
    let result: Result<Void, any Error>
    do {
      try sandbox.shell(Self.topology)
      result = .success(try await exchange(sandbox))
    } catch {
      result = .failure(error)
    }
    try sandbox.remove()
    try result.get()
  }

  private func exchange(_ sandbox: NetworkSandbox) async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .off), ("T", 3, .off)])
    fixture.namespace = sandbox.names[1]
    fixture.configuration.ports[0].vlan = .access(id: 5)
    fixture.configuration.ports[2].vlan = .trunk(native: 0, allowed: VLANSet("5,7")!)
    fixture.configuration.ports.append(
      PortConfiguration(name: "u0", kind: .uplink, endpoint: .packet(interface: "u0", ownAddresses: [])))
    let (a, b, t) = (fixture.machine("A"), fixture.machine("B"), fixture.machine("T"))
    try await fixture.start()
    for machine in [a, b, t] { try machine.accept() }
    let wire = Wire(try sandbox.run(in: 0) { Unchecked(try uplinkEndpoint("w0")) }.value)

    // From an access port: tagged on the wire and on the trunk, and nothing for B, whose next frame is the one after.
    let first = Frames.plain(.test(1), to: .broadcast, mark: 1)
    a.send(first)
    #expect(wire.receive(from: .test(1)) == Frames.tagged(first, 5))
    #expect(t.receive(where: Self.isOurs) == Frames.tagged(first, 5))
    let second = Frames.plain(.test(3), to: .broadcast, mark: 2)
    t.send(second, Frames.tagged(second, 9), Frames.tagged(second, 7))
    #expect(b.receive(where: Self.isOurs) == second)
    #expect(wire.receive(from: .test(3)) == second)
    #expect(wire.receive(from: .test(3)) == Frames.tagged(second, 7))
    #expect(try await fixture.status("T").drops.map(\.text) == ["Vlan 1 00-15-5D-00-00-03 VLAN 9 EtherType 0x88B5"])

    // From the wire: each VLAN to its members, in their form.
    let third = Frames.plain(Self.outside, to: .broadcast, mark: 3)
    for vlan in [7, 5] { wire.send(Frames.tagged(third, vlan)) }
    wire.send(third)
    #expect(a.receive(where: Self.isOurs) == third)
    #expect(b.receive(where: Self.isOurs) == third)
    #expect(t.receive(where: Self.isOurs) == Frames.tagged(third, 7))
    #expect(t.receive(where: Self.isOurs) == Frames.tagged(third, 5))
    #expect(t.receive(where: Self.isOurs) == third)

    // Full size in both ways: 1514 bytes within, 1518 on the wire.
    let longest = Frames.plain(.test(1), to: Self.outside, length: 1514, mark: 4)
    a.send(longest)
    #expect(wire.receive(from: .test(1)) == Frames.tagged(longest, 5))
    let answer = Frames.plain(Self.outside, to: .test(1), length: 1514, mark: 5)
    wire.send(Frames.tagged(answer, 5))
    #expect(a.receive(where: Self.isOurs) == answer)

    // Changed while the machines are connected: from now on A is in VLAN 7.
    try await fixture.change { $0.ports[0].vlan = .access(id: 7) }
    wire.send(Frames.tagged(answer, 5))
    let fourth = Frames.plain(Self.outside, to: .test(1), mark: 6)
    wire.send(Frames.tagged(fourth, 7))
    #expect(a.receive(where: Self.isOurs) == fourth)
    a.send(first)
    #expect(wire.receive(from: .test(1)) == Frames.tagged(first, 7))
    // The frame of VLAN 5 to an address that lives in VLAN 7 has a reason.
    #expect(try await fixture.status("u0").drops.map(\.reason) == [.vlan])
  }
}

/// The far end of the wire.
private final class Wire {
  private let port: any PortEndpoint
  private var frames: [[UInt8]] = []

  init(_ port: any PortEndpoint) { self.port = port }
  deinit { port.close() }

  func send(_ frame: [UInt8]) {
    #expect(frame.withRawSpan { port.send($0, .complete) } == .sent)
    port.flush()
  }

  /// The next frame of a sender, which Linux's own chatter is not; nil when none comes within 5 s.
  func receive(from source: MACAddress) -> [UInt8]? {
    while true {
      while !frames.isEmpty {
        let frame = frames.removeFirst()
        if Array(frame[6..<12]) == source.octets { return frame }
      }
      guard isReadable(port.descriptor, 5) else { return nil }
      do {
        try port.receive { frame, _ in frames.append(frame.bytes(at: 0, count: frame.byteCount) ?? []) }
      } catch {
        Issue.record(error)
        return nil
      }
    }
  }
}
