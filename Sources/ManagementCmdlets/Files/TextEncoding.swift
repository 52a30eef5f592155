internal import PowerShell

/// How text is kept in a file (FileSystemCmdletProviderEncoding).
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
  case latin1 = "Latin1"
  /// Numbers from 0 to 255 instead of text.
  case byte = "Byte"

  /// Errors: EncodingNotSupported, with the names that are.
  init(named name: String?) throws {
    guard let name else {
      self = .utf8
      return
    }
    if ["default", "string", "unknown"].contains(name.caseFolded) {
      self = .utf8
    } else if let known = Self.allCases.first(where: { $0.rawValue.isSameName(as: name) }) {
      self = known
    } else {
      throw PowerShellError(
        "The encoding '\(name)' is not supported. Supported are: Default, "
          + Self.allCases.map(\.rawValue).joined(separator: ", ") + ".", id: "EncodingNotSupported",
        category: .invalidArgument, exceptionType: "System.ArgumentException", target: .string(name))
    }
  }

  /// What a new file starts with.
  var mark: [UInt8] {
    switch self {
    case .utf8Marked: [0xEF, 0xBB, 0xBF]
    case .unicode: [0xFF, 0xFE]
    case .bigEndianUnicode: [0xFE, 0xFF]
    case .utf32: [0xFF, 0xFE, 0, 0]
    default: []
    }
  }

  func encode(_ text: String) -> [UInt8] {
    switch self {
    case .utf8, .utf8Marked, .utf8Plain, .byte: Array(text.utf8)
    case .ascii: text.utf16.map { $0 < 128 ? UInt8($0) : UInt8(ascii: "?") }
    case .latin1: text.utf16.map { UInt8(exactly: $0) ?? UInt8(ascii: "?") }
    case .unicode: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .bigEndianUnicode: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case .utf32: text.unicodeScalars.flatMap { Self.littleEndian($0.value) }
    }
  }

  /// By the mark at the start, else as `self`.
  func decode(_ bytes: [UInt8]) -> String {
    switch self {
    case _ where bytes.starts(with: [0xFF, 0xFE, 0, 0]), .utf32 where !bytes.starts(with: [0xFF, 0xFE, 0, 0]):
      return Self.fromUTF32(bytes.starts(with: [0xFF, 0xFE, 0, 0]) ? bytes[4...] : bytes[...])
    case _ where bytes.starts(with: [0xEF, 0xBB, 0xBF]): return String(decoding: bytes[3...], as: UTF8.self)
    case _ where bytes.starts(with: [0xFF, 0xFE]): return Self.fromUTF16(bytes[2...], isBig: false)
    case _ where bytes.starts(with: [0xFE, 0xFF]): return Self.fromUTF16(bytes[2...], isBig: true)
    case .unicode: return Self.fromUTF16(bytes[...], isBig: false)
    case .bigEndianUnicode: return Self.fromUTF16(bytes[...], isBig: true)
    case .latin1: return String(codeUnits: bytes.map { UInt16($0) })
    case .ascii: return String(codeUnits: bytes.map { $0 < 128 ? UInt16($0) : 0x3F })
    default: return String(decoding: bytes, as: UTF8.self)
    }
  }

  static func decode(_ bytes: [UInt8]) -> String { TextEncoding.utf8.decode(bytes) }

  /// Whether its lines can be cut apart at the byte 10.
  var isByteOriented: Bool {
    switch self {
    case .unicode, .bigEndianUnicode, .utf32: false
    default: true
    }
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value >> 16 & 0xFF), UInt8(value >> 24)]
  }

  private static func fromUTF16(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> String {
    let start = bytes.startIndex
    let (high, low) = isBig ? (0, 1) : (1, 0)
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for place in stride(from: start, to: start + bytes.count / 2 * 2, by: 2) {
      units.append(UInt16(bytes[place + high]) << 8 | UInt16(bytes[place + low]))
    }
    return String(codeUnits: units)
  }

  private static func fromUTF32(_ bytes: ArraySlice<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    let start = bytes.startIndex
    for place in stride(from: start, to: start + bytes.count / 4 * 4, by: 4) {
      var value: UInt32 = 0
      for index in (0..<4).reversed() { value = value << 8 | UInt32(bytes[place + index]) }
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }

  /// At line ends of every kind; the end of the last line makes no line of its own.
  static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
      if scalar == "\n", isAfterReturn {
        isAfterReturn = false
        continue
      }
      isAfterReturn = scalar == "\r"
      if scalar == "\n" || scalar == "\r" {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }
}
