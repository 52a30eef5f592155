/// A name as it was written, with the form that comparisons and dictionaries use.
///
/// PowerShell's names ignore case everywhere; folding happens once, when the text is parsed.
package struct Name: Sendable, Hashable {
  /// As written.
  package let text: String
  /// In lower case; what equality and hashing look at.
  package let key: String

  package init(_ text: String) {
    self.text = text
    let isFolded = text.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
    key = isFolded ? text : text.lowercased()
  }

  package static func == (one: Name, other: Name) -> Bool { one.key == other.key }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Name: ExpressibleByStringLiteral, CustomStringConvertible {
  package init(stringLiteral value: String) { self.init(value) }

  package var description: String { text }
}
