internal import Ethernet
internal import Netlink
internal import PowerShell

/// A network interface under the name that Hyper-V's administrators see.
struct Adapter: Sendable {
  var link: Link
  var name: String
  var description: String
  /// Hardware, or a container's end of a veth pair.
  var isPhysical: Bool
  /// The virtual switch whose host adapter it is.
  var switchName: String?
  var device: EthernetDevice

  var index: Int { link.index }
  /// The Linux name.
  var interface: String { link.name }
  /// Not an Ethernet adapter: shown only on demand.
  var isHidden: Bool { !link.isEthernet }

  var macAddress: String { Self.dashed(link.address) }

  static func dashed(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: "-")
  }

  enum Status: String {
    case up = "Up"
    case disconnected = "Disconnected"
    case disabled = "Disabled"
  }

  var status: Status {
    if !link.isUp { return .disabled }
    switch link.operationalState {
    // The states below come up to a second after the carrier, which is told at once.
    case .up, .unknown, .down, .lowerLayerDown: return link.hasCarrier ? .up : .disconnected
    case .notPresent, .testing, .dormant: return .disconnected
    }
  }

  /// Bits a second. Adapters that have no rate of their own (virtio, taps) are 10 Gbit/s, as Hyper-V's are.
  var speed: UInt64 {
    guard status == .up else { return 0 }
    let isVirtual = switchName != nil || device.speed == nil && (device.driver == "virtio_net" || link.kind != nil)
    if isVirtual { return 10_000_000_000 }
    return UInt64(device.speed ?? 0) * 1_000_000
  }

  /// `1 Gbps`, `866.7 Mbps`, `0 bps`.
  static func speedText(_ bits: UInt64) -> String {
    var unit = 0
    var value = Double(bits)
    while value >= 1000, unit < 4 {
      value /= 1000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    let number = tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    return "\(number) \(["bps", "Kbps", "Mbps", "Gbps", "Tbps"][unit])"
  }

  /// The same for the same hardware: out of the address that it came with, or else out of the Linux name.
  var guid: Guid {
    let seed = link.permanentAddress.isEmpty ? Array(interface.utf8) : link.permanentAddress
    func hash(_ start: UInt64) -> UInt64 {
      // FNV-1a.
      seed.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
    // Version 8 of RFC 9562: made by a rule of one's own.
    return Guid(
      high: hash(0xCBF2_9CE4_8422_2325) & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
      low: hash(0x9E37_79B9_7F4A_7C15) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }

  /// Windows' name of the loopback interface.
  static let loopbackName = "Loopback Pseudo-Interface 1"

  /// All interfaces of the namespace, by index.
  static func all(_ links: [Link]) -> [Adapter] {
    let devices = links.map { EthernetDevice(interface: $0.name) }
    let facts = zip(links, devices).filter { $0.0.isEthernet }.map { link, device in
      AdapterFacts(
        index: link.index, interface: link.name, alias: link.alias, kind: link.kind, driver: device.driver,
        hasMaster: link.master != nil)
    }
    let identities = AdapterNaming.identities(of: facts)
    let physical = Set(facts.filter(\.isPhysical).map(\.index))
    return zip(links, devices).map { link, device in
      let identity = identities[link.index]
      let other = link.isLoopback ? loopbackName : link.name
      return Adapter(
        link: link, name: identity?.name ?? other,
        description: identity?.description
          ?? (link.isLoopback ? "Software Loopback Interface 1" : "\(link.kind ?? "Linux") Adapter"),
        isPhysical: physical.contains(link.index),
        switchName: link.isEthernet ? AdapterNaming.switchName(link.alias) : nil, device: device)
    }
  }
}
