/// System.Threading.Thread, as far as a script's own thread goes.
enum ThreadType {
  static let type = TypeReference(
    "System.Threading.Thread", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        Property("ManagedThreadId") { _, _ in 1 }, Property("Name") { _, _ in .null },
        Property("IsBackground") { _, _ in false }, Property("IsAlive") { _, _ in true },
        culture("CurrentCulture"), culture("CurrentUICulture"),
      ],
      staticProperties: [
        Property("CurrentThread") { type, _ in
          guard case .type(let type) = type else { return .null }
          return .object(HostObject(type, payload: 0))
        }
      ],
      staticMethods: [
        Method("Sleep", 1) { _, arguments, context in
          let milliseconds: Int64
          if case .timeSpan(let span) = arguments[0].unwrapped {
            milliseconds = span.ticks / TimeSpan.ticksPerMillisecond
          } else {
            milliseconds = Int64(try arguments.int(0, "millisecondsTimeout"))
          }
          guard milliseconds >= -1 else {
            throw PowerShellError.outOfRange(
              "Number must be either non-negative and less than or equal to Int32.MaxValue or -1.",
              "millisecondsTimeout")
          }
          try context.pause(milliseconds < 0 ? .max : milliseconds)
          return .nothing
        }
      ]))

  private static let culture = "en-US"

  /// Every script runs in the one culture that there is. Setting that one again is what scripts do, and is no error.
  private static func culture(_ name: String) -> Property {
    Property(
      name,
      get: { _, context in
        guard let type = context.types.find("System.Globalization.CultureInfo") else { return .string(culture) }
        return try Members.construct(type, [.string(culture)], context)
      },
      set: { _, new, context in
        let wanted = try new.displayString(context)
        guard wanted.isSameName(as: culture) || wanted.isEmpty else {
          throw PowerShellError.exception(
            "System.NotSupportedException", "Scripts run in the culture \(culture); '\(wanted)' is not available.")
        }
      })
  }
}
