internal import PowerShell

/// The few keys of a Windows registry that scripts look at, read only. What they say of the system goes with the version
/// that scripts see everywhere else: 10.0.20348.
enum RegistryView {
  /// A key with its values and the keys below it.
  struct Key: Sendable {
    let name: String
    var values: [(name: String, value: Value)] = []
    var children: [Key] = []
  }

  static let build = "20348"

  private static let currentVersion = Key(
    name: "CurrentVersion",
    values: [
      ("ProductName", .string(SystemRelease.current.name)), ("InstallationType", "Server"),
      ("EditionID", "ServerStandard"),
      ("BuildLabEx", "20348.1.amd64fre.fe_release.210507-1500"), ("BuildLab", "20348.fe_release.210507-1500"),
      ("CurrentBuild", .string(build)), ("CurrentBuildNumber", .string(build)), ("ReleaseId", "2009"),
      ("DisplayVersion", "21H2"), ("CurrentVersion", "6.3"), ("CurrentMajorVersionNumber", 10),
      ("CurrentMinorVersionNumber", 0), ("UBR", 1),
    ])

  private static let machine = Key(
    name: "HKEY_LOCAL_MACHINE",
    children: [
      Key(
        name: "SOFTWARE",
        children: [
          Key(name: "Microsoft", children: [Key(name: "Windows NT", children: [currentVersion])])
        ]),
      Key(
        name: "SYSTEM",
        children: [
          Key(
            name: "CurrentControlSet",
            children: [Key(name: "Control", children: [Key(name: "DeviceGuard")])])
        ]),
    ])

  private static let user = Key(name: "HKEY_CURRENT_USER")

  /// The key at a place; nil when there is none.
  static func key(_ path: ItemPath) -> Key? {
    guard path.provider == .registry else { return nil }
    var key: Key
    switch path.drive.root.caseFolded {
    case machine.name.caseFolded: key = machine
    case user.name.caseFolded: key = user
    default: return nil
    }
    for part in path.path.split(separator: "\\") {
      guard let next = key.children.first(where: { $0.name.isSameName(as: String(part)) }) else { return nil }
      key = next
    }
    return key
  }

  static let type = TypeReference(
    "Microsoft.Win32.RegistryKey", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("PSPath") { path, _ in .string(path.qualified) },
        property("PSParentPath") { path, _ in .text(path.parent?.qualified) },
        property("PSChildName") { path, _ in .string(path.name) },
        property("PSDrive") { path, _ in path.drive.value },
        property("PSProvider") { path, _ in path.provider.value },
        property("PSIsContainer") { _, _ in true },
        property("Property") { .strings($1.values.map(\.name)) },
        property("SubKeyCount") { .count($1.children.count) },
        property("ValueCount") { .count($1.values.count) },
        property("Name") { path, _ in .string(path.providerPath) },
      ],
      methods: [
        method("GetValue", 1...2) { key, arguments in
          let name = try arguments.text(0)
          return key.values.first { $0.name.isSameName(as: name) }?.value
            ?? (arguments.count > 1 ? arguments[1] : .null)
        },
        method("GetValueNames", 0...0) { key, _ in .strings(key.values.map(\.name)) },
        method("GetSubKeyNames", 0...0) { key, _ in .strings(key.children.map(\.name)) },
        method("Close", 0...0) { _, _ in .nothing },
      ]))

  static func value(_ path: ItemPath) -> Value {
    .object(HostObject(type, payload: path) { ($0 as? ItemPath)?.providerPath })
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (ItemPath, Key) -> Value) -> Property {
    Property(name) { value, _ in
      guard let path = value.payload(as: ItemPath.self), let key = key(path) else { return .null }
      return get(path, key)
    }
  }

  private static func method(
    _ name: String, _ arity: ClosedRange<Int>, _ call: @escaping @Sendable (Key, [Value]) throws -> Value
  ) -> Method {
    Method(name, arity) { value, arguments, _ in
      guard let path = value.payload(as: ItemPath.self), let key = key(path) else { return .null }
      return try call(key, arguments)
    }
  }
}
