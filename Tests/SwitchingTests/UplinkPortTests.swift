import Ethernet
import Glibc
import HyperV
import Switching
import Testing

/// The world (namespace 0) is behind the uplink `u0` of a host (1), whose stack is kept off it by a drop at the ingress
/// hook; a machine (2) has a tap device `t0`, whose frames a pump carries to the uplink and back.
@Suite(.enabled(if: canMakeNamespaces, "network namespaces need root"), .serialized) struct UplinkPortTests {
  static let topology = """
    ip -n $0 link add dev w0 type veth peer name u0 netns $1
    ip -n $0 link set dev w0 up; ip -n $1 link set dev u0 up
    ip -n $0 address add 10.1.0.1/24 dev w0; ip -n $0 address add fd00::1/64 dev w0 nodad
    printf 'add table netdev t\\nadd chain netdev t c { type filter hook ingress device "u0" priority -500 ; policy drop ; }\\n' \
    | ip netns exec $1 nft -f -
    ip -n $2 tuntap add dev t0 mode tap; ip -n $2 link set dev t0 up
    ip -n $2 address add 10.1.0.2/24 dev t0; ip -n $2 address add fd00::2/64 dev t0 nodad
    """

  func pump(_ sandbox: NetworkSandbox, completing: Bool) throws -> Pump {
    Pump(completing: completing) {
      let uplink = try sandbox.run(in: 1) { Unchecked(try uplinkEndpoint("u0")) }
      let tap = try sandbox.run(in: 2) { Unchecked(try tapEndpoint("t0")) }
      return (uplink.value, tap.value)
    }
  }

  @Test(arguments: [false, true]) func bulkTransfersPassWholeOrComplete(completing: Bool) async throws {
    try await withSandbox(3) { sandbox in
      try sandbox.shell(Self.topology)
      let pump = try pump(sandbox, completing: completing)
      #expect(try transfers(sandbox, from: 0, "10.1.0.1", to: 2, count: 4 << 20))
      #expect(try transfers(sandbox, from: 2, "10.1.0.2", to: 0, count: 4 << 20))
      #expect(try transfers(sandbox, from: 0, "fd00::1", to: 2, count: 2 << 20))
      let report = try pump.stop()
      #expect(report.problems == [])
      let kinds: [OffloadHeader.Kind] = [.none, .tcpIPv4, .tcpIPv6]
      #expect(kinds.allSatisfy { report.offloads[$0, default: 0] > 0 } == !completing)
      #expect(completing ? report.longest == 1514 : report.longest > 30_000)
    }
  }

  @Test(arguments: [false, true]) func udpSegmentsPass(completing: Bool) async throws {
    try await withSandbox(3) { sandbox in
      try sandbox.shell(Self.topology)
      let pump = try pump(sandbox, completing: completing)
      for (index, device) in [(0, "w0"), (1, "u0"), (2, "t0")] { try pump.awaitCarrier(sandbox, index, device) }
      for (server, client) in [(0, 2), (2, 0)] {
        let parts = try sendsSegments(
          sandbox, from: server, server == 0 ? "10.1.0.1" : "10.1.0.2", to: client,
          client == 0 ? "10.1.0.1" : "10.1.0.2", testBytes(5500), size: 1000)
        #expect(parts.map(\.count) == [1000, 1000, 1000, 1000, 1000, 500])
        #expect(parts.flatMap(\.self) == testBytes(5500))
      }
      #expect(try pump.stop().problems == [])
    }
  }

  @Test func followsItsAdapter() async throws {
    try await withSandbox(2) { sandbox in
      try sandbox.shell(
        """
        ip -n $0 link add dev w0 type veth peer name u0 netns $1
        ip -n $0 link set dev w0 up; ip -n $1 link set dev u0 up
        """)
      try sandbox.run(in: 1) {
        let port = try uplinkEndpoint("u0")
        let frame = [UInt8](repeating: 0xFF, count: 60)
        func send() -> SendResult {
          defer { port.flush() }
          return frame.withRawSpan { port.send($0, .complete) }
        }
        func drain() throws {
          var list = pollfd(fd: port.descriptor, events: Int16(POLLIN), revents: 0)
          while poll(&list, 1, 0) > 0 { try port.receive { _, _ in } }
        }
        #expect(port.isConnected)
        #expect(send() == .sent)
        try sandbox.shell("ip -n $1 link set dev u0 down")
        try drain()
        #expect(!port.isConnected)
        #expect(send() == .disconnected)
        try sandbox.shell("ip -n $1 link set dev u0 up")
        #expect(port.isConnected)
        #expect(send() == .sent)
        try sandbox.shell("ip -n $1 link set dev u0 down")
        try drain()
        // Down and not spinning: nothing is readable until the next look, a second later.
        var list = pollfd(fd: port.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&list, 1, 100) == 0)
        try sandbox.shell("ip -n $1 link delete dev u0")
        #expect(poll(&list, 1, 3000) == 1)
        #expect(throws: DrosteError.self) { try port.receive { _, _ in } }
        #expect(!port.isConnected)
        #expect(send() == .disconnected)
        port.close()
        let error = #expect(throws: DrosteError.self) { try uplinkEndpoint("u0") }
        #expect(error?.code == .objectNotFound)
      }
    }
  }

  @Test func passesFramesAsTheyAreButTheHostsOwn() async throws {
    try await withSandbox(2) { sandbox in
      try sandbox.shell(Self.wire)
      let own = MACAddress("00-15-5D-00-00-01")!
      let other = MACAddress("00-15-5D-00-00-02")!
      let sender = try sandbox.run(in: 0) { Unchecked(try uplinkEndpoint("w0")) }.value
      let receiver = try sandbox.run(in: 1) { Unchecked(try uplinkEndpoint("u0", own: [own])) }.value
      func frame(to destination: MACAddress) -> [UInt8] {
        EthernetHeader.frame(
          to: destination, from: MACAddress("00-15-5D-00-00-09")!, .lldp, payload: [UInt8](repeating: 7, count: 46))
      }
      // The kernel takes the tag out on its way; it is put back.
      let tagged = Array(frame(to: other).prefix(12)) + [0x81, 0, 0xA0, 5] + Array(frame(to: other).dropFirst(12))
      for frame in [frame(to: own), frame(to: other), tagged] {
        #expect(frame.withRawSpan { sender.send($0, .complete) } == .sent)
      }
      sender.flush()
      var received: [[UInt8]] = []
      var list = pollfd(fd: receiver.descriptor, events: Int16(POLLIN), revents: 0)
      #expect(poll(&list, 1, 2000) == 1)
      try receiver.receive { frame, _ in received.append(frame.bytes(at: 0, count: frame.byteCount)!) }
      #expect(received == [frame(to: other), tagged])
      // What it sends itself, it does not receive.
      #expect(frame(to: own).withRawSpan { receiver.send($0, .complete) } == .sent)
      receiver.flush()
      #expect(poll(&list, 1, 50) == 0)
    }
  }

  /// A wire between `w0` and `u0` without anybody's own frames, its carrier noted at both ends.
  static let wire = """
    ip -n $0 link add dev w0 type veth peer name u0 netns $1
    for n in $0 $1; do ip netns exec $n sh -c 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6'; done
    ip -n $0 link set dev w0 up; ip -n $1 link set dev u0 up
    until ip -n $0 -o link show dev w0 | grep -q 'state UP'; do :; done
    until ip -n $1 -o link show dev u0 | grep -q 'state UP'; do :; done
    """

  /// Many frames in a few calls each way, in order; a queue that is full is written when a frame needs its place.
  @Test func framesKeepTheirOrder() async throws {
    try await withSandbox(2) { sandbox in
      try sandbox.shell(Self.wire)
      let sender = try sandbox.run(in: 0) { Unchecked(try uplinkEndpoint("w0")) }.value
      let receiver = try sandbox.run(in: 1) { Unchecked(try uplinkEndpoint("u0")) }.value
      defer {
        sender.close()
        receiver.close()
      }
      func frame(_ number: Int) -> [UInt8] {
        // Every seventh is as long as the wire allows.
        let body =
          [UInt8(number >> 8), UInt8(number & 0xFF)] + [UInt8](repeating: 7, count: number % 7 == 0 ? 1498 : 44)
        return EthernetHeader.frame(to: .broadcast, from: MACAddress("00-15-5D-00-00-09")!, .lldp, payload: body)
      }
      for number in 0..<200 { #expect(frame(number).withRawSpan { sender.send($0, .complete) } == .sent) }
      sender.flush()
      var received: [[UInt8]] = []
      while received.count < 200, waits(receiver, 2000) {
        try receiver.receive { frame, offload in
          #expect(offload.isComplete)
          received.append(frame.bytes(at: 0, count: frame.byteCount)!)
        }
      }
      #expect(received == (0..<200).map(frame))
      #expect(sender.lostFrames == 0)
    }
  }

  /// A frame to be cut crosses whole and with its tag; where the adapter's MTU is less than its segments, not at all.
  @Test func whatIsToBeCutKeepsItsTag() async throws {
    try await withSandbox(2) { sandbox in
      try sandbox.shell(Self.wire)
      let sender = try sandbox.run(in: 0) { Unchecked(try uplinkEndpoint("w0")) }.value
      let receiver = try sandbox.run(in: 1) { Unchecked(try uplinkEndpoint("u0")) }.value
      defer {
        sender.close()
        receiver.close()
      }
      for tag in [nil, VLANTag(control: 0xA005)] {
        let packet = Packet.segment(payload: testBytes(60_000), size: 1460, tag)
        #expect(packet.frame.withRawSpan { packet.offload.checked(against: $0) } == packet.offload)
        #expect(packet.frame.withRawSpan { sender.send($0, packet.offload) } == .sent)
        sender.flush()
        var received: [Packet] = []
        #expect(waits(receiver, 2000))
        try receiver.receive { received.append(Packet($0.bytes(at: 0, count: $0.byteCount)!, $1)) }
        #expect(received == [packet])
        let long = Packet.segment(payload: testBytes(60_000), size: 1461, tag)
        #expect(long.frame.withRawSpan { sender.send($0, long.offload) } != .sent)
      }
      // The MTU is asked for anew each turn.
      try sandbox.shell("ip -n $0 link set dev w0 mtu 1400")
      sender.flush()
      let packet = Packet.segment(payload: testBytes(60_000), size: 1460)
      #expect(packet.frame.withRawSpan { sender.send($0, packet.offload) } != .sent)
      // A whole one the kernel refuses, which is noted as a loss; those after it go out.
      let tooLong = [UInt8](repeating: 0xFF, count: 1415)
      let short = [UInt8](repeating: 0xFF, count: 1414)
      for frame in [tooLong, short] { #expect(frame.withRawSpan { sender.send($0, .complete) } == .sent) }
      sender.flush()
      #expect(sender.lostFrames == 1)
      var lengths: [Int] = []
      #expect(waits(receiver, 2000))
      try receiver.receive { frame, _ in lengths.append(frame.byteCount) }
      #expect(lengths == [1414])
    }
  }

  /// Frames that wait when the adapter goes down are lost and counted.
  @Test func whatWaitsIsLostWithTheAdapter() async throws {
    try await withSandbox(2) { sandbox in
      try sandbox.shell(Self.wire)
      let sender = try sandbox.run(in: 0) { Unchecked(try uplinkEndpoint("w0")) }.value
      defer { sender.close() }
      let frame = [UInt8](repeating: 0xFF, count: 60)
      for _ in 0..<3 { #expect(frame.withRawSpan { sender.send($0, .complete) } == .sent) }
      try sandbox.shell("ip -n $0 link set dev w0 down")
      sender.flush()
      #expect(sender.lostFrames == 3)
      #expect(frame.withRawSpan { sender.send($0, .complete) } == .disconnected)
    }
  }

  private func waits(_ port: any PortEndpoint, _ milliseconds: Int32) -> Bool {
    var list = pollfd(fd: port.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&list, 1, milliseconds) == 1
  }
}

extension Packet {
  /// TCP over IPv4 to be cut, its checksum missing.
  static func segment(payload: [UInt8], size: UInt16, _ tag: VLANTag? = nil) -> Packet {
    func big(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }
    let addresses: [UInt8] = [10, 1, 0, 1, 10, 1, 0, 2]
    let length = UInt16(payload.count + 20)
    var ip = [0x45, 0] + big(length + 20) + [0, 9, 0x40, 0, 64, 6, 0, 0] + addresses
    ip.replaceSubrange(10..<12, with: big(~slowSum(ip)))
    let sum = slowSum(addresses, [0, 6] + big(length))
    let tcp: [UInt8] = [3, 0xE8, 7, 0xD0, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x10, 1, 0] + big(sum) + [0, 0]
    let tagBytes = tag.map { big($0.type) + big($0.control) } ?? []
    let frame: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + tagBytes + [8, 0] + ip + tcp + payload
    let offload = OffloadHeader(
      needsChecksum: true, kind: .tcpIPv4, segmentSize: size, headerLength: 54, checksumStart: 34, checksumOffset: 16)
    return Packet(frame, offload.shifted(by: tagBytes.count))
  }
}

/// SAFETY: carries an endpoint from the thread that made it, which has ended, to the one that uses it.
struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
