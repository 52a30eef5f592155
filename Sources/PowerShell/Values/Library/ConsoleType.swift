/// System.Console: what goes to the host without a stream of the language.
enum ConsoleType {
  /// What `[Console]::Out` and `[Console]::Error` are.
  private static let writerType = TypeReference(
    "System.IO.TextWriter", base: BuiltInType.object,
    members: MemberTable(methods: [
      Method("WriteLine", 0...16) { target, arguments, context in
        try write(arguments, "\n", toError: target.payload(as: Bool.self) ?? false, context)
      },
      Method("Write", 1...16) { target, arguments, context in
        try write(arguments, "", toError: target.payload(as: Bool.self) ?? false, context)
      },
      Method("Flush", 0) { _, _, _ in .nothing },
    ]))

  private static func write(
    _ arguments: [Value], _ end: String, toError: Bool, _ context: ValueContext
  ) throws -> Value {
    let text: String
    if arguments.count > 1 {
      text = try CompositeFormat.format(arguments.text(0), arguments.rest(from: 1), context)
    } else {
      text = try arguments.first?.displayString(context) ?? ""
    }
    try context.writeConsole(text + end, toError)
    return .nothing
  }

  private static func color(_ name: String, _ standard: String) -> Property {
    Property(
      name, get: { _, _ in BuiltInType.consoleColor.value(named: standard).map { .enumeration($0) } ?? .null },
      set: { _, new, context in _ = try new.converted(to: BuiltInType.consoleColor, context) })
  }

  private static func encoding(_ name: String) -> Property {
    Property(
      name, get: { _, context in try Members.staticProperty(BuiltInType.encoding, "UTF8", context) ?? .null },
      set: { _, new, context in
        let given = try Members.property(new, "WebName", context)?.displayString(context) ?? ""
        guard given.isSameName(as: "utf-8") || given.isSameName(as: "us-ascii") else {
          throw PowerShellError.exception(
            "System.NotSupportedException", "The console's encoding is utf-8; '\(given)' is not available.")
        }
      })
  }

  static let type = TypeReference(
    "System.Console", .staticOnly, base: BuiltInType.object,
    members: MemberTable(
      staticProperties: [
        Property(
          "Title", get: { _, _ in "" }, set: { _, new, context in try context.setTitle(new.displayString(context)) }),
        color("ForegroundColor", "Gray"), color("BackgroundColor", "Black"),
        encoding("OutputEncoding"), encoding("InputEncoding"),
        Property("Out") { _, _ in .object(HostObject(writerType, payload: false)) },
        Property("Error") { _, _ in .object(HostObject(writerType, payload: true)) },
        Property("WindowWidth") { _, context in .count(context.consoleWidth()) },
        Property("BufferWidth") { _, context in .count(context.consoleWidth()) },
        Property("IsInputRedirected") { _, _ in .boolean(SystemFacts.isRedirected(0)) },
        Property("IsOutputRedirected") { _, _ in .boolean(SystemFacts.isRedirected(1)) },
        Property("IsErrorRedirected") { _, _ in .boolean(SystemFacts.isRedirected(2)) },
      ],
      staticMethods: [
        Method("WriteLine", 0...16) { _, arguments, context in
          try write(arguments, "\n", toError: false, context)
        },
        Method("Write", 1...16) { _, arguments, context in try write(arguments, "", toError: false, context) },
        Method("ReadLine", 0) { _, _, context in try context.readConsole().map { .string($0) } ?? .null },
        Method("ResetColor", 0) { _, _, _ in .nothing },
        Method("Beep", 0...2) { _, _, context in
          try context.writeConsole("\u{7}", false)
          return .nothing
        },
      ]))
}
