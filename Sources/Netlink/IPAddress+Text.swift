extension IPAddress: CustomStringConvertible {
  /// Parses dotted decimal, or IPv6 as RFC 4291 section 2.2 has it, also with a zone in digits behind `%`; else nil.
  package init?(_ text: some StringProtocol) {
    // The longest: eight groups of four, an embedded IPv4 address, a zone of ten digits.
    guard text.utf8.count <= 60 else { return nil }
    if text.utf8.contains(UInt8(ascii: ":")) {
      self.init(version6: Substring(text))
    } else {
      guard let bytes = Self.dotted(Substring(text)) else { return nil }
      self.init(bytes)
    }
  }

  private static func dotted(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard 1...3 ~= part.utf8.count, part.utf8.allSatisfy({ 48...57 ~= $0 }), let byte = UInt8(part) else {
        return nil
      }
      bytes.append(byte)
    }
    return bytes
  }

  private init?(version6 text: Substring) {
    let halves = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    var zone: UInt32 = 0
    if halves.count == 2 {
      guard halves[1].utf8.allSatisfy({ 48...57 ~= $0 }), let number = UInt32(halves[1]) else { return nil }
      zone = number
    }
    guard let mark = halves[0].firstRange(of: "::") else {
      guard let groups = Self.groups(halves[0]), groups.count == 16 else { return nil }
      self.init(groups, zone: zone)
      return
    }
    let (head, tail) = (halves[0][..<mark.lowerBound], halves[0][mark.upperBound...])
    guard !head.contains("."), let before = head.isEmpty ? [] : Self.groups(head),
      let after = tail.isEmpty ? [] : Self.groups(tail), before.count + after.count <= 14
    else { return nil }
    let zeros = [UInt8](repeating: 0, count: 16 - before.count - after.count)
    self.init(before + zeros + after, zone: zone)
  }

  /// `1:2:3`, where the last may be dotted decimal; as bytes.
  private static func groups(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 8 else { return nil }
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
        guard let four = dotted(part) else { return nil }
        bytes += four
        continue
      }
      guard 1...4 ~= part.utf8.count, !part.hasPrefix("+"), !part.hasPrefix("-"), let group = UInt16(part, radix: 16)
      else { return nil }
      bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
    }
    return bytes
  }

  /// As RFC 5952 writes it: lower case, the longest run of zeros as `::`, a zone behind `%`.
  package var description: String {
    guard family == .v6 else { return bytes.map(String.init).joined(separator: ".") }
    let groups = (0..<8).map { UInt16(bytes[$0 * 2]) << 8 | UInt16(bytes[$0 * 2 + 1]) }
    let suffix = zone == 0 ? "" : "%\(zone)"
    // IPv4-mapped addresses (RFC 4291 section 2.5.5.2).
    if groups[..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF {
      return "::ffff:" + bytes[12...].map(String.init).joined(separator: ".") + suffix
    }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(1, best.count) { best = start..<end }
      start = max(end, start + 1)
    }
    func text(_ range: Range<Int>) -> String {
      groups[range].map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard !best.isEmpty else { return text(0..<8) + suffix }
    return text(0..<best.lowerBound) + "::" + text(best.upperBound..<8) + suffix
  }
}
