internal import Glibc
internal import PowerShell

/// New-Item and mkdir.
final class NewItem: Cmdlet {
  static let command = CommandInfo(
    cmdlet: "New-Item", module: ModuleName.management, aliases: ["ni"],
    metadata: {
      try CommandMetadata(
        cmdlet: "New-Item", module: ModuleName.management, errorSource: "Microsoft.PowerShell.Commands.NewItemCommand",
        [
          "!Path@0<property String[] in pathSet", "Path@0<property String[] in nameSet",
          "!Name<property in nameSet", "ItemType<property = Type", "Value<value<property Object = Target",
          "Force SwitchParameter",
        ], defaultSetName: "pathSet", supportsShouldProcess: true,
        synopsis: "Makes a file, a folder, a link, a variable, a function or an alias.",
        allowing: ["Name": [.emptyString, .null]])
    }, { NewItem(isFolderOnly: false) })

  static let folderCommand = CommandInfo(
    cmdlet: "mkdir", module: ModuleName.management, aliases: ["md"],
    metadata: {
      try CommandMetadata(
        cmdlet: "mkdir", module: ModuleName.management, errorSource: "Microsoft.PowerShell.Commands.NewItemCommand",
        [
          "!Path@0<property String[] in pathSet", "Path@0<property String[] in nameSet", "!Name<property in nameSet",
          "Force SwitchParameter",
        ], defaultSetName: "pathSet", supportsShouldProcess: true, synopsis: "Makes a folder and those above it.")
    }, { NewItem(isFolderOnly: true) })

  private let isFolderOnly: Bool

  init(isFolderOnly: Bool) { self.isFolderOnly = isFolderOnly }

  func process(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let name = invocation.bound.string("Name")
    for path in invocation.bound.strings("Path") ?? ["."] {
      do {
        var place = try state.place(path)
        if let name, !name.isEmpty {
          place =
            place.provider == .fileSystem
            ? ItemPath(place.drive, PathText.absolute("./" + name, in: place.path)) : place.child(name)
        }
        if let made = try make(place, invocation, state) { try invocation.writeOutput(made) }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      } catch let error as SystemError {
        try invocation.writeError(ItemError.system(error.number, error.path, "NewItem"))
      }
    }
  }

  private func make(_ place: ItemPath, _ invocation: Invocation, _ state: ManagementState) throws -> Value? {
    switch place.provider {
    case .fileSystem: return try makeFile(place.path, invocation)
    case .registry: throw ItemError.registryDenied(place)
    default:
      let items = FlatItems(state, place.provider)
      if items.contains(place.path), !invocation.bound.isSet("Force") {
        throw PowerShellError(
          "The \(place.provider.rawValue.caseFolded) '\(place.path)' already exists.", id: "Argument",
          category: .invalidArgument, exceptionType: "System.Management.Automation.PSArgumentException",
          target: .string(place.path))
      }
      guard try invocation.shouldProcess("Item: \(place.path)", "New Item") else { return nil }
      try items.set(place.path, invocation.bound["Value"] ?? .string(""))
      return state.item(place)
    }
  }

  private func makeFile(_ path: String, _ invocation: Invocation) throws -> Value? {
    let kind = isFolderOnly ? "directory" : invocation.bound.string("ItemType")?.caseFolded ?? "file"
    let force = invocation.bound.isSet("Force")
    switch kind {
    case "directory", "container", "d":
      if let status = FileStatus(path) {
        guard status.isFolder, force else {
          throw PowerShellError(
            "An item with the specified name \(path) already exists.", id: "DirectoryExist",
            category: .resourceExists, exceptionType: "System.IO.IOException", target: .string(path))
        }
        return FileEntry(path).value
      }
      guard try invocation.shouldProcess("Destination: \(path)", "Create Directory") else { return nil }
      try FileChange.makeFolder(path)
    case "file", "leaf", "f":
      if FileStatus(path, followsLinks: false) != nil, !force { throw exists(path) }
      guard try invocation.shouldProcess("Destination: \(path)", "Create File") else { return nil }
      try prepareParent(path, force)
      let text = try invocation.bound["Value"].map { $0.isNull ? "" : try $0.displayString(invocation.host.values) }
      try FileBytes.write(path, Array((text ?? "").utf8))
    case "symboliclink", "hardlink":
      guard let target = try invocation.bound["Value"]?.displayString(), !target.isEmpty else {
        throw argument("The parameter 'Value' names what the link leads to; it is missing.")
      }
      if FileStatus(path, followsLinks: false) != nil {
        guard force else { throw exists(path) }
        if unlink(path) != 0 { throw SystemError(errno, path) }
      }
      guard try invocation.shouldProcess("Destination: \(path)", "Create Link") else { return nil }
      try prepareParent(path, force)
      let isHard = kind == "hardlink"
      let source = target.replacingBackslashes
      let result =
        isHard ? link(PathText.absolute(source, in: try invocation.management().folder), path) : symlink(source, path)
      if result != 0 { throw SystemError(errno, path) }
    case "junction": throw argument("The type 'Junction' is not supported: use SymbolicLink.")
    default:
      throw argument(
        "The type is not a known type for the file system. Only \"file\",\"directory\", \"symboliclink\" or "
          + "\"hardlink\" can be specified.")
    }
    return FileEntry(path).value
  }

  private func prepareParent(_ path: String, _ force: Bool) throws {
    let parent = PathText.parent(path)
    if FileStatus(parent)?.isFolder ?? false { return }
    if force { return try FileChange.makeFolder(parent) }
    throw PowerShellError(
      "Could not find a part of the path '\(path)'.", id: "NewItemIOError", category: .writeError,
      exceptionType: "System.IO.DirectoryNotFoundException", target: .string(path))
  }

  private func exists(_ path: String) -> PowerShellError {
    PowerShellError(
      "The file '\(path)' already exists.", id: "NewItemIOError", category: .writeError,
      exceptionType: "System.IO.IOException", target: .string(path))
  }

  private func argument(_ message: String) -> PowerShellError {
    PowerShellError(
      message, id: "Argument", category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSArgumentException")
  }
}
