internal import HyperV

/// What a value of a lab file must be.
enum LabKind {
  /// 1 to 100 characters.
  case name
  /// `[A-Za-z0-9._-]`, 1 to 64 characters, not starting with a dot.
  case label
  case path
  case boolean
  case integer(ClosedRange<Int>)
  /// `4 GiB`, `512 MiB`, `2048MB` or plain bytes.
  case size
  case choice([String])
  /// `10.77.0.1/24`: an address of a host with the length of its prefix.
  case hostPrefix
  /// `192.168.100.0/24`: a prefix without host bits.
  case network
  case address
  case mac
  case version
  case addresses(limit: Int)
  case macs(limit: Int)
  /// `10 Mbit/s`, `1 Gbit/s` or plain bits per second.
  case rate
  /// `Any`, `AnyIP`, a MAC address, an IP address or prefix.
  case match
  /// `80` or `1024-65535`.
  case ports
  /// `TCP`, `UDP`, `ICMPv4`, `ICMPv6` or 0 to 255.
  case payload
  /// `1-10,20`.
  case vlans
  case section(LabSection)
  case sections(LabSection, limit: Int)
}

/// One key of a section: the single source of what the reader accepts and what the schema publishes.
struct LabKey {
  let name: String
  let kind: LabKind
  var isRequired = false
  /// As it would be written in a file; nil where leaving it out means something that cannot be written.
  var standard: String?
  /// One sentence for the schema.
  let about: String
}

/// The kinds of mappings in a lab file.
enum LabSection: String, CaseIterable {
  case lab, `switch`, nat, machine, dynamicMemory, adapter, vlan, bandwidth, accessEntry

  /// As messages name it.
  var title: String {
    switch self {
    case .lab: "a lab"
    case .switch: "a switch"
    case .nat: "a NAT"
    case .machine: "a machine"
    case .dynamicMemory: "a dynamic memory setting"
    case .adapter: "an adapter"
    case .vlan: "a VLAN setting"
    case .bandwidth: "a bandwidth setting"
    case .accessEntry: "an access control entry"
    }
  }

  var keys: [LabKey] {
    switch self {
    case .lab: Self.labKeys
    case .switch: Self.switchKeys
    case .nat: Self.natKeys
    case .machine: Self.machineKeys
    case .dynamicMemory: Self.dynamicMemoryKeys
    case .adapter: Self.adapterKeys + Self.policyKeys
    case .vlan: Self.vlanKeys
    case .bandwidth: Self.bandwidthKeys
    case .accessEntry: Self.accessEntryKeys
    }
  }

  private static let contents: [LabKey] = [
    .init(
      name: "switches", kind: .sections(.switch, limit: LabLimits.switches), about: "Virtual switches of the host."),
    .init(
      name: "nats", kind: .sections(.nat, limit: LabLimits.nats), about: "Network address translations of the host."),
    .init(name: "machines", kind: .sections(.machine, limit: LabLimits.machines), about: "Machines of the host."),
  ]

  private static let labKeys: [LabKey] =
    [
      .init(
        name: "name", kind: .label, isRequired: true,
        about: "The lab's name; everything it makes carries the note lab:NAME.")
    ] + contents

  private static let switchKeys: [LabKey] = [
    .init(name: "name", kind: .name, isRequired: true, about: "Unique on its host without regard to case."),
    .init(
      name: "type", kind: .choice(["Private", "Internal", "External", "NAT"]), isRequired: true,
      about: "Who shares the switch with the machines: nobody, the host, a physical network, or a translation."),
    .init(
      name: "address", kind: .hostPrefix,
      about: "Internal: the host's address on vEthernet (NAME). NAT, where it is required: the gateway and its prefix."),
    .init(
      name: "adapter", kind: .name,
      about: "External, where it is required: the host's adapter, as Linux (eth0) or Hyper-V (Ethernet) names it."),
    .init(
      name: "allowManagementOS", kind: .boolean, standard: "true",
      about: "External: whether the host keeps using the adapter, through vEthernet (NAME)."),
    .init(
      name: "hostLoopback", kind: .boolean, standard: "false",
      about: "NAT: whether machines reach the host's 127.0.0.1 at the gateway's address."),
    .init(
      name: "mtu", kind: .integer(576...9000), standard: "1500",
      about: "Bytes of an Ethernet payload; offered to machines by DHCP."),
  ]

  private static let natKeys: [LabKey] = [
    .init(name: "name", kind: .name, isRequired: true, about: "Unique on its host without regard to case."),
    .init(
      name: "prefix", kind: .network, isRequired: true,
      about: "The inner prefix; the address of an Internal switch lies within it."),
  ]

  private static let machineKeys: [LabKey] =
    [
      .init(name: "name", kind: .name, isRequired: true, about: "Unique on its host without regard to case."),
      .init(
        name: "image", kind: .label, about: "An image of the library: guest or host. Exactly one of image and disk."),
      .init(
        name: "disk", kind: .path, about: "A disk image file, relative to the lab file. Exactly one of image and disk."),
      .init(name: "processors", kind: .integer(1...240), standard: "1", about: "Virtual processors."),
      .init(
        name: "memory", kind: .size, standard: "512 MiB",
        about: "32 MiB to 12 TiB, a multiple of 1 MiB: what the machine has, or starts with when it is dynamic."),
      .init(
        name: "dynamicMemory", kind: .section(.dynamicMemory),
        about: "Makes memory dynamic: given and taken by what the guest needs."),
      .init(
        name: "nested", kind: .boolean, standard: "false",
        about: "Whether the machine sees virtualization extensions, which its own machines need."),
      .init(
        name: "version", kind: .version, standard: "12.0", about: "Configuration version; nested needs 8.0, on AMD 9.3."
      ),
      .init(
        name: "adapters", kind: .sections(.adapter, limit: LabLimits.adapters),
        about: "Network adapters; none by default."),
    ] + contents

  private static let dynamicMemoryKeys: [LabKey] = [
    .init(name: "minimum", kind: .size, standard: "512 MiB", about: "What the machine keeps; at most memory."),
    .init(name: "maximum", kind: .size, standard: "1 TiB", about: "What the machine gets at most; at least memory."),
    .init(
      name: "buffer", kind: .integer(MemoryConfiguration.bufferRange), standard: "20",
      about: "What is given beyond what the guest needs, in percent of that."),
    .init(
      name: "priority", kind: .integer(MemoryConfiguration.priorityRange), standard: "50",
      about: "Who is served first where memory is short: the highest."),
  ]

  private static let adapterKeys: [LabKey] = [
    .init(
      name: "name", kind: .name, standard: "Network Adapter", about: "Unique in the machine without regard to case."),
    .init(
      name: "switch", kind: .name, about: "A switch of the machine's host; without it the adapter is not connected."),
    .init(
      name: "macSpoofing", kind: .boolean, standard: "false",
      about: "Whether frames may leave with other source addresses than the adapter's own: needed under a bridge."),
    .init(name: "mac", kind: .mac, about: "Unique in the lab; taken from the 00-15-5D pool by default."),
    .init(
      name: "address", kind: .hostPrefix,
      about: "A static address, set inside the machine. Without it the machine asks by DHCP where it is expected."),
    .init(name: "gateway", kind: .address, about: "The default gateway that goes with address."),
    .init(name: "dns", kind: .addresses(limit: LabLimits.dnsServers), about: "The DNS servers that go with address."),
  ]
}
