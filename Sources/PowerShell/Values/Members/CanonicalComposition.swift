/// Normalization form C for the scripts whose letters with marks have code points of their own: Latin, Greek, Cyrillic.
enum CanonicalComposition {
  /// Single code points by what they are canonically equal to, which is how Swift compares characters.
  private static let single: [Character: Unicode.Scalar] = {
    let ranges: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x370...0x52F, 0x1E00...0x1FFF]
    var table: [Character: Unicode.Scalar] = [:]
    for number in ranges.joined() {
      if let scalar = Unicode.Scalar(number), table[Character(scalar)] == nil { table[Character(scalar)] = scalar }
    }
    return table
  }()

  /// Errors: NotSupportedException for another form than C.
  static func composed(_ text: String, _ arguments: [Value]) throws -> String {
    if let form = arguments.first, try !form.displayString().isSameName(as: "FormC") {
      throw PowerShellError.exception(
        "System.NotSupportedException",
        "Only the normalization form FormC is available, not '\(try form.displayString())'.")
    }
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var result = ""
    for character in text {
      let scalars = character.unicodeScalars
      if scalars.count > 1, let scalar = single[character] {
        result.unicodeScalars.append(scalar)
      } else {
        result.unicodeScalars.append(contentsOf: scalars)
      }
    }
    return result
  }
}
