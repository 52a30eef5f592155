package import FoundationEssentials
internal import HyperV

/// What of `nft -j list` this host looks at.
package struct NFTListing: Sendable {
  package struct Object: Decodable, Sendable {
    package var family: String
    package var name: String
    package var table: String?
    package var packets: UInt64?
  }
  /// A chain: where it is called, and what becomes of packets that no rule decides. (A timeout's `policy` is another thing.)
  package struct Chain: Decodable, Sendable {
    package var family: String
    package var name: String
    package var table: String?
    package var hook: String?
    package var policy: String?
  }
  private struct Element: Decodable {
    var table: Object?, chain: Chain?, counter: Object?, timeout: Object?
    enum CodingKeys: String, CodingKey {
      case table, chain, counter
      case timeout = "ct timeout"
    }
  }
  private struct Document: Decodable { var nftables: [Element] }

  package var tables: [Object]
  package var chains: [Chain]
  package var counters: [Object]
  package var timeouts: [Object]

  /// Chains that drop what the host forwards unless a rule lets it through: `ip filter FORWARD`.
  package var droppingAtForward: [String] {
    chains.filter { $0.hook == "forward" && $0.policy == "drop" && ["ip", "inet"].contains($0.family) }
      .map { "\($0.family) \($0.table ?? "") \($0.name)" }
  }

  /// - Throws: when the text is not what nft prints.
  package init(_ text: String) throws {
    do {
      let elements = try JSONDecoder().decode(Document.self, from: Data(text.utf8)).nftables
      tables = elements.compactMap(\.table)
      chains = elements.compactMap(\.chain)
      counters = elements.compactMap(\.counter)
      timeouts = elements.compactMap(\.timeout)
    } catch {
      throw DrosteError(.unspecified, "The output of nft could not be understood.", cause: "\(error)")
    }
  }
}

extension UUID {
  /// The first eight hexadecimal digits, in lower case.
  package var shortText: String { String(uuidString.lowercased().prefix(8)) }
}
