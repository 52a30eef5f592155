internal import PowerShell

/// The views of the language's own types.
enum BuiltInViews {
  static let definitions: [ViewDefinition] = [
    ViewDefinition(
      ["System.Collections.DictionaryEntry"],
      .table([ViewColumn("Name", width: 30, alignment: .left), ViewColumn("Value", alignment: .left, fillsLine: true)])),
    ViewDefinition(["System.DateTime"], .text { value, _ in [try date(value)] }),
    ViewDefinition(
      ["System.TimeSpan"],
      .list(
        [
          "Days", "Hours", "Minutes", "Seconds", "Milliseconds", "Ticks", "TotalDays", "TotalHours", "TotalMinutes",
          "TotalSeconds", "TotalMilliseconds",
        ].map { ViewColumn($0) })),
    ViewDefinition(
      ["System.Guid"], .table([ViewColumn("Guid", .computed { value, context in .string(try value.text(context)) })])),
    ViewDefinition(
      ["System.Version"],
      .table(
        ["Major", "Minor", "Build"].map { ViewColumn($0, width: 6, alignment: .left) }
          + [ViewColumn("Revision", width: 8, alignment: .left)])),
    ViewDefinition(
      ["System.RuntimeType"],
      .table([
        ViewColumn("IsPublic", .computed { _, _ in true }, width: 8, alignment: .left),
        ViewColumn("IsSerial", .computed(isSerializable), width: 8, alignment: .left),
        ViewColumn("Name", width: 40, alignment: .left), ViewColumn("BaseType", alignment: .left, fillsLine: true),
      ])),
    ViewDefinition(
      ["Microsoft.PowerShell.Commands.GroupInfo"],
      .table([
        ViewColumn("Count", width: 5, alignment: .right), ViewColumn("Name", width: 25, alignment: .left),
        ViewColumn("Group", alignment: .left, fillsLine: true),
      ])),
    ViewDefinition(
      ["Microsoft.PowerShell.Commands.GroupInfoNoElement"],
      .table([ViewColumn("Count", width: 5, alignment: .right), ViewColumn("Name", alignment: .left, fillsLine: true)])),
    ViewDefinition(
      ["Microsoft.PowerShell.Commands.MemberDefinition"],
      .table(["Name", "MemberType", "Definition"].map { ViewColumn($0, alignment: .left) }),
      groupBy: ViewColumn("TypeName")),
    ViewDefinition(
      ["Microsoft.PowerShell.Commands.MatchInfo"],
      .text { value, context in ObjectShaper.lines(try value.text(context)) }),
  ]

  /// Of the types that are known here, those of data.
  @Sendable private static func isSerializable(_ value: Value, _ context: ValueContext) throws -> Value {
    guard case .type(let type) = value.unwrapped else { return false }
    return .boolean(![.custom, .staticOnly, .abstract, .interface, .void].contains(type.kind))
  }

  /// The day, the time or both, as the note DisplayHint says.
  private static func date(_ value: Value) throws -> String {
    guard case .dateTime(let date) = value.unwrapped else {
      return try Members.property(value, "DateTime")?.displayString() ?? value.text()
    }
    var format = "F"
    if case .note(let hint)? = value.reference?.added?["DisplayHint"] {
      let name = try hint.displayString()
      if name.isSameName(as: "Date") { format = "D" }
      if name.isSameName(as: "Time") { format = "T" }
    }
    return try DateText.format(date, format)
  }
}
