public import Ethernet
internal import Glibc
public import HyperV
internal import Netlink

extension TraceSystem {
  /// This computer's, now.
  /// - Throws: what the kernel says.
  public static func read() throws -> TraceSystem {
    let client = try NetlinkClient()
    let addresses = try client.addresses().filter { $0.address.family == .v4 }
    let interfaces = try client.links().filter { !$0.isLoopback }.map { link in
      Interface(
        name: link.name, macAddress: MACAddress(octets: link.address), isUp: link.isUp, hasCarrier: link.hasCarrier,
        addresses: addresses.filter { $0.interface == link.index }.compactMap { address in
          IPv4Address(address.address).flatMap { IPv4Prefix(address: $0, length: address.prefixLength) }
        })
    }
    let failed = try client.neighbours().filter { $0.state == .failed || $0.state == .incomplete }
    return TraceSystem(
      interfaces: interfaces, forwards: setting("ip_forward") == "1",
      answersEcho: setting("icmp_echo_ignore_all") != "1",
      unansweredNeighbours: failed.compactMap { IPv4Address($0.address) })
  }

  private static func setting(_ name: String) -> String? {
    let descriptor = open("/proc/sys/net/ipv4/\(name)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var byte = UInt8(0)
    return Glibc.read(descriptor, &byte, 1) == 1 ? String(UnicodeScalar(byte)) : nil
  }
}

extension TraceDecision {
  /// What this computer's kernel does with a packet that comes in by an interface: asked of the kernel itself.
  /// - Throws: `DrosteError`: objectNotFound without such an interface; what the kernel says.
  public static func read(from source: IPv4Address, to destination: IPv4Address, by interface: String) throws
    -> TraceDecision
  {
    let client = try NetlinkClient()
    let links = try client.links()
    guard let arriving = links.first(where: { $0.name == interface }) else {
      throw DrosteError(.objectNotFound, "There is no interface \"\(interface)\".")
    }
    guard let from = IPAddress(source.bytes), let to = IPAddress(destination.bytes) else {
      throw DrosteError(.invalidParameter, "Those are no addresses.")
    }
    let route: Route?
    do {
      route = try client.findRoute(to: to, from: from, arriving: arriving.index)
    } catch let error as NetlinkError {
      switch error.number {
      // EINVAL is Linux's word for a source that may not come from there, EXDEV for why.
      case EXDEV?, EINVAL?:
        return TraceDecision(
          .reversePath,
          "\(source) is not behind \(interface) by its routes, and the reverse path filter (rp_filter) is on")
      case ENETUNREACH?: return TraceDecision(.noRoute, "it has no route to \(destination)")
      case EHOSTUNREACH?:
        return TraceDecision(.notForwarded, "it does not forward packets (net.ipv4.ip_forward is 0)")
      case let number?:
        return TraceDecision(.refused, "its routes refuse it: \(String(cString: strerror(number)))")
      case nil: throw error
      }
    }
    guard let route else { return TraceDecision(.noRoute, "it has no route to \(destination)") }
    let name = route.interface.flatMap { index in links.first { $0.index == index }?.name }
    let gateway = route.gateway.flatMap(IPv4Address.init)
    switch route.kind {
    case 2: return TraceDecision(.local, "\(destination) is its own address")
    case 1:
      let way = gateway.map { "to \($0) " } ?? ""
      return TraceDecision(.forward, "it sends it \(way)by \(name ?? "-")", gateway: gateway, interface: name)
    default: return TraceDecision(.refused, "a route of it refuses \(destination)")
    }
  }
}
