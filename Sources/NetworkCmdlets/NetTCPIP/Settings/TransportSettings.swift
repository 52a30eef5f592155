internal import PowerShell

/// Get- and Set-NetUDPSetting, Get- and Set-NetTCPSetting, Get-NetTransportFilter. Linux has one setting for all of TCP,
/// which is called `Internet` here, and so one filter: everything goes to it.
enum TransportSettings {
  private static let udp = CimClass(name: "MSFT_NetUDPSetting")
  private static let tcp = CimClass(name: "MSFT_NetTCPSetting")
  private static let filter = CimClass(name: "MSFT_NetTransportFilter")
  private static let settingName = "Internet"

  static let commands: [NetworkCommand] = [
    getter(
      "Get-NetUDPSetting", "Shows the settings of UDP.", udp,
      "DynamicPortRangeStartPort@0 UInt16[]\nDynamicPortRangeNumberOfPorts@1 UInt16[]\n",
      ["DynamicPortRangeStartPort", "DynamicPortRangeNumberOfPorts"], makeUDP),
    NetworkCommand(
      name: "Set-NetUDPSetting", module: "NetTCPIP", synopsis: "Changes which ports UDP gives to programs.",
      supportsShouldProcess: true,
      lines: """
        InputObject<value CimInstance[]
        DynamicPortRangeStartPort UInt16
        DynamicPortRangeNumberOfPorts UInt16
        PassThru SwitchParameter
        \(NetworkCommand.remote)
        """, typeNames: ["InputObject": "Microsoft.Management.Infrastructure.CimInstance#\(udp.name)"],
      outputs: [udp.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let switches = ProtocolSwitches(environment)
        guard try invocation.shouldProcess("NetUDPSetting", "Modify") else { return }
        try setPorts(invocation, switches, udp, other: "TCP")
        if invocation.bound.isSet("PassThru") { try invocation.writeOutput(.object(makeUDP(switches))) }
      }
    },
    getter(
      "Get-NetTCPSetting", "Shows the settings of TCP.", tcp, TCPSetting.queryLines, TCPSetting.names
    ) { TCPSetting.make($0, tcp, settingName) },
    NetworkCommand(
      name: "Set-NetTCPSetting", module: "NetTCPIP", synopsis: "Changes the settings of TCP.",
      defaultSetName: "ByName", supportsShouldProcess: true, lines: TCPSetting.changeLines,
      typeNames: ["InputObject": "Microsoft.Management.Infrastructure.CimInstance#\(tcp.name)"],
      validations: TCPSetting.validations, outputs: [tcp.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let switches = ProtocolSwitches(environment)
        let object = TCPSetting.make(switches, tcp, settingName)
        let found = try Selection.select([object], [Criterion(invocation, "SettingName")], tcp, invocation)
        guard !found.isEmpty, try invocation.shouldProcess("NetTCPSetting \(settingName)", "Modify") else { return }
        try TCPSetting.change(invocation, switches, tcp)
        try setPorts(invocation, switches, tcp, other: "UDP")
        if invocation.bound.isSet("PassThru") {
          try invocation.writeOutput(.object(TCPSetting.make(switches, tcp, settingName)))
        }
      }
    },
    getter(
      "Get-NetTransportFilter", "Shows which setting of TCP which connections have.", filter,
      """
      SettingName String[]
      Protocol String[]
      LocalPortStart UInt16[]
      LocalPortEnd UInt16[]
      RemotePortStart UInt16[]
      RemotePortEnd UInt16[]
      DestinationPrefix String[]
      ~AssociatedTCPSetting<value CimInstance

      """,
      [
        "SettingName", "Protocol", "LocalPortStart", "LocalPortEnd", "RemotePortStart", "RemotePortEnd",
        "DestinationPrefix",
      ]
    ) { _ in
      filter.make([
        "SettingName": .string(settingName), "Protocol": "TCP", "LocalPortStart": .uint16(0),
        "LocalPortEnd": .uint16(65_535), "RemotePortStart": .uint16(0), "RemotePortEnd": .uint16(65_535),
        "DestinationPrefix": "*",
      ])
    },
  ]

  private static func getter(
    _ name: String, _ synopsis: String, _ cimClass: CimClass, _ lines: String, _ criteria: [String],
    _ make: @escaping @Sendable (ProtocolSwitches) -> PropertyBag
  ) -> NetworkCommand {
    NetworkCommand(
      name: name, module: "NetTCPIP", synopsis: synopsis, lines: lines + NetworkCommand.remote,
      outputs: [cimClass.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let found = try Selection.select(
          [make(ProtocolSwitches(environment))], criteria.map { Criterion(invocation, $0) }, cimClass, invocation)
        try invocation.writeOutput(found.map { .object($0) })
      }
    }
  }

  private static func makeUDP(_ switches: ProtocolSwitches) -> PropertyBag {
    let ports = switches.dynamicPorts
    return udp.make([
      "DynamicPortRangeStartPort": .uint16(ports.start), "DynamicPortRangeNumberOfPorts": .uint16(ports.count),
    ])
  }

  /// Linux has one range for both protocols, which is told.
  private static func setPorts(
    _ invocation: Invocation, _ switches: ProtocolSwitches, _ cimClass: CimClass, other: String
  ) throws {
    let start = invocation.bound.integer("DynamicPortRangeStartPort").map { Int($0) }
    let count = invocation.bound.integer("DynamicPortRangeNumberOfPorts").map { Int($0) }
    guard start != nil || count != nil else { return }
    try switches.setDynamicPorts(start: start, count: count, cimClass)
    try invocation.writeWarning("Linux has one range of dynamic ports: that of \(other) changed, too.")
  }
}
