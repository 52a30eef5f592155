package import Ethernet
package import FoundationEssentials

/// The nftables table of one NAT.
package enum NATTable {
  package static let prefix = "droste-nat-"
  package static let counter = "translated"

  package static func name(id: UUID) -> String { prefix + id.shortText }

  /// May be applied again and again: rules are replaced, the counter keeps its value.
  ///
  /// Every packet that leaves the prefix for elsewhere is masqueraded; nat chains see the first packet of each
  /// connection only, and so does the counter. Forwarding is accepted for the prefix's own packets and the answers.
  package static func script(table: String, internalPrefix: IPv4Prefix) -> String {
    let net = "\(internalPrefix.network)/\(internalPrefix.length)"
    return """
      add table ip \(table)
      add counter ip \(table) \(counter)
      add chain ip \(table) postrouting { type nat hook postrouting priority 100 ; policy accept ; }
      add chain ip \(table) forward { type filter hook forward priority 0 ; policy accept ; }
      flush chain ip \(table) postrouting
      flush chain ip \(table) forward
      add rule ip \(table) postrouting ip saddr \(net) ip daddr != \(net) counter name \(counter) masquerade
      add rule ip \(table) forward ip saddr \(net) accept
      add rule ip \(table) forward ip daddr \(net) ct state established,related accept

      """
  }
}
