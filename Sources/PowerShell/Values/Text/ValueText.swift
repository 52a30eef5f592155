extension Value {
  /// The language's conversion to a string, as in `"$value"`: invariant dates, arrays joined with `$OFS`.
  package func displayString(_ context: ValueContext = .standalone) throws -> String {
    switch self {
    case .string(let text): return text
    case .dateTime(let date): return DateText.invariant(date)
    case .wrapped(let wrapper): return try wrapper.base.displayString(context)
    case .array, .object:
      guard context.depth == 0, let reference, let elements = reference.enumerated else {
        return try text(context)
      }
      let inner = context.deeper
      return try elements.map { try $0.displayString(inner) }.joined(separator: context.separator ?? " ")
    default: return scalarText
    }
  }

  /// `ToString()`: en-US dates, an array's type.
  package func text(_ context: ValueContext = .standalone) throws -> String {
    switch self {
    case .array(let array): try array.text(context)
    case .object(let object): try object.text(context)
    case .wrapped(let wrapper): try wrapper.base.text(context)
    default: scalarText
    }
  }

  /// `ToString(format)`: what a composite format string makes of it.
  package func formatted(_ format: String, _ context: ValueContext = .standalone) throws -> String {
    switch self {
    case _ where format.isEmpty: return try text(context)
    case .dateTime(let date): return try DateText.format(date, format)
    case .timeSpan(let span): return try TimeSpanText.format(span, format)
    case .wrapped(let wrapper): return try wrapper.base.formatted(format, context)
    case .guid(let guid):
      guard let text = guid.formatted(format) else {
        throw PowerShellError.format(
          "Format String can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\".")
      }
      return text
    case .enumeration(let value): return try value.formatted(format)
    default: return try NumberText.format(self, format) ?? text(context)
    }
  }

  private var scalarText: String {
    switch self {
    case .null, .nothing: ""
    case .boolean(let flag): flag ? "True" : "False"
    case .int32(let number): String(number)
    case .int64(let number): String(number)
    case .integer(let number): number.text
    case .double(let number): NumberText.shortest(number)
    case .single(let number): NumberText.shortest(number)
    case .decimal(let number): NumberText.text(number)
    case .character(let unit): unit.text
    case .string(let text): text
    case .dateTime(let date): (try? DateText.format(date, "G")) ?? ""
    case .timeSpan(let span): TimeSpanText.constant(span)
    case .guid(let guid): guid.text
    case .version(let version): version.text
    case .enumeration(let value): value.text
    case .type(let type): type.displayName
    case .array(let array): array.type.name
    case .object(let object): object.type.name
    case .wrapped(let wrapper): wrapper.base.scalarText
    }
  }
}

extension EnumValue {
  /// G and F names, D decimal, X hexadecimal of eight digits.
  package func formatted(_ format: String) throws -> String {
    switch format.caseFolded {
    case "g", "f": return text
    case "d": return String(rawValue)
    case "x":
      let digits = String(UInt32(truncatingIfNeeded: rawValue), radix: 16, uppercase: true)
      return String(repeating: "0", count: 8 - digits.count) + digits
    default:
      throw PowerShellError.format(
        "Format String can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\".")
    }
  }
}

extension TypeReference {
  private static let accelerated: [String: String] = {
    var names: [String: String] = [:]
    for (accelerator, type) in BuiltInType.accelerators { names[type.name] = accelerator }
    for type in BuiltInType.accelerated {
      names[type.name] = type.shortName.caseFolded
    }
    return names
  }()

  /// What the language shows of a type object: its accelerator where it has one (`string`, `Object[]`).
  package var displayName: String {
    if kind == .array, let element = arguments.first { return "\(element.displayName)[]" }
    return Self.accelerated[name] ?? name
  }
}
