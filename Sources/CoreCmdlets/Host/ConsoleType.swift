internal import PowerShell

/// `[Console]` (System.Console), as far as scripts use it.
enum ConsoleType {
  /// Characters that Console.In reads to its end.
  static let inputLimit = 64 << 20

  static func make(_ connection: HostConnection) -> TypeReference {
    TypeReference(
      "System.Console", .custom, base: BuiltInType.object,
      members: MemberTable(staticProperties: properties(connection), staticMethods: methods(connection)))
  }

  private static func properties(_ connection: HostConnection) -> [Property] {
    let console = { @Sendable in connection.console }
    func color(_ name: String, isForeground: Bool) -> Property {
      Property(
        name,
        get: { _, _ in
          let text = isForeground ? connection.console.foreground : connection.console.background
          return BuiltInType.consoleColor.value(named: text).map { .enumeration($0) } ?? .null
        },
        setting: { _, new, context in
          let color = try connection.color(new, context)
          if isForeground { connection.console.foreground = color } else { connection.console.background = color }
        })
    }
    func get(_ name: String, _ value: @escaping @Sendable (any ConsoleDevice) -> Value) -> Property {
      Property(name) { _, _ in value(console()) }
    }
    return [
      color("ForegroundColor", isForeground: true), color("BackgroundColor", isForeground: false),
      get("WindowWidth") { .count($0.windowSize.columns) }, get("WindowHeight") { .count($0.windowSize.rows) },
      get("BufferWidth") { .count($0.bufferSize.columns) }, get("BufferHeight") { .count($0.bufferSize.rows) },
      get("KeyAvailable") { .boolean($0.isKeyAvailable) },
      get("IsInputRedirected") { .boolean($0.isRedirected.input) },
      get("IsOutputRedirected") { .boolean($0.isRedirected.output) },
      get("IsErrorRedirected") { .boolean($0.isRedirected.error) },
      Property(
        "Title",
        get: { _, _ in
          .string(connection.console.title)
        },
        setting: { _, new, context in connection.console.title = try new.displayString(context) }),
      encoding("OutputEncoding"), encoding("InputEncoding"),
      get("Out") { _ in .object(HostObject(writer(isError: false), payload: connection)) },
      get("Error") { _ in .object(HostObject(writer(isError: true), payload: connection)) },
      get("In") { _ in .object(HostObject(reader, payload: connection)) },
    ]
  }

  private static func methods(_ connection: HostConnection) -> [Method] {
    [
      Method("WriteLine", 0...16) { _, arguments, context in
        try connection.show(try text(arguments, context), newLine: true)
        return .nothing
      },
      Method("Write", 1...16) { _, arguments, context in
        try connection.show(try text(arguments, context), newLine: false)
        return .nothing
      },
      Method("ReadLine", 0) { _, _, _ in try connection.host.readLine(prompt: "").map { .string($0) } ?? .null },
      Method("ReadKey", 0...1) { _, arguments, _ in
        let key = try connection.console.readKey(echoes: !(arguments.first?.isTrue ?? false))
        return .object(
          PropertyBag(
            [
              "KeyChar": .character(key.character.utf16.first ?? 0), "Key": .string(keyName(key)),
              "Modifiers": .int64(key.controlKeyState),
            ], typeName: "System.ConsoleKeyInfo"))
      },
      Method("ResetColor", 0) { _, _, _ in
        connection.console.resetColors()
        return .nothing
      },
      Method("Clear", 0) { _, _, _ in
        connection.console.clear()
        return .nothing
      },
      Method("Beep", 0...2) { _, _, _ in
        try connection.show("\u{7}", newLine: false)
        return .nothing
      },
    ]
  }

  /// A value, or a format and its arguments.
  private static func text(_ arguments: [Value], _ context: ValueContext) throws -> String {
    guard arguments.count > 1 else { return try arguments.first?.text(context) ?? "" }
    return try CompositeFormat.format(try arguments[0].displayString(context), Array(arguments.dropFirst()), context)
  }

  private static func keyName(_ key: KeyPress) -> String {
    switch key.virtualKeyCode {
    case 8: "Backspace"
    case 9: "Tab"
    case 13: "Enter"
    case 27: "Escape"
    case 32: "Spacebar"
    case 37: "LeftArrow"
    case 38: "UpArrow"
    case 39: "RightArrow"
    case 40: "DownArrow"
    case 48...57: "D\(key.virtualKeyCode - 48)"
    default: key.character.uppercased()
    }
  }

  /// Everything is UTF-8 here; another encoding is refused.
  private static func encoding(_ name: String) -> Property {
    Property(
      name,
      get: { _, context in
        try Members.staticProperty(BuiltInType.encoding, "UTF8", context) ?? .null
      },
      setting: { _, new, context in
        let names = try ["WebName", "EncodingName"].compactMap {
          try Members.property(new, $0, context)?.displayString(context).caseFolded
        }
        guard names.contains(where: { $0.contains("utf8") || $0.contains("utf-8") || $0.contains("ascii") }) else {
          throw MethodError.make(
            "System.PlatformNotSupportedException",
            "The console of this system reads and writes UTF-8 and nothing else: \(name) cannot be changed.")
        }
      })
  }

  private static func writer(isError: Bool) -> TypeReference { isError ? errorWriter : outputWriter }

  private static let outputWriter = writerType(isError: false)
  private static let errorWriter = writerType(isError: true)

  private static func writerType(isError: Bool) -> TypeReference {
    @Sendable func write(_ value: Value, _ text: String, newLine: Bool) throws {
      guard let connection = value.connection else { return }
      if isError {
        connection.console.writeError(newLine ? text + "\n" : text)
      } else {
        try connection.show(text, newLine: newLine)
      }
    }
    return TypeReference(
      "System.IO.TextWriter", .custom, base: BuiltInType.object,
      members: MemberTable(methods: [
        Method("WriteLine", 0...16) { value, arguments, context in
          try write(value, try text(arguments, context), newLine: true)
          return .nothing
        },
        Method("Write", 1...16) { value, arguments, context in
          try write(value, try text(arguments, context), newLine: false)
          return .nothing
        },
        Method("Flush", 0) { _, _, _ in .nothing },
      ]))
  }

  private static let reader = TypeReference(
    "System.IO.TextReader", .custom, base: BuiltInType.object,
    members: MemberTable(methods: [
      Method("ReadLine", 0) { value, _, _ in
        try value.connection?.host.readLine(prompt: "").map { .string($0) } ?? .null
      },
      Method("ReadToEnd", 0) { value, _, _ in
        var text = ""
        while let line = try value.connection?.host.readLine(prompt: "") {
          text += line + "\n"
          guard text.utf8.count <= inputLimit else {
            throw MethodError.make("System.OutOfMemoryException", "The input has more than \(inputLimit) characters.")
          }
        }
        return .string(text)
      },
    ]))
}
