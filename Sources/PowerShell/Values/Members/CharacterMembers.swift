/// System.Char.
enum CharacterMembers {
  private static func test(_ name: String, _ test: @escaping @Sendable (UInt16) -> Bool) -> Method {
    Method(name, 1...2) { _, arguments, _ in
      guard arguments.count == 2 else { return .boolean(test(try arguments.character(0, "c"))) }
      guard let unit = try arguments.text(0).codeUnit(at: arguments.int(1, "index")) else {
        throw StringMembers.outOfRange("index")
      }
      return .boolean(test(unit))
    }
  }

  static let table = MemberTable(
    methods: [
      Method("CompareTo", 1) { value, arguments, _ in
        .count(Int(value.exactInteger ?? 0) - Int(try arguments.character(0, "value")))
      }
    ],
    staticProperties: [
      Property("MaxValue") { _, _ in .character(.max) }, Property("MinValue") { _, _ in .character(0) },
    ],
    staticMethods: [
      test("IsDigit", UnicodeCategory.isDigit), test("IsLetter", UnicodeCategory.isLetter),
      test("IsLetterOrDigit") { UnicodeCategory.isLetter($0) || UnicodeCategory.isDigit($0) },
      test("IsWhiteSpace", UnicodeCategory.isSpace),
      test("IsUpper") { UnicodeCategory.name(of: $0) == "Lu" },
      test("IsLower") { UnicodeCategory.name(of: $0) == "Ll" },
      test("IsNumber") { UnicodeCategory.name(of: $0).hasPrefix("N") },
      test("IsPunctuation") { UnicodeCategory.name(of: $0).hasPrefix("P") },
      test("IsSymbol") { UnicodeCategory.name(of: $0).hasPrefix("S") },
      test("IsControl") { UnicodeCategory.name(of: $0) == "Cc" },
      Method("ToUpper", 1) { _, arguments, _ in .character(try arguments.character(0, "c").raised) },
      Method("ToLower", 1) { _, arguments, _ in .character(try arguments.character(0, "c").lowered) },
      Method("ToUpperInvariant", 1) { _, arguments, _ in .character(try arguments.character(0, "c").raised) },
      Method("ToLowerInvariant", 1) { _, arguments, _ in .character(try arguments.character(0, "c").lowered) },
      Method("ToString", 1) { _, arguments, _ in .string(try arguments.character(0, "c").text) },
      Method("GetNumericValue", 1) { _, arguments, _ in
        .double(Unicode.Scalar(try arguments.character(0, "c"))?.properties.numericValue ?? -1)
      },
      Method("ConvertFromUtf32", 1) { _, arguments, _ in
        guard let scalar = UInt32(exactly: try arguments.int(0, "utf32")).flatMap({ Unicode.Scalar($0) }) else {
          throw PowerShellError.outOfRange("A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive.", "utf32")
        }
        return .string(String(Character(scalar)))
      },
    ])
}

/// System.Boolean, and a switch, which is one here.
enum BooleanMembers {
  static let table = MemberTable(
    properties: [Property("IsPresent") { value, _ in value }],
    methods: [
      Method("CompareTo", 1) { value, arguments, _ in
        .count((value.isTrue ? 1 : 0) - (arguments.bool(0) ? 1 : 0))
      },
      Method("ToBool", 0) { value, _, _ in value },
    ],
    staticProperties: [
      Property("TrueString") { _, _ in "True" }, Property("FalseString") { _, _ in "False" },
      Property("Present") { _, _ in true },
    ],
    staticMethods: [
      Method("Parse", 1) { _, arguments, _ in
        switch try arguments.text(0).trimmingBlanks().caseFolded {
        case "true": return true
        case "false": return false
        default: throw PowerShellError.format("String was not recognized as a valid Boolean.")
        }
      },
      Method("TryParse", 1...2) { _, arguments, _ in
        let text = try arguments.text(0).trimmingBlanks().caseFolded
        Reference.set(arguments.at(1), .boolean(text == "true"))
        return .boolean(text == "true" || text == "false")
      },
    ])
}

/// A `[ref]`: what an `out` parameter is set through.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package class Reference: ObjectReference, @unchecked Sendable {
  static let referenceType = TypeReference(
    "System.Management.Automation.PSReference",
    members: MemberTable(properties: [
      Property("Value", set: { target, new, _ in target.reference(as: Reference.self)?.value = new }) { target, _ in
        target.reference(as: Reference.self)?.value ?? .null
      }
    ]))

  private var held: Value

  /// What it refers to; the evaluator's own kind overrides this with a variable.
  package var value: Value {
    get { held }
    set { held = newValue }
  }

  package init(_ value: Value = .null) { held = value }

  package override var type: TypeReference { Self.referenceType }

  /// Sets through an argument if that is a reference.
  static func set(_ argument: Value?, _ value: Value) { argument?.reference(as: Reference.self)?.value = value }
}
