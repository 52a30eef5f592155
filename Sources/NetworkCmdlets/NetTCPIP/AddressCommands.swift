internal import PowerShell

/// NetTCPIP: addresses, interfaces, configuration.
enum AddressCommands {
  private static let module = "NetTCPIP"

  static func inputType(_ name: String) -> [String: String] {
    ["InputObject": "Microsoft.Management.Infrastructure.CimInstance#\(name)"]
  }
  static let interfaceType = [
    "AssociatedIPInterface": "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetIPInterface"
  ]

  /// How addresses are named in a query.
  private static func query(_ sets: String) -> String {
    """
    IPAddress@0<property String[] = LocalAddress\(sets)
    InterfaceIndex<property UInt32[] = ifIndex\(sets)
    InterfaceAlias<property String[] = ifAlias\(sets)
    AddressFamily AddressFamily[]\(sets)
    Type AddressType[]\(sets)
    PrefixOrigin PrefixOrigin[]\(sets)
    SuffixOrigin SuffixOrigin[]\(sets)
    AddressState AddressState[]\(sets)
    PolicyStore String\(sets)
    ~IncludeAllCompartments SwitchParameter\(sets)
    \(NetworkCommand.remote)

    """
  }

  private static func details(_ sets: String) -> String {
    """
    PrefixLength Byte[]\(sets)
    ValidLifetime TimeSpan[]\(sets)
    PreferredLifetime TimeSpan[]\(sets)
    SkipAsSource Boolean[]\(sets)

    """
  }

  static let all: [NetworkCommand] = [
    NetworkCommand(
      name: "Get-NetIPAddress", module: module, synopsis: "Lists the IP addresses of this computer.",
      lines: query("") + details("") + "AssociatedIPInterface<value CimInstance", typeNames: interfaceType,
      outputs: [CimClass.address.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let found = try AddressCmdlets.select(invocation, NetworkState(environment), isQuery: true)
        try invocation.writeOutput(found.map { .object($0) })
      }
    },
    NetworkCommand(
      name: "New-NetIPAddress", module: module,
      synopsis: "Gives an interface an IP address, with a default gateway if one is named.",
      defaultSetName: "ByInterfaceAlias", supportsShouldProcess: true,
      lines: """
        !IPAddress@0<property String = LocalAddress
        !InterfaceAlias<property String = ifAlias in ByInterfaceAlias
        !InterfaceIndex<property UInt32 = ifIndex in ByInterfaceIndex
        DefaultGateway String
        AddressFamily AddressFamily
        Type AddressType
        PrefixLength Byte
        ValidLifetime TimeSpan
        PreferredLifetime TimeSpan
        ~SkipAsSource Boolean
        PolicyStore String
        \(NetworkCommand.remote)
        """, outputs: [CimClass.address.typeName]
    ) { NewIPAddress($0) },
    NetworkCommand(
      name: "Set-NetIPAddress", module: module, synopsis: "Changes prefix length and lifetimes of IP addresses.",
      defaultSetName: "Query (cdxml)", supportsShouldProcess: true,
      lines: query(" in Query (cdxml)") + """
        !InputObject<value CimInstance[] in InputObject (cdxml)
        PrefixLength Byte
        ValidLifetime TimeSpan
        PreferredLifetime TimeSpan
        ~SkipAsSource Boolean
        PassThru SwitchParameter
        """, typeNames: inputType("MSFT_NetIPAddress")
    ) { AddressCmdlets.set($0) },
    NetworkCommand(
      name: "Remove-NetIPAddress", module: module, synopsis: "Takes IP addresses away.",
      defaultSetName: "Query (cdxml)", supportsShouldProcess: true, confirmImpact: .high,
      lines: query(" in Query (cdxml)") + details(" in Query (cdxml)") + """
        DefaultGateway String in Query (cdxml)
        !InputObject<value CimInstance[] in InputObject (cdxml)
        PassThru SwitchParameter
        """, typeNames: inputType("MSFT_NetIPAddress")
    ) { AddressCmdlets.remove($0) },
    NetworkCommand(
      name: "Get-NetIPInterface", module: module, synopsis: "Lists the IP interfaces with their settings.",
      defaultSetName: "ByName", lines: interfaceQuery(isQuery: true) + associated,
      typeNames: Dictionary(
        uniqueKeysWithValues: [
          ("AssociatedRoute", "MSFT_NetRoute"), ("AssociatedIPAddress", "MSFT_NetIPAddress"),
          ("AssociatedNeighbor", "MSFT_NetNeighbor"), ("AssociatedAdapter", "MSFT_NetAdapter"),
        ].map { ($0, "Microsoft.Management.Infrastructure.CimInstance#\($1)") }),
      outputs: [CimClass.interface.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let found = try InterfaceCmdlets.select(invocation, NetworkState(environment), isQuery: true)
        try invocation.writeOutput(found.map { .object($0) })
      }
    },
    NetworkCommand(
      name: "Set-NetIPInterface", module: module,
      synopsis: "Changes MTU, metric, forwarding and DHCP of IP interfaces.", defaultSetName: "ByName",
      supportsShouldProcess: true,
      lines: interfaceQuery(isQuery: false) + """
        !InputObject<value CimInstance[] in InputObject (cdxml)
        NlMtuBytes UInt32
        InterfaceMetric UInt32
        AutomaticMetric Enabled
        Forwarding Enabled
        Dhcp Enabled
        PassThru SwitchParameter
        ~ClampMss Object
        ~Advertising Object
        ~NeighborUnreachabilityDetection Object
        ~BaseReachableTimeMs UInt32 = BaseReachableTime
        ~RetransmitTimeMs UInt32 = RetransmitTime
        ~DadTransmits UInt32
        ~DadRetransmitTimeMs UInt32 = DadRetransmitTime
        ~RouterDiscovery Object
        ~ManagedAddressConfiguration Object
        ~OtherStatefulConfiguration Object
        ~WeakHostSend Object
        ~WeakHostReceive Object
        ~IgnoreDefaultRoutes Object
        ~AdvertisedRouterLifetime TimeSpan
        ~AdvertiseDefaultRoute Object
        ~CurrentHopLimit UInt32
        ~ForceArpNdWolPattern Object
        ~DirectedMacWolPattern Object
        ~EcnMarking Object
        """, typeNames: inputType("MSFT_NetIPInterface")
    ) { InterfaceCmdlets.set($0) },
    NetworkCommand(
      name: "Get-NetIPConfiguration", module: module, aliases: ["gip"],
      synopsis: "Shows what an interface has: addresses, gateways, DNS servers.", defaultSetName: "Alias",
      lines: """
        InterfaceAlias@1<property String = ifAlias in Alias
        !InterfaceIndex<property Int32 = ifIndex in Index
        !All SwitchParameter = IncludeAllInterfaces in All
        ~AllCompartments SwitchParameter = IncludeAllCompartments
        ~CompartmentId Int32
        Detailed SwitchParameter
        ~CimSession CimSession
        """, outputs: [IPConfiguration.typeName]
    ) { IPConfiguration.cmdlet($0) },
  ]

  private static let associated = """
    !AssociatedRoute<value CimInstance in ByRoute
    !AssociatedIPAddress<value CimInstance in ByIPAddress
    !AssociatedNeighbor<value CimInstance in ByNeighbor
    !AssociatedAdapter<value CimInstance in ByAdapter
    """

  private static func interfaceQuery(isQuery: Bool) -> String {
    """
    InterfaceIndex<property UInt32[] = ifIndex in ByName
    InterfaceAlias@0<property String[] = ifAlias in ByName
    AddressFamily AddressFamily[] in ByName
    PolicyStore String in ByName
    ~CompartmentId UInt32[] in ByName
    ~IncludeAllCompartments SwitchParameter
    ~NeighborDiscoverySupported Object[] in ByName
    \(NetworkCommand.remote)

    """
      + (isQuery
        ? """
        Forwarding Enabled[] in ByName
        NlMtuBytes UInt32[] in ByName
        InterfaceMetric UInt32[] in ByName
        AutomaticMetric Enabled[] in ByName
        Dhcp Enabled[] in ByName
        ConnectionState ConnectionState[] in ByName
        ~ClampMss Object[] in ByName
        ~Advertising Object[] in ByName
        ~NeighborUnreachabilityDetection Object[] in ByName
        ~BaseReachableTimeMs UInt32[] = BaseReachableTime in ByName
        ~ReachableTimeMs UInt32[] = ReachableTime in ByName
        ~RetransmitTimeMs UInt32[] = RetransmitTime in ByName
        ~DadTransmits UInt32[] in ByName
        ~DadRetransmitTimeMs UInt32[] = DadRetransmitTime in ByName
        ~RouterDiscovery Object[] in ByName
        ~ManagedAddressConfiguration Object[] in ByName
        ~OtherStatefulConfiguration Object[] in ByName
        ~WeakHostSend Object[] in ByName
        ~WeakHostReceive Object[] in ByName
        ~IgnoreDefaultRoutes Object[] in ByName
        ~AdvertisedRouterLifetime TimeSpan[] in ByName
        ~AdvertiseDefaultRoute Object[] in ByName
        ~CurrentHopLimit UInt32[] in ByName
        ~ForceArpNdWolPattern Object[] in ByName
        ~DirectedMacWolPattern Object[] in ByName
        ~EcnMarking Object[] in ByName

        """ : "~ReachableTime UInt32[] in ByName\n")
  }
}
