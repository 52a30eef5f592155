/// System.Uri.
enum UriType {
  /// The parts of an address as RFC 3986 names them.
  struct Address: Hashable, Sendable {
    var original: String
    var scheme = ""
    var userInfo = ""
    var host = ""
    var port: Int?
    var path = ""
    var query = ""
    var fragment = ""

    static let ports = ["http": 80, "https": 443, "ftp": 21, "ssh": 22, "ws": 80, "wss": 443, "ldap": 389]

    var isAbsolute: Bool { !scheme.isEmpty }
    var effectivePort: Int { port ?? Self.ports[scheme] ?? -1 }
    var isDefaultPort: Bool { port == nil || port == Self.ports[scheme] }
    var authority: String { host + (isDefaultPort ? "" : ":\(effectivePort)") }

    var text: String {
      guard isAbsolute else { return original }
      let hasHost = !host.isEmpty || scheme == "file"
      let user = userInfo.isEmpty ? "" : userInfo + "@"
      return "\(scheme):" + (hasHost ? "//\(user)\(authority)" : "") + path + query + fragment
    }

    init(_ text: String) {
      original = text
      var rest = text[...]
      if let colon = rest.firstIndex(of: ":"), colon != rest.startIndex, rest.first?.isLetter ?? false,
        rest[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }),
        rest.distance(from: rest.startIndex, to: colon) > 1
      {
        scheme = rest[..<colon].lowercased()
        rest = rest[rest.index(after: colon)...]
      } else if rest.hasPrefix("/") {
        scheme = "file"
      }
      if let hash = rest.firstIndex(of: "#") {
        fragment = String(rest[hash...])
        rest = rest[..<hash]
      }
      if let mark = rest.firstIndex(of: "?") {
        query = String(rest[mark...])
        rest = rest[..<mark]
      }
      if rest.hasPrefix("//") { takeAuthority(&rest) }
      path = String(rest)
      if path.isEmpty, !host.isEmpty { path = "/" }
    }

    private mutating func takeAuthority(_ rest: inout Substring) {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: "/") ?? rest.endIndex
      var authority = rest[..<end]
      rest = rest[end...]
      if let at = authority.lastIndex(of: "@") {
        userInfo = String(authority[..<at])
        authority = authority[authority.index(after: at)...]
      }
      if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]"),
        let number = Int(authority[authority.index(after: colon)...])
      {
        port = number
        authority = authority[..<colon]
      }
      host = authority.lowercased()
    }
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (Address) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: Address.self).map(get) ?? .null }
  }

  private static func make(_ address: Address) -> Value {
    .object(HostObject(type, payload: address) { ($0 as? Address)?.text })
  }

  private static func parse(_ text: String) throws -> Value {
    let address = Address(text)
    let limit = 65_519
    guard text.utf8.count <= limit, address.isAbsolute || !text.contains("://") else {
      throw PowerShellError.exception(
        "System.UriFormatException", "Invalid URI: The format of the URI could not be determined.")
    }
    return make(address)
  }

  static let type: TypeReference = TypeReference(
    "System.Uri", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("AbsolutePath") { .string($0.path) }, property("AbsoluteUri") { .string($0.text) },
        property("LocalPath") { .string(unescape($0.path)) }, property("Authority") { .string($0.authority) },
        property("Host") { .string($0.host) }, property("DnsSafeHost") { .string($0.host) },
        property("IsDefaultPort") { .boolean($0.isDefaultPort) }, property("IsFile") { .boolean($0.scheme == "file") },
        property("IsLoopback") { .boolean(["localhost", "127.0.0.1", "[::1]"].contains($0.host)) },
        property("PathAndQuery") { .string($0.path + $0.query) }, property("Segments") { segments($0) },
        property("Port") { .count($0.effectivePort) }, property("Query") { .string($0.query) },
        property("Fragment") { .string($0.fragment) }, property("Scheme") { .string($0.scheme) },
        property("OriginalString") { .string($0.original) }, property("IsAbsoluteUri") { .boolean($0.isAbsolute) },
        property("UserInfo") { .string($0.userInfo) },
      ],
      staticMethods: [
        Method("EscapeDataString", 1) { _, arguments, _ in .string(escape(try arguments.text(0), keeping: "-._~")) },
        Method("EscapeUriString", 1) { _, arguments, _ in
          .string(escape(try arguments.text(0), keeping: "-._~:/?#[]@!$&'()*+,;=%"))
        },
        Method("UnescapeDataString", 1) { _, arguments, _ in .string(unescape(try arguments.text(0))) },
        Method("IsWellFormedUriString", 2) { _, arguments, _ in
          let address = Address(try arguments.text(0))
          return .boolean(address.isAbsolute && !address.original.contains(" "))
        },
      ],
      constructor: Method("Uri", 1...2) { _, arguments, _ in
        guard arguments.count == 2,
          let base = arguments[0].payload(as: Address.self) ?? (try? Address(arguments.text(0))),
          arguments[1].integerValue == nil
        else { return try parse(arguments.text(0)) }
        let relative = try arguments.text(1)
        if Address(relative).isAbsolute, !relative.hasPrefix("/") { return try parse(relative) }
        let folder = base.path.lastIndex(of: "/").map { String(base.path[...$0]) } ?? "/"
        var joined = base
        (joined.query, joined.fragment) = ("", "")
        joined.path = relative.hasPrefix("/") ? relative : folder + relative
        return try parse(joined.text)
      },
      convert: { value, context in
        guard case .string(let text) = value.unwrapped else { return nil }
        return try parse(text)
      }))

  private static func segments(_ address: Address) -> Value {
    var segments: [Value] = []
    var current = ""
    for character in address.path {
      current.append(character)
      if character == "/" {
        segments.append(.string(current))
        current = ""
      }
    }
    if !current.isEmpty { segments.append(.string(current)) }
    return .array(ArrayObject(segments, of: BuiltInType.string))
  }

  static func escape(_ text: String, keeping kept: String) -> String {
    let kept = Set(kept.utf8)
    let hex = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
      let isPlain = 0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte
      if isPlain || kept.contains(byte) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  static func unescape(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
