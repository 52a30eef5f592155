/// Reads XML 1.0 text: elements, attributes, text, CDATA, comments, processing instructions, the predefined entities and
/// character references. Document type definitions are refused, so that no entity can grow.
struct XMLReader {
  /// Elements inside of one another.
  static let depthLimit = 256
  /// Nodes of one document.
  static let nodeLimit = 1_000_000

  private let bytes: [UInt8]
  private var position = 0
  private var count = 0

  /// The document of a text. Errors: XmlException, with line and column.
  static func document(_ text: String) throws -> XMLNode {
    var reader = XMLReader(bytes: Array(text.utf8))
    return try reader.read()
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  private mutating func read() throws -> XMLNode {
    let document = XMLNode(.document, "#document")
    var open = [document]
    while position < bytes.count {
      guard let parent = open.last else { break }
      if bytes[position] == UInt8(ascii: "<") {
        try readMarkup(parent, &open)
      } else {
        try readText(parent, isInside: open.count > 1)
      }
    }
    if open.count > 1 {
      throw fail(
        "Unexpected end of file has occurred. The following elements are not closed: "
          + open.dropFirst().reversed().map(\.name).joined(separator: ", ") + ".")
    }
    guard document.children.contains(where: { $0.kind == .element }) else { throw fail("Root element is missing.") }
    return document
  }

  private mutating func readMarkup(_ parent: XMLNode, _ open: inout [XMLNode]) throws {
    if starts(with: "<!--") {
      let text = try take(from: "<!--", to: "-->")
      try add(XMLNode(.comment, "#comment", text), to: parent)
    } else if starts(with: "<![CDATA[") {
      guard open.count > 1 else { throw fail("Data at the root level is invalid.") }
      let text = try take(from: "<![CDATA[", to: "]]>")
      try add(XMLNode(.cdata, "#cdata-section", text), to: parent)
    } else if starts(with: "<?") {
      let text = try take(from: "<?", to: "?>")
      let name = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
      let rest = String(text.dropFirst(name.count)).trimmingBlanks()
      try add(XMLNode(name == "xml" ? .declaration : .instruction, name, rest), to: parent)
    } else if starts(with: "<!") {
      throw fail("For security reasons DTD is prohibited in this XML document.")
    } else if starts(with: "</") {
      position += 2
      let name = try readName()
      skipBlanks()
      try expect(">")
      guard open.count > 1, let last = open.popLast(), last.name == name else {
        let start = open.count > 1 ? open.last?.name ?? "" : ""
        throw fail("The '\(start)' start tag does not match the end tag of '\(name)'.")
      }
    } else {
      let element = try readElement()
      if parent.kind == .document, parent.children.contains(where: { $0.kind == .element }) {
        throw fail("There are multiple root elements.")
      }
      try add(element.node, to: parent)
      guard !element.isClosed else { return }
      guard open.count < Self.depthLimit else { throw fail("The elements are nested too deeply.") }
      open.append(element.node)
    }
  }

  private mutating func readElement() throws -> (node: XMLNode, isClosed: Bool) {
    position += 1
    let node = XMLNode(.element, try readName())
    while true {
      let before = position
      skipBlanks()
      if starts(with: "/>") {
        position += 2
        return (node, true)
      }
      if starts(with: ">") {
        position += 1
        return (node, false)
      }
      guard position > before else { throw unexpected() }
      let name = try readName()
      skipBlanks()
      try expect("=")
      skipBlanks()
      guard position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27 else { throw unexpected() }
      let quote = bytes[position]
      position += 1
      let start = position
      while position < bytes.count, bytes[position] != quote {
        if bytes[position] == UInt8(ascii: "<") { throw unexpected() }
        position += 1
      }
      let value = Self.decoded(text(start..<position))
      try expect(quote == 0x22 ? "\"" : "'")
      guard node.attribute(name) == nil else { throw fail("'\(name)' is a duplicate attribute name.") }
      count += 1
      node.setAttribute(name, value)
    }
  }

  private mutating func readText(_ parent: XMLNode, isInside: Bool) throws {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    let raw = text(start..<position)
    let isBlank = raw.allSatisfy(\.isWhitespace)
    if !isInside {
      guard isBlank else {
        position = start
        throw fail("Data at the root level is invalid.")
      }
      return
    }
    // White space between elements is layout.
    if !isBlank { try add(XMLNode(.text, "#text", Self.decoded(raw)), to: parent) }
  }

  private mutating func add(_ node: XMLNode, to parent: XMLNode) throws {
    count += 1
    guard count <= Self.nodeLimit else { throw fail("The document has more than \(Self.nodeLimit) nodes.") }
    parent.append(node)
  }

  // MARK: Text

  private func starts(with text: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return bytes[position...].starts(with: wanted)
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  private mutating func expect(_ text: StaticString) throws {
    guard starts(with: text) else { throw unexpected() }
    position += text.utf8CodeUnitCount
  }

  private mutating func take(from opening: StaticString, to closing: StaticString) throws -> String {
    position += opening.utf8CodeUnitCount
    let start = position
    while position < bytes.count, !starts(with: closing) { position += 1 }
    guard position < bytes.count else { throw fail("Unexpected end of file has occurred.") }
    let result = text(start..<position)
    position += closing.utf8CodeUnitCount
    return result
  }

  private mutating func readName() throws -> String {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      let isNameByte =
        0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || byte >= 0x80
        || [0x2D, 0x2E, 0x3A, 0x5F].contains(byte)
      guard isNameByte else { break }
      position += 1
    }
    guard position > start, !(0x30...0x39 ~= bytes[start]), ![0x2D, 0x2E].contains(bytes[start]) else {
      position = start
      throw unexpected()
    }
    return text(start..<position)
  }

  private func unexpected() -> PowerShellError {
    guard position < bytes.count else { return fail("Unexpected end of file has occurred.") }
    let character = text(position..<min(bytes.count, position + 1))
    return fail("'\(character)' is an unexpected token.")
  }

  private func fail(_ message: String) -> PowerShellError {
    let before = bytes[..<min(position, bytes.count)]
    let line = before.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return .exception("System.Xml.XmlException", "\(message) Line \(line), position \(column).")
  }

  /// With the entities and character references of a text replaced; one that is not known stays as it is.
  static func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text[...]
    while let sign = rest.firstIndex(of: "&") {
      result += rest[..<sign]
      rest = rest[sign...]
      guard let end = rest.firstIndex(of: ";"), let value = character(rest[rest.index(after: sign)..<end]) else {
        result.append("&")
        rest = rest.dropFirst()
        continue
      }
      result += value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func character(_ name: Substring) -> String? {
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.first == "#" else { return nil }
      let digits = name.dropFirst()
      let number = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
  }
}
