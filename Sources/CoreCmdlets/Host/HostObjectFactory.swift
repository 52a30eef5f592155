package import PowerShell

/// Makes `$Host` (System.Management.Automation.Internal.Host.InternalHost) and the type `[Console]` of a session.
package struct HostObjectFactory {
  private let connection: HostConnection

  /// - Parameters:
  ///   - name: what `$Host.Name` shows; scripts look for `ConsoleHost`.
  ///   - version: what `$Host.Version` shows.
  package init(
    host: any ShellHost, console: any ConsoleDevice, name: String = "ConsoleHost",
    version: Version = Version(5, 1, 20348, 1)
  ) {
    connection = HostConnection(host, console, name: name, version: version)
  }

  /// `$Host`, to be a constant of the session.
  package var hostObject: Value { .object(HostObject(Self.hostType, payload: connection) { _ in hostTypeName }) }

  /// The colour that a stream's records are to have, a name of System.ConsoleColor: what `$Host.PrivateData` holds.
  ///
  /// - Parameter name: such as `ErrorForegroundColor`.
  package func color(_ name: String) -> String? { connection.colors[name].flatMap { try? $0.displayString() } }

  /// `[Console]`, to be registered with the session.
  package var consoleType: TypeReference { ConsoleType.make(connection) }

  /// The types that questions are made of, to be registered with the session.
  package static let types: [TypeReference] = HostTypes.all

  static let hostType = TypeReference(
    hostTypeName, .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("Name") { .string($0.name) }, property("Version") { .version($0.version) },
        property("InstanceId") { .guid($0.instance) },
        property("UI") { .object(HostObject(HostUserInterface.type, payload: $0)) },
        property("CurrentCulture") { _ in CultureCommands.culture },
        property("CurrentUICulture") { _ in CultureCommands.culture },
        property("PrivateData") { .object($0.colors) }, property("IsRunspacePushed") { _ in false },
      ],
      methods: [
        Method("SetShouldExit", 1) { value, arguments, context in
          let code = try arguments[0].converted(to: BuiltInType.int32, context).integerValue ?? 0
          value.connection?.console.requestExit(Int32(truncatingIfNeeded: code))
          return .nothing
        }
      ]))

  private static func property(_ name: String, _ get: @escaping @Sendable (HostConnection) -> Value) -> Property {
    Property(name) { value, _ in value.connection.map(get) ?? .null }
  }
}

private let hostTypeName = "System.Management.Automation.Internal.Host.InternalHost"
