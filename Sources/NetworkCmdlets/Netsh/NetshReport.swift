internal import Netlink
internal import PowerShell

/// `netsh interface ip show …`, in netsh's own layout.
struct NetshReport {
  let state: NetworkState

  init(_ state: NetworkState) { self.state = state }

  func lines(_ syntax: NetshSyntax) throws -> [String] {
    switch syntax.command.object {
    case "route": return try routes()
    case "interfaces": return try interfaces(syntax["interface"])
    default: break
    }
    let wanted = try syntax["name"].map { [try Netsh.adapter($0, state)] }
    let adapters = try wanted ?? state.adapters().filter { !$0.isHidden || $0.link.isLoopback }
    return try adapters.flatMap { adapter in
      var lines = ["", "Configuration for interface \"\(adapter.name)\""]
      if syntax.command.object != "dnsservers" { lines += try addresses(adapter) }
      if syntax.command.object != "addresses" { lines += servers(adapter) }
      return lines
    } + [""]
  }

  private func line(_ label: String, _ value: String) -> String {
    "    " + label + String(repeating: " ", count: max(1, 38 - label.count)) + value
  }

  private func addresses(_ adapter: Adapter) throws -> [String] {
    let own = try state.addresses().filter { $0.interface == adapter.index && $0.address.family == .v4 }
    let leased = try own.contains { try AddressObject.isFromDHCP($0, state) }
    var lines = [line("DHCP enabled:", leased ? "Yes" : "No")]
    for address in own {
      let mask = (IPAddress([255, 255, 255, 255]) ?? .anyV4).network(address.prefixLength)
      lines.append(line("IP Address:", "\(address.address)"))
      lines.append(
        line(
          "Subnet Prefix:", "\(address.address.network(address.prefixLength))/\(address.prefixLength) (mask \(mask))"))
    }
    let base = state.metric(adapter.interface, .v4).value
    for route in try state.routes()
    where route.interface == adapter.index && route.destination.length == 0 && route.destination.address.family == .v4 {
      guard let gateway = route.gateway else { continue }
      lines.append(line("Default Gateway:", "\(gateway)"))
      lines.append(line("Gateway Metric:", String(max(0, Int(route.metric) - base))))
    }
    return lines + [line("InterfaceMetric:", String(base))]
  }

  private func servers(_ adapter: Adapter) -> [String] {
    let resolver = ResolverConfiguration(state.environment)
    let own =
      adapter.link.isLoopback ? [] : resolver.servers(state.resolverInterface(adapter)).filter { $0.family == .v4 }
    let isLeased =
      resolver.hasParts && !resolver.isStatic(state.resolverInterface(adapter))
      && state.dhcp.lease(state.resolverInterface(adapter)) != nil
    let label = isLeased ? "DNS servers configured through DHCP:" : "Statically Configured DNS Servers:"
    var lines = [line(label, own.first.map { "\($0)" } ?? "None")]
    for server in own.dropFirst() { lines.append(line("", "\(server)")) }
    return lines + [line("Register with which suffix:", "None")]
  }

  private func column(_ text: String, _ width: Int, right: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return right ? blanks + text : text + blanks
  }

  private func routes() throws -> [String] {
    let rows = try state.routes().filter { $0.destination.address.family == .v4 }.map { route in
      let name = try state.name(of: route.interface ?? 0)
      return [
        column("No", 9), column(route.origin == 2 ? "System" : "Manual", 10),
        column(String(route.metric), 5), column("\(route.destination)", 24),
        column(String(route.interface ?? 0), 5, right: true), "  ", route.gateway.map { "\($0)" } ?? name,
      ].joined()
    }
    return [
      "", "Publish  Type      Met  Prefix                    Idx  Gateway/Interface Name",
      "-------  --------  ---  ------------------------  ---  ------------------------",
    ] + rows + [""]
  }

  private func interfaces(_ name: String?) throws -> [String] {
    let adapters = try name.map { [try Netsh.adapter($0, state)] } ?? state.adapters()
    let rows = adapters.map { adapter in
      let isConnected = adapter.status == .up || adapter.link.isLoopback
      return [
        column(String(adapter.index), 3, right: true),
        column(String(state.metric(adapter.interface, .v4).value), 12, right: true),
        column(String(adapter.link.mtu), 12, right: true), "  ", column(isConnected ? "connected" : "disconnected", 14),
        adapter.name,
      ].joined()
    }
    return [
      "", "Idx     Met         MTU          State                Name",
      "---  ----------  ----------  ------------  ---------------------------",
    ] + rows + [""]
  }
}
