/// A type with named values. Lookups ignore case; several names in a row are one value of a type of flags.
// SAFETY: nothing of it changes once it is registered with a session.
package final class EnumType: TypeReference, @unchecked Sendable {
  package let isFlags: Bool
  package let cases: [(name: String, value: Int64)]
  private let byName: [String: Int64]

  package init(_ name: String, isFlags: Bool = false, _ cases: [(String, Int64)]) {
    self.isFlags = isFlags
    self.cases = cases.map { (name: $0.0, value: $0.1) }
    byName = Dictionary(cases.map { ($0.0.caseFolded, $0.1) }, uniquingKeysWith: { first, _ in first })
    super.init(name, .enumeration, base: BuiltInType.enumBase)
  }

  /// Values from 0 upwards.
  package convenience init(_ name: String, _ names: [String]) {
    self.init(name, names.enumerated().map { ($1, Int64($0)) })
  }

  /// The value of exactly this name, of any case.
  package func value(named name: String) -> EnumValue? { byName[name.caseFolded].map { EnumValue(self, $0) } }

  /// The value of a name, a number, an unambiguous beginning of a name, or such with commas between them.
  package func value(parsing text: String) -> EnumValue? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingBlanks() }
    var bits: Int64 = 0
    for part in parts {
      guard let value = single(part) else { return nil }
      bits |= value
    }
    return EnumValue(self, bits)
  }

  /// The name of a value, names of its flags with commas, or its number.
  package func text(of value: Int64) -> String {
    if let exact = cases.first(where: { $0.value == value }) { return exact.name }
    guard isFlags, value != 0 else { return String(value) }
    var rest = value
    var names: [String] = []
    for entry in cases.sorted(by: { UInt64(bitPattern: $0.value) > UInt64(bitPattern: $1.value) })
    where entry.value != 0 && rest & entry.value == entry.value {
      rest &= ~entry.value
      names.append(entry.name)
    }
    return rest == 0 ? names.reversed().joined(separator: ", ") : String(value)
  }

  private func single(_ name: String) -> Int64? {
    guard !name.isEmpty else { return nil }
    if let exact = byName[name.caseFolded] { return exact }
    if let number = Int64(name) { return number }
    let matches = cases.filter { $0.name.caseFolded.hasPrefix(name.caseFolded) }
    return matches.count == 1 ? matches[0].value : nil
  }
}

/// A value of a type with named values.
package struct EnumValue: Sendable {
  package let type: EnumType
  package let rawValue: Int64

  package init(_ type: EnumType, _ rawValue: Int64) { (self.type, self.rawValue) = (type, rawValue) }

  package var text: String { type.text(of: rawValue) }
}

extension StringProtocol {
  /// Without white space at either end.
  func trimmingBlanks() -> String {
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}
