internal import PowerShell

/// Makes values of CLIXML (MS-PSRP 2.2.5). Objects of types that are more than data come back as their properties under
/// `Deserialized.` and the type's name; nothing of a type is run.
struct ClixmlReader {
  private var objects: [String: Value] = [:]
  private var types: [String: [String]] = [:]

  /// The objects of a text. Throws for what is no CLIXML; elements that are not known, too.
  static func values(_ text: String) throws -> [Value] {
    let root = try XMLReader.root(text)
    guard root.name == "Objs" else { throw error("The root element is '\(root.name)', not 'Objs'") }
    var reader = ClixmlReader()
    return try root.children.map { try reader.value($0) }
  }

  private mutating func value(_ element: XMLElement) throws -> Value {
    let text = element.text
    switch element.name {
    case "Nil": return .null
    case "S", "URI", "XD", "SBK": return .string(ClixmlText.unescaped(text))
    case "B":
      guard text == "true" || text == "false" else { throw Self.invalid(element) }
      return .boolean(text == "true")
    case "C":
      guard let unit = UInt16(text) else { throw Self.invalid(element) }
      return .character(unit)
    case "DT":
      guard let date = ClixmlText.date(text) else { throw Self.invalid(element) }
      return .dateTime(date)
    case "TS":
      guard let span = ClixmlText.span(text) else { throw Self.invalid(element) }
      return .timeSpan(span)
    case "Db", "Sg": return try real(element)
    case "I32":
      guard let number = Int32(text) else { throw Self.invalid(element) }
      return .int32(number)
    case "I64":
      guard let number = Int64(text) else { throw Self.invalid(element) }
      return .int64(number)
    case "SB", "By", "I16", "U16", "U32", "U64", "D", "G", "Version": return try converted(element)
    case "Ref":
      guard let found = objects[element.attributes["RefId"] ?? ""] else {
        throw Self.error("The object '\(element.attributes["RefId"] ?? "")' that is referred to is not there")
      }
      return found
    case "Obj": return try object(element)
    default: throw Self.error("The element '\(element.name)' is not supported")
    }
  }

  private func real(_ element: XMLElement) throws -> Value {
    let number: Double?
    switch element.text {
    case "NaN": number = .nan
    case "INF": number = .infinity
    case "-INF": number = -.infinity
    default: number = NumberParsing.double(element.text)
    }
    guard let number else { throw Self.invalid(element) }
    return element.name == "Db" ? .double(number) : .single(Float(number))
  }

  private func converted(_ element: XMLElement) throws -> Value {
    let types = [
      "SB": BuiltInType.int8, "By": BuiltInType.uint8, "I16": BuiltInType.int16, "U16": BuiltInType.uint16,
      "U32": BuiltInType.uint32, "U64": BuiltInType.uint64, "D": BuiltInType.decimal, "G": BuiltInType.guid,
      "Version": BuiltInType.version,
    ]
    let value = types[element.name].map { Value.string(element.text).tryConverted(to: $0) } ?? .null
    guard !value.isNull else { throw Self.invalid(element) }
    return value
  }

  private mutating func object(_ element: XMLElement) throws -> Value {
    let names = try typeNames(element)
    let made = try content(element, names)
    if let id = element.attributes["RefId"] { objects[id] = made }
    return made
  }

  /// What is within an object may refer to it.
  private mutating func know(_ value: Value, _ element: XMLElement) {
    if let id = element.attributes["RefId"] { objects[id] = value }
  }

  private mutating func typeNames(_ element: XMLElement) throws -> [String] {
    if let list = element.child("TN") {
      let names = list.children.map { ClixmlText.unescaped($0.text) }
      if let id = list.attributes["RefId"] { types[id] = names }
      return names
    }
    return element.child("TNRef").flatMap { types[$0.attributes["RefId"] ?? ""] } ?? []
  }

  private mutating func content(_ element: XMLElement, _ names: [String]) throws -> Value {
    for child in element.children {
      switch child.name {
      case "TN", "TNRef", "ToString", "Props", "MS": continue
      case "LST", "IE", "QUE", "STK":
        let list = ListObject()
        know(.object(list), element)
        for part in child.children { list.elements.append(try value(part)) }
        return .object(list)
      case "DCT":
        let isOrdered = names.contains("System.Collections.Specialized.OrderedDictionary")
        let table = DictionaryObject(type: isOrdered ? BuiltInType.orderedDictionary : BuiltInType.hashtable)
        know(.object(table), element)
        for entry in child.children {
          let parts = try entry.children.map { try value($0) }
          guard parts.count == 2, !parts[0].isNull else { throw Self.error("An entry of a table has no key and value") }
          table[parts[0]] = parts[1]
        }
        return .object(table)
      default:
        // A value of an enumeration is known by its name.
        if names.contains("System.Enum"), let text = element.child("ToString")?.text {
          return .string(ClixmlText.unescaped(text))
        }
        return try value(child)
      }
    }
    return .object(try bag(element, names))
  }

  private mutating func bag(_ element: XMLElement, _ names: [String]) throws -> PropertyBag {
    let bag = PropertyBag()
    know(.object(bag), element)
    for part in ["Props", "MS"] {
      for property in element.child(part)?.children ?? [] {
        guard let name = property.attributes["N"].map(ClixmlText.unescaped), !name.isEmpty else {
          throw Self.error("A property has no name")
        }
        bag[name] = try value(property)
      }
    }
    let plain = ["System.Management.Automation.PSCustomObject", "System.Object"]
    if names.first.map({ !plain.contains($0) }) ?? false {
      bag.addedMembers().typeNames = names.filter { !plain.contains($0) }.map { name in
        name.hasPrefix("Deserialized.") || name.hasPrefix("Selected.") ? name : "Deserialized.\(name)"
      }
    }
    return bag
  }

  private static func invalid(_ element: XMLElement) -> PowerShellError {
    error("'\(element.text.prefix(80))' is no value of an element '\(element.name)'")
  }

  private static func error(_ what: String) -> PowerShellError {
    PowerShellError(
      "The text is not valid CLIXML: \(what).", id: "ClixmlNotValid", category: .invalidData,
      exceptionType: "System.Xml.XmlException")
  }
}
