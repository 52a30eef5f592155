internal import Glibc
internal import PowerShell

/// Move-Item.
final class MoveItem: Cmdlet {
  static let command = CommandInfo(
    cmdlet: "Move-Item", module: ModuleName.management, aliases: ["move", "mv", "mi"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Move-Item", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.MoveItemCommand",
        ItemSelection.parameters + ["Destination@1<property"] + ItemSelection.filters + [
          "Force SwitchParameter", "PassThru SwitchParameter",
        ], defaultSetName: "Path", supportsShouldProcess: true, synopsis: "Moves files and folders.")
    }, { MoveItem() })

  func process(_ invocation: Invocation) throws {
    let state = try invocation.management()
    for place in try ItemSelection(invocation).places(invocation) {
      do {
        let target = try state.place(invocation.bound.string("Destination") ?? ".")
        guard place.provider == .fileSystem, target.provider == .fileSystem else {
          throw ItemError.notSupported("moving", place)
        }
        try move(place.path, target.path, invocation)
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      } catch let error as SystemError {
        try invocation.writeError(ItemError.system(error.number, error.path, "MoveItem"))
      }
    }
  }

  private func move(_ source: String, _ destination: String, _ invocation: Invocation) throws {
    let isFolder = FileStatus(source, followsLinks: false)?.isFolder ?? false
    let isInto = FileStatus(destination)?.isFolder ?? false
    let target = isInto ? PathText.join(destination, PathText.name(source)) : destination
    if target == source { return }
    if isFolder, target.hasPrefix(source + "/") {
      throw PowerShellError(
        "The process cannot access the file because it is being used by another process.",
        id: "MoveDirectoryItemIOError",
        category: .writeError, exceptionType: "System.IO.IOException", target: .string(source))
    }
    guard
      try invocation.shouldProcess(
        "Item: \(source) Destination: \(target)", isFolder ? "Move Directory" : "Move File")
    else { return }
    try ItemRename.move(
      source, target, force: invocation.bound.isSet("Force"), "Move\(isFolder ? "Directory" : "FileInfo")")
    if invocation.bound.isSet("PassThru") { try invocation.writeOutput(FileEntry(target).value) }
  }
}

/// Rename-Item.
enum RenameItem {
  static let command = CommandInfo(
    cmdlet: "Rename-Item", module: ModuleName.management, aliases: ["ren", "rni"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Rename-Item", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.RenameItemCommand",
        [
          "!Path@0<value<property in ByPath", "!LiteralPath<property = PSPath in ByLiteralPath",
          "!NewName@1<property", "Force SwitchParameter", "PassThru SwitchParameter",
        ], defaultSetName: "ByPath", supportsShouldProcess: true, synopsis: "Gives a file or folder another name.")
    }, { ReportingCmdlet(rename) })

  private static func rename(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let place = try state.place(invocation.bound.string("LiteralPath") ?? invocation.bound.string("Path") ?? "")
    guard state.isThere(place) else {
      throw PowerShellError(
        "Cannot rename because item at '\(place.text)' does not exist.", id: "InvalidOperation",
        category: .invalidOperation, exceptionType: "System.Management.Automation.PSInvalidOperationException")
    }
    let name = invocation.bound.string("NewName") ?? ""
    guard place.provider == .fileSystem else { throw ItemError.notSupported("renaming", place) }
    var last = name.replacingBackslashes
    if let slash = last.lastIndex(of: "/") {
      let folder = String(last[..<slash])
      let isSame = PathText.absolute(folder.isEmpty ? "/" : folder, in: state.folder) == PathText.parent(place.path)
      guard isSame else {
        throw PowerShellError(
          "Cannot rename the specified target, because it represents a path or device name.", id: "Argument",
          category: .invalidArgument, exceptionType: "System.Management.Automation.PSArgumentException",
          target: .string(name))
      }
      last = String(last[last.index(after: slash)...])
    }
    let target = PathText.join(PathText.parent(place.path), last)
    let isFolder = FileStatus(place.path)?.isFolder ?? false
    guard
      try invocation.shouldProcess(
        "Item: \(place.path) Destination: \(target)", isFolder ? "Rename Directory" : "Rename File")
    else { return }
    do { try ItemRename.move(place.path, target, force: invocation.bound.isSet("Force"), "RenameItem") } catch let error
      as SystemError
    { throw ItemError.system(error.number, error.path, "RenameItem") }
    if invocation.bound.isSet("PassThru") { try invocation.writeOutput(FileEntry(target).value) }
  }
}

enum ItemRename {
  /// What is at the target is replaced only where it is a file and `force` is given.
  static func move(_ source: String, _ target: String, force: Bool, _ noun: String) throws {
    if let old = FileStatus(target, followsLinks: false) {
      guard force, !old.isFolder else {
        throw PowerShellError(
          "Cannot create a file when that file already exists.",
          id: noun == "RenameItem" ? "RenameItemIOError" : "\(noun)ItemIOError", category: .writeError,
          exceptionType: "System.IO.IOException", target: FileEntry(source).value)
      }
    }
    guard FileStatus(PathText.parent(target))?.isFolder ?? false else {
      throw PowerShellError(
        "Could not find a part of the path.", id: "\(noun)ItemIOError", category: .writeError,
        exceptionType: "System.IO.DirectoryNotFoundException", target: FileEntry(source).value)
    }
    try FileChange.move(source, target)
  }
}
