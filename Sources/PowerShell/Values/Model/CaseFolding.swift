extension String {
  /// In lower case, invariant; the string itself when it is so already. Names are compared in this form.
  package var caseFolded: String {
    var copy = self
    let isFolded = copy.withUTF8 { bytes in bytes.allSatisfy { $0 < 0x80 && !(0x41...0x5A ~= $0) } }
    return isFolded ? self : lowercased()
  }

  /// Whether the two are the same name: case-insensitive, by code units.
  package func isSameName(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) || caseFolded == other.caseFolded
  }

  /// The length that .NET gives.
  package var codeUnitCount: Int { utf16.count }

  /// Out of UTF-16 code units; a lone half of a pair becomes U+FFFD.
  package init(codeUnits: some Collection<UInt16>) { self.init(decoding: codeUnits, as: UTF16.self) }

  /// The part in UTF-16 code units; `range` must lie within.
  package func part(_ range: Range<Int>) -> String {
    let units = utf16
    let start = units.index(units.startIndex, offsetBy: range.lowerBound)
    let end = units.index(start, offsetBy: range.count)
    if let part = String(units[start..<end]) { return part }
    return String(codeUnits: Array(units[start..<end]))
  }

  /// The code unit at an index; nil outside.
  package func codeUnit(at index: Int) -> UInt16? {
    let units = utf16
    guard index >= 0, let place = units.index(units.startIndex, offsetBy: index, limitedBy: units.endIndex) else {
      return nil
    }
    return place == units.endIndex ? nil : units[place]
  }
}

extension UInt16 {
  package var isUpperASCII: Bool { 0x41...0x5A ~= self }
  package var isLowerASCII: Bool { 0x61...0x7A ~= self }
  package var isDigitASCII: Bool { 0x30...0x39 ~= self }

  /// The character's text; half of a pair is U+FFFD.
  package var text: String { String(codeUnits: CollectionOfOne(self)) }

  /// In lower case, where that is one code unit.
  package var lowered: UInt16 {
    if self < 0x80 { return isUpperASCII ? self + 32 : self }
    guard let scalar = Unicode.Scalar(self) else { return self }
    let units = scalar.properties.lowercaseMapping.utf16
    return units.count == 1 ? units.first ?? self : self
  }

  /// In upper case, where that is one code unit.
  package var raised: UInt16 {
    if self < 0x80 { return isLowerASCII ? self - 32 : self }
    guard let scalar = Unicode.Scalar(self) else { return self }
    let units = scalar.properties.uppercaseMapping.utf16
    return units.count == 1 ? units.first ?? self : self
  }
}
