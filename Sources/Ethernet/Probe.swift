// Theory of operation
//
// Probes are frames whose way through switches and hosts is followed. What makes a frame one is a mark of 24 bytes: eight that no
// other frame has by chance, an id of 64 bits that says whose it is, a number within that, and what stage of a trace it
// belongs to. Where the mark lies depends on what carries it, and it is looked for there and nowhere else:
//
//   ARP                 behind the packet's 28 bytes, in what pads the frame to its 60 bytes
//   ICMP echo, reply    first in the data; a reply has it by RFC 792, which makes it return the request's data
//   UDP                 first in the payload
//   ICMP errors         behind the ICMP header and the packet that the error quotes, by the same rules
//
// Tags before are skipped. All reads are checked; nothing is allocated.

/// What makes a frame a probe.
public struct ProbeMark: Hashable, Sendable, BitwiseCopyable {
  /// `DrosteTr`.
  public static let magic: UInt64 = 0x4472_6F73_7465_5472
  /// Bytes.
  public static let length = 24

  /// Whose probe it is.
  public var id: UInt64
  /// Which of them.
  public var sequence: UInt16

  public init(id: UInt64, sequence: UInt16) {
    self.id = id
    self.sequence = sequence
  }

  /// The mark at an offset of a frame; nil where there is none.
  init?(_ frame: RawSpan, at offset: Int) {
    guard frame.bigEndian(UInt64.self, at: offset) == Self.magic,
      let id = frame.bigEndian(UInt64.self, at: offset + 8), let sequence = frame.uint16(at: offset + 16)
    else { return nil }
    self.init(id: id, sequence: sequence)
  }

  /// The mark's bytes.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: Self.magic)
    bytes.append(bigEndian: id)
    bytes.append(bigEndian: sequence)
    return bytes + [UInt8](repeating: 0, count: Self.length - bytes.count)
  }
}

/// What carries a mark.
public enum ProbeCarrier: String, Codable, Hashable, Sendable, CaseIterable {
  case arp = "ARP"
  case echo = "Echo"
  case echoReply = "EchoReply"
  case udp = "UDP"
  /// An ICMP error about a probe: see `Probe.icmpType`.
  case error = "Error"
}

/// A frame with a mark.
public struct Probe: Hashable, Sendable {
  public var mark: ProbeMark
  public var carrier: ProbeCarrier
  public var sourceMAC: MACAddress
  public var destinationMAC: MACAddress
  /// The outer tag's VLAN; nil without tag.
  public var vlan: UInt16?
  /// Of the packet; in ARP the sender's and the target's.
  public var source: IPv4Address
  public var destination: IPv4Address
  /// Of an ICMP error: 3 unreachable, 5 redirect, 11 time exceeded; and its code.
  public var icmpType: UInt8?
  public var icmpCode: UInt8?

  /// Nil for a frame without a mark.
  public init?(_ frame: RawSpan) {
    guard let header = EthernetHeader(frame) else { return nil }
    let start = header.payloadOffset
    (sourceMAC, destinationMAC, vlan) = (header.source, header.destination, header.vlan)
    switch header.etherType {
    case .arp:
      guard let arp = ARPPacket(frame, at: start), let mark = ProbeMark(frame, at: start + ARPPacket.length) else {
        return nil
      }
      self.mark = mark
      carrier = .arp
      (source, destination) = (arp.senderAddress, arp.targetAddress)
    case .ipv4:
      guard let found = Self.packet(frame, at: start, quoted: false), let ip = IPv4Header(frame, at: start) else {
        return nil
      }
      (mark, carrier) = found
      (source, destination) = (ip.source, ip.destination)
      if carrier == .error {
        icmpType = frame.byte(at: ip.payloadOffset)
        icmpCode = frame.byte(at: ip.payloadOffset + 1)
      }
    default: return nil
    }
  }

  private static func packet(_ frame: RawSpan, at offset: Int, quoted: Bool) -> (ProbeMark, ProbeCarrier)? {
    guard let ip = IPv4Header(frame, at: offset), ip.fragmentOffset == 0 else { return nil }
    let start = ip.payloadOffset
    switch ip.payloadProtocol {
    case .udp: return ProbeMark(frame, at: start + 8).map { ($0, .udp) }
    case .icmp:
      switch frame.byte(at: start) {
      case 8: return ProbeMark(frame, at: start + 8).map { ($0, .echo) }
      case 0: return ProbeMark(frame, at: start + 8).map { ($0, .echoReply) }
      // An error is never about an error.
      case 3, 4, 5, 11, 12: return quoted ? nil : packet(frame, at: start + 8, quoted: true).map { ($0.0, .error) }
      default: return nil
      }
    default: return nil
    }
  }

  // MARK: Frames to send

  /// A marked ARP request of 60 bytes.
  public static func arpRequest(
    _ mark: ProbeMark, from source: MACAddress, _ sourceAddress: IPv4Address, for target: IPv4Address
  ) -> [UInt8] {
    let packet = ARPPacket(.request, senderMAC: source, senderAddress: sourceAddress, targetAddress: target)
    return packet.frame + mark.encoded
  }

  /// A marked ICMP echo request, a frame of 66 bytes. `identifier` is ICMP's.
  public static func echoRequest(
    _ mark: ProbeMark, identifier: UInt16, from source: (MACAddress, IPv4Address),
    to destination: (MACAddress, IPv4Address)
  ) -> [UInt8] {
    var message: [UInt8] = [8, 0, 0, 0]
    message.append(bigEndian: identifier)
    message.append(bigEndian: mark.sequence)
    message += mark.encoded
    store(checksum(message), into: &message, at: 2)
    var packet: [UInt8] = [0x45, 0]
    packet.append(bigEndian: UInt16(20 + message.count))
    packet.append(bigEndian: mark.sequence)
    packet += [0x40, 0, 64, IPProtocol.icmp.rawValue, 0, 0]
    packet.append(source.1)
    packet.append(destination.1)
    store(checksum(packet), into: &packet, at: 10)
    return EthernetHeader.frame(to: destination.0, from: source.0, .ipv4, payload: packet + message)
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt16 {
    bytes.withRawSpan { span in
      var sum = InternetChecksum()
      sum.add(span)
      return sum.value
    }
  }

  private static func store(_ number: UInt16, into bytes: inout [UInt8], at offset: Int) {
    bytes[offset] = UInt8(number >> 8)
    bytes[offset + 1] = UInt8(truncatingIfNeeded: number)
  }
}
