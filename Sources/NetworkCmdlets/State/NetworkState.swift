internal import Netlink
internal import PowerShell

/// What one call of a cmdlet knows of the network; each table is read once, when it is first needed.
final class NetworkState {
  let client: NetlinkClient
  let environment: NetworkEnvironment
  let dhcp: DHCPClient
  private var readAdapters: [Adapter]?
  private var readAddresses: [InterfaceAddress]?
  private var readRoutes: [Route]?

  /// Errors: those of NetlinkError as CIM's cmdlets have them.
  init(_ environment: NetworkEnvironment) throws {
    self.environment = environment
    client = try NetworkFailure.requesting(.adapter) { try NetlinkClient() }
    dhcp = DHCPClient(environment)
  }

  /// All interfaces, the loopback one too.
  func adapters() throws -> [Adapter] {
    if let readAdapters { return readAdapters }
    let adapters = Adapter.all(try NetworkFailure.requesting(.adapter) { try client.links() })
    readAdapters = adapters
    return adapters
  }

  func addresses() throws -> [InterfaceAddress] {
    if let readAddresses { return readAddresses }
    let addresses = try NetworkFailure.requesting(.address) { try client.addresses() }
    readAddresses = addresses
    return addresses
  }

  /// The routes that lead somewhere, of the main table.
  func routes() throws -> [Route] {
    if let readRoutes { return readRoutes }
    let routes = try NetworkFailure.requesting(.route) { try client.routes() }
      .filter { $0.kind == 1 && $0.interface != nil }
    readRoutes = routes
    return routes
  }

  /// After a change: everything is read anew.
  func forget() { (readAdapters, readAddresses, readRoutes) = (nil, nil, nil) }

  func adapter(index: Int) throws -> Adapter? { try adapters().first { $0.index == index } }

  /// By name; the Linux name counts too, where no adapter is called so.
  func adapter(named name: String) throws -> Adapter? {
    let all = try adapters()
    return all.first { $0.name.isSameName(as: name) } ?? all.first { $0.interface == name }
  }

  /// The adapter that -InterfaceAlias or -InterfaceIndex of a call names.
  ///
  /// Errors: CmdletizationQuery_NotFound_InterfaceAlias or …Index of MSFT_NetIPInterface.
  func adapter(of invocation: Invocation) throws -> Adapter {
    if let index = invocation.bound.integer("InterfaceIndex") {
      if let adapter = try adapter(index: Int(index)) { return adapter }
      throw NetworkFailure.notFound(.interface, "InterfaceIndex", .uint32(index))
    }
    let alias = invocation.bound.string("InterfaceAlias") ?? ""
    if let adapter = try adapter(named: alias) { return adapter }
    throw NetworkFailure.notFound(.interface, "InterfaceAlias", .string(alias))
  }

  /// `Loopback Pseudo-Interface 1`, `Ethernet`; the number of an interface that has gone.
  func name(of index: Int) throws -> String { try adapter(index: index)?.name ?? String(index) }

  /// The interface that an adapter's DNS servers are kept under: the DHCP client's, where one is.
  func resolverInterface(_ adapter: Adapter) -> String {
    ((try? adapters()).flatMap { dhcp.interface(for: adapter, among: $0) }) ?? adapter.interface
  }

  /// What an interface adds to the metric of its routes (Set-NetIPInterface -InterfaceMetric).
  func metric(_ interface: String, _ family: IPAddress.Family) -> InterfaceMetric {
    InterfaceMetric(interface: interface, family: family, environment: environment)
  }
}
