package import Formatting
package import PowerShell

/// The commands about files, programs, services and the computer itself.
package enum ManagementModule {
  /// All of them; each is of the module that Windows has it in.
  package static func commands() -> [CommandInfo] {
    LocationCommands.all + DriveCommands.all + PathCommands.all + [SplitPath.command] + [
      GetItem.command, GetChildItem.command, NewItem.command, NewItem.folderCommand, RemoveItem.command,
      CopyItem.command, MoveItem.command, RenameItem.command,
    ] + ItemProperties.all + [
      GetContent.command, WriteContent.setCommand, WriteContent.addCommand, WriteContent.clearCommand,
      GetFileHash.command, StartProcess.command, ComputerInfo.command,
    ] + ProcessCommands.all + ServiceCommands.all + ComputerCommands.all + SystemCommands.all + CimCommands.all
      + FeatureCommands.all
  }

  package static let types: [(TypeReference, accelerators: [String])] = [
    (FileTypes.fileInfo, []), (FileTypes.directoryInfo, []), (FileTypes.systemInfo, []), (FileTypes.attributes, []),
    (FileStatics.type, []), (DirectoryStatics.type, []), (DirectoryStatics.searchOption, []),
    (PathInfo.type, []), (Drive.type, []), (ProviderKind.type, []), (RegistryView.type, []),
    (ProcessTypes.process, []), (StartInfo.type, []), (ServiceEntry.type, []), (ServiceEntry.status, []),
    (ServiceEntry.startMode, []),
  ]

  package static var views: [ViewDefinition] { ManagementViews.all }

  /// Gives a session what the commands need: drives, a location, native programs, files for redirections, and
  /// this target's types. Called once, when the session is made; without it commands work, but the language itself runs
  /// no programs.
  package static func attach(to session: Session, _ options: ManagementOptions = ManagementOptions()) {
    let state = ManagementState.attach(to: session, options)
    for (type, accelerators) in types { session.register(type, accelerators: accelerators) }
    session.options.native = NativePrograms(state)
    // The session owns its options and the state, so the options hold the state weakly.
    session.options.resolvePath = { [weak state] path in try state?.place(path).path ?? path }
    session.options.readLines = { [weak state] path in
      guard let state else { return [] }
      return try SessionPaths.lines(path, state)
    }
    session.options.openFile = { [weak state] path, append in
      guard let state else { return { _ in } }
      return try SessionPaths.open(path, append: append, state)
    }
    session.options.readDrive = { [weak state] drive, name in
      try state.flatMap { try SessionPaths.read(drive, name, $0) }
    }
    session.options.writeDrive = { [weak state] drive, name, value in
      guard let state else { return false }
      return try SessionPaths.write(drive, name, value, state)
    }
    try? state.showLocation()
    if session.variable("HOME") == nil { try? session.setVariable("HOME", .string(state.home), in: session.global) }
  }
}
