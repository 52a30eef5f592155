internal import Ethernet
internal import Netlink
internal import PowerShell

/// `netsh interface ip add|set|delete address`.
struct NetshAddress {
  let state: NetworkState

  init(_ state: NetworkState) { self.state = state }

  func run(_ syntax: NetshSyntax, _ warn: (String) throws -> Void) throws {
    let adapter = try Netsh.adapter(syntax["name"], state)
    switch syntax.command.verb {
    case "add": try add(syntax, adapter, warn)
    case "delete": try delete(syntax, adapter)
    default: try set(syntax, adapter, warn)
    }
  }

  private func add(_ syntax: NetshSyntax, _ adapter: Adapter, _ warn: (String) throws -> Void) throws {
    let address = try address(syntax, adapter)
    try AddressChange(state).add(address, gateway: try gateway(syntax, address), to: adapter, warn: warn)
  }

  /// One static address in place of those that there are, or DHCP.
  private func set(_ syntax: NetshSyntax, _ adapter: Adapter, _ warn: (String) throws -> Void) throws {
    let source = syntax["source"].flatMap { NetshSyntax.match($0, ["dhcp", "static"]) }
    if source == "dhcp" {
      guard syntax["address"] == nil else {
        throw NetshSyntax.Failure(
          text: "The syntax supplied for this command is not valid. Check help for the correct syntax.")
      }
      return try state.dhcp.enable(
        try state.dhcp.interface(for: adapter, among: state.adapters()) ?? adapter.interface)
    }
    guard source == "static" || syntax["source"] == nil else {
      throw NetshSyntax.Failure(
        text: "\(syntax["source"] ?? "") is not an acceptable value for source.\nThe parameter is incorrect.")
    }
    let new = try address(syntax, adapter)
    let way = try gateway(syntax, new)
    let old = try state.addresses().filter {
      $0.interface == adapter.index && $0.address.family == .v4
    }
    let routes = try state.routes().filter {
      $0.interface == adapter.index && $0.destination.length == 0 && $0.destination.address.family == .v4
    }
    try NetworkFailure.requesting(.address) {
      for route in routes { try? state.client.deleteRoute(route) }
      for address in old { try? state.client.deleteAddress(address) }
    }
    state.forget()
    try AddressChange(state).add(new, gateway: way, to: adapter, warn: warn)
  }

  private func delete(_ syntax: NetshSyntax, _ adapter: Adapter) throws {
    guard let text = syntax["address"] ?? syntax["gateway"] else {
      throw NetshSyntax.Failure(
        text: "One or more essential parameters were not entered.\nVerify the required parameters, and reenter them.")
    }
    if let gateway = syntax["gateway"] {
      let wanted = gateway.isSameName(as: "all") ? nil : try Netsh.address(gateway, "gateway")
      let routes = try state.routes().filter {
        $0.interface == adapter.index && $0.destination.length == 0 && $0.destination.address.family == .v4
          && (wanted == nil || $0.gateway == wanted)
      }
      guard !routes.isEmpty || wanted == nil else { throw NetshSyntax.Failure(text: "Element not found.") }
      try NetworkFailure.requesting(.route) { for route in routes { try state.client.deleteRoute(route) } }
    }
    guard syntax["address"] != nil else { return }
    let address = try Netsh.address(text)
    guard let old = try state.addresses().first(where: { $0.interface == adapter.index && $0.address == address })
    else {
      throw NetshSyntax.Failure(text: "Element not found.")
    }
    try NetworkFailure.requesting(.address) { try state.client.deleteAddress(old) }
  }

  /// `10.0.0.1/24`, or an address with a mask; without either, the mask that the class of the address has.
  private func address(_ syntax: NetshSyntax, _ adapter: Adapter) throws -> InterfaceAddress {
    let text = syntax["address"] ?? ""
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let address = try Netsh.address(String(parts.first ?? ""))
    var length = address.bytes[0] < 128 ? 8 : address.bytes[0] < 192 ? 16 : 24
    if parts.count == 2 { length = try Netsh.number(String(parts[1]), "address", 1...32) }
    if let mask = syntax["mask"] {
      guard let bits = IPv4Address(mask)?.rawValue, let found = Self.length(of: bits), found > 0 else {
        throw NetshSyntax.Failure(text: "Invalid mask parameter (\(mask)). It should be a valid IPv4 address mask.")
      }
      length = found
    }
    guard !address.isAny, !address.isMulticast,
      length > 30 || address != address.network(length) && address != address.broadcast(length)
    else { throw NetshSyntax.Failure(text: "Invalid address parameter (\(text)). It should be a valid IPv4 address.") }
    return InterfaceAddress(interface: adapter.index, address: address, prefixLength: length)
  }

  /// The ones of a mask, where no zero is before them.
  private static func length(of mask: UInt32) -> Int? {
    (~mask).leadingZeroBitCount + (~mask == 0 ? 0 : (~mask).nonzeroBitCount) == 32 ? mask.nonzeroBitCount : nil
  }

  private func gateway(_ syntax: NetshSyntax, _ address: InterfaceAddress) throws -> IPAddress? {
    guard let text = syntax["gateway"], !text.isSameName(as: "none") else { return nil }
    let gateway = try Netsh.address(text, "gateway")
    if let metric = syntax["gwmetric"], try Netsh.number(metric, "gwmetric", 0...9999) != 256 {
      throw NetshSyntax.Failure(text: "The value \(metric) of gwmetric is not supported on this system: it is 256.")
    }
    guard gateway.shares(address.prefixLength, with: address.address), gateway != address.address else {
      throw NetshSyntax.Failure(
        text: "Invalid gateway parameter (\(text)). It is not in the subnet \(address.address)/\(address.prefixLength)."
      )
    }
    return gateway
  }
}
