internal import Ethernet
internal import HyperV

/// Who has which address of a pool: leases (running or expired, one per client and address), offers, and addresses that
/// a client found in use. Bounded by the pool, at most 65536 addresses; times are in seconds since 1970.
struct LeaseTable {
  /// How long an offer holds.
  static let offerSeconds: Int64 = 60
  /// How long nobody gets an address that was declined.
  static let declineSeconds: Int64 = 600

  private let first: IPv4Address
  private let last: IPv4Address
  /// Addresses within the pool that are somebody's already.
  private let reserved: Set<IPv4Address>
  private var byMAC: [MACAddress: Lease] = [:]
  private var owner: [IPv4Address: MACAddress] = [:]
  private var offers: [MACAddress: (address: IPv4Address, until: Int64)] = [:]
  private var offered: [IPv4Address: MACAddress] = [:]
  private var declined: [IPv4Address: Int64] = [:]
  /// Whether the table differs from what was saved. Whoever saves it sets it to false.
  var isChanged = false {
    didSet { if !isChanged { mustBeSaved = false } }
  }
  /// Whether it differs so much that a restart could give an address twice. A renewal alone does not: the file then
  /// shows the lease as ending earlier, and expired addresses are the last to be given to others.
  private(set) var mustBeSaved = false

  /// Takes over those of `leases` that are within the pool.
  init(_ configuration: DHCPConfiguration, _ leases: [Lease]) {
    first = configuration.firstAddress
    last = configuration.lastAddress
    let prefix = configuration.prefix
    reserved = Set(
      [prefix.network, prefix.broadcast, configuration.serverAddress] + configuration.dns
        + (configuration.gateway.map { [$0] } ?? []))
    for lease in leases where isInPool(lease.address) && owner[lease.address] == nil && byMAC[lease.macAddress] == nil {
      byMAC[lease.macAddress] = lease
      owner[lease.address] = lease.macAddress
    }
  }

  /// All leases, expired ones too, by address.
  var all: [Lease] { byMAC.values.sorted { $0.address < $1.address } }

  /// Chooses an address for a client and holds it; nil when none is left.
  mutating func offer(to mac: MACAddress, asked: IPv4Address?, at now: Int64) -> IPv4Address? {
    guard let address = choose(for: mac, asked: asked, at: now) else { return nil }
    withdrawOffer(to: mac)
    offers[mac] = (address, now + Self.offerSeconds)
    offered[address] = mac
    return address
  }

  mutating func withdrawOffer(to mac: MACAddress) {
    guard let offer = offers.removeValue(forKey: mac) else { return }
    if offered[offer.address] == mac { offered[offer.address] = nil }
  }

  /// Whether a client may have this address: it has or is offered it, or nobody else does.
  func mayHave(_ address: IPv4Address, _ mac: MACAddress, at now: Int64) -> Bool {
    guard isInPool(address), !isDeclined(address, at: now), !isOffered(address, toOthersThan: mac, at: now) else {
      return false
    }
    guard let holder = owner[address], holder != mac else { return true }
    // Somebody else's expired address only when it was offered to this client.
    return offers[mac]?.address == address && (byMAC[holder]?.expires ?? 0) <= now
  }

  /// Gives a client an address that it may have.
  mutating func bind(
    _ address: IPv4Address, to mac: MACAddress, hostName: String?, at now: Int64, seconds: UInt32
  ) {
    let old = byMAC[mac]
    withdrawOffer(to: mac)
    if let holder = owner[address], holder != mac { byMAC[holder] = nil }
    if let old, old.address != address { owner[old.address] = nil }
    let lease = Lease(
      macAddress: mac, address: address, expires: now + Int64(seconds), hostName: hostName ?? old?.hostName)
    byMAC[mac] = lease
    owner[address] = mac
    if old?.address != address { mustBeSaved = true }
    if old != lease { isChanged = true }
  }

  mutating func release(_ address: IPv4Address, by mac: MACAddress, at now: Int64) {
    guard byMAC[mac]?.address == address else { return }
    byMAC[mac]?.expires = now
    isChanged = true
  }

  /// A client found the address in use: it gives up its lease or offer, and nobody gets the address for a while.
  mutating func decline(_ address: IPv4Address, by mac: MACAddress, at now: Int64) {
    guard byMAC[mac]?.address == address || offers[mac]?.address == address else { return }
    declined = declined.filter { $0.value > now }
    declined[address] = now + Self.declineSeconds
    withdrawOffer(to: mac)
    if byMAC[mac]?.address == address {
      byMAC[mac] = nil
      owner[address] = nil
      isChanged = true
    }
  }

  private mutating func choose(for mac: MACAddress, asked: IPv4Address?, at now: Int64) -> IPv4Address? {
    for (client, offer) in offers where offer.until <= now { withdrawOffer(to: client) }
    if let own = byMAC[mac]?.address, mayHave(own, mac, at: now) { return own }
    if let offer = offers[mac]?.address, mayHave(offer, mac, at: now) { return offer }
    if let asked, owner[asked] == nil, mayHave(asked, mac, at: now) { return asked }
    for raw in first.rawValue...last.rawValue {
      let address = IPv4Address(rawValue: raw)
      if owner[address] == nil, mayHave(address, mac, at: now) { return address }
    }
    let expired = byMAC.values.filter {
      $0.expires <= now && !isDeclined($0.address, at: now) && !isOffered($0.address, toOthersThan: mac, at: now)
    }
    return expired.min { ($0.expires, $0.address) < ($1.expires, $1.address) }?.address
  }

  private func isInPool(_ address: IPv4Address) -> Bool {
    address >= first && address <= last && !reserved.contains(address)
  }

  private func isDeclined(_ address: IPv4Address, at now: Int64) -> Bool { (declined[address] ?? 0) > now }

  private func isOffered(_ address: IPv4Address, toOthersThan mac: MACAddress, at now: Int64) -> Bool {
    guard let client = offered[address], client != mac, let offer = offers[client] else { return false }
    return offer.until > now
  }
}
