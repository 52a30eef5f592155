/// An address of the web: `http://host:8080/path?query` (RFC 3986, as far as HTTP uses it).
struct WebAddress: Hashable, Sendable {
  static let lengthLimit = 16_384

  var isSecure: Bool
  /// Without brackets.
  var host: String
  var port: UInt16
  /// Path and query, beginning with `/`; without a fragment.
  var target: String

  /// Without a scheme it is http, as Windows PowerShell takes it. Nil for other schemes, blanks, control characters, user
  /// names, and what has no host.
  init?(_ text: String) {
    guard text.utf8.count <= Self.lengthLimit, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
    var rest = text[...]
    isSecure = false
    if let mark = text.firstRange(of: "://") {
      switch text[..<mark.lowerBound].lowercased() {
      case "http": break
      case "https": isSecure = true
      default: return nil
      }
      rest = text[mark.upperBound...]
    }
    rest = rest.prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let path = rest[authority.endIndex...]
    target = path.hasPrefix("/") ? String(path) : "/" + path
    // Credentials in an address are refused by browsers, too.
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    var number: Substring?
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else { return nil }
      host = String(authority[..<close].dropFirst())
      let after = authority[authority.index(after: close)...]
      guard after.isEmpty || after.hasPrefix(":") else { return nil }
      number = after.isEmpty ? nil : after.dropFirst()
    } else {
      let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2 else { return nil }
      host = String(parts[0])
      number = parts.count == 2 ? parts[1] : nil
    }
    guard !host.isEmpty else { return nil }
    if let number {
      guard let value = UInt16(number), value > 0, !number.hasPrefix("+") else { return nil }
      port = value
    } else {
      port = isSecure ? 443 : 80
    }
  }

  /// What the Host header says.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }

  var text: String { "\(isSecure ? "https" : "http")://\(authority)\(target)" }

  /// Where a Location header leads; nil when it is no address.
  func resolved(_ location: String) -> WebAddress? {
    if location.contains("://") { return WebAddress(location) }
    let base = "\(isSecure ? "https" : "http")://\(authority)"
    if location.hasPrefix("//") { return WebAddress("\(isSecure ? "https" : "http"):\(location)") }
    if location.hasPrefix("/") { return WebAddress(base + location) }
    let path = target.prefix { $0 != "?" }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    return WebAddress(base + (location.hasPrefix("?") ? String(path) : String(folder)) + location)
  }
}
