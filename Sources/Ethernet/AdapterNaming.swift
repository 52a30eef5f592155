/// What a network interface tells that decides how Hyper-V's administrators see it.
public struct AdapterFacts: Hashable, Sendable {
  /// The Linux interface index.
  public var index: Int
  /// The Linux name: `eth0`.
  public var interface: String
  /// The Linux alias (ifalias); nil when it has none.
  public var alias: String?
  /// The kind of virtual device (`veth`, `bridge`, `tun`); nil for hardware.
  public var kind: String?
  /// The kernel's driver (`virtio_net`), where one is known.
  public var driver: String?
  /// Belongs to a bridge or bond.
  public var hasMaster: Bool

  public init(
    index: Int, interface: String, alias: String? = nil, kind: String? = nil, driver: String? = nil,
    hasMaster: Bool = false
  ) {
    self.index = index
    self.interface = interface
    self.alias = alias
    self.kind = kind
    self.driver = driver
    self.hasMaster = hasMaster
  }

  /// The virtual switch whose host adapter it is: NAME of an alias `vEthernet (NAME)`.
  public var switchName: String? { AdapterNaming.switchName(alias) }

  /// Hardware (of a guest too: virtio), or the end of a veth pair that a container has as its adapter. An adapter
  /// that belongs to a bridge or bond is that one's.
  public var isPhysical: Bool { !hasMaster && (kind == nil || kind == "veth") && switchName == nil }
}

/// How an adapter is called.
public struct AdapterIdentity: Hashable, Sendable {
  /// `Ethernet 2`, `vEthernet (NAME)`, or what an administrator called it. Unique on a host, whatever the case.
  public var name: String
  /// Hyper-V's `InterfaceDescription`. Unique on a host.
  public var description: String
}

/// The names of a host's Ethernet adapters.
///
/// - A switch's host adapter carries its name as the Linux alias: `vEthernet (NAME)`.
/// - Every other alias is a name that an administrator gave (Rename-NetAdapter).
/// - Physical adapters without one are `Ethernet`, `Ethernet 2` … by their place in the order of the index, hardware
///   before container adapters. A rename changes no other adapter's place.
/// - All other kinds keep the Linux name, and so does one whose name is taken.
public enum AdapterNaming {
  /// NAME of `vEthernet (NAME)`; nil for any other text.
  public static func switchName(_ alias: String?) -> String? {
    guard let alias, alias.hasPrefix("vEthernet ("), alias.hasSuffix(")") else { return nil }
    return String(alias.dropFirst("vEthernet (".count).dropLast())
  }

  /// The names by index. `adapters` are Ethernet ones only.
  public static func identities(of adapters: [AdapterFacts]) -> [Int: AdapterIdentity] {
    let sorted = adapters.sorted { $0.index < $1.index }
    let free = sorted.filter(\.isPhysical)
    var places: [Int: String] = [:]
    for (place, adapter) in (free.filter { $0.kind == nil } + free.filter { $0.kind != nil }).enumerated() {
      places[adapter.index] = place == 0 ? "Ethernet" : "Ethernet \(place + 1)"
    }
    var identities: [Int: AdapterIdentity] = [:]
    var taken: Set<String> = []
    var counts: [String: Int] = [:]
    // Switches' names first: they are not the administrator's to choose.
    for adapter in sorted.filter({ $0.switchName != nil }) + sorted.filter({ $0.switchName == nil }) {
      let wanted = [adapter.alias, places[adapter.index], adapter.interface].compactMap(\.self)
      let name = wanted.first { !taken.contains($0.lowercased()) } ?? adapter.interface
      taken.insert(name.lowercased())
      identities[adapter.index] = AdapterIdentity(name: name, description: "")
    }
    for adapter in sorted {
      let text = description(adapter)
      counts[text, default: 0] += 1
      let count = counts[text] ?? 1
      identities[adapter.index]?.description = count == 1 ? text : "\(text) #\(count)"
    }
    return identities
  }

  /// Windows' words for adapters that machines commonly have; others are called after their kind or driver.
  private static let known = [
    "virtio_net": "Red Hat VirtIO Ethernet Adapter", "e1000": "Intel(R) PRO/1000 MT Network Connection",
    "e1000e": "Intel(R) 82574L Gigabit Network Connection", "hv_netvsc": "Microsoft Hyper-V Network Adapter",
    "vmxnet3": "vmxnet3 Ethernet Adapter",
  ]

  private static func description(_ adapter: AdapterFacts) -> String {
    if adapter.switchName != nil { return "Hyper-V Virtual Ethernet Adapter" }
    guard adapter.kind == nil, let driver = adapter.driver else { return "\(adapter.kind ?? "Linux") Ethernet Adapter" }
    return known[driver] ?? "\(driver) Ethernet Adapter"
  }
}
