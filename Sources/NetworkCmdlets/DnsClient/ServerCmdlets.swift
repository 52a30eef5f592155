internal import Netlink
internal import PowerShell

/// Get- and Set-DnsClientServerAddress, Get-DnsClient, Clear-DnsClientCache.
enum ServerCmdlets {
  /// MSFT_DNSClientServerAddress: the servers of one family.
  static func make(_ adapter: Adapter, _ family: IPAddress.Family, _ servers: [IPAddress]) -> PropertyBag {
    let own = servers.filter { $0.family == family }.map(\.description)
    let object = CimClass.servers.make([
      "InterfaceAlias": .string(adapter.name), "InterfaceIndex": .uint32(adapter.index),
      // Not the enumeration of addresses: this class has plain numbers.
      "AddressFamily": .uint16(family == .v4 ? 2 : 23), "ServerAddresses": .strings(own), "Address": .strings(own),
      "ElementName": .string(adapter.name),
    ])
    return object
  }

  private static func adapters(_ invocation: Invocation, _ state: NetworkState) throws -> [Adapter] {
    if let objects = invocation.bound.elements("InputObject") {
      var seen: Set<Int> = []
      return try objects.compactMap { object in
        guard let index = object.reference(as: PropertyBag.self)?.integer("InterfaceIndex"), seen.insert(index).inserted
        else { return nil }
        return try state.adapter(index: index)
      }
    }
    let all = try state.adapters()
    let objects = all.map { adapter in
      CimClass.servers.make([
        "InterfaceAlias": .string(adapter.name), "InterfaceIndex": .uint32(adapter.index),
      ])
    }
    let found = try Selection.select(
      objects, [Criterion(invocation, "InterfaceAlias"), Criterion(invocation, "InterfaceIndex")], .servers, invocation)
    let indexes = Set(found.compactMap { $0.integer("InterfaceIndex") })
    return all.filter { indexes.contains($0.index) }
  }

  static func get(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      let families = invocation.bound.integers("AddressFamily") ?? [2, 23]
      let resolver = ResolverConfiguration(environment)
      for adapter in try adapters(invocation, state) {
        let servers = adapter.link.isLoopback ? [] : resolver.servers(state.resolverInterface(adapter))
        for family in [IPAddress.Family.v4, .v6] where families.contains(family == .v4 ? 2 : 23) {
          try invocation.writeOutput(.object(make(adapter, family, servers)))
        }
      }
    }
  }

  static func set(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      let servers = try (invocation.bound.strings("ServerAddresses") ?? []).flatMap { text in
        try text.split(separator: ",").map { part in
          let text = part.trimmingPrefix { $0 == " " }
          guard let address = IPAddress(text), !address.isAny, !address.isMulticast else {
            throw NetworkFailure.argument(
              "Invalid parameter ServerAddresses '\(text)': it is no IP address of a DNS server.",
              target: CimClass.servers.target)
          }
          return address
        }
      }
      let resets = invocation.bound.isSet("ResetServerAddresses")
      guard resets != !servers.isEmpty else {
        throw NetworkFailure.argument(
          "Give either -ServerAddresses or -ResetServerAddresses.", target: CimClass.servers.target)
      }
      for adapter in try adapters(invocation, state) {
        do {
          let target = "DNSClientServerAddress -InterfaceIndex \(adapter.index)"
          guard try invocation.shouldProcess(target, resets ? "Reset" : "Modify") else { continue }
          let resolver = ResolverConfiguration(environment)
          if resets {
            let interface = state.resolverInterface(adapter)
            try resolver.reset(interface, lease: state.dhcp.lease(interface))
          } else {
            try resolver.set(
              state.resolverInterface(adapter), merged(resolver.servers(state.resolverInterface(adapter)), servers))
          }
          guard invocation.bound.isSet("PassThru") else { continue }
          for family in [IPAddress.Family.v4, .v6] {
            try invocation.writeOutput(
              .object(make(adapter, family, resolver.servers(state.resolverInterface(adapter)))))
          }
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }

  /// The new ones, and those of a family that none of them is of.
  static func merged(_ old: [IPAddress], _ new: [IPAddress]) -> [IPAddress] {
    let families = Set(new.map(\.family))
    return new + old.filter { !families.contains($0.family) }
  }

  static func client(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      let suffixes = ResolverConfiguration(environment).suffixes()
      let objects = try state.adapters().map { adapter in
        CimClass.client.make([
          "InterfaceAlias": .string(adapter.name), "InterfaceIndex": .uint32(adapter.index),
          "ConnectionSpecificSuffix": .string(adapter.link.isLoopback ? "" : suffixes.first ?? ""),
          "ConnectionSpecificSuffixSearchList": .strings(adapter.link.isLoopback ? [] : suffixes),
          // Linux registers nothing with a DNS server.
          "RegisterThisConnectionsAddress": false, "UseSuffixWhenRegistering": false,
        ])
      }
      let found = try Selection.select(
        objects,
        [
          Criterion(invocation, "InterfaceAlias"), Criterion(invocation, "InterfaceIndex"),
          Criterion(invocation, "ConnectionSpecificSuffix"), Criterion(invocation, "RegisterThisConnectionsAddress"),
          Criterion(invocation, "UseSuffixWhenRegistering"),
        ], .client, invocation)
      try invocation.writeOutput(found.map { .object($0) })
    }
  }

  static func clearCache() -> any Cmdlet {
    ClosureCmdlet { invocation in
      guard try invocation.shouldProcess("DNS client cache", "Clear") else { return }
      try invocation.writeVerbose("This machine's resolver keeps no answers, so there is nothing to clear.")
    }
  }
}
