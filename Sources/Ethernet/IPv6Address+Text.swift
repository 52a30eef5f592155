extension IPv6Address: CustomStringConvertible {
  /// Parses what RFC 4291 section 2.2 describes: eight groups, one `::`, the last 32 bits possibly in dotted decimal. No zone;
  /// anything else is nil.
  public init?(_ text: some StringProtocol) {
    // The longest: six groups of four digits and an embedded IPv4 address.
    guard text.utf8.count <= 45 else { return nil }
    let text = String(text)
    let groups: [UInt16]
    if let mark = text.firstRange(of: "::") {
      let (head, tail) = (text[..<mark.lowerBound], text[mark.upperBound...])
      guard !head.utf8.contains(UInt8(ascii: ".")), let before = head.isEmpty ? [] : Self.groups(head),
        let after = tail.isEmpty ? [] : Self.groups(tail), before.count + after.count <= 7
      else { return nil }
      groups = before + [UInt16](repeating: 0, count: 8 - before.count - after.count) + after
    } else {
      guard let all = Self.groups(text[...]), all.count == 8 else { return nil }
      groups = all
    }
    self.init(high: Self.word(groups[..<4]), low: Self.word(groups[4...]))
  }

  private static func word(_ groups: ArraySlice<UInt16>) -> UInt64 { groups.reduce(0) { $0 << 16 | UInt64($1) } }

  /// `1:2:3`, where the last may be dotted decimal.
  private static func groups(_ text: Substring) -> [UInt16]? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 8 else { return nil }
    var found: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
        guard let four = IPv4Address(part) else { return nil }
        found += [UInt16(four.rawValue >> 16), UInt16(four.rawValue & 0xFFFF)]
        continue
      }
      guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }),
        let group = UInt16(part, radix: 16)
      else { return nil }
      found.append(group)
    }
    return found
  }

  private var groups: [UInt16] {
    (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> UInt64(48 - 16 * ($0 % 4))) }
  }

  /// As RFC 5952 writes it: lower case, the longest run of at least two zeros as `::`, IPv4-mapped addresses in dotted decimal.
  public var description: String {
    if high == 0, low >> 32 == 0xFFFF { return "::ffff:\(IPv4Address(rawValue: UInt32(low & 0xFFFF_FFFF)))" }
    let groups = groups
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(1, best.count) { best = start..<end }
      start = max(end, start + 1)
    }
    func text(_ range: Range<Int>) -> String { groups[range].map { String($0, radix: 16) }.joined(separator: ":") }
    guard !best.isEmpty else { return text(0..<8) }
    return text(0..<best.lowerBound) + "::" + text(best.upperBound..<8)
  }
}

extension IPv6Address: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let address = IPv6Address(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text.prefix(100))\" is not an IPv6 address")
    }
    self = address
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
