/// A package file that apt chose: a line of `apt-get --print-uris`.
package struct DebianPackage: Codable, Hashable, Sendable {
  package var name: String
  package var version: String
  /// The name of its file in apt's archive folder.
  package var file: String
  /// Bytes of that file.
  package var size: Int64

  package init(name: String, version: String, file: String, size: Int64) {
    self.name = name
    self.version = version
    self.file = file
    self.size = size
  }

  /// Reads `'URI' NAME_VERSION_ARCHITECTURE.deb SIZE [HASH]`; nil for any other line.
  package init?(uriLine line: String) {
    let fields = line.split(separator: " ", omittingEmptySubsequences: true)
    guard fields.count >= 3, fields[0].hasPrefix("'"), fields[0].hasSuffix("'"), fields[1].hasSuffix(".deb"),
      let size = Int64(fields[2]), size >= 0
    else { return nil }
    let file = fields[1]
    let allowed = file.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "+-.~_%".utf8.contains(byte)
      }
    }
    let parts = file.dropLast(".deb".count).split(separator: "_", omittingEmptySubsequences: false)
    guard allowed, !file.hasPrefix("."), parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    self.init(
      name: String(parts[0]), version: parts[1].split(separator: "%3a").joined(separator: ":"), file: String(file),
      size: size)
  }

  /// All package lines of apt's output, by name.
  package static func parse(uris text: String) -> [DebianPackage] {
    text.split(separator: "\n").compactMap { DebianPackage(uriLine: String($0)) }.sorted { $0.name < $1.name }
  }
}

/// What apt made of a list of wanted packages: kept, so that a rebuild neither asks apt nor changes versions.
package struct PackageResolution: Codable, Hashable, Sendable {
  /// What was asked for, sorted.
  package var wanted: [String]
  package var packages: [DebianPackage]

  package init(wanted: [String], packages: [DebianPackage]) {
    self.wanted = wanted
    self.packages = packages
  }

  /// Version by name.
  package var versions: [String: String] {
    Dictionary(packages.map { ($0.name, $0.version) }, uniquingKeysWith: { first, _ in first })
  }
}
