import CDroste
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

  func pump(_ sandbox: NetworkSandbox) throws -> Pump {
    Pump {
      let uplink = try sandbox.run(in: 1) { Unchecked(try uplinkEndpoint("u0")) }
      let tap = try sandbox.run(in: 2) { Unchecked(try tapEndpoint("t0")) }
      return (uplink.value, tap.value)
    }
  }

  @Test func bulkTransfersArriveInCompleteFrames() async throws {
    try await withSandbox(3) { sandbox in
      try sandbox.shell(Self.topology)
      // A second packet socket counts what the kernel hands over unsegmented and without checksum.
      let raw = try sandbox.run(in: 1) { droste_packet_open("u0") }
      let pump = try pump(sandbox)
      #expect(try transfers(sandbox, from: 0, "10.1.0.1", to: 2, count: 4 << 20))
      #expect(try transfers(sandbox, from: 2, "10.1.0.2", to: 0, count: 1 << 20))
      #expect(try transfers(sandbox, from: 0, "fd00::1", to: 2, count: 2 << 20))
      #expect(try pump.stop() == [])
      let seen = offloads(raw)
      close(raw)
      #expect(seen.checksums > 0 && seen.tcp4 > 0 && seen.tcp6 > 0)
    }
  }

  @Test func udpIsSegmented() async throws {
    try await withSandbox(3) { sandbox in
      try sandbox.shell(Self.topology)
      let pump = try pump(sandbox)
      let receiver = try sandbox.run(in: 2) { try TestSocket.bound("10.1.0.2", stream: false) }
      let bytes = testBytes(5500)
      try sandbox.run(in: 0) {
        let sender = try TestSocket.make("10.1.0.1", stream: false)
        var size: Int32 = 1000
        // UDP_SEGMENT of linux/udp.h.
        try check(Int(setsockopt(sender.number, Int32(IPPROTO_UDP), 103, &size, 4)), "UDP_SEGMENT")
        try check(
          Int(withAddress(socketAddress("10.1.0.2", receiver.port)) { connect(sender.number, $0, $1) }), "connect")
        try sender.write(bytes)
      }
      var parts: [[UInt8]] = []
      for _ in 0..<6 { parts.append(try receiver.readSome() ?? []) }
      #expect(parts.map(\.count) == [1000, 1000, 1000, 1000, 1000, 500])
      #expect(parts.flatMap(\.self) == bytes)
      #expect(try pump.stop() == [])
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
        func send() -> SendResult { frame.withRawSpan { port.send($0) } }
        func drain() throws {
          var list = pollfd(fd: port.descriptor, events: Int16(POLLIN), revents: 0)
          while poll(&list, 1, 0) > 0 { try port.receive { _ in } }
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
        #expect(throws: DrosteError.self) { try port.receive { _ in } }
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
      try sandbox.shell(
        """
        ip -n $0 link add dev w0 type veth peer name u0 netns $1
        sysctl=net/ipv6/conf/all/disable_ipv6
        for n in $0 $1; do ip netns exec $n sh -c "echo 1 > /proc/sys/$sysctl"; done
        ip -n $0 link set dev w0 up; ip -n $1 link set dev u0 up
        # Until the carrier is noted, frames are taken and lost.
        until ip -n $0 -o link show dev w0 | grep -q 'state UP'; do :; done
        until ip -n $1 -o link show dev u0 | grep -q 'state UP'; do :; done
        """)
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
        #expect(frame.withRawSpan { sender.send($0) } == .sent)
      }
      var received: [[UInt8]] = []
      var list = pollfd(fd: receiver.descriptor, events: Int16(POLLIN), revents: 0)
      #expect(poll(&list, 1, 2000) == 1)
      try receiver.receive { received.append($0.bytes(at: 0, count: $0.byteCount)!) }
      #expect(received == [frame(to: other), tagged])
      // What it sends itself, it does not receive.
      #expect(frame(to: own).withRawSpan { receiver.send($0) } == .sent)
      #expect(poll(&list, 1, 50) == 0)
    }
  }

  private func offloads(_ socket: Int32) -> (checksums: Int, tcp4: Int, tcp6: Int) {
    var result = (checksums: 0, tcp4: 0, tcp6: 0)
    var buffer = [UInt8](repeating: 0, count: 128 << 10)
    while true {
      var auxiliary = droste_packet_auxiliary()
      let count = droste_packet_receive(socket, &buffer, buffer.count, &auxiliary)
      guard count >= 0 || count == -Int(EINVAL) else { return result }
      if buffer[0] & 1 != 0 { result.checksums += 1 }
      if buffer[1] & 0x7F == 1 { result.tcp4 += 1 }
      if buffer[1] & 0x7F == 4 { result.tcp6 += 1 }
    }
  }
}

/// SAFETY: carries an endpoint from the thread that made it, which has ended, to the one that uses it.
struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
