/// A machine's configuration version, `major.minor`. It decides which features a machine may use and is never
/// lowered (hyperv/semantics.md section 3).
public struct ConfigurationVersion: Hashable, Sendable, Comparable {
  public let major: Int
  public let minor: Int

  /// What a new machine gets: that of Windows Server 2025.
  public static let newest = ConfigurationVersion(12, 0)
  /// What this host can run; the list of Windows Server 2025.
  public static let supported: [ConfigurationVersion] = [
    .init(8, 0), .init(8, 1), .init(8, 2), .init(8, 3), .init(9, 0), .init(9, 1), .init(9, 2), .init(9, 3),
    .init(10, 0), .init(11, 0), .init(12, 0),
  ]

  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Parses `12.0`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 3 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let major = Int(parts[0]), let minor = Int(parts[1])
    else { return nil }
    self.init(major, minor)
  }

  public static func < (a: Self, b: Self) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
}

extension ConfigurationVersion: CustomStringConvertible, Codable {
  public var description: String { "\(major).\(minor)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let version = ConfigurationVersion(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not a configuration version such as 12.0")
    }
    self = version
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
