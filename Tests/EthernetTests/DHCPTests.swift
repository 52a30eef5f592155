import Ethernet
import Testing

@Suite("DHCP messages")
struct DHCPTests {
  static let phone = MACAddress("00-0B-82-01-FC-42")!

  @Test("The Discover of a phone")
  func discover() throws {
    let message = try Self.message(in: Golden.dhcpDiscover)
    #expect(message.kind == .discover)
    #expect(message.isRequest)
    #expect(message.transaction == 0x3D1D)
    #expect(message.clientMAC == Self.phone)
    #expect(message.options.address(.requestedAddress) == .any)
    #expect(message.options[.parameterRequestList] == [1, 3, 6, 42])
    #expect(message.options[.clientIdentifier] == [1, 0, 0x0B, 0x82, 1, 0xFC, 0x42])
    #expect(message.options[.hostName] == nil)
  }

  /// The message in a frame whose checksums are right.
  static func message(in bytes: [UInt8]) throws -> DHCPMessage {
    let ip = try #require(bytes.read { IPv4Header($0, at: 14) })
    #expect(bytes.read { ip.checksumIsValid(in: $0) })
    let udp = try #require(bytes.read { UDPHeader($0, at: ip.payloadOffset) })
    let pseudo = InternetChecksum.pseudoHeader(from: ip.source, to: ip.destination, .udp, length: udp.totalLength)
    #expect(bytes.checksum(from: ip.payloadOffset, pseudo) == 0)
    return try #require(bytes.read { frame in udp.payload(in: frame).flatMap { DHCPMessage(frame, $0) } })
  }

  @Test("Written as the phone wrote it, to the byte")
  func written() {
    var message = DHCPMessage(.discover, transaction: 0x3D1D, clientMAC: Self.phone)
    message.options.set(.clientIdentifier, [1] + Self.phone.octets)
    message.options.set(.requestedAddress, [.any])
    message.options.set(.parameterRequestList, [1, 3, 6, 42])
    // The phone padded to 272 bytes, where BOOTP's minimum is 300.
    let payload = Array(Golden.dhcpDiscover[42...])
    #expect(Array(message.encoded.prefix(payload.count)) == payload)
    #expect(message.encoded.dropFirst(payload.count).allSatisfy { $0 == 0 })
    #expect(message.encoded.count == 300)
  }

  @Test("What is written is read back, in a frame with right checksums", arguments: DHCPMessage.Kind.allCases)
  func roundTrip(kind: DHCPMessage.Kind) throws {
    var message = DHCPMessage(kind, transaction: 0xDEAD_BEEF, clientMAC: mac11)
    message.broadcast = true
    message.seconds = 3
    message.clientAddress = ip2
    message.yourAddress = ip1
    message.options.set(.subnetMask, [IPv4Address("255.255.255.0")!])
    message.options.set(.domainNameServer, [ip1, ip2])
    message.options.set(.interfaceMTU, UInt16(1400))
    message.options.set(.leaseTime, UInt32(86400))
    message.options.set(.hostName, Array("vm-1".utf8))
    let bytes = UDPHeader.frame(
      from: .init(mac12, ip1, 67), to: .init(.broadcast, .broadcast, 68), payload: message.encoded)
    let read = try Self.message(in: bytes)
    #expect(read == message)
    #expect(read.options.addresses(.domainNameServer) == [ip1, ip2])
    #expect(read.options.uint16(.interfaceMTU) == 1400)
    #expect(read.options.uint32(.leaseTime) == 86400)
    #expect(read.options.text(.hostName) == "vm-1")
  }

  @Test("Long options are split and put together again")
  func longOption() throws {
    var message = DHCPMessage(.ack, transaction: 1, clientMAC: mac11)
    let long = (0..<600).map { UInt8(truncatingIfNeeded: $0) }
    message.options.set(.init(rawValue: 200), long)
    let read = try #require(message.encoded.read { DHCPMessage($0, 0..<$0.byteCount) })
    #expect(read.options[.init(rawValue: 200)] == long)
  }

  @Test("Texts of a client are taken only when harmless")
  func texts() {
    var options = DHCPOptions()
    for (bytes, text) in [
      (Array("vm-1.lab".utf8), "vm-1.lab" as String?), ([], nil), (Array("a b".utf8), nil), ([0x1B, 0x5B], nil),
      ([UInt8](repeating: 0x61, count: 65), nil), ([0xC3, 0xA4], nil),
    ] {
      options.set(.hostName, bytes)
      #expect(options.text(.hostName) == text)
    }
  }

  @Test("Refused: cut short, not Ethernet, no cookie, an option over the end")
  func refused() {
    let good = DHCPMessage(.discover, transaction: 1, clientMAC: mac11).encoded
    var bad: [[UInt8]] = [Array(good[..<239]), []]
    for (index, value) in [(0, UInt8(3)), (1, 2), (2, 8), (236, 0)] {
      var bytes = good
      bytes[index] = value
      bad.append(bytes)
    }
    bad.append(Array(good[..<240]) + [53, 2, 1])
    bad.append(Array(good[..<240]) + [53])
    for bytes in bad {
      #expect(bytes.read { DHCPMessage($0, 0..<$0.byteCount) } == nil)
    }
    #expect(good.read { DHCPMessage($0, 0..<($0.byteCount + 1)) } == nil)
    #expect(good.read { DHCPMessage($0, -1..<$0.byteCount) } == nil)
  }
}
