/// What wakes a computer through its adapter (ETHTOOL_GWOL).
package struct WakeOnLAN: Sendable, Hashable {
  /// WAKE_… flags of linux/ethtool.h that the adapter can do, and those that are on.
  package let supported: UInt32
  package let active: UInt32

  package static let magicPacket: UInt32 = 1 << 5
  /// WAKE_FILTER: packets of a pattern.
  package static let pattern: UInt32 = 1 << 7

  /// Asks an adapter; one without such a feature can do nothing.
  /// - Parameter interface: the Linux name.
  package init(interface: String) {
    // cmd, supported, active, password of 6 bytes, padded.
    let answer = try? EthernetControl(interface: interface).ask(
      EthernetControl.words(0x5, 0, 0, 0, 0), "read what wakes \(interface)")
    supported = answer?.number(at: 4) ?? 0
    active = answer?.number(at: 8) ?? 0
  }
}
