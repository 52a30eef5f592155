/// A route through an interface, with everything that `ip route append` can set again.
public struct InterfaceRoute: Codable, Hashable, Sendable {
  /// `0.0.0.0/0`, `10.0.0.0/8`, `10.1.2.3`.
  public var destination: String
  public var isIPv6: Bool
  /// As `via` takes it: an address, or `inet6 ADDRESS` before an IPv4 route with a gateway of the other family.
  public var gateway: String?
  public var table: String?
  /// The protocol that set it: `static`, `dhcp`; nil for `boot`, what `ip route add` sets.
  public var origin: String?
  public var scope: String?
  public var source: String?
  public var metric: Int?
  public var typeOfService: String?
  /// The gateway counts as reachable though no prefix says so.
  public var onLink: Bool
  /// `mtu`, `advmss` and others.
  public var metrics: [String: Int]

  public init(
    destination: String, isIPv6: Bool = false, gateway: String? = nil, table: String? = nil, origin: String? = nil,
    scope: String? = nil, source: String? = nil, metric: Int? = nil, typeOfService: String? = nil,
    onLink: Bool = false, metrics: [String: Int] = [:]
  ) {
    self.destination = destination
    self.isIPv6 = isIPv6
    self.gateway = gateway
    self.table = table
    self.origin = origin
    self.scope = scope
    self.source = source
    self.metric = metric
    self.typeOfService = typeOfService
    self.onLink = onLink
    self.metrics = metrics
  }

  private func identity(interface: String) -> String {
    var words = [destination]
    if let typeOfService { words.append("tos \(typeOfService)") }
    if let gateway { words.append("via \(gateway)") }
    words.append("dev \(interface)")
    if let table { words.append("table \(table)") }
    if let metric { words.append("metric \(metric)") }
    return words.joined(separator: " ")
  }

  /// `ip` batch line. Appending leaves routes of other interfaces alone, which replacing would take away; IPv6 would
  /// join an appended route with others to one with several hops, so there it is added.
  package func addLine(interface: String) -> String {
    var words = [isIPv6 ? "route add" : "route append", identity(interface: interface)]
    if let origin { words.append("protocol \(origin)") }
    if let scope { words.append("scope \(scope)") }
    if let source { words.append("src \(source)") }
    for (name, value) in metrics.sorted(by: { $0.key < $1.key }) { words.append("\(name) \(value)") }
    if onLink { words.append("onlink") }
    return words.joined(separator: " ")
  }

  package func deleteLine(interface: String) -> String { "route delete \(identity(interface: interface))" }
}

/// An entry of the output of `ip -j route show table all`.
package struct RouteEntry: Decodable, Sendable {
  package struct Hop: Decodable, Sendable { package var dev: String? }
  package struct Via: Decodable, Sendable { package var family: String, host: String }

  package var type: String?
  package var dst: String
  package var gateway: String?
  package var via: Via?
  package var dev: String?
  package var table: String?
  /// The JSON key is `protocol`.
  package var origin: String?
  package var scope: String?
  package var prefsrc: String?
  package var metric: Int?
  package var tos: String?
  package var flags: [String]?
  package var metrics: [[String: Int]]?
  package var nexthops: [Hop]?

  private enum CodingKeys: String, CodingKey {
    case type, dst, gateway, via, dev, table, scope, prefsrc, metric, tos, flags, metrics, nexthops
    case origin = "protocol"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decodeIfPresent(String.self, forKey: .type)
    dst = try container.decode(String.self, forKey: .dst)
    gateway = try container.decodeIfPresent(String.self, forKey: .gateway)
    via = try container.decodeIfPresent(Via.self, forKey: .via)
    dev = try container.decodeIfPresent(String.self, forKey: .dev)
    table = try container.decodeIfPresent(String.self, forKey: .table)
    origin = try container.decodeIfPresent(String.self, forKey: .origin)
    scope = try container.decodeIfPresent(String.self, forKey: .scope)
    prefsrc = try container.decodeIfPresent(String.self, forKey: .prefsrc)
    metric = try container.decodeIfPresent(Int.self, forKey: .metric)
    tos = try container.decodeIfPresent(String.self, forKey: .tos)
    flags = try container.decodeIfPresent([String].self, forKey: .flags)
    // Some metrics are texts (congestion control); such a list is left out as a whole.
    metrics = try? container.decodeIfPresent([[String: Int]].self, forKey: .metrics)
    nexthops = try container.decodeIfPresent([Hop].self, forKey: .nexthops)
  }

  /// The route, when it goes through `interface` and does not come by itself with an address. Addresses with
  /// `noprefixroute` bring none: what looks like the kernel's for one of these (`bareAddresses`) somebody added.
  package func movable(interface: String, isIPv6: Bool, bareAddresses: [String]) -> InterfaceRoute? {
    guard dev == interface, table != "local", (type ?? "unicast") == "unicast", origin != "ra" else { return nil }
    if origin == "kernel", !bareAddresses.contains(prefsrc ?? "") { return nil }
    return InterfaceRoute(
      destination: dst == "default" ? (isIPv6 ? "::/0" : "0.0.0.0/0") : dst, isIPv6: isIPv6,
      gateway: gateway ?? via.map { "\($0.family) \($0.host)" }, table: table, origin: origin,
      scope: isIPv6 ? nil : scope, source: prefsrc, metric: metric, typeOfService: tos,
      onLink: flags?.contains("onlink") ?? false,
      metrics: (metrics ?? []).reduce(into: [:]) { $0.merge($1) { first, _ in first } })
  }
}
