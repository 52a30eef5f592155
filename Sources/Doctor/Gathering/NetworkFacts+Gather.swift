internal import Ethernet
internal import FoundationEssentials

extension NetworkFacts {
  static func gather(_ roots: SystemRoots) -> NetworkFacts {
    var facts = NetworkFacts()
    let sysctl = { (path: String) in SystemRoots.attribute("\(roots.proc)/sys/net/\(path)") }
    facts.interfaces = interfaces(roots)
    facts.routes = routes(roots)
    facts.ipForward = sysctl("ipv4/ip_forward").map { $0 != "0" }
    facts.bridgeFilters = ["bridge-nf-call-iptables", "bridge-nf-call-ip6tables", "bridge-nf-call-arptables"]
      .filter { (sysctl("bridge/\($0)") ?? "0") != "0" }
    let tables = SystemRoots.lines("\(roots.proc)/net/ip_tables_names").prefix(16).map(String.init)
    facts.legacyTables = tables.isEmpty ? nil : tables
    facts.connections = sysctl("netfilter/nf_conntrack_count").flatMap { UInt64($0) }
    facts.connectionLimit = sysctl("netfilter/nf_conntrack_max").flatMap { UInt64($0) }
    let counters = counters(roots)
    facts.checksumErrors = ["Tcp InCsumErrors", "Udp InCsumErrors", "Icmp InCsumErrors"]
      .reduce(0) { $0 + (counters[$1] ?? 0) }
    facts.receivedPackets = (counters["Tcp InSegs"] ?? 0) + (counters["Udp InDatagrams"] ?? 0)
    return facts
  }

  private static func interfaces(_ roots: SystemRoots) -> [InterfaceFacts] {
    let addresses = roots.addresses()
    let folder = "\(roots.sys)/class/net"
    return SystemRoots.names(folder).filter { $0 != "lo" && $0 != "bonding_masters" }.prefix(1024).map { name in
      let own = "\(folder)/\(name)"
      let flags = SystemRoots.attribute("\(own)/flags").flatMap { UInt32($0.dropFirst(2), radix: 16) } ?? 0
      let kind: InterfaceFacts.Kind =
        SystemRoots.exists("\(own)/bridge")
        ? .bridge
        : SystemRoots.exists("\(own)/wireless")
          ? .wireless
          : SystemRoots.exists("\(own)/tun_flags")
            ? .tap : SystemRoots.attribute("\(own)/type") == "1" ? .ethernet : .other
      let alias = SystemRoots.attribute("\(own)/ifalias") ?? ""
      return InterfaceFacts(
        name: name, kind: kind, alias: alias.isEmpty ? nil : alias,
        macAddress: SystemRoots.attribute("\(own)/address").flatMap { MACAddress($0) },
        mtu: Int(SystemRoots.number("\(own)/mtu") ?? 0), isUp: flags & 1 != 0, addresses: addresses[name] ?? [])
    }
  }

  /// /proc/net/route: words in hexadecimal as the processor has them in memory, in network order.
  private static func routes(_ roots: SystemRoots) -> [RouteFacts] {
    SystemRoots.lines("\(roots.proc)/net/route").dropFirst().prefix(4096).compactMap { line in
      let fields = SystemRoots.words(line)
      guard fields.count >= 8, let destination = UInt32(fields[1], radix: 16),
        let gateway = UInt32(fields[2], radix: 16), let flags = UInt32(fields[3], radix: 16),
        let mask = UInt32(fields[7], radix: 16),
        let prefix = IPv4Prefix(
          address: IPv4Address(rawValue: UInt32(bigEndian: destination)), length: mask.nonzeroBitCount)
      else { return nil }
      // RTF_UP 1, RTF_GATEWAY 2.
      guard flags & 1 != 0 else { return nil }
      return RouteFacts(
        destination: prefix, gateway: flags & 2 != 0 ? IPv4Address(rawValue: UInt32(bigEndian: gateway)) : nil,
        interface: String(fields[0]))
    }
  }

  /// /proc/net/snmp: pairs of lines, names and numbers: `Udp InCsumErrors` → 3.
  private static func counters(_ roots: SystemRoots) -> [String: UInt64] {
    var found: [String: UInt64] = [:]
    var names: [Substring] = []
    for line in SystemRoots.lines("\(roots.proc)/net/snmp") {
      let words = SystemRoots.words(line)
      guard let head = words.first else { continue }
      if words.dropFirst().allSatisfy({ Int64($0) != nil }) {
        for (name, value) in zip(names.dropFirst(), words.dropFirst()) where names.first == head {
          found["\(head.dropLast()) \(name)"] = UInt64(value) ?? 0
        }
      } else {
        names = words
      }
    }
    return found
  }
}
