/// An ARP packet for IPv4 over Ethernet (RFC 826).
public struct ARPPacket: Hashable, Sendable {
  public enum Operation: UInt16, Sendable {
    case request = 1
    case reply = 2
  }

  /// Bytes of a packet.
  public static let length = 28

  /// 1 is a request, 2 a reply.
  public var operation: UInt16
  public var senderMAC: MACAddress
  public var senderAddress: IPv4Address
  public var targetMAC: MACAddress
  public var targetAddress: IPv4Address

  public init(
    _ operation: Operation, senderMAC: MACAddress, senderAddress: IPv4Address, targetMAC: MACAddress = .zero,
    targetAddress: IPv4Address
  ) {
    self.operation = operation.rawValue
    self.senderMAC = senderMAC
    self.senderAddress = senderAddress
    self.targetMAC = targetMAC
    self.targetAddress = targetAddress
  }

  /// Reads the packet at `offset`; nil when it is cut short or is not about IPv4 over Ethernet.
  public init?(_ frame: RawSpan, at offset: Int) {
    guard frame.uint16(at: offset) == 1, frame.uint16(at: offset + 2) == EtherType.ipv4.rawValue,
      frame.byte(at: offset + 4) == 6, frame.byte(at: offset + 5) == 4,
      let operation = frame.uint16(at: offset + 6), let senderMAC = frame.macAddress(at: offset + 8),
      let senderAddress = frame.ipv4Address(at: offset + 14), let targetMAC = frame.macAddress(at: offset + 18),
      let targetAddress = frame.ipv4Address(at: offset + 24)
    else { return nil }
    self.operation = operation
    self.senderMAC = senderMAC
    self.senderAddress = senderAddress
    self.targetMAC = targetMAC
    self.targetAddress = targetAddress
  }

  /// The packet as it goes on the wire.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.length)
    bytes.append(bigEndian: UInt16(1))
    bytes.append(bigEndian: EtherType.ipv4.rawValue)
    bytes += [6, 4]
    bytes.append(bigEndian: operation)
    bytes.append(senderMAC)
    bytes.append(senderAddress)
    bytes.append(targetMAC)
    bytes.append(targetAddress)
    return bytes
  }

  /// The packet in a frame: requests to everybody, replies to the target.
  public var frame: [UInt8] {
    let destination = operation == Operation.reply.rawValue ? targetMAC : .broadcast
    return EthernetHeader.frame(to: destination, from: senderMAC, .arp, payload: encoded)
  }
}
