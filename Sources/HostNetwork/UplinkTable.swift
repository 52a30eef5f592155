package import FoundationEssentials
internal import Netlink

/// The nftables table that keeps the host's own stack off an uplink.
package enum UplinkTable {
  package static let prefix = "droste-uplink-"

  package static func name(owner: UUID) -> String { prefix + owner.shortText }

  /// nft does not list a chain's device in JSON, so the chain's name has its index.
  package static func chain(index: Int) -> String { "ingress-\(index)" }

  /// May be applied again and again: it adds what is missing.
  package static func script(table: String, interface: String, index: Int) -> String {
    """
    add table netdev \(table)
    add chain netdev \(table) \(chain(index: index)) { type filter hook ingress device "\(interface)" priority -500 ; \
    policy drop ; }

    """
  }

  /// The table that has the adapter; nil when none has.
  static func taken(index: Int, in chains: [NetfilterChain]) -> String? {
    let name = chain(index: index)
    return chains.first { $0.family == .netdev && $0.name == name && $0.table.hasPrefix(prefix) }?.table
  }
}
