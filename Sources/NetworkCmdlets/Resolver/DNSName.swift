/// A domain name as labels (RFC 1035 section 3.1).
struct DNSName: Hashable, Sendable {
  /// Bytes of a name as it is sent.
  static let lengthLimit = 255
  static let labelLimit = 63

  var labels: [[UInt8]]

  init(labels: [[UInt8]]) { self.labels = labels }

  /// `www.example.com`, with or without a dot at the end; nil for what is no name. Letters beyond ASCII are refused:
  /// such names are sent as Punycode.
  init?(_ text: some StringProtocol) {
    var text = Substring(text)
    if text.hasSuffix(".") { text = text.dropLast() }
    guard !text.isEmpty || text.base == "." else { return nil }
    labels = text.isEmpty ? [] : text.split(separator: ".", omittingEmptySubsequences: false).map { Array($0.utf8) }
    let isValid = labels.allSatisfy { label in
      1...Self.labelLimit ~= label.count && label.allSatisfy { 0x21...0x7E ~= $0 }
    }
    guard isValid, encoded.count <= Self.lengthLimit else { return nil }
  }

  /// Lengths and labels, and the zero at the end.
  var encoded: [UInt8] { labels.flatMap { [UInt8($0.count)] + $0 } + [0] }

  /// The name that an address has in the tree of in-addr.arpa or ip6.arpa.
  static func reverse(_ bytes: [UInt8]) -> DNSName {
    if bytes.count == 4 {
      return DNSName(
        labels: bytes.reversed().map { Array(String($0).utf8) } + [Array("in-addr".utf8), Array("arpa".utf8)])
    }
    let nibbles = bytes.reversed().flatMap { [$0 & 15, $0 >> 4] }
    return DNSName(
      labels: nibbles.map { Array(String($0, radix: 16).utf8) } + [Array("ip6".utf8), Array("arpa".utf8)])
  }

  func isSame(as other: DNSName) -> Bool { description.lowercased() == other.description.lowercased() }
}

extension DNSName: CustomStringConvertible {
  /// With `\` before dots within labels, and bytes beyond ASCII as `\ddd` (RFC 1035 section 5.1).
  var description: String {
    labels.map { label in
      label.map { byte in
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
        case 0x21...0x7E: String(UnicodeScalar(byte))
        default: "\\" + String(1000 + Int(byte)).dropFirst()
        }
      }.joined()
    }.joined(separator: ".")
  }
}
