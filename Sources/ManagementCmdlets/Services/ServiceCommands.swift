internal import PowerShell

/// Get-, Start-, Stop-, Restart- and Set-Service.
enum ServiceCommands {
  private static let sets = [
    "!Name@0<value<property String[] = ServiceName in Default", "!DisplayName String[] in DisplayName",
    "!InputObject@0<value ServiceController[] in InputObject",
  ]
  private static let common = ["Include String[]", "Exclude String[]", "PassThru SwitchParameter"]

  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Get-Service", module: ModuleName.management, aliases: ["gsv"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-Service", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetServiceCommand",
          [
            "Name@0<value<property String[] = ServiceName in Default", "!DisplayName String[] in DisplayName",
            "InputObject<value ServiceController[] in InputObject", "ComputerName<property String[] = Cn",
            "DependentServices SwitchParameter = DS", "RequiredServices SwitchParameter = SDO, ServicesDependedOn",
            "Include String[]", "Exclude String[]",
          ], defaultSetName: "Default",
          synopsis: "Lists services: Hyper-V's, which stand for this computer's own, and those of systemd.",
          types: CommandMetadata.managementType)
      }, { ReportingCmdlet(get) }),
    action("Start-Service", "StartServiceCommand", ["sasv"], ["Force"], "Starts services.", .start),
    action("Stop-Service", "StopServiceCommand", ["spsv"], [], "Stops services.", .stop),
    action("Restart-Service", "RestartServiceCommand", [], [], "Stops services and starts them again.", .restart),
    CommandInfo(
      cmdlet: "Set-Service", module: ModuleName.management,
      metadata: {
        try CommandMetadata(
          cmdlet: "Set-Service", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.SetServiceCommand",
          [
            "!Name@0<value<property = ServiceName, SN in Name", "InputObject<value ServiceController in InputObject",
            "DisplayName = DN", "Description", "StartupType = StartMode, SM, ST", "Status",
            "ComputerName<property String[] = Cn", "PassThru SwitchParameter",
          ], defaultSetName: "Name", supportsShouldProcess: true,
          synopsis: "Starts or stops a service, or says whether it starts with the system.",
          validations: [
            "StartupType": [.set(["Automatic", "Manual", "Disabled", "Boot", "System", "AutomaticDelayedStart"])],
            "Status": [.set(["Running", "Stopped", "Paused"])],
          ], types: CommandMetadata.managementType)
      }, { ReportingCmdlet(set) }),
  ]

  private static func action(
    _ name: String, _ source: String, _ aliases: [String], _ refused: [String], _ synopsis: String,
    _ action: ServiceAction
  ) -> CommandInfo {
    let force = refused.contains("Force") ? [] : ["Force SwitchParameter", "NoWait SwitchParameter"]
    return CommandInfo(
      cmdlet: name, module: ModuleName.management, aliases: aliases,
      metadata: {
        try CommandMetadata(
          cmdlet: name, module: ModuleName.management, errorSource: "Microsoft.PowerShell.Commands.\(source)",
          sets + common + force, defaultSetName: "InputObject", supportsShouldProcess: true, synopsis: synopsis,
          types: CommandMetadata.managementType)
      }, { ReportingCmdlet { try act($0, action) } })
  }

  /// Services by name, display name and object; what is not there is written as an error.
  private static func selected(_ invocation: Invocation) throws -> [ServiceEntry] {
    let table = ServiceTable(options: try invocation.management().options)
    if let entries: [ServiceEntry] = invocation.bound.objects("InputObject"), !entries.isEmpty { return entries }
    let byDisplay = invocation.bound.strings("DisplayName")
    var found: [ServiceEntry] = []
    let isForAll = invocation.metadata.name == "Get-Service"
    for name in byDisplay ?? invocation.bound.strings("Name") ?? (isForAll ? ["*"] : []) {
      if Wildcard.isPattern(name) {
        let wildcard = try Wildcard(name)
        found += try table.all().filter { wildcard.matches(byDisplay == nil ? $0.name : $0.displayName) }
      } else if let entry = try byDisplay == nil
        ? table.find(name) : table.all().first(where: { $0.displayName.isSameName(as: name) })
      {
        found.append(entry)
      } else {
        let kind = byDisplay == nil ? "service name" : "display name"
        try invocation.writeError(
          PowerShellError(
            "Cannot find any service with \(kind) '\(name)'.",
            id: byDisplay == nil ? "NoServiceFoundForGivenName" : "NoServiceFoundForGivenDisplayName",
            category: .objectNotFound, exceptionType: "Microsoft.PowerShell.Commands.ServiceCommandException",
            target: .string(name)))
      }
    }
    let includes = try invocation.bound.strings("Include")?.map { try Wildcard($0) }
    let excludes = try invocation.bound.strings("Exclude")?.map { try Wildcard($0) } ?? []
    return found.filter { entry in
      (includes?.contains { $0.matches(entry.name) } ?? true) && !excludes.contains { $0.matches(entry.name) }
    }
  }

  private static func get(_ invocation: Invocation) throws {
    try invocation.requireThisComputer()
    try invocation.refuse(["DependentServices", "RequiredServices"], because: "no service here depends on another.")
    try invocation.writeOutput(try selected(invocation).map(\.value))
  }

  private static func act(_ invocation: Invocation, _ action: ServiceAction) throws {
    try invocation.refuse(["NoWait"], because: "the service's own change is waited for.")
    for entry in try selected(invocation) {
      guard try invocation.shouldProcess("\(entry.displayName) (\(entry.name))") else { continue }
      do {
        try change(entry, action, invocation)
        if invocation.bound.isSet("PassThru") { try write(entry.name, invocation) }
      } catch let error as PowerShellError {
        try invocation.writeError(failure(action, entry, error))
      }
    }
  }

  /// A service that already is as it shall be stays so.
  private static func change(_ entry: ServiceEntry, _ action: ServiceAction, _ invocation: Invocation) throws {
    if action == .start && entry.state == .running || action == .stop && entry.state == .stopped { return }
    guard entry.isOwn else { return try Systemd.act(action, entry.name) }
    guard let control = try invocation.management().options.controlService else {
      throw PowerShellError(
        "it stands for Droste's service, which this session does not control; use 'systemctl \(action.rawValue) droste' "
          + "or end 'droste host'.", id: "ServiceNotControlled", category: .permissionDenied)
    }
    try control(action)
  }

  private static func write(_ name: String, _ invocation: Invocation) throws {
    let table = ServiceTable(options: try invocation.management().options)
    if let entry = try table.find(name) { try invocation.writeOutput(entry.value) }
  }

  private static func failure(_ action: ServiceAction, _ entry: ServiceEntry, _ error: PowerShellError)
    -> PowerShellError
  {
    let name = "\(entry.displayName) (\(entry.name))"
    let (text, id) =
      switch action {
      case .start: ("Service '\(name)' cannot be started due to the following error:", "StartServiceFailed")
      case .stop: ("Service '\(name)' cannot be stopped due to the following error:", "StopServiceFailed")
      case .restart: ("Service '\(name)' cannot be restarted due to the following error:", "RestartServiceFailed")
      }
    return PowerShellError(
      "\(text) \(error.message)", id: id, category: .openError,
      exceptionType: "Microsoft.PowerShell.Commands.ServiceCommandException", target: entry.value)
  }

  private static func set(_ invocation: Invocation) throws {
    try invocation.requireThisComputer()
    try invocation.refuse(
      ["DisplayName", "Description"], because: "systemd's unit files say what a service is called.")
    let bound = invocation.bound
    let given = bound["InputObject"]?.payload(as: ServiceEntry.self)
    let name = given?.name ?? bound.string("Name") ?? ""
    let table = ServiceTable(options: try invocation.management().options)
    guard let entry = try given ?? table.find(name) else {
      throw PowerShellError(
        "Service \(name) was not found on computer '.'.", id: "InvalidOperationException,SetServiceCommand",
        category: .objectNotFound, exceptionType: "System.InvalidOperationException", target: .string(name))
    }
    guard try invocation.shouldProcess("\(entry.displayName) (\(entry.name))") else { return }
    if let start = bound.string("StartupType")?.caseFolded {
      guard !entry.isOwn, start == "automatic" || start == "disabled" || start == "manual" else {
        throw PowerShellError(
          "Service '\(entry.displayName) (\(entry.name))' cannot be configured due to the following error: its start "
            + "type cannot be '\(start)' here.", id: "CouldNotSetService", category: .permissionDenied,
          exceptionType: "Microsoft.PowerShell.Commands.ServiceCommandException", target: entry.value)
      }
      try Systemd.setStart(start == "automatic", entry.name)
    }
    switch bound.string("Status")?.caseFolded {
    case "running"?: try change(entry, .start, invocation)
    case "stopped"?: try change(entry, .stop, invocation)
    case "paused"?:
      throw PowerShellError(
        "Service '\(entry.displayName) (\(entry.name))' cannot be suspended because the service does not support being "
          + "suspended or resumed.", id: "CouldNotSuspendServiceNotSupported", category: .closeError,
        exceptionType: "Microsoft.PowerShell.Commands.ServiceCommandException", target: entry.value)
    default: break
    }
    if bound.isSet("PassThru") { try write(entry.name, invocation) }
  }
}
