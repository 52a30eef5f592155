internal import PowerShell

/// What kind of things a drive holds (about_Providers).
enum ProviderKind: String, CaseIterable, Sendable {
  case fileSystem = "FileSystem"
  case environment = "Environment"
  case variable = "Variable"
  case function = "Function"
  case alias = "Alias"
  case registry = "Registry"

  /// As it stands before `::` in a path.
  var fullName: String { "Microsoft.PowerShell.Core\\\(rawValue)" }

  /// Items lie side by side, none within another.
  var isFlat: Bool { self != .fileSystem && self != .registry }

  var capabilities: String {
    switch self {
    case .fileSystem: "Filter, ShouldProcess"
    case .registry: "None"
    default: "ShouldProcess"
    }
  }

  init?(named name: String) {
    let last = name.split(separator: "\\").last.map(String.init) ?? name
    guard let kind = Self.allCases.first(where: { $0.rawValue.isSameName(as: last) }) else { return nil }
    self = kind
  }
}

/// A name for a place in a provider.
struct Drive: Sendable {
  let name: String
  let provider: ProviderKind
  /// A folder for files, a key for the registry, else "".
  let root: String
  let description: String

  /// The path of its uppermost item.
  var top: String { provider == .fileSystem ? root : "" }
}

/// The drives of a session. The file system is one drive, `/`.
struct DriveTable: Sendable {
  static let fileSystemName = "/"
  static let fileSystem = Drive(name: fileSystemName, provider: .fileSystem, root: "/", description: "")
  /// Drives of a session (about_Providers has a limit of 4096 in $MaximumDriveCount).
  static let limit = 4096

  private(set) var drives = NamedValues<Drive>()

  init() {
    let known = [
      Self.fileSystem,
      Drive(
        name: "Alias", provider: .alias, root: "",
        description: "Drive that contains a view of the aliases stored in a session state."),
      Drive(
        name: "Env", provider: .environment, root: "",
        description: "Drive that contains a view of the environment variables for the process."),
      Drive(
        name: "Function", provider: .function, root: "",
        description: "Drive that contains a view of the functions stored in a session state."),
      Drive(
        name: "HKCU", provider: .registry, root: "HKEY_CURRENT_USER",
        description: "The software settings of the current user"),
      Drive(
        name: "HKLM", provider: .registry, root: "HKEY_LOCAL_MACHINE",
        description: "The configuration settings of the local computer"),
      Drive(
        name: "Variable", provider: .variable, root: "",
        description: "Drive that contains a view of those variables stored in a session state."),
    ]
    for drive in known { drives[drive.name] = drive }
  }

  subscript(name: String) -> Drive? { drives[name] }

  var all: [Drive] { drives.entries.map(\.value) }

  mutating func add(_ drive: Drive) { drives[drive.name] = drive }
  mutating func remove(_ name: String) { drives[name] = nil }
}
