package import Ethernet
package import HyperV

// Theory of operation
//
// MAC address spoofing Off: every address that a frame names as its sender's must be the port's own, or one of those
// that are listed for what is inside its machine (at most 64). Checked are the source address (MacSpoofing), and in the
// frames that teach others where an address is, the sender of ARP and the link-layer address options of neighbour and
// router discovery, all of them (ArpSpoofing). Every listed address is as good as the own one: they are one machine's.
//
// A port without a list costs one comparison, one with a list at most seven more: the addresses are sorted. They are
// owned by `AllowedSources` and read through the handle in the port's record.

/// The addresses that a port may send from.
// SAFETY: `listed` is read only while the `AllowedSources` that made this value is there, as that type asks.
@safe package struct SourceCheck: BitwiseCopyable {
  /// The port's own address, or 0.
  package let own: MACAddress
  private let listed: UnsafePointer<UInt64>?
  private let count: Int

  /// Of a port without a list.
  package init(own: MACAddress) { unsafe self.init(own: own, listed: nil, count: 0) }

  fileprivate init(own: MACAddress, listed: UnsafePointer<UInt64>?, count: Int) {
    self.own = own
    unsafe self.listed = listed
    self.count = count
  }

  /// An address that may not be named, and what naming it is.
  package struct Offence: Hashable, Sendable {
    package let reason: DropReason
    package let address: MACAddress
  }

  /// Whether the port may send from this address.
  @inline(__always)
  package func allows(_ address: MACAddress) -> Bool { address == own || count > 0 && isListed(address) }

  private func isListed(_ address: MACAddress) -> Bool {
    guard let listed = unsafe listed else { return false }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      // SAFETY: within `count`, the number of addresses.
      let found = unsafe listed[middle]
      if found == address.rawValue { return true }
      if found < address.rawValue { low = middle + 1 } else { high = middle }
    }
    return false
  }

  /// What a frame from the port offends with; nil when it may pass.
  package func offence(_ frame: RawSpan, _ key: FlowKey) -> Offence? {
    guard allows(key.source) else { return Offence(reason: .macSpoofing, address: key.source) }
    switch key.network {
    case .arp:
      guard let sender = ARPPacket(frame, at: key.payloadOffset)?.senderMAC, !allows(sender) else { return nil }
      return Offence(reason: .arpSpoofing, address: sender)
    case .ipv6:
      guard key.icmpType != nil, let ip = IPv6Header(frame, at: key.payloadOffset),
        let message = NeighbourMessage(frame, ip)
      else {
        return nil
      }
      var cursor = message.firstOption
      while let address = message.nextLinkLayerAddress(in: frame, &cursor) {
        guard allows(address) else { return Offence(reason: .arpSpoofing, address: address) }
      }
      return nil
    case .ipv4, .other: return nil
    }
  }
}

/// Owns the list of a port's `SourceCheck`, and must outlive it.
// SAFETY: the addresses are written before `check` is made, and only read until `deinit`.
@safe package final class AllowedSources {
  private let listed: UnsafeMutablePointer<UInt64>?
  package let check: SourceCheck

  /// - Parameter own: nil: none, only listed addresses may send.
  package init(own: MACAddress?, listed addresses: [MACAddress]) {
    let sorted = Set(addresses.map(\.rawValue)).sorted()
    guard !sorted.isEmpty else {
      unsafe listed = nil
      check = SourceCheck(own: own ?? .zero)
      return
    }
    let listed = UnsafeMutablePointer<UInt64>.allocate(capacity: sorted.count)
    for (index, address) in sorted.enumerated() { unsafe (listed + index).initialize(to: address) }
    unsafe self.listed = listed
    check = unsafe SourceCheck(own: own ?? .zero, listed: UnsafePointer(listed), count: sorted.count)
  }

  deinit { unsafe listed?.deallocate() }
}
