/// The options of a DHCP message (RFC 2132), in the order in which they came or were set.
public struct DHCPOptions: Hashable, Sendable {
  /// An option's number.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let subnetMask = Code(rawValue: 1)
    public static let router = Code(rawValue: 3)
    public static let domainNameServer = Code(rawValue: 6)
    public static let hostName = Code(rawValue: 12)
    public static let interfaceMTU = Code(rawValue: 26)
    public static let broadcastAddress = Code(rawValue: 28)
    public static let requestedAddress = Code(rawValue: 50)
    /// Seconds.
    public static let leaseTime = Code(rawValue: 51)
    public static let messageType = Code(rawValue: 53)
    public static let serverIdentifier = Code(rawValue: 54)
    public static let parameterRequestList = Code(rawValue: 55)
    /// T1, seconds after which a client renews.
    public static let renewalTime = Code(rawValue: 58)
    /// T2, seconds after which a client rebinds.
    public static let rebindingTime = Code(rawValue: 59)
    public static let clientIdentifier = Code(rawValue: 61)
  }

  private static let pad: UInt8 = 0
  private static let end: UInt8 = 255

  private var values: [(code: Code, value: [UInt8])] = []

  public init() {}

  /// Reads options from `start` to the end mark or the end; nil when one runs over the end. Parts of one option are
  /// put together (RFC 3396).
  init?(_ message: RawSpan, from start: Int) {
    var offset = start
    while let code = message.byte(at: offset), code != Self.end {
      offset += 1
      if code == Self.pad { continue }
      guard let length = message.byte(at: offset), let value = message.bytes(at: offset + 1, count: Int(length)) else {
        return nil
      }
      set(Code(rawValue: code), (self[Code(rawValue: code)] ?? []) + value)
      offset += 1 + Int(length)
    }
  }

  /// The bytes of an option; nil when it is not there.
  public subscript(code: Code) -> [UInt8]? { values.first { $0.code == code }?.value }

  /// Sets an option, in place of an earlier value.
  public mutating func set(_ code: Code, _ value: [UInt8]) {
    if let index = values.firstIndex(where: { $0.code == code }) {
      values[index].value = value
    } else {
      values.append((code, value))
    }
  }

  public mutating func set(_ code: Code, _ addresses: [IPv4Address]) {
    var bytes: [UInt8] = []
    for address in addresses { bytes.append(address) }
    set(code, bytes)
  }

  public mutating func set(_ code: Code, _ number: UInt32) {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: number)
    set(code, bytes)
  }

  public mutating func set(_ code: Code, _ number: UInt16) {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: number)
    set(code, bytes)
  }

  /// An option of one byte; nil when it is not there or has another length.
  public func byte(_ code: Code) -> UInt8? {
    guard let value = self[code], value.count == 1 else { return nil }
    return value[0]
  }

  /// An option of two bytes.
  public func uint16(_ code: Code) -> UInt16? {
    guard let value = self[code], value.count == 2 else { return nil }
    return value.withRawSpan { $0.uint16(at: 0) }
  }

  /// An option of four bytes.
  public func uint32(_ code: Code) -> UInt32? {
    guard let value = self[code], value.count == 4 else { return nil }
    return value.withRawSpan { $0.uint32(at: 0) }
  }

  /// An option that is an address.
  public func address(_ code: Code) -> IPv4Address? { uint32(code).map(IPv4Address.init(rawValue:)) }

  /// An option that is a list of addresses; empty when it is not there.
  public func addresses(_ code: Code) -> [IPv4Address] {
    guard let value = self[code], value.count.isMultiple(of: 4) else { return [] }
    return value.withRawSpan { bytes in stride(from: 0, to: value.count, by: 4).compactMap { bytes.ipv4Address(at: $0) }
    }
  }

  /// An option that is a text: up to 64 printable ASCII characters; nil when it is not there or holds others.
  public func text(_ code: Code) -> String? {
    guard let value = self[code], (1...64).contains(value.count), value.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return String(decoding: value, as: UTF8.self)
  }

  /// The options as they go on the wire, with the end mark; longer values in parts of 255 bytes.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for (code, value) in values {
      var rest = value[...]
      repeat {
        let part = rest.prefix(255)
        bytes.append(code.rawValue)
        bytes.append(UInt8(part.count))
        bytes += part
        rest = rest.dropFirst(part.count)
      } while !rest.isEmpty
    }
    bytes.append(Self.end)
    return bytes
  }

  public static func == (a: DHCPOptions, b: DHCPOptions) -> Bool {
    a.values.elementsEqual(b.values) { $0.code == $1.code && $0.value == $1.value }
  }

  public func hash(into hasher: inout Hasher) {
    for (code, value) in values {
      hasher.combine(code)
      hasher.combine(value)
    }
  }
}
