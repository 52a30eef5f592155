internal import PowerShell

/// Reads XML 1.0 without document types, as it stands between programs: elements, attributes, text, the predefined and
/// numeric entities, CDATA; comments and processing instructions are passed over.
struct XMLReader {
  private let bytes: [UInt8]
  private var place = 0
  private var count = 0

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The root element. Errors name the place in bytes.
  static func root(_ text: String) throws -> XMLElement {
    var reader = XMLReader(text)
    if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
    try reader.skipProlog()
    let root = try reader.element(depth: 0)
    try reader.skipProlog()
    guard reader.place == reader.bytes.count else { throw reader.error("There is something behind the root element") }
    return root
  }

  private mutating func skipProlog() throws {
    while true {
      skipBlanks()
      if starts("<?") {
        try skip(past: "?>")
      } else if starts("<!--") {
        try skip(past: "-->")
      } else if starts("<!") {
        throw error("A document type is not taken")
      } else {
        return
      }
    }
  }

  private mutating func element(depth: Int) throws -> XMLElement {
    guard depth < XMLElement.depthLimit else { throw error("There are more than \(XMLElement.depthLimit) levels") }
    count += 1
    guard count <= XMLElement.countLimit else { throw error("There are more than \(XMLElement.countLimit) elements") }
    guard take("<") else { throw error("An element is expected") }
    var element = XMLElement(name: try name())
    while true {
      skipBlanks()
      if take("/>") { return element }
      if take(">") { break }
      let key = try name()
      skipBlanks()
      guard take("=") else { throw error("'=' is expected") }
      skipBlanks()
      guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        throw error("A quote is expected")
      }
      place += 1
      let start = place
      while let byte = peek(), byte != quote { place += 1 }
      element.attributes[key] = try decoded(start..<place)
      guard peek() == quote else { throw error("A quote is not closed") }
      place += 1
    }
    try readContent(of: &element, depth: depth)
    return element
  }

  private mutating func readContent(of element: inout XMLElement, depth: Int) throws {
    while let byte = peek() {
      if byte != UInt8(ascii: "<") {
        let start = place
        while let byte = peek(), byte != UInt8(ascii: "<") { place += 1 }
        element.text += try decoded(start..<place)
      } else if take("</") {
        guard try name() == element.name else { throw error("The element '\(element.name)' is not closed") }
        skipBlanks()
        guard take(">") else { throw error("'>' is expected") }
        return
      } else if starts("<!--") {
        try skip(past: "-->")
      } else if take("<![CDATA[") {
        let start = place
        try skip(past: "]]>")
        element.text += String(decoding: bytes[start..<place - 3], as: UTF8.self)
      } else if starts("<?") {
        try skip(past: "?>")
      } else {
        element.children.append(try self.element(depth: depth + 1))
      }
    }
    throw error("The element '\(element.name)' is not closed")
  }

  /// The part after a colon.
  private mutating func name() throws -> String {
    let start = place
    while let byte = peek(), byte >= 0x80 || Self.nameBytes.contains(byte) { place += 1 }
    guard place > start else { throw error("A name is expected") }
    let name = String(decoding: bytes[start..<place], as: UTF8.self)
    return name.split(separator: ":").last.map(String.init) ?? name
  }

  private static let nameBytes = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:".utf8)

  private func decoded(_ range: Range<Int>) throws -> String {
    let part = bytes[range]
    guard part.contains(UInt8(ascii: "&")) else { return String(decoding: part, as: UTF8.self) }
    var result: [UInt8] = []
    var index = part.startIndex
    while index < part.endIndex {
      guard part[index] == UInt8(ascii: "&") else {
        result.append(part[index])
        index += 1
        continue
      }
      guard let end = part[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
        throw error("An entity is not closed")
      }
      result += Array(try entity(String(decoding: part[(index + 1)..<end], as: UTF8.self)).utf8)
      index = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func entity(_ name: String) throws -> String {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let isHex = name.hasPrefix("#x")
      guard name.hasPrefix("#"), let value = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10),
        let scalar = Unicode.Scalar(value)
      else { throw error("The entity '&\(name);' is not known") }
      return String(Character(scalar))
    }
  }

  // MARK: Bytes

  private func peek() -> UInt8? { place < bytes.count ? bytes[place] : nil }
  private func starts(_ text: StaticString) -> Bool { bytes[place...].starts(with: "\(text)".utf8) }

  private mutating func take(_ text: StaticString) -> Bool {
    guard starts(text) else { return false }
    place += text.utf8CodeUnitCount
    return true
  }

  private mutating func skip(past text: StaticString) throws {
    while place < bytes.count {
      if take(text) { return }
      place += 1
    }
    throw error("'\(text)' is missing")
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
  }

  private func error(_ what: String) -> PowerShellError {
    PowerShellError(
      "\(what) (at byte \(place) of the XML text).", id: "XmlNotValid", category: .invalidData,
      exceptionType: "System.Xml.XmlException")
  }
}
