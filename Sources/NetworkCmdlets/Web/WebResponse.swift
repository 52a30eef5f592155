/// The head of an answer (RFC 9112): status and header fields, in order.
struct WebHead: Sendable {
  static let sizeLimit = 64 << 10
  static let fieldLimit = 200

  var status: Int
  var reason: String
  var fields: [(name: String, value: String)]

  /// Nil for what is no head; `text` ends before the blank line.
  init?(_ bytes: some Sequence<UInt8>) {
    let lines = String(decoding: Array(bytes), as: UTF8.self).textLines
    guard let first = lines.first, lines.count <= Self.fieldLimit + 1 else { return nil }
    let words = first.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), words[1].utf8.count == 3, let status = Int(words[1]),
      100...999 ~= status
    else { return nil }
    self.status = status
    reason = words.count > 2 ? String(words[2]) : ""
    fields = []
    for line in lines.dropFirst() where !line.isEmpty {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
      let name = line[..<colon]
      guard !name.contains(" "), !name.contains("\t") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      fields.append((String(name), String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed())))
    }
  }

  subscript(name: String) -> String? { fields.first { $0.name.lowercased() == name.lowercased() }?.value }

  var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) && self["Location"] != nil }

  /// How long the content is: its end is where the connection ends, when neither is given.
  enum Length: Equatable {
    case none
    case bytes(Int)
    case chunked
    case toEnd
  }

  /// Nil for lengths that contradict each other or are no numbers (request smuggling lives on those).
  func length(of method: String) -> Length? {
    if method == "HEAD" || status == 204 || status == 304 || status < 200 { return Length.none }
    if let coding = self["Transfer-Encoding"] {
      return coding.lowercased() == "chunked" ? .chunked : nil
    }
    let lengths = Set(fields.filter { $0.name.lowercased() == "content-length" }.map(\.value))
    guard let text = lengths.first else { return .toEnd }
    guard lengths.count == 1, text.utf8.allSatisfy({ 48...57 ~= $0 }), let count = Int(text) else { return nil }
    return .bytes(count)
  }
}

/// Takes content out of chunks (RFC 9112 section 7.1), however the bytes come.
struct ChunkDecoder {
  struct Malformed: Error {}

  private enum State {
    case size
    case data(Int)
    case dataEnd, trailer, done
  }

  /// Characters of a line that tells a size, with its extensions.
  private static let lineLimit = 1024
  private static let trailerLimit = 64 << 10

  private var state = State.size
  private var line: [UInt8] = []
  private var trailerSize = 0

  var isDone: Bool { if case .done = state { true } else { false } }

  /// The content among the bytes. Throws Malformed.
  mutating func decode(_ bytes: [UInt8]) throws -> [UInt8] {
    var content: [UInt8] = []
    var place = 0
    while place < bytes.count {
      switch state {
      case .done: return content
      case .data(let left):
        let count = min(left, bytes.count - place)
        content += bytes[place..<(place + count)]
        place += count
        state = count == left ? .dataEnd : .data(left - count)
      case .size, .dataEnd, .trailer:
        let byte = bytes[place]
        place += 1
        if byte != UInt8(ascii: "\n") {
          line.append(byte)
          guard line.count <= Self.lineLimit else { throw Malformed() }
        } else {
          try endLine()
        }
      }
    }
    return content
  }

  private mutating func endLine() throws {
    var text = line
    line = []
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
    switch state {
    case .size:
      let digits = text.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
      guard 1...15 ~= digits.count, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
        let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
      else { throw Malformed() }
      state = size == 0 ? .trailer : .data(size)
    case .dataEnd:
      guard text.isEmpty else { throw Malformed() }
      state = .size
    default:
      trailerSize += text.count
      guard trailerSize <= Self.trailerLimit else { throw Malformed() }
      if text.isEmpty { state = .done }
    }
  }
}
