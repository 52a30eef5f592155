/// Files with mistakes in what adapters may send and receive.
extension BadFile {
  /// The lines of an adapter; they start at line 8.
  private static func adapter(_ title: String, _ lines: String, _ errors: String...) -> BadFile {
    let indented = lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    return BadFile(
      title,
      "name: lab\nswitches: [{name: Lab, type: Private}]\nmachines:\n- name: L1\n  image: guest\n  adapters:\n  - switch: Lab\n"
        + indented,
      errors.map { error in
        let line = error.prefix { $0 != " " }
        return "\(line) machines[0].adapters[0].\(error.dropFirst(line.count + 1))"
      })
  }

  static let policies: [BadFile] = [
    .adapter(
      "allowedMacs as a word", "allowedMacs: all", "8 allowedMacs: must be a list of MAC addresses, found \"all\""),
    .adapter(
      "a bad allowed address", "allowedMacs:\n- 00-15-5D", "9 allowedMacs[0]: must be a MAC address such as"),
    .adapter(
      "allowed twice, and a group's", "allowedMacs:\n- 00-15-5D-00-00-01\n- 00155D000001\n- 01-00-00-00-00-00",
      "10 allowedMacs[1]: 00-15-5D-00-00-01 is listed already, at line 9",
      "11 allowedMacs[2]: 01-00-00-00-00-00 is not the address of an adapter"),
    .adapter(
      "its own address allowed", "mac: 00-15-5D-00-00-01\nallowedMacs: [00-15-5D-00-00-01]",
      "9 allowedMacs[0]: 00-15-5D-00-00-01 is the adapter's own address"),
    .adapter(
      "allowed addresses and spoofing", "macSpoofing: on\nallowedMacs: [00-15-5D-00-00-01]",
      "9 allowedMacs: allowedMacs is for macSpoofing: off"),
    .adapter(
      "65 allowed addresses",
      "allowedMacs: [\((10..<75).map { "00-15-5D-00-00-\($0)" }.joined(separator: ", "))]",
      "8 allowedMacs: holds 65, at most 64 are possible"),
    .adapter("a guard as a number", "dhcpGuard: 2", "8 dhcpGuard: must be on, off, true or false"),
    .adapter("a VLAN as a number", "vlan: 5", "8 vlan: a VLAN setting is a mapping, found 5"),
    .adapter(
      "no VLAN mode", "vlan: {native: 5}",
      "8 vlan: a VLAN setting has exactly one of access, trunk, isolated, community and promiscuous, found none"),
    .adapter(
      "two VLAN modes", "vlan: {access: 5, trunk: 1-10}",
      "8 vlan: a VLAN setting has exactly one of access, trunk, isolated, community and promiscuous, found access and trunk"
    ),
    .adapter("VLAN 0", "vlan: {access: 0}", "8 vlan.access: must be 1 to 4094, found 0"),
    .adapter(
      "a bad list of VLANs", "vlan: {trunk: 10-1}", "8 vlan.trunk: must be a list of VLAN ids within 1 to 4094 such as"),
    .adapter("native of an access port", "vlan: {access: 5, native: 6}", "8 vlan.native: native is for trunk"),
    .adapter(
      "primary of an access port", "vlan: {access: 5, primary: 6}",
      "8 vlan.primary: primary is for isolated, community and promiscuous"),
    .adapter(
      "isolated without primary", "vlan: {isolated: 5}",
      "8 vlan.isolated: isolated needs primary, the id of the private VLAN"),
    .adapter(
      "isolated in its primary VLAN", "vlan: {isolated: 5, primary: 5}",
      "8 vlan.isolated: primary and secondary id are both 5"),
    .adapter(
      "promiscuous with its primary VLAN", "vlan: {promiscuous: 4-6, primary: 5}",
      "8 vlan.promiscuous: the primary id 5 is a secondary one too"),
    .adapter(
      "an unknown mirroring", "portMirroring: Sorce",
      "8 portMirroring: must be one of None, Source, Destination, found \"Sorce\"; did you mean \"Source\"?"),
    .adapter(
      "a rate without a number", "bandwidth: {maximum: fast}", "8 bandwidth.maximum: must be a rate such as 100"),
    .adapter("a rate in bytes", "bandwidth: {maximum: 10 MB/s}", "8 bandwidth.maximum: must be a rate such as 100"),
    .adapter(
      "a rate beyond 64 bits", "bandwidth: {maximum: 99999999999 Gbit/s}", "8 bandwidth.maximum: must be a rate such as"
    ),
    .adapter(
      "a rate beyond a Tbit", "bandwidth: {maximum: 1001 Gbit/s}",
      "8 bandwidth.maximum: 1001000000000 bit/s are more than 1000000000000"),
    .adapter("a weight of 101", "bandwidth: {weight: 101}", "8 bandwidth.weight: must be 0 to 100, found 101"),
    .adapter(
      "two minima", "bandwidth: {minimum: 1 Mbit/s, weight: 5}",
      "8 bandwidth.weight: a port has a minimum as a weight or in bit/s"),
    .adapter(
      "a minimum above the maximum", "bandwidth: {minimum: 2 Mbit/s, maximum: 1 Mbit/s}",
      "8 bandwidth.minimum: 2000000 bit/s are more than the maximum"),
    .adapter("a negative storm limit", "stormLimit: -1", "8 stormLimit: must be 0 to 4294967295, found -1"),
    .adapter(
      "accessControl as a mapping", "accessControl: {action: Deny}", "8 accessControl: must be a list, each item"),
    .adapter(
      "an entry without action", "accessControl:\n- remote: Any", "9 accessControl[0]: an access control entry needs"),
    .adapter(
      "an unknown action", "accessControl:\n- action: Drop",
      "9 accessControl[0].action: must be one of Allow, Deny, Meter"),
    .adapter(
      "an unknown direction", "accessControl:\n- {action: Deny, direction: Out}",
      "9 accessControl[0].direction: must be one of Inbound, Outbound, Both"),
    .adapter(
      "a bad address", "accessControl:\n- {action: Deny, remote: 10.0.0.0/33}",
      "9 accessControl[0].remote: must be Any, AnyIP, a MAC address, or an IP address or prefix"),
    .adapter(
      "addresses of two kinds", "accessControl:\n- {action: Deny, local: 10.0.0.1, remote: fd00::/8}",
      "9 accessControl[0].remote: fd00::/8 and the local 10.0.0.1 are never in one frame"),
    .adapter(
      "ports without weight", "accessControl:\n- {action: Deny, protocol: TCP, localPorts: 80}",
      "9 accessControl[0].protocol: protocol needs weight", "9 accessControl[0].localPorts: localPorts needs weight"),
    .adapter(
      "ports without protocol", "accessControl:\n- {action: Deny, weight: 1, remotePorts: 80}",
      "9 accessControl[0].remotePorts: only TCP (6) and UDP (17) have ports"),
    .adapter(
      "ports of ICMP", "accessControl:\n- {action: Deny, weight: 1, protocol: ICMPv4, localPorts: 80}",
      "9 accessControl[0].localPorts: only TCP (6) and UDP (17) have ports"),
    .adapter(
      "an unknown protocol", "accessControl:\n- {action: Deny, weight: 1, protocol: quic}",
      "9 accessControl[0].protocol: must be TCP, UDP, ICMPv4, ICMPv6 or a number of 0 to 255"),
    .adapter(
      "a range backwards", "accessControl:\n- {action: Deny, weight: 1, protocol: TCP, localPorts: 90-80}",
      "9 accessControl[0].localPorts: must be a port or a range of ports"),
    .adapter(
      "an extended meter", "accessControl:\n- {action: Meter, weight: 1}",
      "9 accessControl[0].action: an extended entry cannot be Meter"),
    .adapter(
      "an extended MAC address", "accessControl:\n- {action: Deny, weight: 1, remote: 00-15-5D-00-00-01, local: Any}",
      "9 accessControl[0].remote: 00-15-5D-00-00-01 is a MAC address"),
    .adapter(
      "a weight of 0", "accessControl:\n- {action: Deny, weight: 0}",
      "9 accessControl[0].weight: must be 1 to 65535, found 0"),
    .adapter(
      "an entry twice", "accessControl:\n- {action: Deny, direction: Inbound}\n- {action: Deny}",
      "10 accessControl[1]: this entry is there already, at line 9"),
    .adapter(
      "257 entries for both directions",
      "accessControl:\n" + (1...257).map { "- {action: Deny, weight: \($0)}" }.joined(separator: "\n"),
      "9 accessControl: an adapter has at most 512 entries, found 514"),
    .init(
      "another machine's address allowed",
      "name: lab\nmachines:\n- {name: a, image: guest, adapters: [{mac: 00-15-5D-00-00-01}]}\n- {name: b, image: guest, adapters: [{allowedMacs: [00-15-5D-00-00-01]}]}",
      "4 machines[1].adapters[0].allowedMacs[0]: 00-15-5D-00-00-01 is the address of adapter \"Network Adapter\" of a"),
  ]
}
