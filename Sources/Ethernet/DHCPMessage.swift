/// A DHCP message (RFC 2131) over Ethernet.
public struct DHCPMessage: Hashable, Sendable {
  /// Option 53.
  public enum Kind: UInt8, Sendable, CaseIterable {
    case discover = 1
    case offer
    case request
    case decline
    case ack
    case nak
    case release
    case inform

    /// `Discover`, as it is shown.
    public var name: String {
      switch self {
      case .discover: "Discover"
      case .offer: "Offer"
      case .request: "Request"
      case .decline: "Decline"
      case .ack: "Ack"
      case .nak: "Nak"
      case .release: "Release"
      case .inform: "Inform"
      }
    }
  }

  public static let serverPort: UInt16 = 67
  public static let clientPort: UInt16 = 68
  /// Where options start: the fixed part and the magic cookie.
  public static let optionsOffset = 240
  private static let cookie: UInt32 = 0x6382_5363
  /// BOOTP's length, below which some relays and clients drop a message.
  private static let minimumLength = 300

  /// From client to server.
  public var isRequest: Bool
  public var transaction: UInt32
  /// Seconds since the client began.
  public var seconds: UInt16
  /// The client cannot take unicast yet.
  public var broadcast: Bool
  /// ciaddr: the client's address, where it has and can answer ARP for one.
  public var clientAddress: IPv4Address
  /// yiaddr: the address for the client.
  public var yourAddress: IPv4Address
  /// siaddr.
  public var nextServer: IPv4Address
  /// giaddr: the relay that passed the message on; 0.0.0.0 without.
  public var relay: IPv4Address
  /// chaddr.
  public var clientMAC: MACAddress
  public var options: DHCPOptions

  /// A message with nothing but these fields set.
  public init(_ kind: Kind, transaction: UInt32, clientMAC: MACAddress) {
    isRequest = kind != .offer && kind != .ack && kind != .nak
    self.transaction = transaction
    seconds = 0
    broadcast = false
    clientAddress = .any
    yourAddress = .any
    nextServer = .any
    relay = .any
    self.clientMAC = clientMAC
    options = DHCPOptions()
    options.set(.messageType, [kind.rawValue])
  }

  /// Reads the message in `payload` of a UDP datagram; nil when it is cut short, is not for Ethernet, lacks the magic
  /// cookie, or an option runs over the end.
  public init?(_ frame: RawSpan, _ payload: Range<Int>) {
    guard payload.lowerBound >= 0, payload.upperBound <= frame.byteCount else { return nil }
    let message = frame.extracting(payload)
    guard let operation = message.byte(at: 0), operation == 1 || operation == 2,
      message.byte(at: 1) == 1, message.byte(at: 2) == 6,
      let transaction = message.uint32(at: 4), let seconds = message.uint16(at: 8),
      let flags = message.uint16(at: 10), let clientAddress = message.ipv4Address(at: 12),
      let yourAddress = message.ipv4Address(at: 16), let nextServer = message.ipv4Address(at: 20),
      let relay = message.ipv4Address(at: 24), let clientMAC = message.macAddress(at: 28),
      message.uint32(at: 236) == Self.cookie,
      let options = DHCPOptions(message, from: Self.optionsOffset)
    else { return nil }
    isRequest = operation == 1
    self.transaction = transaction
    self.seconds = seconds
    broadcast = flags & 0x8000 != 0
    self.clientAddress = clientAddress
    self.yourAddress = yourAddress
    self.nextServer = nextServer
    self.relay = relay
    self.clientMAC = clientMAC
    self.options = options
  }

  /// Option 53; nil in a BOOTP message.
  public var kind: Kind? { options.byte(.messageType).flatMap(Kind.init(rawValue:)) }

  /// The message as a UDP payload, padded to 300 bytes.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = [isRequest ? 1 : 2, 1, 6, 0]
    bytes.reserveCapacity(Self.minimumLength)
    bytes.append(bigEndian: transaction)
    bytes.append(bigEndian: seconds)
    bytes.append(bigEndian: UInt16(broadcast ? 0x8000 : 0))
    bytes.append(clientAddress)
    bytes.append(yourAddress)
    bytes.append(nextServer)
    bytes.append(relay)
    bytes.append(clientMAC)
    bytes += [UInt8](repeating: 0, count: 10 + 64 + 128)
    bytes.append(bigEndian: Self.cookie)
    bytes += options.encoded
    if bytes.count < Self.minimumLength { bytes += [UInt8](repeating: 0, count: Self.minimumLength - bytes.count) }
    return bytes
  }
}
