internal import PowerShell

/// Names given with wildcards.
struct Patterns {
  private let wildcards: [Wildcard]

  /// Empty or nil: everything. Throws WildcardPatternException.
  init(_ texts: [String]?) throws { wildcards = try (texts ?? []).map { try Wildcard($0) } }

  var isEmpty: Bool { wildcards.isEmpty }

  func match(_ text: String) -> Bool { wildcards.isEmpty || wildcards.contains { $0.matches(text) } }

  /// As `match`, but nothing where there are no patterns.
  func matchAny(_ text: String) -> Bool { wildcards.contains { $0.matches(text) } }
}

extension StringProtocol {
  /// Without white space at either end.
  func trimmed() -> String {
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}
