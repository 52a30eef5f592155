package import FoundationEssentials
internal import HyperV

/// What of `nft -j list` this host looks at when it changes something.
package struct NFTListing: Sendable {
  package struct Object: Decodable, Sendable {
    package var family: String
    package var name: String
  }
  private struct Element: Decodable {
    var table: Object?, timeout: Object?
    enum CodingKeys: String, CodingKey {
      case table
      case timeout = "ct timeout"
    }
  }
  private struct Document: Decodable { var nftables: [Element] }

  package var tables: [Object]
  package var timeouts: [Object]

  /// - Throws: when the text is not what nft prints.
  package init(_ text: String) throws {
    do {
      let elements = try JSONDecoder().decode(Document.self, from: Data(text.utf8)).nftables
      tables = elements.compactMap(\.table)
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
