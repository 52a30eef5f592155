internal import PowerShell

/// The place of an item in a drive.
///
/// `path` is absolute and has no `.` and `..`: for files `/a/b`, for the registry the parts below the hive with `\`
/// between them, for the others a name. The drive's own item is "/" or "".
struct ItemPath: Sendable {
  let drive: Drive
  let path: String

  init(_ drive: Drive, _ path: String) { (self.drive, self.path) = (drive, path) }

  /// A file or folder by its absolute path.
  init(file path: String) { self.init(DriveTable.fileSystem, path) }

  var provider: ProviderKind { drive.provider }

  /// As scripts see it: `/a/b`, `HKLM:\A\B`, `Env:\PATH`.
  var text: String {
    switch provider {
    case .fileSystem: path
    default: "\(drive.name):\\\(path)"
    }
  }

  /// What the provider itself calls it: `/a/b`, `HKEY_LOCAL_MACHINE\A\B`, `PATH`.
  var providerPath: String {
    switch provider {
    case .registry: path.isEmpty ? drive.root : "\(drive.root)\\\(path)"
    default: path
    }
  }

  /// PSPath.
  var qualified: String { "\(provider.fullName)::\(providerPath)" }

  /// The last part.
  var name: String {
    let separator: Character = provider == .fileSystem ? "/" : "\\"
    if provider.isFlat { return path }
    return path.split(separator: separator).last.map(String.init) ?? (provider == .fileSystem ? "/" : drive.root)
  }

  var isTop: Bool { path == drive.top || path == "/" }

  /// Nil for the drive's own item.
  var parent: ItemPath? {
    guard !isTop else { return nil }
    switch provider {
    case .fileSystem: return ItemPath(drive, PathText.parent(path))
    case .registry:
      return ItemPath(drive, path.split(separator: "\\").dropLast().joined(separator: "\\"))
    default: return ItemPath(drive, "")
    }
  }

  func child(_ name: String) -> ItemPath {
    switch provider {
    case .fileSystem: ItemPath(drive, PathText.join(path, name))
    case .registry: ItemPath(drive, path.isEmpty ? name : "\(path)\\\(name)")
    default: ItemPath(drive, name)
    }
  }
}
