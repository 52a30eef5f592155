/// Linux names for host adapters: at most 15 bytes, where switches have names of 100 characters.
package enum AdapterName {
  /// IFNAMSIZ without the closing zero.
  package static let limit = 15

  /// The ifalias: Hyper-V's name of the adapter.
  package static func alias(switchName: String) -> String { "vEthernet (\(switchName))" }

  /// `ve-` and the switch's name, every other character than ASCII letters, digits and `_` replaced by `-`. A name
  /// too long, or one of `taken`, gets four digits of its hash at the end.
  package static func interface(switchName: String, taken: Set<String> = []) -> String {
    var body = ""
    for character in switchName {
      let keep = character.isASCII && (character.isLetter || character.isNumber || character == "_")
      if keep { body.append(character) } else if !body.hasSuffix("-") { body.append("-") }
    }
    let plain = "ve-" + body
    if plain.utf8.count <= limit, !taken.contains(plain) { return plain }
    let room = limit - "ve-".count - "-1234".count
    for attempt in 0...UInt32.max {
      let name = "ve-" + body.prefix(room) + "-" + suffix(switchName, attempt)
      if !taken.contains(name) { return name }
    }
    preconditionFailure("a host has fewer interfaces than attempts")
  }

  /// Four hexadecimal digits of the 32-bit FNV-1a hash over the name and the attempt's number.
  private static func suffix(_ name: String, _ attempt: UInt32) -> String {
    var hash: UInt32 = 0x811C_9DC5
    for byte in Array(name.utf8) + (attempt == 0 ? [] : Array(String(attempt).utf8)) {
      hash = (hash ^ UInt32(byte)) &* 0x0100_0193
    }
    let digits = String((hash ^ hash >> 16) & 0xFFFF, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
