/// The keys of what an adapter may send and receive.
extension LabSection {
  static let policyKeys: [LabKey] = [
    .init(
      name: "allowedMacs", kind: .macs(limit: LabLimits.allowedMACs),
      about: "With macSpoofing off: addresses of what is inside the machine that may send beside its own."),
    .init(
      name: "dhcpGuard", kind: .boolean, about: "Whether DHCP messages of a server are not taken from the machine."),
    .init(
      name: "routerGuard", kind: .boolean,
      about: "Whether router advertisements and redirections are not taken from the machine."),
    .init(name: "vlan", kind: .section(.vlan), about: "The VLANs of the adapter; untagged by default."),
    .init(
      name: "portMirroring", kind: .choice(["None", "Source", "Destination"]),
      about: "Source: its frames are copied to every Destination of the switch."),
    .init(
      name: "bandwidth", kind: .section(.bandwidth),
      about: "How much the machine may send, and how much is kept for it."),
    .init(
      name: "stormLimit", kind: .integer(0...4_294_967_295),
      about: "Frames of broadcast, multicast and unknown unicast that it may send in a second; 0 is no limit."),
    .init(
      name: "accessControl", kind: .sections(.accessEntry, limit: LabLimits.accessEntries),
      about: "What may pass; without a match everything does."),
  ]

  static let vlanKeys: [LabKey] = [
    .init(name: "access", kind: .integer(1...4094), about: "The one VLAN of the adapter, whose frames have no tag."),
    .init(name: "trunk", kind: .vlans, about: "The VLANs whose frames pass with their tags."),
    .init(
      name: "native", kind: .integer(0...4094), about: "With trunk: the VLAN of frames without a tag; 0 by default."),
    .init(
      name: "isolated", kind: .integer(1...4094),
      about: "A private VLAN's secondary id: the adapter reaches promiscuous ones only."),
    .init(
      name: "community", kind: .integer(1...4094),
      about: "A private VLAN's secondary id: the adapter reaches its own community and promiscuous ones."),
    .init(name: "promiscuous", kind: .vlans, about: "The secondary ids of a private VLAN that the adapter reaches."),
    .init(
      name: "primary", kind: .integer(1...4094),
      about: "With isolated, community and promiscuous: the private VLAN's id."),
  ]

  static let bandwidthKeys: [LabKey] = [
    .init(name: "maximum", kind: .rate, about: "What the machine may send at most, such as 100 Mbit/s; 0 is no limit."),
    .init(name: "minimum", kind: .rate, about: "What it gets while others want it too. Excludes weight."),
    .init(
      name: "weight", kind: .integer(0...100), about: "Its share against that of others, 1 to 100. Excludes minimum."),
  ]

  static let accessEntryKeys: [LabKey] = [
    .init(
      name: "action", kind: .choice(["Allow", "Deny", "Meter"]), isRequired: true, about: "Meter counts what passes."),
    .init(
      name: "direction", kind: .choice(["Inbound", "Outbound", "Both"]), standard: "Both",
      about: "Seen from the machine."),
    .init(
      name: "local", kind: .match, about: "The machine's side: Any, AnyIP, a MAC address, or an IP address or prefix."),
    .init(name: "remote", kind: .match, about: "The other side."),
    .init(
      name: "weight", kind: .integer(1...65535),
      about: "Makes it an extended entry, which comes before all without: the highest weight that matches decides."),
    .init(name: "protocol", kind: .payload, about: "With weight: TCP, UDP, ICMPv4, ICMPv6 or a number."),
    .init(name: "localPorts", kind: .ports, about: "With weight, and TCP or UDP: ports of the machine."),
    .init(name: "remotePorts", kind: .ports, about: "With weight, and TCP or UDP: ports of the other side."),
  ]
}
