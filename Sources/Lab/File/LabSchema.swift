/// The JSON schema of lab files, made from the key tables that the reader uses.
public enum LabSchema {
  /// JSON schema, draft 2020-12, indented by two spaces, ends with a line break.
  public static var text: String { root.text(indent: 0) + "\n" }

  private static var root: JSONText {
    var members: [(String, JSONText)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Droste lab file")),
    ]
    members += object(.lab)
    members.append(
      ("$defs", .object(LabSection.allCases.filter { $0 != .lab }.map { ($0.rawValue, .object(object($0))) })))
    return .object(members)
  }

  private static func object(_ section: LabSection) -> [(String, JSONText)] {
    var members: [(String, JSONText)] = [
      ("type", .string("object")),
      ("additionalProperties", .literal("false")),
      ("properties", .object(section.keys.map { ($0.name, property($0)) })),
    ]
    let required = section.keys.filter(\.isRequired).map { JSONText.string($0.name) }
    if !required.isEmpty { members.append(("required", .array(required))) }
    if section == .machine {
      members.append(
        ("oneOf", .array(["image", "disk"].map { .object([("required", .array([.string($0)]))]) })))
    }
    return members
  }

  private static func property(_ key: LabKey) -> JSONText {
    var members: [(String, JSONText)] = [("description", .string(key.about))]
    members += type(key.kind)
    if let standard = key.standard {
      let isLiteral =
        switch key.kind {
        case .boolean, .integer: true
        default: false
        }
      members.append(("default", isLiteral ? .literal(standard) : .string(standard)))
    }
    return .object(members)
  }

  private static func type(_ kind: LabKind) -> [(String, JSONText)] {
    func pattern(_ pattern: String) -> [(String, JSONText)] {
      [("type", .string("string")), ("pattern", .string(pattern))]
    }
    let address = #"[0-9]{1,3}(\.[0-9]{1,3}){3}"#
    switch kind {
    case .name:
      return pattern(#"^[^/\u0000-\u001f\u007f]+$"#) + [("maxLength", .literal("\(LabLimits.name)"))]
    case .label: return pattern(#"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$"#)
    case .path: return [("type", .string("string")), ("minLength", .literal("1"))]
    case .boolean:
      let words = ["on", "off", "On", "Off", "ON", "OFF"].map { JSONText.string($0) }
      return [("enum", .array([.literal("true"), .literal("false")] + words))]
    case .integer(let range):
      return [
        ("type", .string("integer")), ("minimum", .literal("\(range.lowerBound)")),
        ("maximum", .literal("\(range.upperBound)")),
      ]
    case .size:
      return [
        ("type", .array([.string("string"), .string("integer")])),
        ("pattern", .string(#"^[0-9]{1,19} *([KkMmGgTt]([Ii]?[Bb])?|[Bb])?$"#)),
      ]
    case .choice(let words): return [("enum", .array(words.map { .string($0) }))]
    case .hostPrefix, .network: return pattern("^\(address)/[0-9]{1,2}$")
    case .address: return pattern("^\(address)$")
    case .mac: return pattern(#"^([0-9A-Fa-f]{2}[-:]?){5}[0-9A-Fa-f]{2}$"#)
    case .version:
      return [
        ("type", .array([.string("string"), .string("number")])), ("pattern", .string(#"^[0-9]{1,3}\.[0-9]{1,3}$"#)),
      ]
    case .addresses(let limit):
      return [
        ("type", .string("array")), ("maxItems", .literal("\(limit)")),
        ("items", .object(pattern("^\(address)$"))),
      ]
    case .macs(let limit):
      return [
        ("type", .string("array")), ("maxItems", .literal("\(limit)")),
        ("items", .object(pattern(#"^([0-9A-Fa-f]{2}[-:]?){5}[0-9A-Fa-f]{2}$"#))),
      ]
    case .rate:
      return [
        ("type", .array([.string("string"), .string("integer")])),
        ("pattern", .string(#"^[0-9]{1,19} *([KkMmGg]?([Bb][Ii][Tt])?(/[Ss])?)$"#)),
      ]
    case .match: return pattern(#"^[0-9A-Za-z:./-]{2,49}$"#)
    case .ports:
      return [
        ("type", .array([.string("string"), .string("integer")])), ("pattern", .string("^[0-9]{1,5}(-[0-9]{1,5})?$")),
      ]
    case .payload:
      return [
        ("type", .array([.string("string"), .string("integer")])),
        ("pattern", .string("^([0-9]{1,3}|[Tt][Cc][Pp]|[Uu][Dd][Pp]|[Ii][Cc][Mm][Pp][Vv][46])$")),
      ]
    case .vlans:
      return [
        ("type", .array([.string("string"), .string("integer")])), ("pattern", .string("^[0-9]{1,4}[-0-9, ]*$")),
      ]
    case .section(let section): return [("$ref", .string("#/$defs/\(section.rawValue)"))]
    case .sections(let section, let limit):
      return [
        ("type", .string("array")), ("maxItems", .literal("\(limit)")),
        ("items", .object([("$ref", .string("#/$defs/\(section.rawValue)"))])),
      ]
    }
  }
}

/// JSON with its members in the order in which they were given.
indirect enum JSONText {
  case string(String)
  /// A number, `true`, `false` or `null`.
  case literal(String)
  case array([JSONText])
  case object([(String, JSONText)])

  func text(indent: Int) -> String {
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .string(let text): return Self.quoted(text)
    case .literal(let text): return text
    case .array(let items): return "[" + items.map { $0.text(indent: indent) }.joined(separator: ", ") + "]"
    case .object(let members):
      let lines = members.map { "\(inner)\(Self.quoted($0.0)): \($0.1.text(indent: indent + 2))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default:
        if scalar.value < 32 {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
