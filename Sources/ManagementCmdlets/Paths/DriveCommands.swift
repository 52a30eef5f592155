internal import PowerShell

/// Get-PSDrive, New-PSDrive, Remove-PSDrive and Get-PSProvider.
enum DriveCommands {
  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Get-PSDrive", module: ModuleName.management, aliases: ["gdr"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-PSDrive", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetPSDriveCommand",
          [
            "Name@0<property String[] in Name", "!LiteralName@0<property String[] in LiteralName", "Scope<property",
            "PSProvider<property String[]",
          ], defaultSetName: "Name", synopsis: "Lists the drives of the session.")
      }, { ReportingCmdlet(get) }),
    CommandInfo(
      cmdlet: "New-PSDrive", module: ModuleName.management, aliases: ["ndr"],
      metadata: {
        try CommandMetadata(
          cmdlet: "New-PSDrive", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.NewPSDriveCommand",
          [
            "!Name@0<property", "!PSProvider@1<property", "!Root@2<property", "Description<property",
            "Scope<property", "Persist SwitchParameter",
          ], supportsShouldProcess: true, synopsis: "Gives a folder a drive of its own in this session.",
          allowing: ["Root": [.emptyString]])
      }, { ReportingCmdlet(new) }),
    CommandInfo(
      cmdlet: "Remove-PSDrive", module: ModuleName.management, aliases: ["rdr"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Remove-PSDrive", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.RemovePSDriveCommand",
          ["!Name@0<property String[]", "Force SwitchParameter"], supportsShouldProcess: true,
          synopsis: "Takes a drive of this session away.")
      }, { ReportingCmdlet(remove) }),
    CommandInfo(
      cmdlet: "Get-PSProvider", module: ModuleName.management,
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-PSProvider", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetPSProviderCommand", ["PSProvider@0<value<property String[]"],
          synopsis: "Lists the providers whose items drives hold.")
      }, { ReportingCmdlet(providers) }),
  ]

  private static func get(_ invocation: Invocation) throws {
    try invocation.refuse(["Scope"], because: "drives belong to the whole session.")
    let state = try invocation.management()
    let literal = invocation.bound.strings("LiteralName")
    for name in literal ?? invocation.bound.strings("Name") ?? ["*"] {
      let isPattern = literal == nil && Wildcard.isPattern(name)
      let wildcard = try isPattern ? Wildcard(name) : nil
      let found = state.drives.all.filter { drive in
        (wildcard?.matches(drive.name) ?? drive.name.isSameName(as: name))
          && (invocation.bound.strings("PSProvider")?.contains { drive.provider.rawValue.isSameName(as: $0) } ?? true)
      }
      if found.isEmpty, !isPattern {
        let error = ItemError.noDrive(name, path: name + ":")
        try invocation.writeError(
          PowerShellError(
            error.message, id: "GetLocationNoMatchingDrive", category: .objectNotFound,
            exceptionType: error.exceptionType, target: .string(name)))
      }
      try invocation.writeOutput(found.sorted { $0.name.caseFolded < $1.name.caseFolded }.map(\.value))
    }
  }

  private static func new(_ invocation: Invocation) throws {
    try invocation.refuse(["Scope"], because: "drives belong to the whole session.")
    try invocation.refuse(["Persist"], because: "there are no network drives.")
    let state = try invocation.management()
    let name = invocation.bound.string("Name") ?? ""
    guard !name.isEmpty, !name.contains(where: { "/\\:;~.".contains($0) }) else {
      throw invalid("The drive name '\(name)' has characters that are not valid: one of ;~/\\.:", name)
    }
    guard state.drives[name] == nil else {
      throw PowerShellError(
        "A drive with the name '\(name)' already exists.", id: "DriveAlreadyExists", category: .resourceExists,
        exceptionType: "System.Management.Automation.SessionStateException", target: .string(name))
    }
    guard state.drives.all.count < DriveTable.limit else {
      throw PowerShellError(
        "The session has \(DriveTable.limit) drives; it can have no more.", id: "DriveOverflow",
        category: .limitsExceeded)
    }
    let provider = invocation.bound.string("PSProvider") ?? ""
    guard let kind = ProviderKind(named: provider) else { throw ItemError.noProvider(provider) }
    guard kind == .fileSystem else {
      throw invalid("Drives of the provider '\(kind.rawValue)' cannot be made; folders can have drives.", name)
    }
    let root = try state.place(invocation.bound.string("Root") ?? "/").path
    guard FileStatus(root)?.isFolder ?? false else {
      throw PowerShellError(
        "The specified drive root \"\(root)\" either does not exist, or it is not a folder.", id: "DriveRootError",
        category: .readError, exceptionType: "System.IO.IOException", target: .string(name))
    }
    let drive = Drive(
      name: name, provider: kind, root: root, description: invocation.bound.string("Description") ?? "")
    guard try invocation.shouldProcess("Name: \(name) Provider: \(kind.fullName) Root: \(root)", "New drive") else {
      return
    }
    state.drives.add(drive)
    try invocation.writeOutput(drive.value)
  }

  private static func remove(_ invocation: Invocation) throws {
    let state = try invocation.management()
    for name in invocation.bound.strings("Name") ?? [] {
      guard let drive = state.drives[name] else {
        try invocation.writeError(ItemError.noDrive(name, path: name + ":"))
        continue
      }
      guard drive.provider == .fileSystem, drive.name != DriveTable.fileSystemName,
        !state.currentDrive.isSameName(as: name)
      else {
        try invocation.writeError(invalid("Cannot remove the drive '\(name)' because it is in use.", name))
        continue
      }
      if try invocation.shouldProcess("Name: \(name)", "Remove Drive") { state.drives.remove(name) }
    }
  }

  private static func providers(_ invocation: Invocation) throws {
    for name in invocation.bound.strings("PSProvider") ?? ProviderKind.allCases.map(\.rawValue) {
      guard let kind = ProviderKind(named: name) else {
        try invocation.writeError(ItemError.noProvider(name))
        continue
      }
      let drives = try invocation.management().drives.all.filter { $0.provider == kind }
      let bag = PropertyBag(
        [
          "ImplementingType": .string("Microsoft.PowerShell.Commands.\(kind.rawValue)Provider"), "Home": "",
          "Name": .string(kind.rawValue), "Capabilities": .string(kind.capabilities),
          "Drives": .array(drives.map(\.value)),
        ], typeName: "System.Management.Automation.ProviderInfo")
      try invocation.writeOutput(.object(bag))
    }
  }

  private static func invalid(_ message: String, _ name: String) -> PowerShellError {
    PowerShellError(
      message, id: "Argument", category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSArgumentException", target: .string(name))
  }
}
