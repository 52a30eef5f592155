internal import Glibc
internal import PowerShell

/// Network interfaces as CIM shows them, from /sys/class/net (sysfs-class-net) and /proc.
enum CimNetwork {
  private struct Interface {
    let name: String
    let index: UInt32
    let address: String
    let isUp: Bool
    /// Bits per second; nil where there is no link.
    let speed: UInt64?
    let isPhysical: Bool
  }

  private static func interfaces(_ facts: HostFacts) -> [Interface] {
    let names = (try? FileListing.names(facts.path("sys/class/net"))) ?? []
    return names.compactMap { name in
      func line(_ field: String) -> String? { facts.line("sys/class/net/\(name)/\(field)") }
      guard let index = line("ifindex").flatMap({ UInt32($0) }) else { return nil }
      return Interface(
        name: name, index: index, address: (line("address") ?? "").uppercased(),
        isUp: line("operstate") == "up" || name == "lo",
        speed: line("speed").flatMap { UInt64($0) }.map { $0 * 1_000_000 },
        isPhysical: FileStatus(facts.path("sys/class/net/\(name)/device")) != nil)
    }.sorted { $0.index < $1.index }
  }

  static func adapters(_ facts: HostFacts) -> [CimClasses.Instance] {
    interfaces(facts).map { link -> CimClasses.Instance in
      return [
        ("Caption", .string("[\(padded(link.index))] \(link.name)")), ("Description", .string(link.name)),
        ("Name", .string(link.name)), ("DeviceID", .string(String(link.index))), ("AdapterType", "Ethernet 802.3"),
        ("AdapterTypeId", .uint16(0)), ("Index", .uint32(link.index)), ("InterfaceIndex", .uint32(link.index)),
        ("MACAddress", .string(link.address)), ("NetConnectionID", .string(link.name)),
        ("NetConnectionStatus", .uint16(link.isUp ? 2 : 7)), ("NetEnabled", .boolean(link.isUp)),
        ("PhysicalAdapter", .boolean(link.isPhysical)), ("ProductName", .string(link.name)),
        ("ServiceName", .string(link.name)), ("Speed", link.speed.map { .uint64($0) } ?? .null),
      ]
    }
  }

  static func configurations(_ facts: HostFacts) -> [CimClasses.Instance] {
    let addresses = addresses()
    let gateways = gateways(facts)
    let resolvers = facts.lines("etc/resolv.conf").compactMap { line -> String? in
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      return words.count > 1 && words[0] == "nameserver" ? String(words[1]) : nil
    }
    return interfaces(facts).map { link -> CimClasses.Instance in
      let own = addresses[link.name] ?? []
      let isEnabled = !own.isEmpty && link.name != "lo"
      func list(_ texts: [String]) -> Value { texts.isEmpty ? .null : .strings(texts) }
      return [
        ("Caption", .string("[\(padded(link.index))] \(link.name)")), ("Description", .string(link.name)),
        ("DHCPEnabled", false), ("DefaultIPGateway", list(gateways[link.name] ?? [])),
        ("DNSServerSearchOrder", list(isEnabled ? resolvers : [])), ("DNSHostName", .string(facts.hostName)),
        ("Index", .uint32(link.index)), ("InterfaceIndex", .uint32(link.index)),
        ("IPAddress", list(own.map(\.address))), ("IPSubnet", list(own.map(\.mask))),
        ("IPEnabled", .boolean(isEnabled)),
        ("MACAddress", .string(link.address)), ("ServiceName", .string(link.name)),
      ]
    }
  }

  private static func padded(_ index: UInt32) -> String {
    String(repeating: "0", count: max(0, 8 - String(index).count)) + String(index)
  }

  /// Addresses by interface, IPv4 first, with masks as Windows writes them (getifaddrs(3)).
  private static func addresses() -> [String: [(address: String, mask: String)]] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return [:] }
    defer { freeifaddrs(list) }
    var found: [String: [(address: String, mask: String)]] = [:]
    for isVersion4 in [true, false] {
      var next = list
      while let entry = next?.pointee {
        next = entry.ifa_next
        guard let address = entry.ifa_addr, Int32(address.pointee.sa_family) == (isVersion4 ? AF_INET : AF_INET6),
          let text = text(address)
        else { continue }
        let mask = entry.ifa_netmask.map { isVersion4 ? self.text($0) ?? "" : String(prefix6($0)) } ?? ""
        found[String(cString: entry.ifa_name), default: []].append((text, mask))
      }
    }
    return found
  }

  private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = Int32(address.pointee.sa_family)
    // SAFETY: the address has the family that it says, and that family's structure; inet_ntop writes at most the
    // buffer's own length.
    let result =
      family == AF_INET
      ? address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        inet_ntop(family, &$0.pointee.sin_addr, &buffer, socklen_t(buffer.count))
      }
      : address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
        inet_ntop(family, &$0.pointee.sin6_addr, &buffer, socklen_t(buffer.count))
      }
    return result == nil
      ? nil : String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func prefix6(_ mask: UnsafeMutablePointer<sockaddr>) -> Int {
    // SAFETY: the mask of an IPv6 address is a sockaddr_in6.
    mask.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { mask in
      withUnsafeBytes(of: mask.pointee.sin6_addr) { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
    }
  }

  /// IPv4 routes to everywhere by interface (/proc/net/route: little-endian hexadecimal).
  private static func gateways(_ facts: HostFacts) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for line in facts.lines("proc/net/route").dropFirst() {
      let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " }).map(String.init)
      guard words.count > 2, words[1] == "00000000", let gateway = UInt32(words[2], radix: 16), gateway != 0 else {
        continue
      }
      let parts = (0..<4).map { String(gateway >> (8 * UInt32($0)) & 0xFF) }
      found[words[0], default: []].append(parts.joined(separator: "."))
    }
    return found
  }
}
