internal import Ethernet
internal import Glibc
package import Netlink
internal import Synchronization

/// Asks the kernel for the network interfaces: two answers over one socket that is kept, where /sys has eight files for each.
final class InterfaceGatherer: Sendable {
  private let client = Mutex<NetlinkClient?>(nil)

  init() {}

  /// The interfaces of the process's network namespace, without the loopback, by name; empty where the kernel does not tell.
  func interfaces() -> [InterfaceFacts] {
    let found = client.withLock { client -> ([Link], [InterfaceAddress]) in
      // What is kept may have failed for good, so there is one more try with a new one.
      for _ in 0..<2 {
        if let client, let links = try? client.links(counted: false), let addresses = try? client.addresses(.v4) {
          return (links, addresses)
        }
        client = try? NetlinkClient()
      }
      return ([], [])
    }
    return InterfaceFacts.all(found.0, found.1) { SystemRoots.exists("/sys/class/net/\($0)/wireless") }
  }
}

extension InterfaceFacts {
  /// More are left out.
  private static let limit = 1024

  /// - Parameter isWireless: of an Ethernet adapter that is hardware, by its name.
  package static func all(
    _ links: [Link], _ addresses: [InterfaceAddress], isWireless: (String) -> Bool
  ) -> [InterfaceFacts] {
    links.filter { !$0.isLoopback }.prefix(limit).map { link in
      let kind: Kind =
        switch link.kind {
        case "bridge": .bridge
        case "tun": .tap
        case nil where link.isEthernet && isWireless(link.name): .wireless
        default: link.isEthernet ? .ethernet : .other
        }
      return InterfaceFacts(
        name: link.name, kind: kind, alias: link.alias, macAddress: MACAddress(octets: link.address), mtu: link.mtu,
        isUp: link.isUp, addresses: addresses.filter { $0.interface == link.index }.compactMap(\.prefix4))
    }.sorted { $0.name < $1.name }
  }
}

extension InterfaceAddress {
  /// Nil for IPv6.
  fileprivate var prefix4: IPv4Prefix? {
    guard address.family == .v4 else { return nil }
    return IPv4Prefix(
      address: IPv4Address(rawValue: address.bytes.reduce(0) { $0 << 8 | UInt32($1) }), length: prefixLength)
  }
}

extension MACAddress {
  /// Nil for what is not an Ethernet adapter's six bytes.
  fileprivate init?(octets: [UInt8]) {
    guard octets.count == 6 else { return nil }
    self.init(rawValue: octets.reduce(0) { $0 << 8 | UInt64($1) })
  }
}
