internal import Glibc
internal import PowerShell

/// Remove-Item. A folder that is not empty is asked about unless -Recurse is given.
final class RemoveItem: Cmdlet {
  static let command = CommandInfo(
    cmdlet: "Remove-Item", module: ModuleName.management, aliases: ["ri", "rm", "rmdir", "del", "erase", "rd"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Remove-Item", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.RemoveItemCommand",
        ItemSelection.parameters + ItemSelection.filters + ["Recurse SwitchParameter", "Force SwitchParameter"],
        defaultSetName: "Path", supportsShouldProcess: true, synopsis: "Removes files, folders and other items.")
    }, { RemoveItem() })

  private var answer: ConfirmAnswer?

  func process(_ invocation: Invocation) throws {
    let state = try invocation.management()
    for place in try ItemSelection(invocation).places(invocation) {
      do { try remove(place, invocation, state) } catch let error as PowerShellError {
        try invocation.writeError(error)
      } catch let error as SystemError {
        try invocation.writeError(failure(error))
      }
    }
  }

  private func remove(_ place: ItemPath, _ invocation: Invocation, _ state: ManagementState) throws {
    switch place.provider {
    case .registry: throw ItemError.registryDenied(place)
    case .fileSystem: try removeFile(place.path, invocation, state)
    default:
      guard try invocation.shouldProcess("Item: \(place.path)", "Remove Item") else { return }
      try FlatItems(state, place.provider).set(place.path, nil)
    }
  }

  private func removeFile(_ path: String, _ invocation: Invocation, _ state: ManagementState) throws {
    guard let status = FileStatus(path, followsLinks: false) else { return }
    let force = invocation.bound.isSet("Force")
    if status.isFolder {
      if path == "/" || state.folder == path || state.folder.hasPrefix(path + "/") {
        throw PowerShellError(
          "Cannot remove the item at '\(path)' because it is in use.", id: "InvalidOperation",
          category: .invalidOperation, exceptionType: "System.Management.Automation.PSInvalidOperationException",
          target: .string(path))
      }
      if !invocation.bound.isSet("Recurse"), try !FileListing.names(path).isEmpty, try !mayRemove(path, invocation) {
        return
      }
      if try invocation.shouldProcess(path, "Remove Directory") { try FileChange.remove(path) }
      return
    }
    guard try invocation.shouldProcess(path, "Remove File") else { return }
    if status.isFile, status.isReadOnly, !force {
      throw PowerShellError(
        "Cannot remove item \(path): You do not have sufficient access rights to perform this operation.",
        id: "RemoveFileSystemItemUnAuthorizedAccess", category: .permissionDenied,
        exceptionType: "System.IO.IOException", target: FileEntry(path).value)
    }
    try FileChange.remove(path)
  }

  private func mayRemove(_ path: String, _ invocation: Invocation) throws -> Bool {
    if invocation.common.whatIf ?? invocation.host.variable("WhatIfPreference").isTrue { return true }
    if let answer { return answer == .yesToAll }
    let prompt = ChoicePrompt(
      caption: ConfirmationText.caption,
      message: "The item at \(path) has children and the Recurse parameter was not specified. If you continue, all "
        + "children will be removed with the item. Are you sure you want to continue?", choices: ConfirmAnswer.choices)
    while true {
      switch ConfirmAnswer(rawValue: try invocation.host.choose(prompt)) {
      case .yes?: return true
      case .yesToAll?:
        answer = .yesToAll
        return true
      case .noToAll?:
        answer = .noToAll
        return false
      case .suspend?: try invocation.host.suspend()
      case .no?, nil: return false
      }
    }
  }

  private func failure(_ error: SystemError) -> PowerShellError {
    let isDenied = SystemError.kind(error.number) == .denied
    return PowerShellError(
      isDenied
        ? "Access to the path '\(error.path)' is denied."
        : "Cannot remove item \(error.path): \(SystemError.text(error.number)).",
      id: isDenied ? "RemoveItemUnauthorizedAccessError" : "RemoveFileSystemItemIOError",
      category: isDenied ? .permissionDenied : .writeError,
      exceptionType: isDenied ? "System.UnauthorizedAccessException" : "System.IO.IOException",
      target: .string(error.path))
  }
}
