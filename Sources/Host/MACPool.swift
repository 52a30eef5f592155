package import Ethernet
internal import HyperV

/// The pool from which adapters get their MAC addresses: the range that the host's settings give, or by default 00-15-5D, two
/// octets of the host, and a number.
///
/// The host's two octets are drawn once at random and kept, so that machines of a nested host do not meet the
/// same address on an outer switch (chance of a clash between two hosts: 1 in 65536).
package struct MACPool: Sendable {
  let store: Store

  package init(store: Store) { self.store = store }

  /// The 256 addresses that a host has unless others were set.
  package func standardRange() async throws -> ClosedRange<MACAddress> {
    let host = try await store.constant("macPoolHost") { UInt64.random(in: 0...0xFFFF) }
    let first = 0x0015_5D00_0000 | host << 8
    return MACAddress(rawValue: first)...MACAddress(rawValue: first | 0xFF)
  }

  /// An address that is neither in `taken` nor a host adapter's, and as long as there are others was not given before. Throws
  /// `outOfMemory` when all are in use.
  package func next(taken: Set<MACAddress>) async throws -> MACAddress {
    let standard = try await standardRange()
    let range = try await HostSettingsStore.range(store) ?? standard
    let count = range.upperBound.rawValue - range.lowerBound.rawValue + 1
    let own = try await store.keptNumbers(prefix: Self.hostAdapterPrefix).map { MACAddress(rawValue: $0) }
    let used = taken.union(own)
    // One more look than there are addresses in use finds a free one, if there is any.
    for _ in 0..<min(count, UInt64(used.count) + 1) {
      let number = try await store.next("macPoolNumber") { 0 } % count
      let address = MACAddress(rawValue: range.lowerBound.rawValue + number)
      if !used.contains(address) { return address }
    }
    throw DrosteError(
      .outOfMemory,
      "All \(count) MAC addresses of this host's pool, \(range.lowerBound) to \(range.upperBound), are in use.",
      hint:
        "Set-VMHost -MacAddressMaximum with a higher address, remove a machine, or give the adapter an address of its own"
    )
  }

  /// The names under which host adapters' addresses are kept begin so.
  static let hostAdapterPrefix = "macAddress."
}
