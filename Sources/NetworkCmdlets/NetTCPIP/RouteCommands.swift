internal import PowerShell

/// NetTCPIP: routes, neighbors, connections.
enum RouteCommands {
  private static let module = "NetTCPIP"

  private static func routeQuery(_ sets: String) -> String {
    """
    DestinationPrefix@0 String[]\(sets)
    InterfaceIndex<property UInt32[] = ifIndex\(sets)
    InterfaceAlias<property String[] = ifAlias\(sets)
    NextHop String[]\(sets)
    AddressFamily AddressFamily[]\(sets)
    Protocol RouteProtocol[]\(sets)
    PolicyStore String\(sets)
    ~IncludeAllCompartments SwitchParameter\(sets)
    \(NetworkCommand.remote)

    """
  }

  private static func routeDetails(_ sets: String) -> String {
    """
    Publish Publish[]\(sets)
    RouteMetric UInt16[]\(sets)
    CompartmentId UInt32[]\(sets)
    ValidLifetime TimeSpan[]\(sets)
    PreferredLifetime TimeSpan[]\(sets)
    State RouteState[]\(sets)
    InterfaceMetric UInt32[]\(sets)
    AssociatedIPInterface<value CimInstance\(sets)

    """
  }

  private static func neighborQuery(_ sets: String) -> String {
    """
    IPAddress@0 String[]\(sets)
    InterfaceIndex<property UInt32[] = ifIndex\(sets)
    InterfaceAlias<property String[] = ifAlias\(sets)
    State NeighborState[]\(sets)
    AddressFamily AddressFamily[]\(sets)
    PolicyStore String\(sets)
    ~IncludeAllCompartments SwitchParameter\(sets)
    \(NetworkCommand.remote)

    """
  }

  private static let interface = """
    !InterfaceAlias<property String = ifAlias in ByInterfaceAlias
    !InterfaceIndex<property UInt32 = ifIndex in ByInterfaceIndex
    AddressFamily AddressFamily
    PolicyStore String
    \(NetworkCommand.remote)

    """

  private static let input = """
    !InputObject<value CimInstance[] in InputObject (cdxml)
    PassThru SwitchParameter

    """

  static let all: [NetworkCommand] = [
    NetworkCommand(
      name: "Get-NetRoute", module: module, synopsis: "Lists the routes of this computer.",
      lines: routeQuery("") + routeDetails(""), typeNames: AddressCommands.interfaceType,
      outputs: [CimClass.route.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let found = try RouteCmdlets.select(invocation, NetworkState(environment), isQuery: true)
        try invocation.writeOutput(found.map { .object($0) })
      }
    },
    NetworkCommand(
      name: "New-NetRoute", module: module, synopsis: "Adds a route.", defaultSetName: "ByInterfaceAlias",
      supportsShouldProcess: true,
      lines: interface + """
        !DestinationPrefix@0 String
        NextHop String
        RouteMetric UInt16
        Protocol RouteProtocol
        ~Publish Publish
        ~ValidLifetime TimeSpan
        ~PreferredLifetime TimeSpan
        """, outputs: [CimClass.route.typeName]
    ) { RouteCmdlets.new($0) },
    NetworkCommand(
      name: "Set-NetRoute", module: module, synopsis: "Changes the metric of routes.", defaultSetName: "ByName",
      supportsShouldProcess: true,
      lines: routeQuery(" in ByName") + input + """
        RouteMetric UInt16
        ~Publish Publish
        ~ValidLifetime TimeSpan
        ~PreferredLifetime TimeSpan
        """, typeNames: AddressCommands.inputType("MSFT_NetRoute")
    ) { RouteCmdlets.set($0) },
    NetworkCommand(
      name: "Remove-NetRoute", module: module, synopsis: "Removes routes.", defaultSetName: "ByName",
      supportsShouldProcess: true, confirmImpact: .high,
      lines: routeQuery(" in ByName") + routeDetails(" in ByName") + input,
      typeNames: AddressCommands.inputType("MSFT_NetRoute").merging(AddressCommands.interfaceType) { first, _ in first }
    ) { RouteCmdlets.remove($0) },
    NetworkCommand(
      name: "Find-NetRoute", module: module, synopsis: "Finds the address and the route that packets would take.",
      lines: """
        !RemoteIPAddress String
        LocalIPAddress String
        InterfaceIndex UInt32
        \(NetworkCommand.remote)
        """, outputs: [CimClass.address.typeName, CimClass.route.typeName]
    ) { RouteCmdlets.find($0) },
    NetworkCommand(
      name: "Get-NetNeighbor", module: module, synopsis: "Lists the neighbor cache: the MAC addresses of IP addresses.",
      lines: neighborQuery("") + "LinkLayerAddress String[]\nAssociatedIPInterface<value CimInstance",
      typeNames: AddressCommands.interfaceType, outputs: [CimClass.neighbor.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let found = try NeighborCmdlets.select(invocation, NetworkState(environment), isQuery: true)
        try invocation.writeOutput(found.map { .object($0) })
      }
    },
    NetworkCommand(
      name: "New-NetNeighbor", module: module, synopsis: "Adds a permanent entry to the neighbor cache.",
      defaultSetName: "ByInterfaceAlias", supportsShouldProcess: true,
      lines: interface + "!IPAddress@0 String\nLinkLayerAddress String\nState NeighborState",
      outputs: [CimClass.neighbor.typeName]
    ) { NeighborCmdlets.new($0) },
    NetworkCommand(
      name: "Set-NetNeighbor", module: module, synopsis: "Changes the MAC address of neighbor cache entries.",
      defaultSetName: "ByName", supportsShouldProcess: true,
      lines: neighborQuery(" in ByName") + input + "LinkLayerAddress String",
      typeNames: AddressCommands.inputType("MSFT_NetNeighbor")
    ) { NeighborCmdlets.set($0) },
    NetworkCommand(
      name: "Remove-NetNeighbor", module: module, synopsis: "Removes neighbor cache entries.", defaultSetName: "ByName",
      supportsShouldProcess: true, confirmImpact: .high,
      lines: neighborQuery(" in ByName") + input
        + "LinkLayerAddress String[] in ByName\nAssociatedIPInterface<value CimInstance in ByName",
      typeNames: AddressCommands.inputType("MSFT_NetNeighbor").merging(AddressCommands.interfaceType) { first, _ in
        first
      }
    ) { NeighborCmdlets.remove($0) },
    NetworkCommand(
      name: "Get-NetTCPConnection", module: module, synopsis: "Lists the TCP connections and listening ports.",
      lines: """
        LocalAddress@0<property String[] = IPAddress
        LocalPort@1 UInt16[]
        RemoteAddress String[]
        RemotePort UInt16[]
        State TCPState[]
        OwningProcess UInt32[]
        ~AppliedSetting Object[]
        ~CreationTime DateTime[]
        ~OffloadState Object[]
        \(NetworkCommand.remote)
        """, outputs: [CimClass.connection.typeName]
    ) { ConnectionCmdlets.connections($0) },
    NetworkCommand(
      name: "Get-NetUDPEndpoint", module: module, synopsis: "Lists the UDP ports in use.",
      lines: """
        LocalAddress@0<property String[] = IPAddress
        LocalPort@1 UInt16[]
        OwningProcess UInt32[]
        ~CreationTime DateTime[]
        \(NetworkCommand.remote)
        """, outputs: [CimClass.endpoint.typeName]
    ) { ConnectionCmdlets.endpoints($0) },
  ]
}
