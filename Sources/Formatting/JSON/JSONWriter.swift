internal import PowerShell

/// Writes one value with all that it holds.
struct JSONWriter {
  private(set) var text = ""
  private let style: JSONStyle
  private let context: ValueContext
  private let end: String

  init(_ style: JSONStyle, _ context: ValueContext) {
    (self.style, self.context) = (style, context)
    end = style.isCompressed ? "" : style.isWindows ? NewLine.text : "\n"
  }

  /// `column`: where the value starts, which is where what it holds is indented from.
  mutating func write(_ value: Value, level: Int, column: Int) throws {
    guard text.utf8.count <= ValueLimits.stringLength else {
      throw PowerShellError(
        "The JSON text is longer than the \(ValueLimits.stringLength) characters of a string. Ask for fewer properties or "
          + "a smaller -Depth.", id: "JsonTooLong", category: .limitsExceeded,
        exceptionType: "System.OutOfMemoryException")
    }
    if let scalar = try scalar(value) {
      text += scalar
    } else if level > style.depth {
      text += quoted(try value.displayString(context))
    } else if let table = value.reference as? DictionaryObject {
      try write(table.pairs.map { (try $0.key.displayString(context), $0.value) }, level, column)
    } else if let elements = value.reference?.enumerated {
      try write(elements, level, column)
    } else {
      let members = Members.propertyNames(value).map { name in
        (name, (try? Members.property(value, name, context)) ?? .null)
      }
      try write(members, level, column)
    }
  }

  // MARK: Objects and arrays

  private mutating func write(_ members: [(String, Value)], _ level: Int, _ column: Int) throws {
    guard !members.isEmpty || style.isWindows else {
      text += "{}"
      return
    }
    text += "{" + end
    for (index, (name, value)) in members.enumerated() {
      let key = quoted(name)
      let colon = style.isCompressed ? ":" : style.isWindows ? ":  " : ": "
      text += margin(column, 1) + key + colon
      try write(value, level: level + 1, column: inner(column, key.count + colon.count))
      text += (index + 1 < members.count ? "," : "") + (index + 1 < members.count ? end : "")
    }
    text += end + margin(column, 0) + "}"
  }

  private mutating func write(_ elements: [Value], _ level: Int, _ column: Int) throws {
    guard !elements.isEmpty || style.isWindows else {
      text += "[]"
      return
    }
    text += "[" + end
    for (index, value) in elements.enumerated() {
      text += margin(column, 1)
      try write(value, level: level + 1, column: inner(column, 0))
      text += (index + 1 < elements.count ? "," : "") + (index + 1 < elements.count ? end : "")
    }
    text += end + margin(column, 0) + "]"
  }

  private var step: Int { style.isWindows ? 4 : 2 }

  private func margin(_ column: Int, _ levels: Int) -> String {
    style.isCompressed ? "" : String(repeating: " ", count: column + levels * step)
  }

  /// Where what stands behind a key begins.
  private func inner(_ column: Int, _ key: Int) -> Int { column + step + (style.isWindows ? key : 0) }

  // MARK: Scalars

  /// Nil for what is an object or an array.
  private func scalar(_ value: Value) throws -> String? {
    switch value {
    case .null, .nothing: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .int32, .int64, .integer, .decimal: return try value.text(context)
    case .double(let number): return try self.number(value, number.isFinite)
    case .single(let number): return try self.number(value, number.isFinite)
    case .character(let unit): return quoted(unit.text)
    case .string(let text): return quoted(text)
    case .guid(let guid): return quoted(guid.text)
    case .type(let type): return quoted(type.name)
    case .enumeration(let value): return style.namesEnumerations ? quoted(value.text) : String(value.rawValue)
    case .dateTime(let date): return try self.date(date)
    case .timeSpan, .version: return style.isWindows ? nil : quoted(try value.text(context))
    case .wrapped(let wrapper): return try scalar(wrapper.base)
    case .array: return nil
    case .object(let object):
      if object.type.kind == .scriptBlock || object is RegexObject { return quoted(try object.text(context)) }
      return nil
    }
  }

  /// With all digits that it takes to read the same number back.
  private func number(_ value: Value, _ isFinite: Bool) throws -> String {
    isFinite ? try value.formatted("R", context) : quoted(try value.text(context))
  }

  private func date(_ date: DateTime) throws -> String {
    let universal = date.universal
    if style.writesISODates {
      let whole = try DateText.format(universal, "yyyy-MM-ddTHH:mm:ss")
      let fraction = try date.fraction == 0 ? "" : DateText.format(universal, ".fffffff")
      return quoted(whole + fraction + "Z")
    }
    let milliseconds = (universal.ticks - DateTime.unixTicks) / TimeSpan.ticksPerMillisecond
    return "\"\\/Date(\(milliseconds))\\/\""
  }

  /// Escapes what JSON must, and what the .NET serializer does besides: what could end a script element.
  private func quoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case "<", ">", "&", "'":
        if style.isWindows { result += Self.escaped(scalar) } else { result.unicodeScalars.append(scalar) }
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}": result += Self.escaped(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
