internal import Formatting
internal import PowerShell

/// How the settings of adapters, of protocols and of the resolver are shown.
enum AdapterSettingViews {
  static let all: [ViewDefinition] = [
    table(
      "NetAdapterChecksumOffloadSettingData",
      ["IpIPv4Enabled", "TcpIPv4Enabled", "TcpIPv6Enabled", "UdpIPv4Enabled", "UdpIPv6Enabled"].map {
        ViewColumn($0, width: 15)
      }),
    table(
      "NetAdapterLsoSettingData",
      [
        ViewColumn("Version", width: 15), ViewColumn("V1IPv4Enabled", width: 14),
        ViewColumn("IPv4Enabled", width: 12), ViewColumn("IPv6Enabled", width: 12),
      ]),
    table(
      "NetAdapterRscSettingData",
      [
        ViewColumn("IPv4Enabled", width: 12), ViewColumn("IPv6Enabled", width: 12),
        ViewColumn("IPv4Operational", .property("IPv4OperationalState"), width: 15),
        ViewColumn("IPv6Operational", .property("IPv6OperationalState"), width: 15),
        ViewColumn("IPv4Failure", .property("IPv4FailureReason"), width: 13),
        ViewColumn("IPv6Failure", .property("IPv6FailureReason"), width: 13),
      ], nameWidth: 24),
    table(
      "NetAdapterUsoSettingData", [ViewColumn("IPv4Enabled", width: 12), ViewColumn("IPv6Enabled", width: 12)]),
    table(
      "NetAdapterBindingSettingData",
      [ViewColumn("DisplayName", width: 50), ViewColumn("ComponentID", width: 20), ViewColumn("Enabled", width: 10)]),
    table(
      "NetAdapterAdvancedPropertySettingData",
      [
        ViewColumn("DisplayName", width: 36), ViewColumn("DisplayValue", width: 20),
        ViewColumn("RegistryKeyword", width: 24), ViewColumn("RegistryValue", width: 15),
      ], nameWidth: 20),
    list(
      "NetAdapterEncapsulatedPacketTaskOffloadSettingData",
      [
        "Name", "InterfaceDescription", "EncapsulatedPacketTaskOffloadEnabled",
        "NvgreEncapsulatedPacketTaskOffloadEnabled", "VxlanEncapsulatedPacketTaskOffloadEnabled",
      ]),
    list(
      "NetAdapterRssSettingData",
      ["Name", "InterfaceDescription", "Enabled", "NumberOfReceiveQueues", "MaxNumberOfReceiveQueues"]),
    list(
      "NetAdapterPowerManagementSettingData",
      [
        "InterfaceDescription", "Name", "ArpOffload", "NSOffload", "RsnRekeyOffload", "D0PacketCoalescing",
        "DeviceSleepOnDisconnect", "WakeOnMagicPacket", "WakeOnPattern",
      ]),
    list("NetUDPSetting", ["DynamicPortRangeStartPort", "DynamicPortRangeNumberOfPorts"]),
    list("NetTCPSetting", TCPSetting.names),
    list(
      "NetTransportFilter",
      [
        "SettingName", "Protocol", "LocalPortStart", "LocalPortEnd", "RemotePortStart", "RemotePortEnd",
        "DestinationPrefix",
      ]),
    list(
      "NetOffloadGlobalSetting",
      [
        "ReceiveSideScaling", "ReceiveSegmentCoalescing", "Chimney", "TaskOffload", "NetworkDirect",
        "NetworkDirectAcrossIPSubnets", "PacketCoalescingFilter",
      ]),
    list("DNSClientGlobalSetting", ["UseDevolution", "DevolutionLevel", "SuffixSearchList"]),
  ]

  private static func table(_ name: String, _ columns: [ViewColumn], nameWidth: Int = 30) -> ViewDefinition {
    ViewDefinition(
      [CimClass(name: "MSFT_\(name)").typeName], .table([ViewColumn("Name", width: nameWidth)] + columns))
  }

  private static func list(_ name: String, _ properties: [String]) -> ViewDefinition {
    ViewDefinition([CimClass(name: "MSFT_\(name)").typeName], .list(properties.map { ViewColumn($0) }))
  }
}
