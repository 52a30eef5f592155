internal import Ethernet
internal import HyperV

// Theory of operation
//
// One entry, compared with a frame by a few operations on words that do not depend on what kind of entry it is: addresses
// of both sides, as 128 bits under a mask (IPv4's in the low 32), MAC addresses as a word or 0 for any, then protocol and
// ports, where the entry has them. Trivial values: nothing is owned, nothing is allocated.
//
// Invariant: a packet whose extension headers hide what it carries matches no entry that allows a protocol or port, and every
// one that denies it; a later fragment, which has no ports, the reverse. Reasons are in `carries`.

/// An access control entry as it is compared with frames: each address as two words under a mask. 104 bytes.
struct AccessControlRecord: BitwiseCopyable {
  /// The frames that an entry can be about at all.
  enum Scope: UInt8, BitwiseCopyable { case all, ip, ipv4, ipv6 }

  private var localHigh: UInt64 = 0
  private var localLow: UInt64 = 0
  private var localMaskHigh: UInt64 = 0
  private var localMaskLow: UInt64 = 0
  private var remoteHigh: UInt64 = 0
  private var remoteLow: UInt64 = 0
  private var remoteMaskHigh: UInt64 = 0
  private var remoteMaskLow: UInt64 = 0
  /// A MAC address and bit 63, or 0 for any.
  private var localMAC: UInt64 = 0
  private var remoteMAC: UInt64 = 0
  private var localPorts: ClosedPorts = .all
  private var remotePorts: ClosedPorts = .all
  private var scope = Scope.all
  private var protocolNumber: UInt8 = 0
  private var hasProtocol = false
  private var hasPorts = false
  let allows: Bool
  /// Bits that the addresses fix: the longer prefix comes first among basic entries.
  private(set) var prefixLength: Int16 = 0
  /// Its place in the port's list.
  let entry: Int32

  private struct ClosedPorts: BitwiseCopyable {
    var first: UInt16
    var last: UInt16
    static let all = ClosedPorts(first: 0, last: .max)
    func contains(_ port: UInt16) -> Bool { first <= port && port <= last }
  }

  init(_ configuration: AccessControlEntry, entry: Int) {
    allows = configuration.action != .deny
    self.entry = Int32(entry)
    // An extended entry is about IP, whatever addresses it names.
    if configuration.isExtended || configuration.payloadProtocol != nil { scope = .ip }
    apply(configuration.local, isLocal: true)
    apply(configuration.remote, isLocal: false)
    if let number = configuration.payloadProtocol {
      hasProtocol = true
      protocolNumber = number
    }
    if let ports = configuration.localPorts {
      hasPorts = true
      localPorts = ClosedPorts(first: ports.lowerBound, last: ports.upperBound)
    }
    if let ports = configuration.remotePorts {
      hasPorts = true
      remotePorts = ClosedPorts(first: ports.lowerBound, last: ports.upperBound)
    }
  }

  private mutating func apply(_ match: AddressMatch, isLocal: Bool) {
    switch match {
    case .any: break
    case .anyIP: if scope == .all { scope = .ip }
    case .mac(let address):
      let word = address.rawValue | 1 << 63
      if isLocal { localMAC = word } else { remoteMAC = word }
      prefixLength += 48
    case .ipv4(let prefix):
      scope = .ipv4
      set(
        IPv6Address(high: 0, low: UInt64(prefix.network.rawValue)),
        mask: IPv6Address(high: 0, low: UInt64(prefix.mask.rawValue)), isLocal: isLocal)
      prefixLength += Int16(prefix.length)
    case .ipv6(let prefix):
      scope = .ipv6
      set(prefix.network, mask: prefix.mask, isLocal: isLocal)
      prefixLength += Int16(prefix.length)
    }
  }

  private mutating func set(_ address: IPv6Address, mask: IPv6Address, isLocal: Bool) {
    if isLocal {
      (localHigh, localLow, localMaskHigh, localMaskLow) = (address.high, address.low, mask.high, mask.low)
    } else {
      (remoteHigh, remoteLow, remoteMaskHigh, remoteMaskLow) = (address.high, address.low, mask.high, mask.low)
    }
  }

  /// Whether the entry is about this frame.
  @inline(__always)
  func matches(_ frame: AccessControlSubject) -> Bool {
    switch scope {
    case .all: break
    case .ip: guard frame.network == .ipv4 || frame.network == .ipv6 else { return false }
    case .ipv4: guard frame.network == .ipv4 else { return false }
    case .ipv6: guard frame.network == .ipv6 else { return false }
    }
    guard
      (frame.local.high ^ localHigh) & localMaskHigh | (frame.local.low ^ localLow) & localMaskLow
        | (frame.remote.high ^ remoteHigh) & remoteMaskHigh | (frame.remote.low ^ remoteLow) & remoteMaskLow == 0,
      localMAC == 0 || localMAC == frame.localMAC, remoteMAC == 0 || remoteMAC == frame.remoteMAC
    else { return false }
    return !hasProtocol && !hasPorts || carries(frame)
  }

  /// Whether protocol and ports are the entry's.
  private func carries(_ frame: AccessControlSubject) -> Bool {
    switch frame.transport {
    case .none: return false
    // What is hidden may be what is forbidden; it is not what is expressly allowed.
    case .hidden: return !allows
    case .whole, .laterFragment:
      guard !hasProtocol || frame.protocolNumber == protocolNumber else { return false }
      guard hasPorts else { return true }
      // Later fragments have no ports, and are worth nothing without the first, which is judged by its own: so what is
      // allowed for some ports allows them, and what is forbidden for some does not forbid them.
      guard frame.transport == .whole else { return allows }
      return frame.hasPorts && localPorts.contains(frame.localPort) && remotePorts.contains(frame.remotePort)
    }
  }
}

/// A frame as access control entries see it: from its machine.
struct AccessControlSubject: BitwiseCopyable {
  let local: IPv6Address
  let remote: IPv6Address
  let localMAC: UInt64
  let remoteMAC: UInt64
  let localPort: UInt16
  let remotePort: UInt16
  let hasPorts: Bool
  let protocolNumber: UInt8
  let network: FlowKey.Network
  let transport: FlowKey.Transport

  init(_ key: FlowKey, _ direction: AccessDirection) {
    let isOutbound = direction == .outbound
    local = isOutbound ? key.sourceAddress : key.destinationAddress
    remote = isOutbound ? key.destinationAddress : key.sourceAddress
    localMAC = (isOutbound ? key.source : key.destination).rawValue | 1 << 63
    remoteMAC = (isOutbound ? key.destination : key.source).rawValue | 1 << 63
    let sourcePort = key.sourcePort
    hasPorts = sourcePort != nil
    let destinationPort = key.destinationPort ?? 0
    localPort = isOutbound ? sourcePort ?? 0 : destinationPort
    remotePort = isOutbound ? destinationPort : sourcePort ?? 0
    protocolNumber = key.payloadProtocol?.rawValue ?? 0
    network = key.network
    transport = key.transport
  }
}
