internal import Netlink
internal import PowerShell

/// MSFT_NetAdapter, and its statistics.
enum AdapterObject {
  static func make(_ adapter: Adapter) -> PropertyBag {
    let link = adapter.link
    let speed = adapter.speed
    let isConnected = adapter.status == .up
    return CimClass.adapter.make([
      "Name": .string(adapter.name), "InterfaceDescription": .string(adapter.description),
      "InterfaceAlias": .string(adapter.name), "ifAlias": .string(adapter.name), "ifDesc": .string(adapter.description),
      "InterfaceIndex": .uint32(link.index), "ifIndex": .uint32(link.index), "ifName": .string(link.name),
      "InterfaceName": .string(link.name), "LinuxName": .string(link.name), "Status": .string(adapter.status.rawValue),
      "MacAddress": .string(adapter.macAddress), "LinkLayerAddress": .string(adapter.macAddress),
      "PermanentAddress": .string(
        Adapter.dashed(link.permanentAddress.isEmpty ? link.address : link.permanentAddress)
          .filter { $0 != "-" }),
      "LinkSpeed": .string(Adapter.speedText(speed)), "Speed": .uint64(speed), "TransmitLinkSpeed": .uint64(speed),
      "ReceiveLinkSpeed": .uint64(speed), "MtuSize": .uint32(link.mtu),
      "ActiveMaximumTransmissionUnit": .uint64(link.mtu),
      "MediaType": .string(link.isEthernet ? "802.3" : "Unspecified"),
      "MediaConnectionState": .string(isConnected ? "Connected" : "Disconnected"),
      "AdminStatus": .string(link.isUp ? "Up" : "Down"), "ifOperStatus": .string(isConnected ? "Up" : "Down"),
      "InterfaceOperationalStatus": .uint32(isConnected ? 1 : 2), "InterfaceAdminStatus": .uint32(link.isUp ? 1 : 2),
      "Virtual": .boolean(!adapter.isPhysical), "HardwareInterface": .boolean(adapter.isPhysical),
      "ConnectorPresent": .boolean(adapter.isPhysical), "Hidden": .boolean(adapter.isHidden),
      "FullDuplex": .boolean(adapter.device.isFullDuplex ?? true), "PromiscuousMode": .boolean(link.flags & 0x100 != 0),
      "DriverName": .optional(adapter.device.driver ?? link.kind),
      "DriverVersion": .optional(adapter.device.driverVersion), "DriverDescription": .string(adapter.description),
      "PnPDeviceID": .optional(adapter.device.bus),
      "InterfaceGuid": .string("{\(adapter.guid.text.uppercased())}"),
      "DeviceID": .string("{\(adapter.guid.text.uppercased())}"),
      "InstanceID": .string("{\(adapter.guid.text.uppercased())}"), "SystemName": .string(SystemFacts.machineName()),
    ])
  }

  static func statistics(_ adapter: Adapter) -> PropertyBag {
    let counters = adapter.link.counters
    return CimClass.statistics.make([
      "Name": .string(adapter.name), "InterfaceDescription": .string(adapter.description),
      "InterfaceAlias": .string(adapter.name), "ifAlias": .string(adapter.name),
      "ReceivedBytes": .uint64(counters.receivedBytes), "ReceivedUnicastPackets": .uint64(unicast(counters)),
      "ReceivedMulticastPackets": .uint64(counters.receivedMulticasts),
      "ReceivedDiscardedPackets": .uint64(counters.receiveDrops),
      "ReceivedPacketErrors": .uint64(counters.receiveErrors), "SentBytes": .uint64(counters.sentBytes),
      "SentUnicastPackets": .uint64(counters.sentPackets), "OutboundDiscardedPackets": .uint64(counters.sendDrops),
      "OutboundPacketErrors": .uint64(counters.sendErrors),
    ])
  }

  /// Linux counts broadcasts among these, too.
  private static func unicast(_ counters: LinkCounters) -> UInt64 {
    counters.receivedPackets - min(counters.receivedPackets, counters.receivedMulticasts)
  }
}
