/// What an adapter can do in the place of the kernel's network stack, and whether it does: checksums, segmentation,
/// coalescing (ETHTOOL_GFEATURES). By the kernel's own names: `tx-checksum-ip-generic`, `rx-gro`.
package struct EthernetFeatures: Sendable, Hashable {
  package struct Feature: Sendable, Hashable {
    package var isOn: Bool
    /// Whether it can be switched; what cannot is on or off for good.
    package var isChangeable: Bool
    fileprivate var place: Int
  }

  /// Kernels have about 64; more than this many are not asked for.
  package static let limit = 1024

  private let interface: String
  private var features: [String: Feature] = [:]
  private var blocks = 0

  /// Asks an adapter.
  ///
  /// - Parameter interface: the Linux name.
  /// - Throws: NetlinkError; EOPNOTSUPP for what is no adapter with a driver.
  package init(interface: String) throws {
    self.interface = interface
    let control = EthernetControl(interface: interface)
    let what = "read the features of \(interface)"
    // ETHTOOL_GSSET_INFO of ETH_SS_FEATURES: cmd, reserved, mask (64 bits), count.
    let sets = try control.ask(EthernetControl.words(0x37, 0, 1 << 4, 0, 0), what)
    guard let count: UInt32 = sets.number(at: 16), 1...Self.limit ~= Int(count) else { return }
    // ETHTOOL_GSTRINGS: cmd, set, count, names of 32 bytes.
    let size = Int(count) * 32
    let names = try control.ask(EthernetControl.words(0x1B, 4, count) + [UInt8](repeating: 0, count: size), what)
    // ETHTOOL_GFEATURES: cmd, blocks; for each block of 32: available, requested, active, never changed.
    blocks = (Int(count) + 31) / 32
    let room = [UInt8](repeating: 0, count: blocks * 16)
    let states = try control.ask(EthernetControl.words(0x3A, UInt32(blocks)) + room, what)
    for place in 0..<Int(count) {
      guard let name = names.part(12 + place * 32, 32)?.text, !name.isEmpty else { continue }
      func bit(_ word: Int) -> Bool {
        let value: UInt32 = states.number(at: 8 + place / 32 * 16 + word * 4) ?? 0
        return value >> (UInt32(place) % 32) & 1 == 1
      }
      features[name] = Feature(isOn: bit(2), isChangeable: bit(0) && !bit(3), place: place)
    }
  }

  /// A feature that the adapter has: that is on, or can be switched; nil for the others.
  package subscript(name: String) -> Feature? {
    features[name].flatMap { $0.isOn || $0.isChangeable ? $0 : nil }
  }

  /// The names of what the adapter has.
  package var names: [String] { features.keys.filter { self[$0] != nil }.sorted() }

  /// Switches features at once; names that the kernel does not know are left out. The kernel may not follow where one
  /// needs another (segmentation needs checksums), so what came of it is to be read again.
  ///
  /// - Throws: NetlinkError.
  package func set(_ wanted: [String: Bool]) throws {
    // ETHTOOL_SFEATURES: cmd, blocks; for each block: which ones, and what they are to be.
    var (which, values) = ([UInt32](repeating: 0, count: blocks), [UInt32](repeating: 0, count: blocks))
    for (name, isOn) in wanted {
      guard let place = features[name]?.place else { continue }
      which[place / 32] |= 1 << (UInt32(place) % 32)
      if isOn { values[place / 32] |= 1 << (UInt32(place) % 32) }
    }
    let orders = zip(which, values).flatMap { EthernetControl.words($0, $1) }
    try EthernetControl(interface: interface).ask(
      EthernetControl.words(0x3B, UInt32(blocks)) + orders, "switch features of \(interface)")
  }
}
