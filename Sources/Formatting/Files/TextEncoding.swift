internal import PowerShell

/// How text is kept in a file.
///
/// Without a name and with `UTF8` it is UTF-8 without a byte order mark, since a mark breaks most files of this system;
/// `UTF8BOM` writes one. Reading goes by the mark where there is one.
enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "UTF8"
  case utf8Marked = "UTF8BOM"
  case utf8Plain = "UTF8NoBOM"
  case unicode = "Unicode"
  case bigEndianUnicode = "BigEndianUnicode"
  case utf32 = "UTF32"
  case ascii = "ASCII"

  /// Errors: EncodingNotSupported, with the names that are.
  init(named name: String?) throws {
    guard let name, !["default", "string", "unknown", "oem"].contains(name.caseFolded) else {
      self = .utf8
      return
    }
    guard let known = Self.allCases.first(where: { $0.rawValue.isSameName(as: name) }) else {
      throw PowerShellError(
        "The encoding '\(name)' is not supported. Supported are: Default, OEM, "
          + Self.allCases.map(\.rawValue).joined(separator: ", ") + ".", id: "EncodingNotSupported",
        category: .invalidArgument, exceptionType: "System.ArgumentException", target: .string(name))
    }
    self = known
  }

  /// What a new file starts with.
  var mark: [UInt8] {
    switch self {
    case .utf8Marked: [0xEF, 0xBB, 0xBF]
    case .unicode: [0xFF, 0xFE]
    case .bigEndianUnicode: [0xFE, 0xFF]
    case .utf32: [0xFF, 0xFE, 0, 0]
    case .utf8, .utf8Plain, .ascii: []
    }
  }

  func encode(_ text: String) -> [UInt8] {
    switch self {
    case .utf8, .utf8Marked, .utf8Plain: Array(text.utf8)
    case .ascii: text.utf16.map { $0 < 128 ? UInt8($0) : UInt8(ascii: "?") }
    case .unicode: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .bigEndianUnicode: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case .utf32: text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(scalar.value >> (8 * $0) & 0xFF) } }
    }
  }

  /// By the mark at the start, else as `self`.
  func decode(_ bytes: [UInt8]) -> String {
    for (encoding, width) in [(TextEncoding.utf8Marked, 3), (.utf32, 4), (.unicode, 2), (.bigEndianUnicode, 2)]
    where bytes.starts(with: encoding.mark) { return encoding.decoded(bytes.dropFirst(width)) }
    return decoded(bytes[...])
  }

  private func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    switch self {
    case .utf8, .utf8Marked, .utf8Plain: return String(decoding: bytes, as: UTF8.self)
    case .ascii: return String(codeUnits: bytes.map { $0 < 128 ? UInt16($0) : 0x3F })
    case .unicode, .bigEndianUnicode:
      let (low, high) = self == .unicode ? (0, 1) : (1, 0)
      let start = bytes.startIndex
      return String(
        codeUnits: stride(from: start, to: start + bytes.count / 2 * 2, by: 2).map {
          UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + low])
        })
    case .utf32:
      var text = String.UnicodeScalarView()
      let start = bytes.startIndex
      for place in stride(from: start, to: start + bytes.count / 4 * 4, by: 4) {
        let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
        text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      }
      return String(text)
    }
  }
}
