internal import Netlink
internal import PowerShell

/// MSFT_NetIPAddress. One object for each address, of the active store: Linux has no other, so what Windows shows
/// twice where it is also kept for the next start is here once.
enum AddressObject {
  static func make(_ address: InterfaceAddress, _ state: NetworkState) throws -> PropertyBag {
    let name = try state.name(of: address.interface)
    let family = address.address.family
    let (prefix, suffix) = try origin(address, state)
    return CimClass.address.make([
      "IPAddress": .string(address.address.description),
      "IPv4Address": family == .v4 ? .string(address.address.description) : .null,
      "IPv6Address": family == .v6 ? .string(address.address.description) : .null,
      "InterfaceIndex": .uint32(address.interface), "ifIndex": .uint32(address.interface),
      "InterfaceAlias": .string(name), "ifAlias": .string(name), "AddressFamily": familyValue(family),
      "Type": NetworkTypes.addressType.value(1), "PrefixLength": .uint8(address.prefixLength),
      "PrefixOrigin": NetworkTypes.prefixOrigin.value(prefix), "SuffixOrigin": NetworkTypes.suffixOrigin.value(suffix),
      "AddressState": NetworkTypes.addressState.value(addressState(address)),
      "ValidLifetime": lifetime(address.validLifetime), "PreferredLifetime": lifetime(address.preferredLifetime),
      "SkipAsSource": .boolean(address.isDeprecated), "PolicyStore": "ActiveStore", "Store": .uint8(1),
    ])
  }

  static func familyValue(_ family: IPAddress.Family) -> Value {
    NetworkTypes.addressFamily.value(family == .v4 ? 2 : 23)
  }

  /// `[TimeSpan]::MaxValue` is for ever.
  static func lifetime(_ seconds: UInt32?) -> Value {
    .timeSpan(seconds.map { TimeSpan(ticks: Int64($0) * TimeSpan.ticksPerSecond) } ?? TimeSpan(ticks: .max))
  }

  /// Nil is for ever.
  static func seconds(_ value: Value?) -> UInt32? {
    guard case .timeSpan(let span)? = value?.unwrapped, span.ticks != .max else { return nil }
    return UInt32(clamping: max(0, span.ticks / TimeSpan.ticksPerSecond))
  }

  /// Linux forgets the preferred lifetime of an IPv4 address that never ends, so that it is refused.
  static func checkLifetimes(_ address: InterfaceAddress) throws {
    guard address.address.family == .v4, address.validLifetime == nil, let seconds = address.preferredLifetime else {
      return
    }
    throw NetworkFailure.argument(
      "Invalid parameter PreferredLifetime: an IPv4 address that is valid for ever has no preferred lifetime of "
        + "\(seconds) s on this system. Give it an end, too: -ValidLifetime TIME.", target: CimClass.address.target)
  }

  private static func addressState(_ address: InterfaceAddress) -> Int64 {
    if address.isDuplicate { return 2 }
    if address.isTentative { return 1 }
    return address.isDeprecated ? 3 : 4
  }

  private static func origin(_ address: InterfaceAddress, _ state: NetworkState) throws -> (Int64, Int64) {
    if address.address.isLoopback { return (2, 2) }
    guard address.address.family == .v6 else {
      return try isFromDHCP(address, state) ? (3, 3) : address.address.isLinkLocal ? (2, 4) : (1, 1)
    }
    if address.address.isLinkLocal { return (2, 4) }
    // IFAPROT_KERNEL_RA.
    if address.origin == 2 { return (4, address.isTemporary ? 5 : 4) }
    return address.isDynamic ? (3, 3) : (1, 1)
  }

  /// From a DHCP lease: of our images' client, or one with an end.
  static func isFromDHCP(_ address: InterfaceAddress, _ state: NetworkState) throws -> Bool {
    if address.isDynamic { return true }
    guard let adapter = try state.adapter(index: address.interface),
      let interface = state.dhcp.interface(for: adapter, among: try state.adapters())
    else { return false }
    return state.dhcp.lease(interface) != nil
  }
}
