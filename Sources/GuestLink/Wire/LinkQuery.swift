/// The query part of a request's path: `name=value` joined by `&`, both percent-encoded.
package enum LinkQuery {
  /// Every byte but letters, digits and `-._~/` as `%XX`.
  package static func escape(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        escaped += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return escaped
  }

  /// Nil for a broken escape or what is not UTF-8.
  package static func unescape(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst(), let low = rest.popFirst(),
        let h = Character(Unicode.Scalar(high)).hexDigitValue, let l = Character(Unicode.Scalar(low)).hexDigitValue
      else { return nil }
      bytes.append(UInt8(h << 4 | l))
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// A path with its query, taken apart. Nil for a broken escape or a name given twice.
  package static func split(_ path: String) -> (path: String, query: [String: String])? {
    let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var query: [String: String] = [:]
    for item in (parts.count == 2 ? parts[1] : "").split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = unescape(pair[0]), let value = unescape(pair.count == 2 ? pair[1] : ""), query[name] == nil
      else { return nil }
      query[name] = value
    }
    return (String(parts[0]), query)
  }
}
