internal import Ethernet
internal import Glibc

// Theory of operation
//
// The blocks of memory behind a GroupTable, which alone has the rules. Arrays of trivial values at fixed places: 1024 groups,
// 2048 slots, 64 networks, and for each group and network a second at which each of 256 ports ends. Places of groups
// are given out from the front and used again, so that pages behind the highest one are never touched.
//
// Changed by the control thread while no worker runs, read by workers.

/// One multicast group of one VLAN. Zero is a free place.
struct MulticastGroup: BitwiseCopyable {
  /// As two words of which IPv4 uses the low 32 bits.
  var address: IPv6Address
  var members: PortSet
  /// The next place with the same MAC address and VLAN, or the next free one, plus 1; 0: none.
  var next: UInt16
}

/// The groups of one MAC address in one VLAN: 32 IPv4 groups share one, and of IPv6 groups those with the same last 32
/// bits.
struct GroupSlot: BitwiseCopyable {
  /// The address, from bit 48 on the VLAN, and bit 63 set; 0 in an empty slot.
  var key: UInt64
  /// The members of all groups in the chain.
  var members: PortSet
  /// The place of the first group, plus 1.
  var first: UInt16
}

/// What is known of the multicast routers of one VLAN, for IPv4 or for IPv6. Zero is a free place.
struct GroupNetwork: BitwiseCopyable {
  /// Whether a general query came within `GroupTable.querierSeconds`.
  var hasQuerier: Bool
  /// Whether hosts have had the time to answer it, so that who did not is not interested.
  var isEffective: Bool
  /// In which `GroupTable.index` it is.
  var place: UInt16
  var lastQuery: UInt32
  var effectiveFrom: UInt32
  /// Ports towards routers: they get every group and all reports.
  var routers: PortSet
  /// Ports towards queriers that are no routers (0.0.0.0): they get reports.
  var queriers: PortSet
}

/// The memory of a group table: zeroed, so that what is never used is never touched (1.3 MiB of addresses, some pages
/// of memory).
// SAFETY: each pointer has its `capacity` elements of a trivial type for which zero is valid, from `init` to `free`.
// Indices come from `GroupTable`, which checks ports (0 to 255) and VLANs (0 to 4095) when they come in and makes all
// others itself.
@safe struct GroupStorage: BitwiseCopyable {
  let groups: UnsafeMutablePointer<MulticastGroup>
  /// Seconds at which a port's membership ends: 256 for each group.
  let memberEnds: UnsafeMutablePointer<UInt32>
  let slots: UnsafeMutablePointer<GroupSlot>
  let networks: UnsafeMutablePointer<GroupNetwork>
  /// For each VLAN, of IPv4 and then of IPv6, the place of its network plus 1.
  let index: UnsafeMutablePointer<UInt8>
  /// 256 for each network.
  let routerEnds: UnsafeMutablePointer<UInt32>
  let querierEnds: UnsafeMutablePointer<UInt32>
  /// For each port.
  let groupCounts: UnsafeMutablePointer<UInt16>
  let floodEnds: UnsafeMutablePointer<UInt32>

  init(groups: Int, slots: Int, networks: Int) {
    unsafe self.groups = Self.zeroed(groups)
    unsafe memberEnds = Self.zeroed(groups * PortSet.range.count)
    unsafe self.slots = Self.zeroed(slots)
    unsafe self.networks = Self.zeroed(networks)
    unsafe index = Self.zeroed(2 * 4096)
    unsafe routerEnds = Self.zeroed(networks * PortSet.range.count)
    unsafe querierEnds = Self.zeroed(networks * PortSet.range.count)
    unsafe groupCounts = Self.zeroed(PortSet.range.count)
    unsafe floodEnds = Self.zeroed(PortSet.range.count)
  }

  private static func zeroed<Element: BitwiseCopyable>(_ count: Int) -> UnsafeMutablePointer<Element> {
    // SAFETY: calloc gives zeroed, aligned memory or nil.
    guard let memory = unsafe calloc(count, MemoryLayout<Element>.stride) else {
      fatalError("no memory for the switch's multicast groups")
    }
    return unsafe memory.bindMemory(to: Element.self, capacity: count)
  }

  func free() {
    // SAFETY: each was given by calloc in `init`.
    unsafe Glibc.free(groups)
    unsafe Glibc.free(memberEnds)
    unsafe Glibc.free(slots)
    unsafe Glibc.free(networks)
    unsafe Glibc.free(index)
    unsafe Glibc.free(routerEnds)
    unsafe Glibc.free(querierEnds)
    unsafe Glibc.free(groupCounts)
    unsafe Glibc.free(floodEnds)
  }
}
