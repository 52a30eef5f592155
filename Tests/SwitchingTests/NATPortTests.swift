import Ethernet
import Glibc
import HyperV
import Switching
import Testing

@Suite struct NATPortTests {
  static let machine = MACAddress("00-15-5D-00-04-11")!
  static let gateway = MACAddress("52-55-0A-4D-00-01")!

  static func endpoint(
    gateway: String = "10.77.0.1", dns: String = "10.77.0.3", hostLoopback: Bool = false, mtu: Int = 1500
  ) throws -> any PortEndpoint {
    let configuration = UserNATConfiguration(
      gateway: IPv4Address(gateway)!, prefix: IPv4Prefix("10.77.0.0/24")!, dns: IPv4Address(dns)!,
      hostLoopback: hostLoopback, mtu: mtu)
    return try makeEndpoint(
      for: PortConfiguration(name: "NAT", kind: .nat, endpoint: .userNAT(configuration)))
  }

  @Test(arguments: [
    ("10.78.0.1", "10.77.0.3", 1500), ("10.77.0.1", "10.78.0.3", 1500), ("10.77.0.1", "10.77.0.1", 1500),
    ("10.77.0.1", "10.77.0.3", 500),
  ])
  func refusesWhatCannotBe(gateway: String, dns: String, mtu: Int) {
    let error = #expect(throws: DrosteError.self) { try Self.endpoint(gateway: gateway, dns: dns, mtu: mtu) }
    #expect(error?.code == .invalidParameter)
  }

  /// Gateway and name server answer ARP; nobody else does, and no frame of a bad length does harm.
  @Test func answersARP() async throws {
    try await onThread {
      let port = try Self.endpoint()
      defer { port.close() }
      for length in [1, 13, 14, 15, 40, 1514, 1515, 9000] {
        let frame = [UInt8](repeating: 0xFF, count: length)
        #expect(frame.withRawSpan { port.send($0, .complete) } == .sent)
      }
      #expect(port.isConnected)
      for (address, mac) in [("10.77.0.1", "52-55-0A-4D-00-01"), ("10.77.0.3", "52-55-0A-4D-00-03")] {
        send(port, arp(1, from: "10.77.0.15", for: address, to: .broadcast))
        let answer = try #require(try next(port))
        #expect(answer.withRawSpan { $0.macAddress(at: 6) } == MACAddress(mac))
        #expect(Array(answer[20..<22]) == [0, 2])
        #expect(Array(answer[28..<32]) == IPv4Address(address)!.rawValue.bytes)
      }
      send(port, arp(1, from: "10.77.0.15", for: "10.77.0.99", to: .broadcast))
      #expect(try next(port, milliseconds: 100) == nil)
    }
  }

  /// A datagram to the gateway reaches a server on 127.0.0.1 and its answer comes back, where that is allowed.
  @Test(arguments: [true, false]) func reachesHostLoopbackOnlyWhenAllowed(hostLoopback: Bool) async throws {
    try await onThread {
      let port = try Self.endpoint(hostLoopback: hostLoopback)
      defer { port.close() }
      let server = try TestSocket.bound("127.0.0.1", stream: false)
      send(port, arp(1, from: "10.77.0.15", for: "10.77.0.1", to: .broadcast))
      _ = try #require(try next(port))
      send(port, datagram(to: "10.77.0.1", server.port, [1, 2, 3]))
      guard hostLoopback else {
        var list = pollfd(fd: server.number, events: Int16(POLLIN), revents: 0)
        #expect(poll(&list, 1, 200) == 0)
        return
      }
      var buffer = [UInt8](repeating: 0, count: 100)
      var sender = [UInt8](repeating: 0, count: 16)
      var length = socklen_t(16)
      let count = sender.withUnsafeMutableBytes { bytes in
        // SAFETY: the kernel writes at most 16 bytes of address.
        recvfrom(server.number, &buffer, 100, 0, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!, &length)
      }
      #expect(Array(buffer.prefix(max(0, count))) == [1, 2, 3])
      let sent = withAddress(sender) { sendto(server.number, [4, 5, 6, 7] as [UInt8], 4, 0, $0, $1) }
      #expect(sent == 4)
      let answer = try #require(try next(port))
      #expect(answer.withRawSpan { $0.macAddress(at: 0) } == Self.machine)
      #expect(Array(answer[42..<46]) == [4, 5, 6, 7])
      #expect(answer.withRawSpan { frameProblem($0) } == nil)
    }
  }

  @Test func endsWithItsPort() async throws {
    try await onThread {
      for _ in 0..<50 {
        let port = try Self.endpoint()
        send(port, arp(1, from: "10.77.0.15", for: "10.77.0.1", to: .broadcast))
        #expect(try next(port) != nil)
        port.close()
      }
    }
  }

  /// A machine behind a tap device (0), a host (1) on whose side libslirp's sockets are, a server beyond it (2).
  @Test(.enabled(if: canMakeNamespaces, "network namespaces need root"))
  func carriesTCPToTheOutside() async throws {
    try await withSandbox(3) { sandbox in
      try sandbox.shell(
        """
        ip -n $0 tuntap add dev t0 mode tap; ip -n $0 link set dev t0 up
        ip -n $0 address add 10.77.0.15/24 dev t0; ip -n $0 route add default via 10.77.0.1
        ip -n $1 link add dev h0 type veth peer name s0 netns $2
        ip -n $1 link set dev h0 up; ip -n $2 link set dev s0 up
        ip -n $1 address add 192.0.2.1/24 dev h0; ip -n $2 address add 192.0.2.2/24 dev s0
        """)
      let pump = Pump {
        let nat = try sandbox.run(in: 1) { Unchecked(try Self.endpoint(hostLoopback: true)) }
        let tap = try sandbox.run(in: 0) { Unchecked(try tapEndpoint("t0")) }
        return (nat.value, tap.value)
      }
      #expect(try transfers(sandbox, from: 2, "192.0.2.2", to: 0, count: 4 << 20))
      #expect(try transfers(sandbox, from: 1, "127.0.0.1", to: 0, reachedAt: "10.77.0.1", count: 1 << 20))
      // And from the machine outwards.
      let listener = try sandbox.run(in: 2) { try TestSocket.bound("192.0.2.2") }
      let receiver = Worker { try listener.accepted().readAll() }
      try sandbox.run(in: 0) {
        try TestSocket.connected(to: "192.0.2.2", port: listener.port).write(testBytes(2 << 20))
      }
      #expect(try receiver.join() == testBytes(2 << 20))
      #expect(try pump.stop().problems == [])
    }
  }
}

private func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    _ = Worker { continuation.resume(with: Result { try body() }) }
  }
}

private func send(_ port: any PortEndpoint, _ frame: [UInt8]) {
  #expect(frame.withRawSpan { port.send($0, .complete) } == .sent)
}

/// The next frame that is no ARP request; these are answered, as a machine would.
private func next(_ port: any PortEndpoint, milliseconds: Int32 = 5000) throws -> [UInt8]? {
  for _ in 0..<10 {
    var list = pollfd(fd: port.descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&list, 1, milliseconds) == 1 else { return nil }
    var frames: [[UInt8]] = []
    try port.receive { frame, _ in frames.append(frame.bytes(at: 0, count: frame.byteCount)!) }
    for frame in frames {
      let isRequest = Array(frame[12..<14]) == [8, 6] && frame[21] == 1
      guard isRequest else { return frame }
      send(port, arp(2, from: "10.77.0.15", for: "10.77.0.1", to: NATPortTests.gateway))
    }
  }
  return nil
}

/// An ARP request (1) or reply (2) of the machine's.
private func arp(_ operation: UInt8, from source: String, for target: String, to destination: MACAddress) -> [UInt8] {
  let targetMAC = operation == 1 ? MACAddress.zero : destination
  let payload: [UInt8] =
    [0, 1, 8, 0, 6, 4, 0, operation] + NATPortTests.machine.octets + IPv4Address(source)!.rawValue.bytes
    + targetMAC.octets + IPv4Address(target)!.rawValue.bytes
  return EthernetHeader.frame(to: destination, from: NATPortTests.machine, .arp, payload: payload)
}

/// A UDP datagram of the machine's from port 4000, without UDP checksum.
private func datagram(to address: String, _ port: UInt16, _ body: [UInt8]) -> [UInt8] {
  let udp: [UInt8] =
    [0x0F, 0xA0, UInt8(port >> 8), UInt8(port & 0xFF), 0, UInt8(8 + body.count), 0, 0] + body
  var ip: [UInt8] =
    [0x45, 0, 0, UInt8(20 + udp.count), 0, 1, 0, 0, 64, 17, 0, 0] + IPv4Address("10.77.0.15")!.rawValue.bytes
    + IPv4Address(address)!.rawValue.bytes
  var sum = InternetChecksum()
  ip.withRawSpan { sum.add($0) }
  (ip[10], ip[11]) = (UInt8(sum.value >> 8), UInt8(sum.value & 0xFF))
  return EthernetHeader.frame(to: NATPortTests.gateway, from: NATPortTests.machine, .ipv4, payload: ip + udp)
}

extension UInt32 {
  fileprivate var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (24 - 8 * UInt32($0))) } }
}
