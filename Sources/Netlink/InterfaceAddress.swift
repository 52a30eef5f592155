/// An address of an interface.
package struct InterfaceAddress: Sendable, Hashable {
  /// The interface's index.
  package var interface: Int
  package var address: IPAddress
  package var prefixLength: Int
  /// IPv4 only: `eth0:1`.
  package var label: String?
  package var scope: Scope
  /// IFA_F_… (linux/if_addr.h).
  package var flags: UInt32
  /// Seconds; nil is for ever.
  package var validLifetime: UInt32?
  package var preferredLifetime: UInt32?
  /// IFAPROT_…: 1 loopback, 2 router advertisement, 3 link-local; 0 when the kernel does not tell.
  package var origin: UInt8

  package enum Scope: UInt8, Sendable {
    case universe = 0
    case site = 200
    case link = 253
    case host = 254
    case nowhere = 255
  }

  package var prefix: IPPrefix? { IPPrefix(address, prefixLength) }
  /// It came from the network and runs out, unless it is renewed.
  package var isDynamic: Bool { flags & 0x80 == 0 }
  package var isTentative: Bool { flags & 0x40 != 0 }
  package var isDeprecated: Bool { flags & 0x20 != 0 }
  package var isDuplicate: Bool { flags & 0x08 != 0 }
  /// Of IPv6: made up for privacy. Of IPv4: not the first of its network.
  package var isTemporary: Bool { flags & 0x01 != 0 }

  package init(
    interface: Int, address: IPAddress, prefixLength: Int, scope: Scope = .universe, flags: UInt32 = 0x80,
    validLifetime: UInt32? = nil, preferredLifetime: UInt32? = nil
  ) {
    self.interface = interface
    self.address = address
    self.prefixLength = prefixLength
    self.scope = scope
    self.flags = flags
    self.validLifetime = validLifetime
    self.preferredLifetime = preferredLifetime
    origin = 0
  }

  /// Reads a message of RTM_NEWADDR; nil for a family that is neither IPv4 nor IPv6. Errors: malformed.
  package init?(_ payload: NetlinkBytes) throws {
    let attributes = try payload.attributes(from: 8)
    guard let family = payload.uint8(at: 0), let length = payload.uint8(at: 1), let short = payload.uint8(at: 2),
      let scope = payload.uint8(at: 3), let index: UInt32 = payload.number(at: 4)
    else { throw NetlinkError(.malformed("an address without its header")) }
    guard family == 2 || family == 10 else { return nil }
    // Of a point-to-point interface the first is the other end.
    guard let address = attributes.address(AddressAttribute.local) ?? attributes.address(AddressAttribute.address),
      address.family.number == family, Int(length) <= address.family.bits
    else { throw NetlinkError(.malformed("an address that does not fit its family")) }
    interface = Int(index)
    self.address = address
    if address.isLinkLocal, address.family == .v6 { self.address.zone = index }
    prefixLength = Int(length)
    label = attributes[AddressAttribute.label]?.text
    self.scope = Scope(rawValue: scope) ?? .universe
    flags = attributes.number(AddressAttribute.flags) ?? UInt32(short)
    origin = attributes[AddressAttribute.origin]?.uint8(at: 0) ?? 0
    let times = attributes[AddressAttribute.cache]
    func lifetime(_ offset: Int) -> UInt32? {
      guard let seconds: UInt32 = times?.number(at: offset), seconds != .max else { return nil }
      return seconds
    }
    preferredLifetime = lifetime(0)
    validLifetime = lifetime(4)
  }
}

/// IFA_… (linux/if_addr.h).
enum AddressAttribute {
  static let address: UInt16 = 1
  static let local: UInt16 = 2
  static let label: UInt16 = 3
  static let broadcast: UInt16 = 4
  static let cache: UInt16 = 6
  static let flags: UInt16 = 8
  static let origin: UInt16 = 11
}

extension NetlinkRequest {
  /// - Parameter family: nil for those of every family.
  package static func addresses(_ family: IPAddress.Family? = nil) -> NetlinkRequest {
    NetlinkRequest(
      NetlinkNumber.getAddress, 0, what: "read the addresses",
      fixed: [family?.number ?? 0] + [UInt8](repeating: 0, count: 7))
  }

  private static func address(
    _ type: UInt16, _ flags: UInt16, _ verb: String, _ address: InterfaceAddress
  ) -> NetlinkRequest {
    let header =
      [address.address.family.number, UInt8(clamping: address.prefixLength), 0, address.scope.rawValue]
      + bytes(UInt32(truncatingIfNeeded: address.interface))
    let text = "\(verb) address \(address.address)/\(address.prefixLength)"
    var request = NetlinkRequest(type, flags, what: text, fixed: header)
    request.append(AddressAttribute.local, address.address.bytes)
    request.append(AddressAttribute.address, address.address.bytes)
    return request
  }

  /// - Parameter replaces: an address that is there gets the new lifetimes instead of being refused.
  package static func addAddress(_ new: InterfaceAddress, replaces: Bool = false) -> NetlinkRequest {
    var request = address(
      NetlinkNumber.newAddress, NetlinkNumber.create | (replaces ? NetlinkNumber.replace : NetlinkNumber.exclusive),
      replaces ? "set" : "add", new)
    if new.address.family == .v4, new.prefixLength < 31 {
      request.append(AddressAttribute.broadcast, new.address.broadcast(new.prefixLength).bytes)
    }
    if new.validLifetime != nil || new.preferredLifetime != nil {
      let valid = new.validLifetime ?? .max
      request.append(
        AddressAttribute.cache, bytes(min(new.preferredLifetime ?? .max, valid)) + bytes(valid) + bytes(UInt64(0)))
    }
    return request
  }

  package static func deleteAddress(_ old: InterfaceAddress) -> NetlinkRequest {
    address(NetlinkNumber.deleteAddress, 0, "delete", old)
  }
}

extension NetlinkClient {
  /// The addresses of all interfaces: of a family, or IPv4 and IPv6.
  package func addresses(_ family: IPAddress.Family? = nil) throws -> [InterfaceAddress] {
    try dump(.addresses(family)).filter { $0.type == NetlinkNumber.newAddress }.compactMap {
      try InterfaceAddress($0.payload)
    }
  }

  /// Errors: NetlinkError; EEXIST when the interface has it.
  package func addAddress(_ address: InterfaceAddress) throws { try change(.addAddress(address)) }

  package func replaceAddress(_ address: InterfaceAddress) throws { try change(.addAddress(address, replaces: true)) }

  /// Errors: NetlinkError; EADDRNOTAVAIL when the interface does not have it.
  package func deleteAddress(_ address: InterfaceAddress) throws { try change(.deleteAddress(address)) }
}
