internal import Netlink
internal import PowerShell

/// Get-NetIPConfiguration: what an interface has of everything, as one object.
enum IPConfiguration {
  static let typeName = "NetIPConfiguration"

  static func cmdlet(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      do {
        let state = try NetworkState(environment)
        for adapter in try adapters(invocation, state) {
          try invocation.writeOutput(
            .object(make(adapter, state, isDetailed: invocation.bound.isSet("Detailed"))))
        }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private static func adapters(_ invocation: Invocation, _ state: NetworkState) throws -> [Adapter] {
    if invocation.bound.contains("InterfaceIndex") { return [try state.adapter(of: invocation)] }
    if let alias = invocation.bound.string("InterfaceAlias") {
      let pattern = try Wildcard(alias)
      let found = try state.adapters().filter { pattern.matches($0.name) }
      guard found.isEmpty, !Wildcard.isPattern(alias) else { return found }
      return [try state.adapter(of: invocation)]
    }
    // Without -All: adapters that are on and connected are what Windows shows first; it shows all that are there.
    return try state.adapters().filter {
      invocation.bound.isSet("All") || !$0.link.isLoopback && !$0.isHidden && $0.link.master == nil
    }
  }

  static func make(_ adapter: Adapter, _ state: NetworkState, isDetailed: Bool) throws -> PropertyBag {
    let addresses = try state.addresses().filter { $0.interface == adapter.index }
    func objects(_ include: (InterfaceAddress) -> Bool) throws -> Value {
      .array(try addresses.filter(include).map { .object(try AddressObject.make($0, state)) })
    }
    func gateways(_ family: IPAddress.Family) throws -> Value {
      let routes = try state.routes().filter {
        $0.interface == adapter.index && $0.destination.length == 0 && $0.destination.address.family == family
          && $0.gateway != nil
      }.sorted { $0.metric < $1.metric }
      return routes.isEmpty ? .null : .array(try routes.map { .object(try RouteObject.make($0, state)) })
    }
    let resolver = ResolverConfiguration(state.environment)
    let servers = [IPAddress.Family.v6, .v4].map { family in
      Value.object(ServerCmdlets.make(adapter, family, resolver.servers(state.resolverInterface(adapter))))
    }
    let bag = PropertyBag([
      "ComputerName": .string(SystemFacts.machineName()), "InterfaceAlias": .string(adapter.name),
      "InterfaceIndex": .count(adapter.index), "InterfaceDescription": .string(adapter.description),
      "CompartmentId": .count(1), "NetAdapter": .object(AdapterObject.make(adapter)),
      "NetIPv6Interface": InterfaceObject.make(adapter, .v6, state).map { .object($0) } ?? .null,
      "NetIPv4Interface": InterfaceObject.make(adapter, .v4, state).map { .object($0) } ?? .null,
      "AllIPAddresses": try objects { _ in true },
      "IPv6Address": try objects { $0.address.family == .v6 && !$0.address.isLinkLocal && !$0.isTemporary },
      "IPv6TemporaryAddress": try objects { $0.address.family == .v6 && !$0.address.isLinkLocal && $0.isTemporary },
      "IPv6LinkLocalAddress": try objects { $0.address.family == .v6 && $0.address.isLinkLocal },
      "IPv4Address": try objects { $0.address.family == .v4 }, "IPv6DefaultGateway": try gateways(.v6),
      "IPv4DefaultGateway": try gateways(.v4), "DNSServer": .array(servers), "Detailed": .boolean(isDetailed),
    ])
    bag.addedMembers().typeNames = [typeName]
    return bag
  }
}
