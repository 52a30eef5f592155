package import Ethernet
internal import HyperV

/// The pool from which adapters get their MAC addresses: 00-15-5D, two octets of the host, and a number.
///
/// The host's two octets are drawn once at random and kept, so that machines of a nested host do not meet the
/// same address on an outer switch (chance of a clash between two hosts: 1 in 65536).
package struct MACPool: Sendable {
  let store: Store

  package init(store: Store) { self.store = store }

  /// An address that is neither in `taken` nor was given before. Throws `outOfMemory` when all 256 are in use.
  package func next(taken: Set<MACAddress>) async throws -> MACAddress {
    let host = try await store.constant("macPoolHost") { UInt64.random(in: 0...0xFFFF) }
    for _ in 0..<256 {
      let number = try await store.next("macPoolNumber") { 0 } & 0xFF
      let address = MACAddress(rawValue: 0x0015_5D00_0000 | host << 8 | number)
      if !taken.contains(address) { return address }
    }
    throw DrosteError(
      .outOfMemory, "All 256 MAC addresses of this host's pool are in use.",
      hint: "remove a machine, or give the adapter an address of its own")
  }
}
