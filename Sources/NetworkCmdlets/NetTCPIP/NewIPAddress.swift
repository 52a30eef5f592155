internal import Glibc
internal import Netlink
internal import PowerShell

/// New-NetIPAddress: an address of an interface, with a default route if one is asked for. Everything is checked before
/// anything is changed. An IPv4 address ends DHCP on the interface, as on Windows.
final class NewIPAddress: Cmdlet {
  private let environment: NetworkEnvironment

  init(_ environment: NetworkEnvironment) { self.environment = environment }

  func process(_ invocation: Invocation) throws {
    do { try create(invocation) } catch let error as PowerShellError { try invocation.writeError(error) }
  }

  private func create(_ invocation: Invocation) throws {
    try PolicyStore.check(invocation)
    let state = try NetworkState(environment)
    let adapter = try state.adapter(of: invocation)
    let address = try Self.address(invocation, adapter)
    let gateway = try Self.gateway(invocation, address)
    let target =
      "NetIPAddress -\(address.address.family == .v4 ? "IPv4" : "IPv6")Address \(address.address) -InterfaceIndex "
      + "\(adapter.index) -Store Active"
    guard try invocation.shouldProcess(target, "Create") else { return }
    try AddressChange(state).add(address, gateway: gateway, to: adapter) { try invocation.writeWarning($0) }
    state.forget()
    for now in try state.addresses()
    where now.interface == adapter.index && now.address.bytes == address.address.bytes {
      try invocation.writeOutput(.object(AddressObject.make(now, state)))
    }
  }

  private static func address(_ invocation: Invocation, _ adapter: Adapter) throws -> InterfaceAddress {
    let text = invocation.bound.string("IPAddress") ?? ""
    guard let address = IPAddress(text), !address.isAny, !address.isMulticast else {
      throw invalid("IPAddress", text, "it is no IP address of one host")
    }
    if let family = invocation.bound.enumeration("AddressFamily"),
      (family.rawValue == 2) != (address.family == .v4)
    {
      throw invalid("AddressFamily", family.text, "\(address) is of the other family")
    }
    if let type = invocation.bound.enumeration("Type"), type.rawValue != 1 {
      throw NetworkFailure.parameter("Type", "New-NetIPAddress", "only Unicast addresses can be made.")
    }
    let length = invocation.bound.integer("PrefixLength") ?? Int64(address.family.bits)
    guard 1...Int64(address.family.bits) ~= length else {
      throw invalid("PrefixLength", String(length), "it is not within 1 to \(address.family.bits)")
    }
    if address.family == .v4, length < 31 {
      let isEdge = address == address.network(Int(length)) || address == address.broadcast(Int(length))
      if isEdge { throw invalid("IPAddress", text, "it is the first or last one of its subnet") }
    }
    let new = InterfaceAddress(
      interface: adapter.index, address: IPAddress(address.bytes) ?? address, prefixLength: Int(length),
      scope: address.isLinkLocal && address.family == .v6 ? .link : address.isLoopback ? .host : .universe,
      validLifetime: AddressObject.seconds(invocation.bound["ValidLifetime"]),
      preferredLifetime: AddressObject.seconds(invocation.bound["PreferredLifetime"]))
    try AddressObject.checkLifetimes(new)
    return new
  }

  private static func gateway(_ invocation: Invocation, _ address: InterfaceAddress) throws -> IPAddress? {
    guard let text = invocation.bound.string("DefaultGateway") else { return nil }
    guard let gateway = IPAddress(text), gateway.family == address.address.family, !gateway.isAny else {
      throw invalid("DefaultGateway", text, "it is no IP address of the family of \(address.address)")
    }
    // A link-local gateway is on every IPv6 link.
    let isNear =
      gateway.shares(address.prefixLength, with: address.address) || gateway.family == .v6 && gateway.isLinkLocal
    guard isNear, gateway.bytes != address.address.bytes else {
      throw invalid(
        "DefaultGateway", text,
        isNear ? "it is the address itself" : "it is not in the subnet \(address.address)/\(address.prefixLength)")
    }
    return gateway
  }

  private static func invalid(_ parameter: String, _ text: String, _ why: String) -> PowerShellError {
    NetworkFailure.argument(
      "Invalid parameter \(parameter) '\(text)': \(why).", target: CimClass.address.target)
  }
}

/// Adding addresses, for cmdlets and netsh.
struct AddressChange {
  let state: NetworkState
  /// Windows' metric of a default route that comes with an address.
  static let gatewayMetric: UInt32 = 256

  init(_ state: NetworkState) { self.state = state }

  /// Errors: `Instance MSFT_NetIPAddress already exists`, `Instance DefaultGateway already exists`, the kernel's.
  func add(
    _ address: InterfaceAddress, gateway: IPAddress?, to adapter: Adapter, warn: (String) throws -> Void
  ) throws {
    let family = address.address.family
    let present = try state.addresses().filter { $0.interface == adapter.index && $0.address.family == family }
    guard !present.contains(where: { $0.address.bytes == address.address.bytes }) else {
      throw NetworkFailure.exists(.address)
    }
    let leased = try family == .v4 ? endLease(adapter, present, warn) : []
    let base = state.metric(adapter.interface, family).value
    let route = gateway.flatMap { gateway in
      IPPrefix(.any(family), 0).map {
        Route(
          destination: $0, gateway: gateway, interface: adapter.index,
          metric: Self.gatewayMetric + UInt32(clamping: base))
      }
    }
    if let route,
      try state.routes().contains(where: {
        $0.destination == route.destination && $0.gateway == route.gateway && $0.interface == adapter.index
      }), leased.isEmpty
    {
      throw NetworkFailure.argument("Instance DefaultGateway already exists", target: CimClass.address.target)
    }
    try NetworkFailure.requesting(.address) {
      if let disable = state.dhcp.interface(for: adapter, among: try state.adapters()), family == .v4 {
        try state.dhcp.disable(disable)
        try ResolverConfiguration(state.environment).forgetLease(disable)
      } else if family == .v4 {
        try state.dhcp.mark(adapter.interface)
      }
      for old in leased { try? state.client.deleteAddress(old) }
      if !leased.isEmpty {
        for old in try state.client.routes()
        where old.interface == adapter.index && old.destination.address.family == .v4 && old.origin != 2
          && old.kind == 1
        {
          try? state.client.deleteRoute(old)
        }
      }
      try state.client.addAddress(address)
      guard let route else { return }
      do {
        // A gateway can be reached only through an adapter that is on.
        if !adapter.link.isUp { try state.client.setLink(adapter.index, .up(true)) }
        try state.client.addRoute(route)
      } catch let error as NetlinkError {
        try? state.client.deleteAddress(address)
        if error.number == EEXIST {
          throw NetworkFailure.argument("Instance DefaultGateway already exists", target: CimClass.address.target)
        }
        throw error
      }
    }
  }

  /// The addresses that go because DHCP ends on the interface. Where another program manages it, they stay.
  private func endLease(
    _ adapter: Adapter, _ present: [InterfaceAddress], _ warn: (String) throws -> Void
  ) throws -> [InterfaceAddress] {
    if let interface = state.dhcp.interface(for: adapter, among: try state.adapters()) {
      return state.dhcp.lease(interface) == nil ? [] : present
    }
    if let leased = present.first(where: \.isDynamic) {
      try warn(
        "'\(adapter.name)' keeps the address \(leased.address), which another program of this machine got by DHCP and will "
          + "renew. Switch DHCP off where the machine's network is configured.")
    }
    return []
  }
}
