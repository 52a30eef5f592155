internal import PowerShell

/// `$Host.UI.RawUI` (System.Management.Automation.Internal.Host.InternalHostRawUserInterface).
enum RawUserInterface {
  /// Columns and rows that a size may have.
  static let sizeLimit = 32_766

  static let type = TypeReference(
    "System.Management.Automation.Internal.Host.InternalHostRawUserInterface", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        color("ForegroundColor", { $0.foreground }, { $0.foreground = $1 }),
        color("BackgroundColor", { $0.background }, { $0.background = $1 }),
        size("WindowSize", { $0.windowSize }, { $0.windowSize = $1 }),
        size("BufferSize", { $0.bufferSize }, { $0.bufferSize = $1 }),
        Property("MaxWindowSize") { value, _ in fixedSize(value) },
        Property("MaxPhysicalWindowSize") { value, _ in fixedSize(value) },
        Property("KeyAvailable") { value, _ in .boolean(value.connection?.console.isKeyAvailable ?? false) },
        Property(
          "WindowTitle",
          get: { value, _ in .string(value.connection?.console.title ?? "") },
          setting: { value, new, context in value.connection?.console.title = try new.displayString(context) }),
      ],
      methods: [
        Method("ReadKey", 0...1) { value, arguments, context in
          guard let console = value.connection?.console else { return .null }
          var options: Int64 = 4
          if let given = arguments.first {
            options = try given.converted(to: HostTypes.readKeyOptions, context).integerValue ?? 4
          }
          guard options & 12 != 0 else {
            throw MethodError.make(
              "System.ArgumentException",
              "Cannot process the options because the value of \"options\" is not valid: give IncludeKeyDown, "
                + "IncludeKeyUp, or both.")
          }
          return .object(keyInfo(try console.readKey(echoes: options & 2 == 0)))
        },
        Method("FlushInputBuffer", 0) { value, _, _ in
          value.connection?.console.flushInput()
          return .nothing
        },
      ]))

  /// System.Management.Automation.Host.KeyInfo.
  private static func keyInfo(_ key: KeyPress) -> PropertyBag {
    PropertyBag(
      [
        "VirtualKeyCode": .count(key.virtualKeyCode), "Character": .character(key.character.utf16.first ?? 0),
        "ControlKeyState": .int64(key.controlKeyState), "KeyDown": true,
      ], typeName: "System.Management.Automation.Host.KeyInfo")
  }

  private static func fixedSize(_ value: Value) -> Value {
    guard let size = value.connection?.console.windowSize else { return .null }
    return HostTypes.size(size.columns, size.rows)
  }

  private static func color(
    _ name: String, _ get: @escaping @Sendable (any ConsoleDevice) -> String,
    _ set: @escaping @Sendable (any ConsoleDevice, String) -> Void
  ) -> Property {
    Property(
      name,
      get: { value, _ in
        guard let text = (value.connection?.console).map(get),
          let color = BuiltInType.consoleColor.value(named: text)
        else { return .null }
        return .enumeration(color)
      },
      setting: { value, new, context in
        guard let connection = value.connection else { return }
        set(connection.console, try connection.color(new, context))
      })
  }

  private static func size(
    _ name: String, _ get: @escaping @Sendable (any ConsoleDevice) -> (columns: Int, rows: Int),
    _ set: @escaping @Sendable (any ConsoleDevice, (columns: Int, rows: Int)) -> Void
  ) -> Property {
    Property(
      name,
      get: { value, _ in
        guard let size = (value.connection?.console).map(get) else { return .null }
        return HostTypes.size(size.columns, size.rows)
      },
      setting: { value, new, context in
        let converted = try new.converted(to: HostTypes.size, context)
        guard let (columns, rows) = HostTypes.numbers(converted, context), 1...sizeLimit ~= columns,
          1...sizeLimit ~= rows
        else {
          throw MethodError.make(
            "System.ArgumentOutOfRangeException", "A size has from 1 to \(sizeLimit) columns and rows.")
        }
        if let console = value.connection?.console { set(console, (columns, rows)) }
      })
  }
}
