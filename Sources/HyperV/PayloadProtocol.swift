/// IANA's numbers of what IP packets carry, with the names that cmdlets and lab files have for some.
package enum PayloadProtocol {
  private static let names: [(name: String, number: UInt8)] = [
    ("TCP", 6), ("UDP", 17), ("ICMPv4", 1), ("ICMPv6", 58),
  ]

  /// A name in any case, or a number of 0 to 255; nil for anything else.
  package static func number(_ text: String) -> UInt8? {
    if let known = names.first(where: { $0.name.lowercased() == text.lowercased() }) { return known.number }
    return text.utf8.count <= 3 && text.utf8.allSatisfy { (48...57).contains($0) } ? UInt8(text) : nil
  }

  /// The name, or the number where it has none here.
  package static func text(of number: UInt8) -> String { names.first { $0.number == number }?.name ?? "\(number)" }
}
