/// Settings of System.Net that scripts make before they fetch something, and its encodings.
enum NetworkTypes {
  static let protocols = EnumType(
    "System.Net.SecurityProtocolType", isFlags: true,
    [("SystemDefault", 0), ("Ssl3", 48), ("Tls", 192), ("Tls11", 768), ("Tls12", 3072), ("Tls13", 12288)])

  /// Connections are always made with the protocols that this system trusts (TLS 1.2 and up); asking for those, or for
  /// more besides them, changes nothing. Asking for old ones alone is refused.
  static let servicePoints = TypeReference(
    "System.Net.ServicePointManager", .staticOnly, base: BuiltInType.object,
    members: MemberTable(staticProperties: [
      Property(
        "SecurityProtocol",
        set: { _, new, context in
          let wanted = try new.converted(to: protocols, context).integerValue ?? 0
          guard wanted == 0 || wanted & (3072 | 12288) != 0 else {
            throw PowerShellError.exception(
              "System.NotSupportedException",
              "The requested security protocol is not supported: connections use TLS 1.2 or TLS 1.3.")
          }
        }
      ) { _, _ in .enumeration(EnumValue(protocols, 3072 | 12288)) }
    ]))

  static let web = TypeReference(
    "System.Net.WebUtility", .staticOnly, base: BuiltInType.object,
    members: MemberTable(staticMethods: [
      Method("UrlEncode", 1) { _, arguments, _ in
        let text = try arguments.text(0)
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        return .string(parts.map { UriType.escape(String($0), keeping: "-_.!*()") }.joined(separator: "+"))
      },
      Method("UrlDecode", 1) { _, arguments, _ in
        .string(UriType.unescape(String(try arguments.text(0).map { $0 == "+" ? " " : $0 })))
      },
      Method("HtmlEncode", 1) { _, arguments, _ in
        var result = ""
        for character in try arguments.text(0) { result += entities[character].map { "&\($0);" } ?? String(character) }
        return .string(result)
      },
      Method("HtmlDecode", 1) { _, arguments, _ in
        .string(XMLReader.decoded(try arguments.text(0)))
      },
    ]))

  private static let entities: [Character: String] = ["<": "lt", ">": "gt", "&": "amp", "\"": "quot", "'": "#39"]
}
