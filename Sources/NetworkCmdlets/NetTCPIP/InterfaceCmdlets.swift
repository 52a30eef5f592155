internal import Netlink
internal import PowerShell

/// Get- and Set-NetIPInterface.
enum InterfaceCmdlets {
  static func select(_ invocation: Invocation, _ state: NetworkState, isQuery: Bool) throws -> [PropertyBag] {
    if let objects = invocation.bound.elements("InputObject") {
      return objects.compactMap { $0.reference(as: PropertyBag.self) }
    }
    try PolicyStore.check(invocation)
    var criteria: [Criterion?] = [
      Criterion(invocation, "InterfaceIndex"), Criterion(invocation, "InterfaceAlias"),
      Criterion(invocation, "AddressFamily"),
    ]
    if isQuery {
      criteria += ["Forwarding", "NlMtuBytes", "InterfaceMetric", "Dhcp", "ConnectionState", "AutomaticMetric"].map {
        Criterion(invocation, $0)
      }
    }
    for name in ["AssociatedRoute", "AssociatedIPAddress", "AssociatedNeighbor", "AssociatedAdapter"] {
      guard let object = invocation.bound[name]?.reference(as: PropertyBag.self) else { continue }
      criteria.append(Criterion("InterfaceIndex", [object["InterfaceIndex"] ?? .null]))
      if let family = object["AddressFamily"] { criteria.append(Criterion("AddressFamily", [family])) }
    }
    return try Selection.select(InterfaceObject.all(state), criteria, .interface, invocation)
  }

  static func set(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      for object in try select(invocation, state, isQuery: false) {
        do {
          guard let index = object.integer("InterfaceIndex"), let adapter = try state.adapter(index: index) else {
            throw NetworkFailure.notFound(.interface, "InterfaceIndex", object["InterfaceIndex"] ?? .null)
          }
          let family: IPAddress.Family = object["AddressFamily"]?.integerValue == 23 ? .v6 : .v4
          let target =
            "NetIPInterface -\(family == .v4 ? "IPv4" : "IPv6") -InterfaceIndex \(index) -Store Active"
          guard try invocation.shouldProcess(target, "Modify") else { continue }
          try NetworkFailure.requesting(.interface) { try change(adapter, family, invocation, state) }
          state.forget()
          if invocation.bound.isSet("PassThru"), let now = try state.adapter(index: index),
            let object = InterfaceObject.make(now, family, state)
          {
            try invocation.writeOutput(.object(object))
          }
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }

  private static func change(
    _ adapter: Adapter, _ family: IPAddress.Family, _ invocation: Invocation, _ state: NetworkState
  ) throws {
    let bound = invocation.bound
    let switches = KernelSwitches(adapter.interface, family, state.environment)
    if let mtu = bound.integer("NlMtuBytes") {
      let least: Int64 = family == .v4 ? 576 : 1280
      guard least...65_535 ~= mtu else {
        throw NetworkFailure.argument(
          "Invalid parameter NlMtuBytes '\(mtu)': it is not within \(least) to 65535.",
          target: CimClass.interface.target)
      }
      // IPv6 may have less than the link carries, IPv4 has what the link has.
      if family == .v6, Int(mtu) <= adapter.link.mtu {
        try switches.set("mtu", Int(mtu))
      } else {
        try state.client.setLink(adapter.index, .mtu(Int(mtu)))
      }
    }
    if let forwarding = bound.enumeration("Forwarding") { try switches.set("forwarding", Int(forwarding.rawValue)) }
    if let metric = bound.integer("InterfaceMetric") {
      guard 0...Int64(InterfaceMetric.limit) ~= metric else {
        throw NetworkFailure.argument(
          "Invalid parameter InterfaceMetric '\(metric)': it is not within 0 to \(InterfaceMetric.limit).",
          target: CimClass.interface.target)
      }
      try setMetric(adapter, family, Int(metric), state)
    } else if let automatic = bound.enumeration("AutomaticMetric") {
      try setMetric(
        adapter, family, automatic.rawValue == 1 ? nil : state.metric(adapter.interface, family).value, state)
    }
    if let dhcp = bound.enumeration("Dhcp") {
      // Linux has no DHCPv6 of its own: IPv6 is left out where both families are meant, and refused where it was named.
      if family == .v4 {
        try setDHCP(adapter, dhcp.rawValue == 1, state)
      } else if bound.integers("AddressFamily")?.contains(23) ?? false {
        throw NetworkFailure.parameter("Dhcp", "Set-NetIPInterface", "only IPv4 has it.")
      }
    }
  }

  /// The routes of the interface move by the difference.
  static func setMetric(
    _ adapter: Adapter, _ family: IPAddress.Family, _ value: Int?, _ state: NetworkState
  ) throws {
    let metric = state.metric(adapter.interface, family)
    let (old, new) = (metric.value, value ?? 0)
    for route in try state.client.routes()
    where route.interface == adapter.index && route.destination.address.family == family && route.origin != 2
      && route.kind == 1 && old != new
    {
      var moved = route
      moved.metric = UInt32(clamping: max(0, Int(route.metric) - old) + new)
      // The new one first, so that there is always a way.
      try state.client.addRoute(moved)
      try state.client.deleteRoute(route)
    }
    try metric.set(value)
  }

  private static func setDHCP(_ adapter: Adapter, _ isEnabled: Bool, _ state: NetworkState) throws {
    let interface = state.dhcp.interface(for: adapter, among: try state.adapters()) ?? adapter.interface
    if isEnabled { return try state.dhcp.enable(interface) }
    let leased = try state.addresses().first {
      $0.interface == adapter.index && $0.address.family == .v4 && $0.isDynamic
    }
    if let leased, !state.dhcp.isOurs {
      throw PowerShellError(
        "DHCP cannot be disabled on '\(adapter.name)': the address \(leased.address) is of another program of this "
          + "machine. Disable it where the machine's network is configured.", id: "DhcpNotAvailable",
        category: .invalidOperation, exceptionType: NetworkFailure.cimException, target: CimClass.interface.target)
    }
    try state.dhcp.disable(interface)
  }
}
