internal import PowerShell

/// What system this is (os-release(5), uname(2)).
struct SystemRelease: Sendable {
  /// `Debian GNU/Linux 12 (bookworm)`.
  let name: String
  private let fields: [String: String]

  init(root: String) {
    let lines = (try? FileBytes.lines(PathText.join(root, "etc/os-release"))) ?? []
    var fields: [String: String] = [:]
    for line in lines {
      guard let equals = line.firstIndex(of: "=") else { continue }
      let value = line[line.index(after: equals)...].trimmed()
      fields[String(line[..<equals])] =
        value.count > 1 && value.hasPrefix("\"") && value.hasSuffix("\"") ? String(value.dropFirst().dropLast()) : value
    }
    self.fields = fields
    name = fields["PRETTY_NAME"] ?? fields["NAME"] ?? "Linux"
  }

  subscript(field: String) -> String? { fields[field] }

  /// Of the running system; read once.
  static let current = SystemRelease(root: "/")
}
