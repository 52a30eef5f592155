internal import PowerShell

/// Finds what a path as written means: drive, place, and for patterns every item that fits.
extension ManagementState {
  /// Parts of a path.
  private static let partLimit = 256

  /// The one place that a path names. Errors: DriveNotFound, ProviderNotFound, PathTooLong.
  func place(_ text: String) throws -> ItemPath {
    guard text.utf8.count <= PathText.lengthLimit else { throw ItemError.tooLong(text) }
    // A share of another computer.
    if text.hasPrefix("\\\\") { throw ItemError.notFound(text) }
    if let range = text.firstRange(of: "::") {
      let provider = String(text[..<range.lowerBound])
      guard let kind = ProviderKind(named: provider) else { throw ItemError.noProvider(provider) }
      return place(in: kind, String(text[range.upperBound...]))
    }
    if text == "~" || text.hasPrefix("~/") || text.hasPrefix("~\\") {
      return ItemPath(file: PathText.absolute(String(text.dropFirst(2)), in: home))
    }
    if let colon = text.firstIndex(of: ":"), !text[..<colon].contains(where: PathText.isSeparator) {
      let name = String(text[..<colon])
      guard let drive = drives[name] else { throw ItemError.noDrive(name, path: text) }
      return place(on: drive, String(text[text.index(after: colon)...]))
    }
    if text.hasPrefix("/") { return ItemPath(file: PathText.absolute(text, in: "/")) }
    return place(on: location.drive, text)
  }

  private func place(in kind: ProviderKind, _ rest: String) -> ItemPath {
    switch kind {
    case .fileSystem: return ItemPath(file: PathText.absolute(rest, in: folder))
    case .registry:
      let parts = rest.split(whereSeparator: PathText.isSeparator).map(String.init)
      let root = parts.first ?? "HKEY_LOCAL_MACHINE"
      let drive =
        drives.all.first { $0.provider == .registry && $0.root.isSameName(as: root) }
        ?? Drive(name: root, provider: .registry, root: root, description: "")
      return ItemPath(drive, parts.dropFirst().joined(separator: "\\"))
    default:
      let drive = drives.all.first { $0.provider == kind } ?? DriveTable.fileSystem
      return place(on: drive, rest)
    }
  }

  private func place(on drive: Drive, _ rest: String) -> ItemPath {
    switch drive.provider {
    case .fileSystem where drive.name == DriveTable.fileSystemName:
      return ItemPath(drive, PathText.absolute(rest, in: folder))
    case .fileSystem:
      // Below the drive's own folder: its `/` is that folder.
      let isRooted = rest.first.map(PathText.isSeparator) ?? false
      let here = place(in: drive)
      let inside = isRooted || !here.hasPrefix(drive.root) ? "/" : String(here.dropFirst(drive.root.count))
      let path = PathText.absolute(rest, in: inside.isEmpty ? "/" : inside)
      return ItemPath(drive, path == "/" ? drive.root : drive.root + path)
    case .registry:
      let isRooted = rest.first.map(PathText.isSeparator) ?? false
      var parts: [Substring] = isRooted ? [] : place(in: drive).split(separator: "\\")
      for part in rest.split(whereSeparator: PathText.isSeparator) {
        switch part {
        case ".": continue
        case "..": _ = parts.popLast()
        default: parts.append(part)
        }
      }
      return ItemPath(drive, parts.joined(separator: "\\"))
    default:
      let name = rest.drop(while: PathText.isSeparator)
      return ItemPath(drive, name == "." || name == ".." ? "" : String(name))
    }
  }

  /// Every item that a path with wildcards fits, in order; the place itself for a path without them, whether or not
  /// anything is there. `findsHidden`: patterns find names that begin with a dot, too (-Force).
  func matches(_ text: String, findsHidden: Bool = false) throws -> [ItemPath] {
    guard Wildcard.isPattern(text) else { return [try place(text.unescaped)] }
    let whole = try place(text)
    let separator: Character = whole.provider == .registry ? "\\" : "/"
    let parts = whole.provider.isFlat ? [whole.path] : whole.path.split(separator: separator).map(String.init)
    guard parts.count <= Self.partLimit else { throw ItemError.tooLong(text) }
    var found = [ItemPath(whole.drive, whole.provider == .fileSystem ? "/" : "")]
    for part in parts {
      guard Wildcard.isPattern(part) else {
        found = found.map { $0.child(part.unescaped) }.filter { isThere($0) }
        continue
      }
      let wildcard = try Wildcard(part)
      found = found.flatMap { place in
        // A pattern that begins with a dot says itself that it wants what is hidden.
        childNames(place).filter { name in
          wildcard.matches(name) && (findsHidden || !name.hasPrefix(".") || part.hasPrefix("."))
        }
        .map { place.child($0) }
      }
    }
    return found
  }

  /// Whether something is at a place.
  func isThere(_ path: ItemPath) -> Bool {
    switch path.provider {
    case .fileSystem: FileStatus(path.path, followsLinks: false) != nil
    case .registry: RegistryView.key(path) != nil
    default: path.path.isEmpty || FlatItems(self, path.provider).contains(path.path)
    }
  }

  /// The names of what lies in a place, in order; none for what is no container.
  func childNames(_ path: ItemPath) -> [String] {
    switch path.provider {
    case .fileSystem: (try? FileListing.names(path.path)) ?? []
    case .registry: RegistryView.key(path)?.children.map(\.name) ?? []
    default: path.path.isEmpty ? FlatItems(self, path.provider).names : []
    }
  }

  /// Whether other items can lie within it.
  func isContainer(_ path: ItemPath) -> Bool {
    switch path.provider {
    case .fileSystem: FileStatus(path.path)?.isFolder ?? false
    case .registry: RegistryView.key(path) != nil
    default: path.path.isEmpty
    }
  }
}

extension String {
  /// Without the backticks that take away the meaning of what follows.
  var unescaped: String {
    guard utf8.contains(UInt8(ascii: "`")) else { return self }
    var result = ""
    var isEscaped = false
    for character in self {
      if character == "`", !isEscaped {
        isEscaped = true
      } else {
        result.append(character)
        isEscaped = false
      }
    }
    return result
  }
}
