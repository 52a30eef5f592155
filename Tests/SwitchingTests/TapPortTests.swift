import Ethernet
import Glibc
import HyperV
import Switching
import Testing

@Suite(.enabled(if: canMakeNamespaces, "network namespaces need root")) struct TapPortTests {
  @Test func neverMakesADevice() async throws {
    try await withSandbox(1) { sandbox in
      let code = try sandbox.run(in: 0) {
        do {
          _ = try tapEndpoint("t0")
          return DrosteError.Code?.none
        } catch let error as DrosteError {
          return error.code
        }
      }
      #expect(code == .objectNotFound)
      try sandbox.shell("! ip -n $0 link show dev t0 2> /dev/null")
    }
  }

  @Test func outlivesItsReader() async throws {
    try await withSandbox(1) { sandbox in
      try sandbox.shell("ip -n $0 tuntap add dev t0 mode tap; ip -n $0 link set dev t0 up")
      for _ in 0..<2 {
        let port = try sandbox.run(in: 0) { Unchecked(try reattached("t0")) }.value
        #expect(port.isConnected)
        let second = #expect(throws: DrosteError.self) {
          _ = try sandbox.run(in: 0) { Unchecked(try tapEndpoint("t0")) }
        }
        #expect(second?.code == .invalidState)
        port.close()
      }
      try sandbox.shell("ip -n $0 link show dev t0 > /dev/null")
    }
  }

  /// Attaches to a device whose last reader has just closed it: a process that another test is starting may still hold
  /// a copy of the descriptor until it is another program.
  private func reattached(_ interface: String) throws -> any PortEndpoint {
    for _ in 0..<10_000 {
      do { return try tapEndpoint(interface) } catch let error as DrosteError where error.code == .invalidState {
        sched_yield()
      }
    }
    return try tapEndpoint(interface)
  }

  @Test func followsItsDevice() async throws {
    try await withSandbox(1) { sandbox in
      try sandbox.shell("ip -n $0 tuntap add dev t0 mode tap; ip -n $0 link set dev t0 up")
      try sandbox.run(in: 0) {
        let port = try tapEndpoint("t0")
        let frame = EthernetHeader.frame(
          to: .broadcast, from: MACAddress("00-15-5D-00-00-09")!, .lldp, payload: [UInt8](repeating: 7, count: 46))
        func send() -> SendResult { frame.withRawSpan { port.send($0, .complete) } }
        #expect(send() == .sent)
        try sandbox.shell("ip -n $0 link set dev t0 down")
        #expect(send() == .disconnected)
        #expect(!port.isConnected)
        try sandbox.shell("ip -n $0 link set dev t0 up")
        #expect(port.isConnected)
        #expect(send() == .sent)
        try sandbox.shell("ip -n $0 link delete dev t0")
        var list = pollfd(fd: port.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&list, 1, 1000) == 1)
        #expect(throws: DrosteError.self) { while true { try port.receive { _, _ in } } }
        #expect(send() == .disconnected)
        port.close()
      }
    }
  }

  /// Two hosts behind a tap device each, with `Pump` between them.
  static let topology = """
    for n in 0 1; do
      name=$0; [ $n = 0 ] || name=$1
      ip -n $name tuntap add dev t0 mode tap; ip -n $name link set dev t0 up
      ip -n $name address add 10.1.0.$((n+1))/24 dev t0; ip -n $name address add fd00::$((n+1))/64 dev t0 nodad
    done
    """

  func pump(_ sandbox: NetworkSandbox, completing: Bool) -> Pump {
    Pump(completing: completing) {
      let ports = try (0...1).map { index in try sandbox.run(in: index) { Unchecked(try tapEndpoint("t0")) }.value }
      return (ports[0], ports[1])
    }
  }

  @Test(arguments: [false, true]) func bulkTransfersPassWholeOrComplete(completing: Bool) async throws {
    try await withSandbox(2) { sandbox in
      try sandbox.shell(Self.topology)
      let pump = pump(sandbox, completing: completing)
      #expect(try transfers(sandbox, from: 0, "10.1.0.1", to: 1, count: 4 << 20))
      #expect(try transfers(sandbox, from: 1, "fd00::2", to: 0, count: 4 << 20))
      let report = try pump.stop()
      #expect(report.problems == [])
      let kinds: [OffloadHeader.Kind] = [.none, .tcpIPv4, .tcpIPv6]
      #expect(kinds.allSatisfy { report.offloads[$0, default: 0] > 0 } == !completing)
      #expect(completing ? report.longest == 1514 : report.longest > 30_000)
    }
  }

  /// Where the kernel knows USO, whole; else it comes in segments. The receiver sees the same.
  @Test(arguments: [false, true], ["10.1.0", "fd00::"])
  func udpSegmentsPass(completing: Bool, network: String) async throws {
    try await withSandbox(2) { sandbox in
      try sandbox.shell(Self.topology)
      let separator = network.hasSuffix(":") ? "" : "."
      let takesUSO = try sandbox.run(in: 0) {
        let port = try tapEndpoint("t0")
        defer { port.close() }
        return port.capabilities.isSuperset(of: [.udpSegment4, .udpSegment6])
      }
      let pump = pump(sandbox, completing: completing)
      for index in 0...1 { try pump.awaitCarrier(sandbox, index, "t0") }
      let parts = try sendsSegments(
        sandbox, from: 0, network + separator + "1", to: 1, network + separator + "2", testBytes(5500), size: 1000)
      #expect(parts.map(\.count) == [1000, 1000, 1000, 1000, 1000, 500])
      #expect(parts.flatMap(\.self) == testBytes(5500))
      let report = try pump.stop()
      #expect(report.problems == [])
      #expect((report.offloads[.udp] == 1) == (takesUSO && !completing))
    }
  }

  /// A datagram of 60000 bytes to be fragmented arrives, whole or in fragments that the receiver puts together.
  @Test(arguments: [false, true], [false, true])
  func aDatagramToBeFragmentedArrives(isIPv6: Bool, completing: Bool) async throws {
    try await withSandbox(1) { sandbox in
      try sandbox.shell("ip -n $0 tuntap add dev t0 mode tap; ip -n $0 link set dev t0 address 02:00:00:00:00:02 up")
      let own = isIPv6 ? "fd00::2" : "10.1.0.2"
      try sandbox.shell("ip -n $0 address add \(own)/\(isIPv6 ? 64 : 24) dev t0 \(isIPv6 ? "nodad" : "")")
      let receiver = try sandbox.run(in: 0) { try TestSocket.bound(own, stream: false) }
      let port = try sandbox.run(in: 0) { Unchecked(try tapEndpoint("t0")) }.value
      defer { port.close() }
      try sandbox.shell("until ip -n $0 -o link show dev t0 | grep -q 'state UP'; do :; done")
      let packet = Packet.datagram(isIPv6: isIPv6, to: receiver.port, payload: testBytes(60_000))
      var completion = FrameCompletion()
      var sent = 0
      packet.frame.withRawSpan { frame in
        let capabilities = completing ? [] : port.capabilities
        _ = completion.complete(frame, packet.offload, for: capabilities, longest: 1514) { frame, offload in
          #expect(port.send(frame, offload) == .sent)
          sent += 1
        }
      }
      #expect((sent == 1) == (!completing && port.capabilities.contains(.udpFragment)))
      #expect(try receiver.readSome() == testBytes(60_000))
    }
  }
}

extension Packet {
  /// A datagram over MTU 1500 to 02-00-00-00-00-02, 10.1.0.2 or fd00::2, its checksum missing.
  static func datagram(isIPv6: Bool, to port: UInt16, payload: [UInt8]) -> Packet {
    let length = UInt16(payload.count + 8)
    func big(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }
    let addresses: [UInt8] =
      isIPv6
      ? bytes("fd000000000000000000000000000001fd000000000000000000000000000002") : [10, 1, 0, 1, 10, 1, 0, 2]
    var ip: [UInt8]
    if isIPv6 {
      ip = [0x60, 0, 0, 0] + big(length) + [17, 64] + addresses
    } else {
      ip = [0x45, 0] + big(length + 20) + [0, 9, 0, 0, 64, 17, 0, 0] + addresses
      ip.replaceSubrange(10..<12, with: big(~slowSum(ip)))
    }
    let udp = [0x0F, 0xA0] + big(port) + big(length) + big(slowSum(addresses, [0, 17] + big(length)))
    let frame: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + (isIPv6 ? [0x86, 0xDD] : [8, 0]) + ip + udp + payload
    return Packet(
      frame,
      OffloadHeader(
        needsChecksum: true, kind: .udpFragment, segmentSize: isIPv6 ? 1448 : 1480,
        headerLength: UInt16(14 + ip.count + 8), checksumStart: UInt16(14 + ip.count), checksumOffset: 6))
  }
}
