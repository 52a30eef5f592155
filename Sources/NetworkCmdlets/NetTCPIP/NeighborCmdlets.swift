internal import Ethernet
internal import Netlink
internal import PowerShell

/// MSFT_NetNeighbor, and Get-, New-, Set- and Remove-NetNeighbor.
enum NeighborCmdlets {
  static func make(_ neighbour: Neighbour, _ state: NetworkState) throws -> PropertyBag {
    let name = try state.name(of: neighbour.interface)
    let mac =
      neighbour.linkAddress.isEmpty ? "00-00-00-00-00-00" : Adapter.dashed(neighbour.linkAddress)
    return CimClass.neighbor.make([
      "IPAddress": .string(neighbour.address.description), "InterfaceIndex": .uint32(neighbour.interface),
      "ifIndex": .uint32(neighbour.interface), "InterfaceAlias": .string(name), "ifAlias": .string(name),
      "AddressFamily": AddressObject.familyValue(neighbour.address.family), "LinkLayerAddress": .string(mac),
      "State": NetworkTypes.neighborState.value(number(neighbour.state)), "PolicyStore": "ActiveStore",
      "Store": .uint8(1),
    ])
  }

  private static func number(_ state: Neighbour.State) -> Int64 {
    switch state {
    case .failed, .none: 0
    case .incomplete: 1
    case .probe: 2
    case .delay: 3
    case .stale: 4
    case .reachable: 5
    case .permanent, .noARP: 6
    }
  }

  static func select(_ invocation: Invocation, _ state: NetworkState, isQuery: Bool) throws -> [PropertyBag] {
    if let objects = invocation.bound.elements("InputObject") {
      return objects.compactMap { $0.reference(as: PropertyBag.self) }
    }
    try PolicyStore.check(invocation)
    var criteria: [Criterion?] = [
      Criterion(invocation, "IPAddress"), Criterion(invocation, "InterfaceIndex"),
      Criterion(invocation, "InterfaceAlias"), Criterion(invocation, "State"), Criterion(invocation, "AddressFamily"),
    ]
    if isQuery { criteria.append(Criterion(invocation, "LinkLayerAddress")) }
    if let interface = invocation.bound["AssociatedIPInterface"]?.reference(as: PropertyBag.self) {
      criteria += [
        Criterion("InterfaceIndex", [interface["InterfaceIndex"] ?? .null]),
        Criterion("AddressFamily", [interface["AddressFamily"] ?? .null]),
      ]
    }
    let all = try NetworkFailure.requesting(.neighbor) { try state.client.neighbours() }
    return try Selection.select(all.map { try make($0, state) }, criteria, .neighbor, invocation)
  }

  private static func target(_ neighbour: Neighbour) -> String {
    "NetNeighbor -IPAddress \(neighbour.address) -InterfaceIndex \(neighbour.interface) -Store Active"
  }

  static func new(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      do {
        try PolicyStore.check(invocation)
        let state = try NetworkState(environment)
        let adapter = try state.adapter(of: invocation)
        let text = invocation.bound.string("IPAddress") ?? ""
        guard let address = IPAddress(text), !address.isAny else {
          throw invalid("IPAddress", text, "it is no IP address")
        }
        if let wanted = invocation.bound.enumeration("State"), wanted.rawValue != 6 {
          throw invalid("State", wanted.text, "an entry that is made is Permanent")
        }
        let neighbour = Neighbour(
          interface: adapter.index, address: address, linkAddress: try linkAddress(invocation) ?? [])
        guard !neighbour.linkAddress.isEmpty else {
          throw invalid("LinkLayerAddress", "", "a permanent entry needs one, such as 00-15-5D-00-04-11")
        }
        guard try invocation.shouldProcess(target(neighbour), "Create") else { return }
        try NetworkFailure.requesting(.neighbor) { try state.client.addNeighbour(neighbour) }
        try invocation.writeOutput(.object(make(neighbour, state)))
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private static func linkAddress(_ invocation: Invocation) throws -> [UInt8]? {
    guard let text = invocation.bound.string("LinkLayerAddress") else { return nil }
    guard let address = MACAddress(text) else { throw invalid("LinkLayerAddress", text, "it is no MAC address") }
    return address.octets
  }

  private static func invalid(_ parameter: String, _ text: String, _ why: String) -> PowerShellError {
    NetworkFailure.argument("Invalid parameter \(parameter) '\(text)': \(why).", target: CimClass.neighbor.target)
  }

  private static func neighbour(_ object: PropertyBag) throws -> Neighbour {
    guard let address = object.text("IPAddress").flatMap({ IPAddress($0) }),
      let index = object.integer("InterfaceIndex")
    else { throw NetworkFailure.argument("The object has no neighbor.", target: CimClass.neighbor.target) }
    return Neighbour(interface: index, address: address)
  }

  static func set(_ environment: NetworkEnvironment) -> any Cmdlet {
    change(environment, isQuery: false, "Modify") { neighbour, invocation, client in
      guard let address = try linkAddress(invocation) else { return }
      var changed = neighbour
      changed.linkAddress = address
      try client.replaceNeighbour(changed)
    }
  }

  static func remove(_ environment: NetworkEnvironment) -> any Cmdlet {
    change(environment, isQuery: true, "Remove") { neighbour, _, client in try client.deleteNeighbour(neighbour) }
  }

  private static func change(
    _ environment: NetworkEnvironment, isQuery: Bool, _ verb: String,
    _ body: @escaping @Sendable (Neighbour, Invocation, NetlinkClient) throws -> Void
  ) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      for object in try select(invocation, state, isQuery: isQuery) {
        do {
          let neighbour = try neighbour(object)
          guard try invocation.shouldProcess(target(neighbour), verb) else { continue }
          try NetworkFailure.requesting(.neighbor) { try body(neighbour, invocation, state.client) }
          guard invocation.bound.isSet("PassThru") else { continue }
          let now = try state.client.neighbours().first {
            $0.interface == neighbour.interface && $0.address.bytes == neighbour.address.bytes
          }
          try invocation.writeOutput(.object(now.map { try make($0, state) } ?? object))
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }
}
