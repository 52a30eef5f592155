/// The text of a script file: UTF-8, or UTF-16 where its mark says so.
enum ScriptText {
  static func decoded(_ bytes: [UInt8]) -> String {
    switch (bytes.first, bytes.dropFirst().first) {
    case (0xFF, 0xFE): return units(bytes.dropFirst(2)) { UInt16($0) | UInt16($1) << 8 }
    case (0xFE, 0xFF): return units(bytes.dropFirst(2)) { UInt16($0) << 8 | UInt16($1) }
    default: return String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func units(_ bytes: ArraySlice<UInt8>, _ join: (UInt8, UInt8) -> UInt16) -> String {
    let starts = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2)
    return String(decoding: starts.map { join(bytes[$0], bytes[$0 + 1]) }, as: UTF16.self)
  }
}
