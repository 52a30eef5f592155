// What the kernel's nftables hold (linux/netfilter/nf_tables.h, linux/netfilter/nfnetlink.h). `nft -j list` tells the same;
// in an emulated machine each such process costs a tenth of a second, and its host has it looked at with each question.

/// A chain of rules.
package struct NetfilterChain: Sendable, Hashable {
  package var family: NetfilterFamily
  package var table: String
  package var name: String
  /// Where packets come to it: NF_INET_FORWARD is 2; nil for a chain that only rules jump to. Netdev has its own numbers.
  package var hook: UInt32?
  /// Whether what no rule decides is dropped; nil for a chain without a hook.
  package var drops: Bool?

  package init(family: NetfilterFamily, table: String, name: String, hook: UInt32? = nil, drops: Bool? = nil) {
    (self.family, self.table, self.name, self.hook, self.drops) = (family, table, name, hook, drops)
  }

  /// Reads a message of NFT_MSG_NEWCHAIN; nil for a family that is not known. Errors: malformed.
  package init?(_ payload: NetlinkBytes) throws {
    let attributes = try payload.attributes(from: NetfilterFamily.headerLength)
    guard let number = payload.uint8(at: 0), let family = NetfilterFamily(rawValue: number) else { return nil }
    // NFTA_CHAIN_TABLE 1, NAME 3, HOOK 4 (HOOKNUM 1), POLICY 5: NF_DROP is 0.
    guard let table = attributes[1], let name = attributes[3] else {
      throw NetlinkError(.malformed("a chain without its name"))
    }
    self.init(family: family, table: table.text, name: name.text)
    guard let hook = try attributes[4]?.attributes(from: 0) else { return }
    self.hook = hook.number(1, as: UInt32.self)?.byteSwapped
    drops = attributes.number(5, as: UInt32.self).map { $0 == 0 }
  }

  /// Whether it drops what the computer forwards, unless a rule lets it through.
  package var dropsForwarded: Bool { drops == true && hook == 2 && (family == .ip || family == .inet) }
}

/// Which packets a table sees (NFPROTO_…).
package enum NetfilterFamily: UInt8, Sendable, CustomStringConvertible {
  case inet = 1
  case ip = 2
  case arp = 3
  case netdev = 5
  case bridge = 7
  case ip6 = 10

  /// struct nfgenmsg: family, version, resource.
  static let headerLength = 4

  package var description: String {
    switch self {
    case .inet: "inet"
    case .ip: "ip"
    case .arp: "arp"
    case .netdev: "netdev"
    case .bridge: "bridge"
    case .ip6: "ip6"
    }
  }
}

extension NetlinkRequest {
  /// NFNL_SUBSYS_NFTABLES.
  private static func nftables(_ message: UInt16, what: String, _ family: NetfilterFamily?) -> NetlinkRequest {
    NetlinkRequest(10 << 8 | message, 0, what: what, fixed: [family?.rawValue ?? 0, 0, 0, 0])
  }

  /// NFT_MSG_GETCHAIN, of every family.
  package static let chains = nftables(4, what: "read the chains", nil)

  /// NFT_MSG_GETOBJ of the type NFT_OBJECT_COUNTER.
  package static func counter(_ family: NetfilterFamily, table: String, name: String) -> NetlinkRequest {
    var request = nftables(19, what: "read the counter \(name) of \(family) \(table)", family)
    request.append(1, text: table)
    request.append(2, text: name)
    request.append(3, UInt32(1).byteSwapped)
    return request
  }
}

extension NetlinkClient {
  /// Every chain. Errors: NetlinkError; EPERM without the right to ask.
  package func chains() throws -> [NetfilterChain] {
    try dump(.chains).compactMap { try NetfilterChain($0.payload) }
  }

  /// The packets that a named counter counted; nil where it or its table is not there. Errors: NetlinkError.
  package func counted(_ family: NetfilterFamily, table: String, name: String) throws -> UInt64? {
    do {
      let request = NetlinkRequest.counter(family, table: table, name: name)
      guard let answer = try ask(request).first else { return nil }
      // NFTA_OBJ_DATA 4: NFTA_COUNTER_PACKETS 2.
      let data = try answer.payload.attributes(from: NetfilterFamily.headerLength)[4]?.attributes(from: 0)
      return data?.number(2, as: UInt64.self)?.byteSwapped
    } catch let error as NetlinkError where error.isMissing { return nil }
  }
}
