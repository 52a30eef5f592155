internal import Glibc
internal import PowerShell

/// Copy-Item.
final class CopyItem: Cmdlet {
  static let command = CommandInfo(
    cmdlet: "Copy-Item", module: ModuleName.management, aliases: ["copy", "cp", "cpi"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Copy-Item", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.CopyItemCommand",
        ItemSelection.parameters + ["Destination@1<property"] + ItemSelection.filters + [
          "Container SwitchParameter", "Recurse SwitchParameter", "Force SwitchParameter", "PassThru SwitchParameter",
        ], defaultSetName: "Path", supportsShouldProcess: true, synopsis: "Copies files and folders.")
    }, { CopyItem() })

  func process(_ invocation: Invocation) throws {
    let state = try invocation.management()
    for place in try ItemSelection(invocation).places(invocation, keepsFolders: true) {
      do {
        let target = try state.place(invocation.bound.string("Destination") ?? ".")
        guard place.provider == .fileSystem, target.provider == .fileSystem else {
          throw ItemError.notSupported("copying", place)
        }
        try copy(place.path, target.path, invocation)
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      } catch let error as SystemError {
        try invocation.writeError(ItemError.system(error.number, error.path, "Copy"))
      }
    }
  }

  private func copy(_ source: String, _ destination: String, _ invocation: Invocation) throws {
    guard let status = FileStatus(source) else { throw ItemError.notFound(source) }
    let destinationStatus = FileStatus(destination)
    let isInto = destinationStatus?.isFolder ?? false
    let target = isInto ? PathText.join(destination, PathText.name(source)) : destination
    if status.isFolder {
      if let destinationStatus, !destinationStatus.isFolder {
        throw PowerShellError(
          "Container cannot be copied onto existing leaf item.", id: "CopyContainerItemToLeafError",
          category: .invalidArgument, exceptionType: "System.Management.Automation.PSArgumentException",
          target: .string(source))
      }
      if target == source || target.hasPrefix(source + "/") { throw overwrite(source) }
      guard try invocation.shouldProcess("Item: \(source) Destination: \(target)", "Copy Directory") else { return }
      let isFlat = invocation.bound.contains("Container") && !invocation.bound.isSet("Container")
      if !isFlat { try FileChange.makeFolder(target) }
      if invocation.bound.isSet("Recurse") {
        try copyContents(source, isFlat ? destination : target, isFlat: isFlat, invocation, depth: 0)
      }
      if invocation.bound.isSet("PassThru") { try invocation.writeOutput(FileEntry(target).value) }
      return
    }
    guard try invocation.shouldProcess("Item: \(source) Destination: \(target)", "Copy File") else { return }
    try copyFile(source, target, force: invocation.bound.isSet("Force"))
    if invocation.bound.isSet("PassThru") { try invocation.writeOutput(FileEntry(target).value) }
  }

  private func copyContents(
    _ source: String, _ target: String, isFlat: Bool, _ invocation: Invocation, depth: Int
  ) throws {
    guard depth < 4096, !invocation.isStopping else { return }
    let selection = try ItemSelection(invocation)
    for name in try FileListing.names(source) {
      let (from, to) = (PathText.join(source, name), PathText.join(target, name))
      guard let status = FileStatus(from, followsLinks: false) else { continue }
      if status.isFolder {
        if !isFlat { try FileChange.makeFolder(to) }
        try copyContents(from, isFlat ? target : to, isFlat: isFlat, invocation, depth: depth + 1)
      } else if selection.fits(name) {
        if status.kind == .link, !(FileStatus(from)?.isFile ?? false) {
          try FileChange.copyAll(from, to)
        } else {
          try copyFile(from, to, force: invocation.bound.isSet("Force"))
        }
      }
    }
  }

  private func copyFile(_ source: String, _ target: String, force: Bool) throws {
    if let old = FileStatus(target), let own = FileStatus(source) {
      if old.node == own.node, old.device == own.device { throw overwrite(source) }
      if old.isReadOnly {
        guard force else { throw ItemError.system(EACCES, target, "CopyFileInfoItem") }
        _ = chmod(target, mode_t(old.mode | 0o200))
      }
    }
    try FileBytes.copy(source, target)
  }

  private func overwrite(_ source: String) -> PowerShellError {
    PowerShellError(
      "Cannot overwrite the item \(source) with itself.", id: "CopyError", category: .writeError,
      exceptionType: "System.IO.IOException", target: .string(source))
  }
}
