internal import PowerShell

/// Get-Culture and Get-UICulture: texts and numbers here are those of en-US.
enum CultureCommands {
  static var all: [CommandInfo] {
    [
      .core(
        "Get-Culture", in: ModuleName.utility, "GetCultureCommand", [],
        synopsis: "Gets the culture that numbers and dates are shown by."
      ) { try $0.writeOutput(culture) },
      .core(
        "Get-UICulture", in: ModuleName.utility, "GetUICultureCommand", [],
        synopsis: "Gets the culture that messages are written in."
      ) { try $0.writeOutput(culture) },
    ]
  }

  static let typeName = "System.Globalization.CultureInfo"

  static let culture = make("en-US")
  /// The culture of formats that are the same everywhere, whose name is empty.
  private static let invariant = make("")

  private static func make(_ name: String) -> Value {
    .object(HostObject(type, payload: name) { $0 as? String })
  }

  static let type = TypeReference(
    typeName, .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        constant("LCID", 1033), Property("Name") { value, _ in .string(value.payload(as: String.self) ?? "") },
        constant("DisplayName", "English (United States)"),
        constant("NativeName", "English (United States)"), constant("EnglishName", "English (United States)"),
        constant("TwoLetterISOLanguageName", "en"), constant("ThreeLetterISOLanguageName", "eng"),
        constant("IsNeutralCulture", false), constant("TextInfo", .object(HostObject(textInfo, payload: "en-US"))),
        Property("NumberFormat") { _, _ in
          .object(
            PropertyBag([
              "NumberDecimalSeparator": ".", "NumberGroupSeparator": ",", "CurrencySymbol": "$",
              "CurrencyDecimalSeparator": ".", "CurrencyGroupSeparator": ",", "PercentSymbol": "%", "NegativeSign": "-",
              "PositiveSign": "+", "NumberDecimalDigits": 2,
            ]))
        },
        Property("DateTimeFormat") { _, _ in
          .object(
            PropertyBag([
              "ShortDatePattern": "M/d/yyyy", "LongDatePattern": "dddd, MMMM d, yyyy", "ShortTimePattern": "h:mm tt",
              "LongTimePattern": "h:mm:ss tt", "FullDateTimePattern": "dddd, MMMM d, yyyy h:mm:ss tt",
              "DateSeparator": "/", "TimeSeparator": ":", "AMDesignator": "AM", "PMDesignator": "PM",
            ]))
        },
      ],
      staticProperties: [
        Property("CurrentCulture") { _, _ in culture }, Property("CurrentUICulture") { _, _ in culture },
        Property("InvariantCulture") { _, _ in invariant },
      ],
      staticMethods: [
        Method("GetCultureInfo", 1) { _, arguments, context in try named(arguments[0], context) },
        Method("CreateSpecificCulture", 1) { _, arguments, context in try named(arguments[0], context) },
      ],
      constructor: Method("CultureInfo", 1...2) { _, arguments, context in try named(arguments[0], context) },
      convert: { value, context in value.reference == nil ? try named(value, context) : nil }))

  /// The one culture that there is, or the invariant one.
  private static func named(_ value: Value, _ context: ValueContext) throws -> Value {
    let name = try value.displayString(context)
    if ["en-us", "en", "1033"].contains(name.caseFolded) { return culture }
    if name.isEmpty { return invariant }
    throw MethodError.make(
      "System.Globalization.CultureNotFoundException",
      "Culture is not supported: only en-US and the invariant culture are here.\nParameter name: name\n\(name) is an "
        + "invalid culture identifier.")
  }

  private static let textInfo = TypeReference(
    "System.Globalization.TextInfo", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [constant("ListSeparator", ","), constant("CultureName", "en-US"), constant("LCID", 1033)],
      methods: [
        Method("ToUpper", 1) { _, arguments, context in .string(try arguments[0].displayString(context).uppercased()) },
        Method("ToLower", 1) { _, arguments, context in .string(try arguments[0].displayString(context).lowercased()) },
        Method("ToTitleCase", 1) { _, arguments, context in
          .string(titled(try arguments[0].displayString(context)))
        },
      ]))

  /// The first letter of each word in upper case; words that are wholly in upper case are taken for acronyms.
  private static func titled(_ text: String) -> String {
    var result = ""
    var word = ""
    func flush() {
      let isAcronym = word.count > 1 && word == word.uppercased() && word != word.lowercased()
      result += isAcronym ? word : word.prefix(1).uppercased() + word.dropFirst().lowercased()
      word = ""
    }
    for character in text {
      if character.isLetter || character.isNumber || character == "'" {
        word.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }

  private static func constant(_ name: String, _ value: Value) -> Property { Property(name) { _, _ in value } }
}
