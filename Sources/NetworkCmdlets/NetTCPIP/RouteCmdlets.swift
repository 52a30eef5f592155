internal import Glibc
internal import Netlink
internal import PowerShell

/// Get-, New-, Set-, Remove- and Find-NetRoute.
enum RouteCmdlets {
  static func select(_ invocation: Invocation, _ state: NetworkState, isQuery: Bool) throws -> [PropertyBag] {
    if let objects = invocation.bound.elements("InputObject") {
      return objects.compactMap { $0.reference(as: PropertyBag.self) }
    }
    try PolicyStore.check(invocation)
    var criteria: [Criterion?] = [
      Criterion(invocation, "DestinationPrefix"), Criterion(invocation, "InterfaceIndex"),
      Criterion(invocation, "InterfaceAlias"), Criterion(invocation, "NextHop"),
      Criterion(invocation, "AddressFamily"), Criterion(invocation, "Protocol"),
    ]
    if isQuery {
      criteria += [
        "Publish", "RouteMetric", "CompartmentId", "ValidLifetime", "PreferredLifetime", "State", "InterfaceMetric",
      ].map { Criterion(invocation, $0) }
    }
    if let interface = invocation.bound["AssociatedIPInterface"]?.reference(as: PropertyBag.self) {
      criteria += [
        Criterion("InterfaceIndex", [interface["InterfaceIndex"] ?? .null]),
        Criterion("AddressFamily", [interface["AddressFamily"] ?? .null]),
      ]
    }
    let objects = try state.routes().map { try RouteObject.make($0, state) }
    return try Selection.select(objects, criteria, .route, invocation)
  }

  private static func target(_ route: Route) -> String {
    "NetRoute -DestinationPrefix \(route.destination) -InterfaceIndex \(route.interface ?? 0) -NextHop "
      + "\(route.gateway ?? .any(route.destination.address.family)) -Store Active"
  }

  static func new(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      do {
        let state = try NetworkState(environment)
        let route = try wanted(invocation, state)
        guard try invocation.shouldProcess(target(route), "Create") else { return }
        try NetworkFailure.requesting(.route) { try state.client.addRoute(route) }
        state.forget()
        let made = try state.routes().first {
          $0.destination == route.destination && $0.interface == route.interface && $0.gateway == route.gateway
            && $0.metric == route.metric
        }
        if let made { try invocation.writeOutput(.object(RouteObject.make(made, state))) }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private static func wanted(_ invocation: Invocation, _ state: NetworkState) throws -> Route {
    try PolicyStore.check(invocation)
    let adapter = try state.adapter(of: invocation)
    let text = invocation.bound.string("DestinationPrefix") ?? ""
    guard let prefix = IPPrefix(text) ?? IPAddress(text).flatMap({ IPPrefix($0, $0.family.bits) }) else {
      throw invalid("DestinationPrefix", text, "it is no prefix such as 192.168.100.0/24")
    }
    guard prefix == prefix.network else {
      throw invalid("DestinationPrefix", text, "it has bits beyond its length; \(prefix.network) has not")
    }
    let family = prefix.address.family
    if let wanted = invocation.bound.enumeration("AddressFamily"), (wanted.rawValue == 2) != (family == .v4) {
      throw invalid("AddressFamily", wanted.text, "\(prefix) is of the other family")
    }
    var gateway: IPAddress?
    if let hop = invocation.bound.string("NextHop") {
      guard let address = IPAddress(hop), address.family == family else {
        throw invalid("NextHop", hop, "it is no IP address of the family of \(prefix)")
      }
      gateway = address.isAny ? nil : address
    }
    var origin: UInt8 = 4
    if let wanted = invocation.bound.enumeration("Protocol") {
      guard let number = RouteObject.origin(wanted.rawValue) else {
        throw invalid("Protocol", wanted.text, "Linux has nothing for it")
      }
      origin = number
    }
    // 256 is Windows' own.
    let metric = invocation.bound.integer("RouteMetric") ?? 256
    let base = state.metric(adapter.interface, family).value
    return Route(
      destination: prefix, gateway: gateway, interface: adapter.index, metric: UInt32(clamping: Int(metric) + base),
      origin: origin)
  }

  private static func invalid(_ parameter: String, _ text: String, _ why: String) -> PowerShellError {
    NetworkFailure.argument("Invalid parameter \(parameter) '\(text)': \(why).", target: CimClass.route.target)
  }

  static func set(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      for object in try select(invocation, state, isQuery: false) {
        do {
          let old = try RouteObject.route(object, state)
          var new = old
          if let metric = invocation.bound.integer("RouteMetric") {
            new.metric = UInt32(clamping: Int(metric) + (object.integer("InterfaceMetric") ?? 0))
          }
          guard try invocation.shouldProcess(target(old), "Modify") else { continue }
          if new.metric != old.metric {
            try NetworkFailure.requesting(.route) {
              try state.client.addRoute(new)
              try state.client.deleteRoute(old)
            }
          }
          state.forget()
          if invocation.bound.isSet("PassThru") { try invocation.writeOutput(.object(RouteObject.make(new, state))) }
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }

  static func remove(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      for object in try select(invocation, state, isQuery: true) {
        do {
          let route = try RouteObject.route(object, state)
          guard try invocation.shouldProcess(target(route), "Remove") else { continue }
          try NetworkFailure.requesting(.route) {
            // The one that another route's removal took along is gone, too.
            do { try state.client.deleteRoute(route) } catch let error as NetlinkError where error.number == ESRCH {}
          }
          if invocation.bound.isSet("PassThru") { try invocation.writeOutput(.object(object)) }
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }

  /// The address that packets would have, and the route that they would take.
  static func find(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      do {
        let state = try NetworkState(environment)
        func address(_ parameter: String) throws -> IPAddress? {
          guard let text = invocation.bound.string(parameter) else { return nil }
          guard let address = IPAddress(text) else { throw invalid(parameter, text, "it is no IP address") }
          return address
        }
        guard let remote = try address("RemoteIPAddress") else { return }
        let local = try address("LocalIPAddress")
        let interface = invocation.bound.integer("InterfaceIndex").map { Int($0) }
        let way: Route?
        do {
          way = try state.client.findRoute(to: remote, from: local, interface: interface)
        } catch let error as NetlinkError where [ENETUNREACH, EHOSTUNREACH].contains(error.number) {
          throw PowerShellError(
            "The network location cannot be reached: there is no route to \(remote).", id: "Windows System Error 1231",
            category: .notSpecified, exceptionType: NetworkFailure.cimException, target: CimClass.route.target)
        } catch let error as NetlinkError {
          throw NetworkFailure.kernel(error, .route)
        }
        guard let way else { return }
        if let source = way.source ?? local,
          let own = try state.addresses().first(where: { $0.address.bytes == source.bytes })
        {
          try invocation.writeOutput(.object(AddressObject.make(own, state)))
        }
        // The entry of the table that the way is of: the longest prefix, then the smallest metric.
        let entry = try state.routes().filter { $0.interface == way.interface && $0.destination.contains(remote) }
          .min { ($1.destination.length, $0.metric) < ($0.destination.length, $1.metric) }
        try invocation.writeOutput(.object(RouteObject.make(entry ?? way, state)))
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }
}
