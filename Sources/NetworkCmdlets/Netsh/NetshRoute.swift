internal import Netlink
internal import PowerShell

/// `netsh interface ip add|set|delete route`.
struct NetshRoute {
  let state: NetworkState

  init(_ state: NetworkState) { self.state = state }

  func run(_ syntax: NetshSyntax) throws {
    let text = syntax["prefix"] ?? ""
    guard let prefix = IPPrefix(text), prefix.address.family == .v4, prefix == prefix.network else {
      throw NetshSyntax.Failure(text: "Invalid prefix parameter (\(text)). It should be a valid IPv4 prefix.")
    }
    let adapter = try Netsh.adapter(syntax["interface"], state)
    let hop = try syntax["nexthop"].map { try Netsh.address($0, "nexthop") }
    let gateway = hop.flatMap { $0.isAny ? nil : $0 }
    let base = state.metric(adapter.interface, .v4).value
    let metric = try syntax["metric"].map { try Netsh.number($0, "metric", 0...9999) }
    let present = try state.routes().filter {
      $0.destination == prefix && $0.interface == adapter.index && (hop == nil || $0.gateway == gateway)
    }
    if syntax.command.verb == "add" {
      guard !present.contains(where: { $0.gateway == gateway }) else {
        throw NetshSyntax.Failure(text: "The object already exists.")
      }
      // netsh's own metric is 256, as New-NetRoute's is.
      let route = Route(
        destination: prefix, gateway: gateway, interface: adapter.index,
        metric: UInt32(clamping: (metric ?? 256) + base))
      return try NetworkFailure.requesting(.route) { try state.client.addRoute(route) }
    }
    guard !present.isEmpty else { throw NetshSyntax.Failure(text: "Element not found.") }
    try NetworkFailure.requesting(.route) {
      for route in present {
        if syntax.command.verb == "set" {
          guard let metric, route.metric != UInt32(metric + base) else { continue }
          var new = route
          new.metric = UInt32(metric + base)
          try state.client.addRoute(new)
        }
        try state.client.deleteRoute(route)
      }
    }
  }
}
