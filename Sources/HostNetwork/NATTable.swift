// Theory of operation
//
// Each NAT is one nftables table of the family ip, made and replaced as a whole in one transaction.
//
//   prerouting   static mappings: packets to an outer port get the inner address and port. Only addresses of the host itself
//                match (fib), so that nothing that is merely forwarded is taken. There is no chain at the output hook: the host
//                itself does not reach a mapping through its own address, as with WinNAT, other machines do.
//   forward      the life of connections (ct timeout objects, set on a connection's first packet), then: the prefix's own
//                packets, the answers, and what came through a mapping may pass.
//   postrouting  what leaves the prefix for elsewhere gets an outer address. What a mapping led from the prefix back into the
//                prefix gets the host's own, else the answer would go past the host and not be translated back.
//
// nat chains see the first packet of each connection only, and so does the counter.

package import Ethernet
package import FoundationEssentials
package import HyperV

/// The nftables table of one NAT.
package enum NATTable {
  package static let prefix = "droste-nat-"
  package static let counter = "translated"

  package static func name(id: UUID) -> String { prefix + id.shortText }

  /// The script that makes the table what `configuration` says. It may be run again and again: rules are replaced, the counter
  /// keeps its value.
  ///
  /// - Parameters:
  ///   - outwards: the host's interfaces with an address in the NAT's external prefix, and these addresses; nil where it has
  ///     none.
  ///   - withTimeouts: whether the kernel has ct timeout objects.
  ///   - oldTimeouts: objects of an earlier configuration, to be removed.
  package static func script(
    table: String, _ configuration: NATConfiguration, outwards: [(interface: String, address: IPv4Address)]? = nil,
    withTimeouts: Bool = false, oldTimeouts: [String] = []
  ) -> String {
    let net = text(configuration.internalPrefix)
    var lines = [
      "add table ip \(table)",
      "add counter ip \(table) \(counter)",
      "add chain ip \(table) prerouting { type nat hook prerouting priority -100 ; policy accept ; }",
      "add chain ip \(table) postrouting { type nat hook postrouting priority 100 ; policy accept ; }",
      "add chain ip \(table) forward { type filter hook forward priority 0 ; policy accept ; }",
    ]
    lines += ["prerouting", "postrouting", "forward"].map { "flush chain ip \(table) \($0)" }
    let timeouts = withTimeouts ? NATTimeouts(configuration) : nil
    lines += oldTimeouts.filter { !(timeouts?.names.contains($0) ?? false) }
      .map { "delete ct timeout ip \(table) \($0)" }
    lines += timeouts?.definitions(table) ?? []
    func rule(_ chain: String, _ text: String) { lines.append("add rule ip \(table) \(chain) \(text)") }
    for mapping in configuration.staticMappings {
      rule("prerouting", "\(match(mapping, configuration)) dnat to \(mapping.internalAddress):\(mapping.internalPort)")
    }
    for (l4, name) in timeouts?.byProtocol ?? [] {
      for side in ["saddr", "daddr"] {
        rule("forward", "ip \(side) \(net) ip protocol \(l4) ct timeout set \"\(name)\"")
      }
    }
    rule("forward", "ip saddr \(net) accept")
    rule("forward", "ip daddr \(net) ct state established,related accept")
    if !configuration.staticMappings.isEmpty {
      rule("forward", "ip daddr \(net) ct status dnat accept")
      rule("postrouting", "ip saddr \(net) ip daddr \(net) ct status dnat masquerade")
    }
    for target in targets(configuration, outwards) {
      rule("postrouting", "ip saddr \(net) ip daddr != \(net) \(target)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ prefix: IPv4Prefix) -> String { "\(prefix.network)/\(prefix.length)" }

  private static func match(_ mapping: NATStaticMapping, _ configuration: NATConfiguration) -> String {
    var address = "ip daddr \(mapping.externalAddress)"
    if mapping.externalAddress == .any {
      address = "ip daddr != \(text(configuration.internalPrefix))"
      if let external = configuration.externalPrefix { address = "ip daddr \(text(external))" }
    }
    return "\(address) fib daddr type local \(mapping.protocol.rawValue.lowercased()) dport \(mapping.externalPort)"
  }

  /// What follows the match of a packet on its way out, a rule each.
  private static func targets(
    _ configuration: NATConfiguration, _ outwards: [(interface: String, address: IPv4Address)]?
  ) -> [String] {
    let counted = "counter name \(counter)"
    let externals = configuration.externalAddresses
    guard externals.isEmpty else {
      // Which one is drawn for each connection; what has no ports goes out through the first.
      let choices = externals.enumerated().map { index, external in
        let rest = externals.count - index
        let chance = rest == 1 ? "" : "numgen random mod \(rest) == 0 "
        return "meta l4proto { tcp, udp } \(chance)\(counted) snat to "
          + "\(external.address):\(external.portStart)-\(external.portEnd)"
      }
      return choices + ["\(counted) snat to \(externals[0].address)"]
    }
    if configuration.externalPrefix != nil {
      return (outwards ?? []).map { "oifname \"\($0.interface)\" \(counted) snat to \($0.address)" }
    }
    return ["\(counted) masquerade"]
  }
}

/// How long a NAT's connections are kept without a packet: nftables' ct timeout objects, called after what they hold, since an
/// object that is there cannot be changed.
struct NATTimeouts {
  private let established: Int
  private let transient: Int
  private let idle: Int

  init(_ configuration: NATConfiguration) {
    established = configuration.tcpEstablishedConnectionTimeout
    transient = configuration.tcpTransientConnectionTimeout
    idle = configuration.udpIdleSessionTimeout
  }

  private var tcp: String { "tcp-\(established)-\(transient)" }
  private var udp: String { "udp-\(idle)" }
  var names: [String] { [tcp, udp] }
  var byProtocol: [(String, String)] { [("tcp", tcp), ("udp", udp)] }

  /// Connections that begin or end: every state of Linux's table but established and close, which lasts 10 s there.
  private static let transientStates = [
    "syn_sent", "syn_recv", "fin_wait", "close_wait", "last_ack", "time_wait", "syn_sent2",
  ]

  func definitions(_ table: String) -> [String] {
    let states = ["established : \(established)"] + Self.transientStates.map { "\($0) : \(transient)" }
    return [
      "add ct timeout ip \(table) \(tcp) { protocol tcp ; l3proto ip ; policy = { \(states.joined(separator: ", ")) } ; }",
      "add ct timeout ip \(table) \(udp) "
        + "{ protocol udp ; l3proto ip ; policy = { unreplied : \(idle), replied : \(idle) } ; }",
    ]
  }
}
