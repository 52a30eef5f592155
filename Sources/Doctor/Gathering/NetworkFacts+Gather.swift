internal import Ethernet

extension NetworkFacts {
  static func gather(_ roots: SystemRoots) -> NetworkFacts {
    var facts = NetworkFacts()
    let sysctl = { (path: String) in roots.lasting("\(roots.proc)/sys/net/\(path)") }
    facts.interfaces = roots.interfaces()
    facts.routes = routes(roots)
    facts.ipForward = sysctl("ipv4/ip_forward").map { $0 != "0" }
    // The folder comes with the module br_netfilter.
    if SystemRoots.exists("\(roots.proc)/sys/net/bridge") {
      facts.bridgeFilters = ["bridge-nf-call-iptables", "bridge-nf-call-ip6tables", "bridge-nf-call-arptables"]
        .filter { (sysctl("bridge/\($0)") ?? "0") != "0" }
    }
    let tables = SystemRoots.lines("\(roots.proc)/net/ip_tables_names").prefix(16).map(String.init)
    facts.legacyTables = tables.isEmpty ? nil : tables
    facts.connectionLimit = sysctl("netfilter/nf_conntrack_max").flatMap { UInt64($0) }
    if facts.connectionLimit != nil {
      facts.connections = sysctl("netfilter/nf_conntrack_count").flatMap { UInt64($0) }
    }
    facts.count(roots)
    return facts
  }

  /// /proc/net/route: words in hexadecimal as the processor has them in memory, in network order.
  private static func routes(_ roots: SystemRoots) -> [RouteFacts] {
    let text = roots.lastingBytes("\(roots.proc)/net/route").map { String(decoding: $0, as: UTF8.self) } ?? ""
    return SystemRoots.lines(of: text).dropFirst().prefix(4096).compactMap { line in
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

  private mutating func count(_ roots: SystemRoots) {
    let counted: ()? = roots.lasting("\(roots.proc)/net/snmp") { table in
      KernelTable.counters(["Tcp", "Udp", "Icmp"], in: table) { place, name, value in
        if name.elementsEqual("InCsumErrors".utf8) { checksumErrors &+= value }
        if name.elementsEqual((place == "Tcp" ? "InSegs" : "InDatagrams").utf8) { receivedPackets &+= value }
      }
    }
    if counted == nil { (checksumErrors, receivedPackets) = (0, 0) }
  }
}
