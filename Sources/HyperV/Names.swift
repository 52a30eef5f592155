/// Rules that hold for the names of machines, adapters, switches and NATs.
public enum Names {
  /// Nil when the name may be used; otherwise what is wrong with it.
  ///
  /// 1 to 100 characters, none of them a control character or `/` (paths through the levels are written
  /// `L1/L2`), not beginning or ending with white space.
  public static func problem(_ name: String) -> String? {
    if name.isEmpty { return "a name must not be empty" }
    if name.count > 100 { return "a name may have 100 characters, this one has \(name.count)" }
    if name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
      return "a name must not hold control characters"
    }
    if name.contains("/") { return "a name must not hold \"/\", which separates the levels in a path" }
    if name == "." || name == ".." { return "\"\(name)\" is not a name" }
    if name.first?.isWhitespace == true || name.last?.isWhitespace == true {
      return "a name must not begin or end with white space"
    }
    return nil
  }

  /// Whether two names are the same name: case does not matter.
  public static func same(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }
}
