internal import PowerShell

/// Get-, Set-, Push- and Pop-Location.
enum LocationCommands {
  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Get-Location", module: ModuleName.management, aliases: ["gl", "pwd"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-Location", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetLocationCommand",
          [
            "PSDrive<property String[] in Location", "PSProvider<property String[] in Location",
            "Stack SwitchParameter in Stack", "StackName<property String[] in Stack",
          ], defaultSetName: "Location", synopsis: "Gives the current location, or the locations on a stack.")
      }, { ReportingCmdlet(get) }),
    CommandInfo(
      cmdlet: "Set-Location", module: ModuleName.management, aliases: ["sl", "cd", "chdir"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Set-Location", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.SetLocationCommand",
          [
            "Path@0<value<property in Path", "!LiteralPath<property = PSPath in LiteralPath",
            "StackName<property in Stack", "PassThru SwitchParameter",
          ], defaultSetName: "Path", synopsis: "Makes a folder or another container the current location.")
      }, { ReportingCmdlet(set) }),
    CommandInfo(
      cmdlet: "Push-Location", module: ModuleName.management, aliases: ["pushd"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Push-Location", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.PushLocationCommand",
          [
            "Path@0<value<property in Path", "LiteralPath<property = PSPath in LiteralPath", "StackName<property",
            "PassThru SwitchParameter",
          ], defaultSetName: "Path", synopsis: "Puts the current location on a stack and perhaps goes to another.")
      }, { ReportingCmdlet(push) }),
    CommandInfo(
      cmdlet: "Pop-Location", module: ModuleName.management, aliases: ["popd"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Pop-Location", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.PopLocationCommand",
          ["StackName<property", "PassThru SwitchParameter"],
          synopsis: "Goes back to the location that was put on a stack last.")
      }, { ReportingCmdlet(pop) }),
  ]

  private static func get(_ invocation: Invocation) throws {
    let state = try invocation.management()
    if invocation.parameterSetName == "Stack" {
      for name in invocation.bound.strings("StackName") ?? [state.currentStack] {
        guard let stack = state.stacks[name.caseFolded] ?? (name.isEmpty ? [] : nil) else { throw noStack(name) }
        try invocation.writeOutput(stack.reversed().map(PathInfo.value))
      }
      return
    }
    for provider in invocation.bound.strings("PSProvider") ?? [] {
      guard let kind = ProviderKind(named: provider) else { throw ItemError.noProvider(provider) }
      for drive in state.drives.all where drive.provider == kind {
        try invocation.writeOutput(PathInfo.value(ItemPath(drive, state.place(in: drive))))
      }
    }
    for name in invocation.bound.strings("PSDrive") ?? [] {
      guard let drive = state.drives[name] else { throw ItemError.noDrive(name, path: name + ":") }
      try invocation.writeOutput(PathInfo.value(ItemPath(drive, state.place(in: drive))))
    }
    if !invocation.bound.contains("PSDrive"), !invocation.bound.contains("PSProvider") {
      try invocation.writeOutput(PathInfo.value(state.location))
    }
  }

  private static func set(_ invocation: Invocation) throws {
    let state = try invocation.management()
    if let name = invocation.bound.string("StackName") {
      guard name.isEmpty || state.stacks[name.caseFolded] != nil else { throw noStack(name) }
      state.currentStack = name.caseFolded
      return
    }
    try go(invocation, state, default: "~")
    if invocation.bound.isSet("PassThru") { try invocation.writeOutput(PathInfo.value(state.location)) }
  }

  private static func go(_ invocation: Invocation, _ state: ManagementState, default standard: String?) throws {
    let literal = invocation.bound.string("LiteralPath")
    guard let text = literal ?? invocation.bound.string("Path") ?? standard else { return }
    let places = literal == nil ? try state.matches(text) : [try state.place(text)]
    let folders = places.filter { state.isContainer($0) }
    if folders.count > 1 {
      throw PowerShellError(
        "Cannot process argument because the value of argument \"path\" is not valid: it fits \(folders.count) "
          + "containers. Change the value of the \"path\" argument and run the operation again.", id: "Argument",
        category: .invalidArgument, exceptionType: "System.Management.Automation.PSArgumentException",
        target: .string(text))
    }
    guard let folder = folders.first else {
      throw ItemError.notFound(places.first?.text ?? text)
    }
    try state.move(to: folder)
  }

  private static func push(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let name = invocation.bound.string("StackName")?.caseFolded ?? state.currentStack
    let old = state.location
    try go(invocation, state, default: nil)
    guard (state.stacks[name]?.count ?? 0) < ManagementState.stackLimit else {
      throw PowerShellError(
        "The location stack holds \(ManagementState.stackLimit) locations; it can hold no more.",
        id: "LocationStackLimit", category: .limitsExceeded)
    }
    state.stacks[name, default: []].append(old)
    if invocation.bound.isSet("PassThru") { try invocation.writeOutput(PathInfo.value(state.location)) }
  }

  private static func pop(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let name = invocation.bound.string("StackName")?.caseFolded ?? state.currentStack
    guard state.stacks[name] != nil || name.isEmpty else { throw noStack(name) }
    guard let place = state.stacks[name]?.popLast() else { return }
    try state.move(to: place)
    if invocation.bound.isSet("PassThru") { try invocation.writeOutput(PathInfo.value(place)) }
  }

  private static func noStack(_ name: String) -> PowerShellError {
    PowerShellError(
      "Cannot find location stack '\(name)'. It does not exist or it is not a container.", id: "Argument",
      category: .invalidArgument, exceptionType: "System.Management.Automation.PSArgumentException",
      target: .string(name))
  }
}
