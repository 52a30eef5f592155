/// A route, or one way of a route that has several.
package struct Route: Sendable, Hashable {
  /// Without host bits; `0.0.0.0/0` is the default route.
  package var destination: IPPrefix
  /// Nil: what is on the link itself.
  package var gateway: IPAddress?
  /// The interface's index; nil for routes that lead nowhere.
  package var interface: Int?
  package var metric: UInt32
  /// 254 is the main table.
  package var table: UInt32
  /// RTPROT_…: 2 kernel, 3 boot, 4 static, 9 router advertisement, 16 DHCP.
  package var origin: UInt8
  package var scope: UInt8
  /// RTN_…: 1 unicast, 2 local, 6 blackhole.
  package var kind: UInt8
  /// The address that packets get as their source.
  package var source: IPAddress?
  package var flags: UInt32
  /// Seconds that it has left; nil is for ever.
  package var lifetime: UInt32?

  package static let mainTable: UInt32 = 254
  /// A route that the kernel made for one destination by itself.
  package var isCloned: Bool { flags & 0x200 != 0 }

  package init(
    destination: IPPrefix, gateway: IPAddress? = nil, interface: Int, metric: UInt32 = 0, origin: UInt8 = 4,
    source: IPAddress? = nil
  ) {
    self.destination = destination.network
    self.gateway = gateway
    self.interface = interface
    self.metric = metric
    table = Self.mainTable
    self.origin = origin
    scope = gateway == nil && destination.address.family == .v4 ? 253 : 0
    kind = 1
    self.source = source
    flags = 0
  }

  private init(destination: IPPrefix, header: NetlinkBytes, _ attributes: NetlinkAttributes) throws {
    guard let table = header.uint8(at: 4), let origin = header.uint8(at: 5), let scope = header.uint8(at: 6),
      let kind = header.uint8(at: 7), let flags: UInt32 = header.number(at: 8)
    else { throw NetlinkError(.malformed("a route without its header")) }
    self.destination = destination
    self.table = attributes.number(RouteAttribute.table) ?? UInt32(table)
    (self.origin, self.scope, self.kind, self.flags) = (origin, scope, kind, flags)
    metric = attributes.number(RouteAttribute.metric) ?? 0
    source = attributes.address(RouteAttribute.source)
    gateway = Self.gateway(attributes)
    interface = attributes.number(RouteAttribute.interface, as: UInt32.self).map { Int($0) }
    // struct rta_cacheinfo: the third number is the time left, in hundredths of a second.
    if let left: Int32 = attributes[RouteAttribute.cache]?.number(at: 8), left > 0 { lifetime = UInt32(left) / 100 }
  }

  /// A gateway of the route's own family, or of another (RFC 5549).
  private static func gateway(_ attributes: NetlinkAttributes) -> IPAddress? {
    attributes.address(RouteAttribute.gateway)
      ?? attributes[RouteAttribute.via]?.rest(from: 2).flatMap { IPAddress($0.bytes) }
  }

  /// Reads a message of RTM_NEWROUTE: one route for each of its ways; none for other families. Errors: malformed.
  package static func routes(_ payload: NetlinkBytes) throws -> [Route] {
    let attributes = try payload.attributes(from: 12)
    guard let number = payload.uint8(at: 0), let length = payload.uint8(at: 1) else {
      throw NetlinkError(.malformed("a route without its header"))
    }
    guard number == 2 || number == 10 else { return [] }
    let family: IPAddress.Family = number == 2 ? .v4 : .v6
    let address = attributes.address(RouteAttribute.destination) ?? .any(family)
    guard address.family == family, let destination = IPPrefix(address, Int(length)) else {
      throw NetlinkError(.malformed("a route whose destination does not fit its family"))
    }
    let route = try Route(destination: destination, header: payload, attributes)
    guard let ways = attributes[RouteAttribute.ways] else { return [route] }
    var routes: [Route] = []
    var offset = 0
    // struct rtnexthop.
    while ways.count - offset >= 8 {
      guard let length: UInt16 = ways.number(at: offset), length >= 8, let index: Int32 = ways.number(at: offset + 4),
        let inner = ways.part(offset + 8, Int(length) - 8)
      else { throw NetlinkError(.malformed("a way of a route at byte \(offset)")) }
      var way = route
      way.interface = Int(index)
      way.gateway = gateway(try NetlinkAttributes(inner))
      routes.append(way)
      offset += (Int(length) + 3) & ~3
    }
    return routes
  }
}

/// RTA_… (linux/rtnetlink.h).
enum RouteAttribute {
  static let destination: UInt16 = 1
  static let interface: UInt16 = 4
  static let gateway: UInt16 = 5
  static let metric: UInt16 = 6
  static let source: UInt16 = 7
  static let ways: UInt16 = 9
  static let cache: UInt16 = 12
  static let table: UInt16 = 15
  static let via: UInt16 = 18
}

extension NetlinkRequest {
  package static let routes = NetlinkRequest(
    NetlinkNumber.getRoute, 0, what: "read the routes", fixed: [UInt8](repeating: 0, count: 12))

  /// Asks which route a packet to `destination` would take. `arriving`: the interface that it comes in by, where it is forwarded.
  package static func findRoute(
    to destination: IPAddress, from source: IPAddress?, interface: Int?, arriving: Int? = nil
  ) -> NetlinkRequest {
    let bits = UInt8(destination.family.bits)
    var request = NetlinkRequest(
      NetlinkNumber.getRoute, 0, what: "find a route to \(destination)",
      fixed: [destination.family.number, bits, source == nil ? 0 : bits] + [UInt8](repeating: 0, count: 9))
    request.append(RouteAttribute.destination, destination.bytes)
    // RTA_SRC.
    if let source { request.append(2, source.bytes) }
    // RTA_IIF.
    if let arriving { request.append(3, UInt32(clamping: arriving)) }
    if let interface { request.append(RouteAttribute.interface, UInt32(clamping: interface)) }
    return request
  }

  private static func route(_ type: UInt16, _ flags: UInt16, _ verb: String, _ route: Route) -> NetlinkRequest {
    let family = route.destination.address.family
    let table = route.table < 256 ? UInt8(route.table) : 0
    var request = NetlinkRequest(
      type, flags, what: "\(verb) route \(route.destination)",
      fixed: [
        family.number, UInt8(clamping: route.destination.length), 0, 0, table, route.origin, route.scope, route.kind,
      ] + bytes(UInt32(0)))
    if route.destination.length > 0 {
      request.append(RouteAttribute.destination, route.destination.network.address.bytes)
    }
    if let gateway = route.gateway { request.append(RouteAttribute.gateway, gateway.bytes) }
    if let interface = route.interface { request.append(RouteAttribute.interface, UInt32(clamping: interface)) }
    if route.metric != 0 { request.append(RouteAttribute.metric, route.metric) }
    if let source = route.source { request.append(RouteAttribute.source, source.bytes) }
    if table == 0 { request.append(RouteAttribute.table, route.table) }
    return request
  }

  package static func addRoute(_ new: Route, replaces: Bool = false) -> NetlinkRequest {
    route(
      NetlinkNumber.newRoute, NetlinkNumber.create | (replaces ? NetlinkNumber.replace : NetlinkNumber.exclusive),
      replaces ? "set" : "add", new)
  }

  package static func deleteRoute(_ old: Route) -> NetlinkRequest {
    route(NetlinkNumber.deleteRoute, 0, "delete", old)
  }
}

extension NetlinkClient {
  /// The routes of the main table, IPv4 and IPv6, without those that the kernel made for single destinations.
  package func routes() throws -> [Route] {
    try dump(.routes).filter { $0.type == NetlinkNumber.newRoute }.flatMap { try Route.routes($0.payload) }
      .filter { $0.table == Route.mainTable && !$0.isCloned }
  }

  /// The route that a packet would take; its `source` is the address that the packet would have.
  ///
  /// - Parameter arriving: the interface that the packet comes in by: what is then done with it is what is done with packets to be forwarded.
  ///
  /// Errors: NetlinkError; ENETUNREACH when there is none; of arriving packets EHOSTUNREACH when they are not forwarded, and EXDEV when the
  /// reverse path filter drops them.
  package func findRoute(
    to destination: IPAddress, from source: IPAddress? = nil, interface: Int? = nil, arriving: Int? = nil
  ) throws -> Route? {
    try ask(.findRoute(to: destination, from: source, interface: interface, arriving: arriving))
      .first { $0.type == NetlinkNumber.newRoute }.flatMap { try Route.routes($0.payload).first }
  }

  /// Errors: NetlinkError; EEXIST when there is one for the same destination with the same metric.
  package func addRoute(_ route: Route) throws { try change(.addRoute(route)) }

  package func replaceRoute(_ route: Route) throws { try change(.addRoute(route, replaces: true)) }

  /// Errors: NetlinkError; ESRCH when there is none.
  package func deleteRoute(_ route: Route) throws { try change(.deleteRoute(route)) }
}
