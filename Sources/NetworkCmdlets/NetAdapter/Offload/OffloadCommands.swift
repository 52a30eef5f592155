internal import PowerShell

/// The offloads that Linux has, too.
enum OffloadCommands {
  static let all: [NetworkCommand] =
    [checksum, largeSend, receiveCoalescing, datagramSegmentation].flatMap(\.commands)
    + EncapsulatedOffload.commands

  /// Every offload whose values are advanced properties as well.
  static let offloads = [checksum, largeSend, receiveCoalescing, datagramSegmentation]

  private static let bothVersions = ["tx-checksum-ip-generic"]

  /// Linux computes the checksum of IPv4's own header itself, always: `IpIPv4` is off and cannot be on.
  static let checksum: Offload = Offload(
    noun: "ChecksumOffload", title: "checksum offload", className: "MSFT_NetAdapterChecksumOffloadSettingData",
    switches: [
      OffloadSwitch(
        name: "TcpIPv4", send: bothVersions + ["tx-checksum-ipv4"], receive: ["rx-checksum"]),
      OffloadSwitch(
        name: "TcpIPv6", send: bothVersions + ["tx-checksum-ipv6"], receive: ["rx-checksum"]),
      OffloadSwitch(
        name: "UdpIPv4", send: bothVersions + ["tx-checksum-ipv4"], receive: ["rx-checksum"]),
      OffloadSwitch(
        name: "UdpIPv6", send: bothVersions + ["tx-checksum-ipv6"], receive: ["rx-checksum"]),
    ], hasDirections: true, refusedBySet: "~IpIPv4Enabled String\n", refusedByEnable: "~IpIPv4 SwitchParameter\n",
    more: { features in
      let able = PropertyBag()
      able["IpIPv4"] = .string(OffloadSwitch.Direction.none.text)
      for item in checksum.switches { able[item.name] = .string(item.capability(features).text) }
      return [
        ("IpIPv4Enabled", .string(OffloadSwitch.Direction.none.text)),
        ("ChecksumOffloadHardwareCapabilities", .object(able)),
      ]
    })

  static let largeSend = Offload(
    noun: "Lso", title: "large send offload", className: "MSFT_NetAdapterLsoSettingData",
    switches: [
      OffloadSwitch(name: "IPv4", send: ["tx-tcp-segmentation"]),
      OffloadSwitch(name: "IPv6", send: ["tx-tcp6-segmentation"]),
    ], refusedBySet: "~V1IPv4Enabled Boolean\n",
    more: { _ in [("Version", "LSO Version 2"), ("V1IPv4Enabled", false)] })

  /// Linux's generic receive offload, and where a driver has them the hardware's own kinds.
  static let receiveCoalescing = Offload(
    noun: "Rsc", title: "receive segment coalescing", className: "MSFT_NetAdapterRscSettingData",
    switches: [
      OffloadSwitch(name: "IPv4", receive: ["rx-gro"], alsoOff: ["rx-gro-hw", "rx-lro"]),
      OffloadSwitch(name: "IPv6", receive: ["rx-gro"], alsoOff: ["rx-gro-hw", "rx-lro"]),
    ],
    queryLines: """
      IPv4OperationalState<property Boolean[]
      IPv6OperationalState<property Boolean[]
      IPv4FailureReason<property String[]
      IPv6FailureReason<property String[]
      """,
    queryCriteria: ["IPv4OperationalState", "IPv6OperationalState", "IPv4FailureReason", "IPv6FailureReason"],
    more: { features in
      let isOn = features.isOn(["rx-gro", "rx-gro-hw", "rx-lro"])
      let reason: Value = isOn ? "NoFailure" : "NicPropertyDisabled"
      return [
        ("IPv4OperationalState", .boolean(isOn)), ("IPv6OperationalState", .boolean(isOn)),
        ("IPv4FailureReason", reason), ("IPv6FailureReason", reason),
      ]
    })

  static let datagramSegmentation = Offload(
    noun: "Uso", title: "UDP segmentation offload", className: "MSFT_NetAdapterUsoSettingData",
    switches: [
      OffloadSwitch(name: "IPv4", send: ["tx-udp-segmentation"]),
      OffloadSwitch(name: "IPv6", send: ["tx-udp-segmentation"]),
    ])
}
