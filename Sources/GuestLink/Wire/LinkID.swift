/// 16 bytes that name something once: a session's nonce, a boot, an agent's incarnation.
package struct LinkID: Hashable, Sendable, CustomStringConvertible {
  package static let zero = LinkID(high: 0, low: 0)

  private var high: UInt64
  private var low: UInt64

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A new random one.
  package static func random() -> LinkID {
    LinkID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
  }

  /// - Parameter bytes: at most 16; missing ones count as zero.
  package init(_ bytes: some Collection<UInt8>) {
    var words: [UInt64] = [0, 0]
    for (index, byte) in bytes.prefix(16).enumerated() {
      words[index / 8] |= UInt64(byte) << (56 - 8 * UInt64(index % 8))
    }
    self.init(high: words[0], low: words[1])
  }

  /// The id in a UUID's text (`/proc/sys/kernel/random/boot_id`): 32 hexadecimal digits, anything else is skipped.
  package init?(uuid text: some StringProtocol) {
    var digits: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(byte - UInt8(ascii: "A") + 10)
      default: continue
      }
    }
    guard digits.count == 32 else { return nil }
    self.init(stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }

  package var bytes: [UInt8] {
    [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) } }
  }

  /// Written as a UUID: 8-4-4-4-12 lower-case hexadecimal digits.
  package var description: String {
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += byte < 16 ? "0" : ""
      text += String(byte, radix: 16)
    }
    return text
  }
}
