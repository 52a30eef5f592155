/// The order of strings: by word, in the invariant culture. Signs come before digits, digits before letters, letters
/// with marks beside those without, and a small letter before its capital.
package enum StringOrder {
  /// Negative, 0 or positive.
  package static func compare(_ left: String, _ right: String, ignoresCase: Bool) -> Int {
    if left == right { return 0 }
    var one = left.unicodeScalars.makeIterator()
    var other = right.unicodeScalars.makeIterator()
    var mark = 0
    var letterCase = 0
    while true {
      switch (one.next(), other.next()) {
      case (nil, nil): return mark != 0 ? mark : ignoresCase ? 0 : letterCase
      case (nil, _): return -1
      case (_, nil): return 1
      case (let first?, let second?):
        if first == second { continue }
        let (firstKey, secondKey) = (key(first), key(second))
        if firstKey.primary != secondKey.primary { return firstKey.primary < secondKey.primary ? -1 : 1 }
        if mark == 0 { mark = firstKey.mark < secondKey.mark ? -1 : firstKey.mark > secondKey.mark ? 1 : 0 }
        if letterCase == 0, firstKey.isUpper != secondKey.isUpper { letterCase = firstKey.isUpper ? 1 : -1 }
      }
    }
  }

  package static func isEqual(_ left: String, _ right: String, ignoresCase: Bool) -> Bool {
    if left.utf8.count == right.utf8.count, left.utf8.elementsEqual(right.utf8) { return true }
    return ignoresCase && left.caseFolded == right.caseFolded
  }

  /// U+00E0 to U+00FF without their marks.
  private static let bases = Array("aaaaaaæceeeeiiiiðnooooo÷ouuuuyþy".unicodeScalars)

  private static func key(_ scalar: Unicode.Scalar) -> (primary: UInt32, mark: UInt32, isUpper: Bool) {
    var lower = scalar
    var isUpper = false
    if scalar.properties.isUppercase, let mapped = scalar.properties.lowercaseMapping.unicodeScalars.first {
      lower = mapped
      isUpper = true
    }
    let value = lower.value
    let isLetter = lower.properties.isAlphabetic
    if 0xE0...0xFF ~= value, isLetter {
      let base = bases[Int(value - 0xE0)]
      return (0x40_0000 + base.value, value, isUpper)
    }
    let group: UInt32 = isLetter ? 0x40_0000 : lower.properties.numericType != nil ? 0x20_0000 : 0
    return (group + value, 0, isUpper)
  }
}
