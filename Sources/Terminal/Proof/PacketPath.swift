public import Ethernet
public import HyperV

/// A network interface as the machine itself sees it.
public struct InterfaceFact: Hashable, Sendable {
  public var name: String
  public var macAddress: MACAddress?
  /// IPv4 with prefix length.
  public var addresses: [String]

  public init(name: String, macAddress: MACAddress?, addresses: [String]) {
    self.name = name
    self.macAddress = macAddress
    self.addresses = addresses
  }
}

/// What a machine told about its own network.
public struct NetworkFacts: Hashable, Sendable {
  public var interfaces: [InterfaceFact]
  /// The interface of its default route.
  public var defaultInterface: String?

  public init(interfaces: [InterfaceFact], defaultInterface: String?) {
    self.interfaces = interfaces
    self.defaultInterface = defaultInterface
  }
}

/// A place that packets pass on their way from a machine to the outside.
public struct Hop: Hashable, Sendable {
  public enum Place: Hashable, Sendable {
    /// The machine's own interface.
    case interface(String)
    /// A switch's port. `entering`: packets on their way out go into the switch here; else they leave it here.
    case port(switch: String, type: SwitchType, port: String, kind: PortKind, entering: Bool)
    /// Address translation in the host's kernel.
    case translation(nat: String)
  }

  /// Names from the outermost machine inwards: the computer the place is in; empty for this host.
  public let computer: [String]
  public let place: Place

  public init(computer: [String], place: Place) {
    self.computer = computer
    self.place = place
  }
}

/// The way of a machine's packets to the outside, found by walking the configuration of every level outwards.
public struct PacketPath: Hashable, Sendable {
  public var hops: [Hop] = []
  /// Why the walk ended before the outside; nil when it got there.
  public var problem: String?

  /// More hops than sixteen levels have; a walk that takes more goes in circles.
  private static let longest = 100

  /// Walks from `interface` of the machine at `names`.
  ///
  /// - Parameters:
  ///   - tree: the status of every level.
  ///   - facts: what each machine on the way told about its network, by path.
  public init(machine names: [String], interface: InterfaceFact, tree: HostTree, facts: [String: NetworkFacts]) {
    hops.append(Hop(computer: names, place: .interface(interface.name)))
    leave(names, interface: interface, tree: tree, facts: facts)
  }

  /// Out of a computer through one of its interfaces.
  private mutating func leave(
    _ names: [String], interface: InterfaceFact, tree: HostTree, facts: [String: NetworkFacts]
  ) {
    guard hops.count < Self.longest else { return stop("the way goes in circles") }
    // A host's own adapter on one of its switches: vEthernet.
    for found in tree.host(at: names)?.status?.switches ?? [] {
      for port in found.status.ports where port.kind == .hostAdapter && Self.isPort(port, interface) {
        return cross(found, from: port, on: names, tree: tree, facts: facts)
      }
    }
    guard let name = names.last else { return }
    let outer = Array(names.dropLast())
    guard let status = tree.host(at: outer)?.status, let machine = status.machine(named: name) else {
      return stop("the host of \(names.joined(separator: "/")) did not answer")
    }
    let adapters = machine.configuration.adapters
    guard
      let adapter = adapters.first(where: { $0.macAddress != nil && $0.macAddress == interface.macAddress })
        ?? (adapters.count == 1 ? adapters.first : nil)
    else { return stop("no adapter of \(names.joined(separator: "/")) is the interface \(interface.name)") }
    guard let (found, port) = status.port(machine: machine.configuration.name, adapter: adapter) else {
      return stop("adapter \"\(adapter.name)\" of \(names.joined(separator: "/")) is not plugged into a running switch")
    }
    cross(found, from: port, on: outer, tree: tree, facts: facts)
  }

  /// Through a switch of the host at `names`, in at `port`.
  private mutating func cross(
    _ found: SwitchResource, from port: PortStatus, on names: [String], tree: HostTree, facts: [String: NetworkFacts]
  ) {
    let (name, type) = (found.configuration.name, found.configuration.type)
    func hop(_ port: PortStatus, entering: Bool) -> Hop {
      Hop(
        computer: names,
        place: .port(switch: name, type: type, port: port.name, kind: port.kind, entering: entering))
    }
    hops.append(hop(port, entering: true))
    let exit: PortKind? =
      switch type {
      case .private: nil
      case .internal: .hostAdapter
      case .external: .uplink
      case .nat: .nat
      }
    guard let exit else { return stop("switch \(name) is Private: nothing leaves it") }
    guard let out = found.status.ports.first(where: { $0.kind == exit }) else {
      return stop("switch \(name) has no port of the kind \(exit.rawValue)")
    }
    hops.append(hop(out, entering: false))
    switch type {
    case .private, .nat: return
    case .external:
      let uplink = facts[names.joined(separator: "/")]?.interfaces.first { $0.name == out.name }
      guard !names.isEmpty else { return }
      leaveByCable(
        names, interface: uplink ?? InterfaceFact(name: out.name, macAddress: out.macAddress, addresses: []),
        tree: tree, facts: facts)
    case .internal:
      guard
        let address = found.configuration.address?.address
          ?? Self.address(of: out, facts[names.joined(separator: "/")]),
        let nat = tree.host(at: names)?.status?.nats.first(where: { $0.configuration.internalPrefix.contains(address) })
      else { return stop("no NAT translates the addresses of switch \(name)") }
      hops.append(Hop(computer: names, place: .translation(nat: nat.configuration.name)))
      let own = facts[names.joined(separator: "/")]
      guard !names.isEmpty else { return }
      guard let way = own?.interfaces.first(where: { $0.name == own?.defaultInterface }) else {
        return stop("\(names.joined(separator: "/")) has no default route")
      }
      leave(names, interface: way, tree: tree, facts: facts)
    }
  }

  /// As `leave`, for an uplink: what goes out there is on the cable, not on another switch of the same host, though
  /// the host's own adapter may carry the uplink's address.
  private mutating func leaveByCable(
    _ names: [String], interface: InterfaceFact, tree: HostTree, facts: [String: NetworkFacts]
  ) {
    guard hops.count < Self.longest else { return stop("the way goes in circles") }
    let outer = Array(names.dropLast())
    guard let name = names.last, let status = tree.host(at: outer)?.status, let machine = status.machine(named: name)
    else { return stop("the host of \(names.joined(separator: "/")) did not answer") }
    let adapters = machine.configuration.adapters
    let byAddress = adapters.first { $0.macAddress != nil && $0.macAddress == interface.macAddress }
    guard let adapter = byAddress ?? (adapters.count == 1 ? adapters.first : nil),
      let (found, port) = status.port(machine: machine.configuration.name, adapter: adapter)
    else {
      return stop("uplink \(interface.name) of \(names.joined(separator: "/")) is not plugged into a running switch")
    }
    cross(found, from: port, on: outer, tree: tree, facts: facts)
  }

  private mutating func stop(_ reason: String) { problem = reason }

  private static func isPort(_ port: PortStatus, _ interface: InterfaceFact) -> Bool {
    port.name == interface.name || (port.macAddress != nil && port.macAddress == interface.macAddress)
  }

  private static func address(of port: PortStatus, _ facts: NetworkFacts?) -> IPv4Address? {
    guard let interface = facts?.interfaces.first(where: { isPort(port, $0) }) else { return nil }
    return interface.addresses.lazy.compactMap { IPv4Prefix($0)?.address }.first
  }
}
