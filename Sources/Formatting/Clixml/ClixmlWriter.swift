internal import PowerShell

/// Writes values as CLIXML (MS-PSRP 2.2.5): what Export-Clixml keeps objects in.
struct ClixmlWriter {
  private(set) var text = ""
  private let depth: Int
  private let context: ValueContext
  private var nextObject = 0
  private var typeReferences: [[String]: Int] = [:]

  /// Elements within one another; collections, which `depth` does not count, end there.
  private static let levelLimit = 100

  static let opening =
    "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n"
  static let closing = "</Objs>"

  /// `depth`: levels of objects whose properties are written; below, an object is its text.
  init(depth: Int, _ context: ValueContext) { (self.depth, self.context) = (depth, context) }

  /// What has been written since the last time.
  mutating func take() -> String {
    defer { text = "" }
    return text
  }

  mutating func write(_ value: Value, name: String? = nil, level: Int = 1) throws {
    guard text.utf8.count <= ValueLimits.stringLength else {
      throw PowerShellError(
        "The object is larger than the \(ValueLimits.stringLength) characters that can be written. Use a smaller -Depth.",
        id: "ClixmlTooLarge", category: .limitsExceeded, exceptionType: "System.OutOfMemoryException")
    }
    let margin = String(repeating: "  ", count: level)
    let label = name.map { " N=\"\(ClixmlText.escaped($0))\"" } ?? ""
    if let (tag, content) = try scalar(value) {
      text +=
        content.isEmpty && tag == "Nil"
        ? "\(margin)<Nil\(label) />\n" : "\(margin)<\(tag)\(label)>\(content)</\(tag)>\n"
      return
    }
    let isCollection = value.reference?.enumerated != nil || value.reference is DictionaryObject
    if level > Self.levelLimit || level / 2 > depth && !isCollection {
      text += "\(margin)<S\(label)>\(ClixmlText.escaped(try value.text(context)))</S>\n"
      return
    }
    text += "\(margin)<Obj\(label) RefId=\"\(nextObject)\">\n"
    nextObject += 1
    writeTypes(value.typeNames, margin + "  ")
    try writeContent(value, level: level, margin + "  ")
    text += "\(margin)</Obj>\n"
  }

  private mutating func writeTypes(_ names: [String], _ margin: String) {
    if let known = typeReferences[names] {
      text += "\(margin)<TNRef RefId=\"\(known)\" />\n"
      return
    }
    let number = typeReferences.count
    typeReferences[names] = number
    text += "\(margin)<TN RefId=\"\(number)\">\n"
    for name in names { text += "\(margin)  <T>\(ClixmlText.escaped(name))</T>\n" }
    text += "\(margin)</TN>\n"
  }

  private mutating func writeContent(_ value: Value, level: Int, _ margin: String) throws {
    if case .enumeration(let known) = value {
      text += "\(margin)<ToString>\(ClixmlText.escaped(known.text))</ToString>\n\(margin)<I32>\(known.rawValue)</I32>\n"
    } else if let table = value.reference as? DictionaryObject {
      text += "\(margin)<DCT>\n"
      for (key, value) in table.pairs {
        text += "\(margin)  <En>\n"
        try write(key, name: "Key", level: level + 3)
        try write(value, name: "Value", level: level + 3)
        text += "\(margin)  </En>\n"
      }
      text += "\(margin)</DCT>\n"
    } else if let elements = value.reference?.enumerated {
      text += "\(margin)<LST>\n"
      for element in elements { try write(element, level: level + 2) }
      text += "\(margin)</LST>\n"
    } else {
      let isBag = value.reference is PropertyBag
      if !isBag { text += "\(margin)<ToString>\(ClixmlText.escaped(try value.text(context)))</ToString>\n" }
      text += "\(margin)<\(isBag ? "MS" : "Props")>\n"
      for name in Members.propertyNames(value) {
        let held = (try? Members.property(value, name, context)) ?? .null
        try write(held, name: name, level: level + 2)
      }
      text += "\(margin)</\(isBag ? "MS" : "Props")>\n"
    }
  }

  /// The element's name and text; nil for objects.
  private func scalar(_ value: Value) throws -> (String, String)? {
    switch value {
    case .null, .nothing: return ("Nil", "")
    case .boolean(let flag): return ("B", flag ? "true" : "false")
    case .int32(let number): return ("I32", String(number))
    case .int64(let number): return ("I64", String(number))
    case .integer(let number):
      let tags: [TypeReference.Kind: String] = [
        .int8: "SB", .uint8: "By", .int16: "I16", .uint16: "U16", .uint32: "U32", .uint64: "U64",
      ]
      return (tags[number.type.kind] ?? "I64", number.text)
    case .double(let number): return ("Db", try self.number(value, number))
    case .single(let number): return ("Sg", try self.number(value, Double(number)))
    case .decimal: return ("D", try value.text(context))
    case .character(let unit): return ("C", String(unit))
    case .string(let text): return ("S", ClixmlText.escaped(text))
    case .dateTime(let date): return ("DT", try DateText.format(date, "o"))
    case .timeSpan(let span): return ("TS", ClixmlText.duration(span))
    case .guid(let guid): return ("G", guid.text)
    case .version(let version): return ("Version", version.text)
    case .type(let type): return ("S", ClixmlText.escaped(type.name))
    case .wrapped(let wrapper): return try scalar(wrapper.base)
    case .object(let object) where object.type.kind == .scriptBlock:
      return ("SBK", ClixmlText.escaped(try object.text(context)))
    case .enumeration, .array, .object: return nil
    }
  }

  private func number(_ value: Value, _ number: Double) throws -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-INF" : "INF" }
    return try value.formatted("R", context)
  }
}
