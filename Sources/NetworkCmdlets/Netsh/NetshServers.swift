internal import Netlink
internal import PowerShell

/// `netsh interface ip add|set|delete dnsservers`.
struct NetshServers {
  let state: NetworkState

  init(_ state: NetworkState) { self.state = state }

  func run(_ syntax: NetshSyntax, _ warn: (String) throws -> Void) throws {
    let adapter = try Netsh.adapter(syntax["name"], state)
    let resolver = ResolverConfiguration(state.environment)
    let old = resolver.servers(state.resolverInterface(adapter))
    switch syntax.command.verb {
    case "add":
      let address = try Netsh.address(syntax["address"] ?? "")
      guard !old.contains(address) else { throw NetshSyntax.Failure(text: "The object already exists.") }
      let place = try syntax["index"].map { try Netsh.number($0, "index", 1...ResolverConfiguration.serverLimit) }
      var new = fresh(old, resolver, adapter)
      new.insert(address, at: min(new.count, (place ?? .max) - 1))
      try resolver.set(state.resolverInterface(adapter), new)
    case "delete":
      guard let text = syntax["address"], !text.isSameName(as: "all") else {
        return try resolver.set(state.resolverInterface(adapter), old.filter { $0.family == .v6 })
      }
      let address = try Netsh.address(text)
      guard old.contains(address) else { throw NetshSyntax.Failure(text: "Element not found.") }
      try resolver.set(state.resolverInterface(adapter), old.filter { $0 != address })
    default: try set(syntax, adapter, resolver, old, warn)
    }
  }

  private func set(
    _ syntax: NetshSyntax, _ adapter: Adapter, _ resolver: ResolverConfiguration, _ old: [IPAddress],
    _ warn: (String) throws -> Void
  ) throws {
    switch NetshSyntax.match(syntax["source"] ?? "", ["dhcp", "static"]) {
    case "dhcp"?:
      let interface = state.resolverInterface(adapter)
      try resolver.reset(interface, lease: state.dhcp.lease(interface))
    case "static"?:
      let text = syntax["address"] ?? "none"
      let new = text.isSameName(as: "none") ? [] : [try Netsh.address(text)]
      if let register = syntax["register"], !register.isSameName(as: "none") {
        try warn("register=\(register) has no effect: this system registers no names with DNS servers.")
      }
      try resolver.set(state.resolverInterface(adapter), new + old.filter { $0.family == .v6 })
    default:
      throw NetshSyntax.Failure(
        text: "\(syntax["source"] ?? "") is not an acceptable value for source.\nThe parameter is incorrect.")
    }
  }

  /// What a lease brought is no list that a server is added to: on Windows a static list takes its place.
  private func fresh(_ old: [IPAddress], _ resolver: ResolverConfiguration, _ adapter: Adapter) -> [IPAddress] {
    guard resolver.hasParts, !resolver.isStatic(state.resolverInterface(adapter)),
      let lease = state.dhcp.lease(state.resolverInterface(adapter))
    else {
      return old
    }
    let leased = (lease["dns"] ?? "").split(separator: " ").compactMap { IPAddress($0) }
    return old.filter { !leased.contains($0) }
  }
}
