internal import Netlink
internal import PowerShell

/// MSFT_NetRoute. `RouteMetric` is Linux's metric less the interface's own.
enum RouteObject {
  static func make(_ route: Route, _ state: NetworkState) throws -> PropertyBag {
    let index = route.interface ?? 0
    let family = route.destination.address.family
    let adapter = try state.adapter(index: index)
    let base = adapter.map { state.metric($0.interface, family).value } ?? 0
    let name = adapter?.name ?? String(index)
    return CimClass.route.make([
      "DestinationPrefix": .string(route.destination.description),
      "NextHop": .string((route.gateway ?? .any(family)).description), "InterfaceIndex": .uint32(index),
      "ifIndex": .uint32(index), "InterfaceAlias": .string(name), "ifAlias": .string(name),
      "AddressFamily": AddressObject.familyValue(family),
      "RouteMetric": .uint16(max(0, Int(route.metric) - base)), "InterfaceMetric": .uint32(base),
      "ifMetric": .uint32(base), "Protocol": NetworkTypes.routeProtocol.value(protocolNumber(route.origin)),
      "Publish": NetworkTypes.publish.value(0), "State": NetworkTypes.routeState.value(0),
      "TypeOfRoute": .uint8(route.gateway == nil ? 3 : 4),
      "ValidLifetime": AddressObject.lifetime(route.lifetime),
      "PreferredLifetime": AddressObject.lifetime(route.lifetime), "CompartmentId": .uint32(1),
      "PreferredSource": .optional(route.source?.description), "PolicyStore": "ActiveStore", "Store": .uint8(1),
    ])
  }

  /// RTPROT_… to MSFT_NetRoute's numbers.
  private static func protocolNumber(_ origin: UInt8) -> Int64 {
    switch origin {
    case 1: 4
    case 2: 2
    case 3, 4: 3
    case 9: 4
    case 16: 19
    case 186: 14
    case 188: 13
    case 189: 8
    case 187: 9
    case 192: 16
    default: 1
    }
  }

  /// And back: what a route that is made here may say of itself.
  static func origin(_ number: Int64) -> UInt8? {
    switch number {
    case 3: 4
    case 19: 16
    case 14: 186
    case 13: 188
    case 8: 189
    case 9: 187
    case 16: 192
    default: nil
    }
  }

  /// The route that an object is of.
  static func route(_ object: PropertyBag, _ state: NetworkState) throws -> Route {
    guard let prefix = object.text("DestinationPrefix").flatMap({ IPPrefix($0) }),
      let index = object.integer("InterfaceIndex"), let hop = object.text("NextHop").flatMap({ IPAddress($0) })
    else { throw NetworkFailure.argument("The object has no route.", target: CimClass.route.target) }
    let metric = (object.integer("RouteMetric") ?? 0) + (object.integer("InterfaceMetric") ?? 0)
    let found = try state.routes().first { route in
      route.destination == prefix && route.interface == index && Int(route.metric) == metric
        && (route.gateway ?? .any(prefix.address.family)) == hop
    }
    guard let found else {
      throw NetworkFailure.notFound(.route, "DestinationPrefix", .string(prefix.description))
    }
    return found
  }
}
