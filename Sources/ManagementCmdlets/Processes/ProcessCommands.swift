internal import Glibc
internal import PowerShell

/// Get-, Stop- and Wait-Process.
enum ProcessCommands {
  private static let sets = [
    "!Id<property Int32[] = PID in Id", "!InputObject<value Process[] in InputObject",
  ]

  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Get-Process", module: ModuleName.management, aliases: ["gps", "ps"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-Process", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetProcessCommand",
          ["Name@0<property String[] = ProcessName in Name"] + sets + [
            "ComputerName<property String[] = Cn", "Module SwitchParameter",
            "FileVersionInfo SwitchParameter = FV, FVI",
            "IncludeUserName SwitchParameter",
          ], defaultSetName: "Name", synopsis: "Lists the processes of this computer.",
          types: CommandMetadata.managementType)
      }, { ClosureCmdlet(get) }),
    CommandInfo(
      cmdlet: "Stop-Process", module: ModuleName.management, aliases: ["spps", "kill"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Stop-Process", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.StopProcessCommand",
          [
            "!Name<property String[] = ProcessName in Name", "!Id@0<property Int32[] in Id",
            "!InputObject@0<value Process[] in InputObject", "PassThru SwitchParameter", "Force SwitchParameter",
          ], defaultSetName: "Id", supportsShouldProcess: true, synopsis: "Ends processes at once.",
          types: CommandMetadata.managementType)
      }, { ClosureCmdlet(stop) }),
    CommandInfo(
      cmdlet: "Wait-Process", module: ModuleName.management,
      metadata: {
        try CommandMetadata(
          cmdlet: "Wait-Process", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.WaitProcessCommand",
          [
            "!Name@0<property String[] = ProcessName in Name", "!Id<property Int32[] = PID, ProcessId in Id",
            "!InputObject<value Process[] in InputObject", "Timeout@1 Int32 = TimeoutSec",
          ], defaultSetName: "Name", synopsis: "Waits for the end of processes.",
          validations: ["Timeout": [.range(0, 32767)]], types: CommandMetadata.managementType)
      }, { ClosureCmdlet(wait) }),
  ]

  private static func get(_ invocation: Invocation) throws {
    try invocation.requireThisComputer()
    try invocation.refuse(
      ["Module", "FileVersionInfo", "IncludeUserName"], because: "use the properties of the process instead.")
    try invocation.writeOutput(try selected(invocation, default: ["*"]).map(\.value))
  }

  /// Processes by -Name, -Id and -InputObject; what is not there is written as an error.
  private static func selected(_ invocation: Invocation, default names: [String] = []) throws -> [ProcessEntry] {
    if let entries: [ProcessEntry] = invocation.bound.objects("InputObject") { return entries }
    var found: [ProcessEntry] = []
    if let ids = invocation.bound.integers("Id") {
      for id in ids {
        if ProcessEntry.facts(Int32(clamping: id)) != nil {
          found.append(ProcessEntry(Int32(clamping: id)))
        } else {
          try invocation.writeError(
            missing("Cannot find a process with the process identifier \(id).", "NoProcessFoundForGivenId", .int64(id)))
        }
      }
      return found
    }
    let all = ProcessEntry.ids.map { ProcessEntry($0) }.filter { $0.facts != nil }
    for name in invocation.bound.strings("Name") ?? names {
      let wildcard = try Wildcard(name)
      let bare = name.caseFolded.hasSuffix(".exe") ? String(name.dropLast(4)) : name
      let matches = all.filter { wildcard.matches($0.name) || $0.name.isSameName(as: bare) }
      if matches.isEmpty, !Wildcard.isPattern(name) {
        try invocation.writeError(
          missing(
            "Cannot find a process with the name \"\(name)\". Verify the process name and call the cmdlet again.",
            "NoProcessFoundForGivenName", .string(name)))
      }
      found += matches
    }
    return found.sorted { ($0.name.caseFolded, $0.id) < ($1.name.caseFolded, $1.id) }
  }

  private static func missing(_ message: String, _ id: String, _ target: Value) -> PowerShellError {
    PowerShellError(
      message, id: id, category: .objectNotFound,
      exceptionType: "Microsoft.PowerShell.Commands.ProcessCommandException", target: target)
  }

  private static func stop(_ invocation: Invocation) throws {
    for entry in try selected(invocation) {
      guard try invocation.shouldProcess("\(entry.name) (\(entry.id))") else { continue }
      if !entry.kill(), errno != ESRCH {
        try invocation.writeError(
          PowerShellError(
            "Cannot stop process \"\(entry.name) (\(entry.id))\" because of the following error: Access is denied",
            id: "CouldNotStopProcess", category: .closeError,
            exceptionType: "Microsoft.PowerShell.Commands.ProcessCommandException", target: entry.value))
        continue
      }
      if invocation.bound.isSet("PassThru") { try invocation.writeOutput(entry.value) }
    }
  }

  private static func wait(_ invocation: Invocation) throws {
    let state = try invocation.management()
    let limit = invocation.bound.integer("Timeout").map { $0 * 1000 }
    for entry in try selected(invocation) where !entry.wait(milliseconds: limit, isStopping: { state.isStopping }) {
      if state.isStopping { return }
      try invocation.writeError(
        PowerShellError(
          "This command stopped operation because process \"\(entry.name) (\(entry.id))\" is not stopped in the "
            + "specified time-out.", id: "ProcessNotTerminated", category: .closeError,
          exceptionType: "System.TimeoutException", target: entry.value))
    }
  }
}
