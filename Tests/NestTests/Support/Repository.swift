internal import FoundationEssentials

/// Files of the checkout that these tests were built from.
public enum Repository {
  /// Its top folder, by the place of this very file in it.
  public static let folder: String = {
    let parts = #filePath.split(separator: "/")
    return "/" + parts.dropLast(4).joined(separator: "/")
  }()

  public static func example(_ name: String) -> String { "\(folder)/examples/\(name)" }

  public static func exampleText(_ name: String) throws -> String {
    try String(contentsOfFile: example(name), encoding: .utf8)
  }
}
