/// A GUID: 128 bits in the order in which they are written.
package struct Guid: Hashable, Sendable, Comparable {
  package let high: UInt64
  package let low: UInt64

  package static let empty = Guid(high: 0, low: 0)

  package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// A random one (version 4).
  package static func random() -> Guid {
    var generator = SystemRandomNumberGenerator()
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return Guid(high: high, low: low)
  }

  /// Reads the forms N, D, B and P; nil for anything else.
  package init?(_ text: String) {
    var body = Array(text.utf8.drop { $0 == 0x20 })
    while body.last == 0x20 { body.removeLast() }
    if body.first == UInt8(ascii: "{"), body.last == UInt8(ascii: "}") { body = Array(body.dropFirst().dropLast()) }
    if body.first == UInt8(ascii: "("), body.last == UInt8(ascii: ")") { body = Array(body.dropFirst().dropLast()) }
    if body.count == 36 {
      for place in [23, 18, 13, 8] {
        guard body[place] == UInt8(ascii: "-") else { return nil }
        body.remove(at: place)
      }
    }
    guard body.count == 32 else { return nil }
    var halves: [UInt64] = [0, 0]
    for (index, byte) in body.enumerated() {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      halves[index / 16] = halves[index / 16] << 4 | UInt64(digit)
    }
    (high, low) = (halves[0], halves[1])
  }

  package static func < (left: Guid, right: Guid) -> Bool { (left.high, left.low) < (right.high, right.low) }

  /// Form D: `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in lower case.
  package var text: String {
    let digits = plainText
    var result = ""
    for (index, character) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { result.append("-") }
      result.append(character)
    }
    return result
  }

  /// Formatted as D, N, B or P (empty is D); nil for any other form.
  package func formatted(_ format: String) -> String? {
    switch format.caseFolded {
    case "", "d": text
    case "n": plainText
    case "b": "{\(text)}"
    case "p": "(\(text))"
    default: nil
    }
  }

  private var plainText: String {
    [high, low].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
