internal import Glibc
internal import PowerShell

/// Get-WinEvent, Get-EventLog, Clear-Host, Get-TimeZone, Confirm-SecureBootUEFI, Enable-PSRemoting and bcdedit.
enum SystemCommands {
  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Get-WinEvent", module: ModuleName.diagnostics,
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-WinEvent", module: ModuleName.diagnostics,
          errorSource: "Microsoft.PowerShell.Commands.GetWinEventCommand",
          [
            "LogName@0<value<property String[] in GetLogSet", "!ProviderName@0<property String[] in GetProviderSet",
            "!Path@0<property String[] = PSPath in FileSet", "!FilterHashtable@0 Object[] in HashQuerySet",
            "!FilterXml@0 Object in XmlQuerySet", "!ListLog@0 String[] in ListLogSet",
            "!ListProvider@0 String[] in ListProviderSet", "FilterXPath in GetLogSet, GetProviderSet, FileSet",
            "MaxEvents Int64", "Oldest SwitchParameter", "Force SwitchParameter", "ComputerName<property = Cn",
            "Credential Object",
          ], defaultSetName: "GetLogSet",
          synopsis: "Finds no events: this computer has no Windows event log.")
      }, { ReportingCmdlet(events) }),
    CommandInfo(
      cmdlet: "Get-EventLog", module: ModuleName.management,
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-EventLog", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetEventLogCommand",
          [
            "!LogName@0 = LN in LogName", "InstanceId@1 Int64[] in LogName", "Newest Int32 in LogName",
            "After DateTime in LogName", "Before DateTime in LogName", "EntryType String[] = ET in LogName",
            "Index Int32[] in LogName", "Message = MSG in LogName", "Source String[] = ABO in LogName",
            "UserName String[] in LogName", "List SwitchParameter in List", "ComputerName String[] = Cn",
          ], defaultSetName: "LogName", synopsis: "Finds no events: this computer has no Windows event log.")
      }, { ReportingCmdlet(eventLog) }),
    CommandInfo(
      cmdlet: "Clear-Host", module: ModuleName.core, aliases: ["clear", "cls"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Clear-Host", module: ModuleName.core, errorSource: "Clear-Host", [],
          synopsis: "Clears the screen.")
      },
      { ClosureCmdlet { try $0.management().options.clearScreen() } }),
    CommandInfo(
      cmdlet: "Get-TimeZone", module: ModuleName.management, aliases: ["gtz"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-TimeZone", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetTimeZoneCommand",
          [
            "!Id<property String[] in Id", "ListAvailable SwitchParameter in ListAvailable",
            "Name@0<value<property String[] in Name",
          ],
          defaultSetName: "Name", synopsis: "Gives the computer's time zone.")
      }, { ReportingCmdlet(timeZone) }),
    CommandInfo(
      cmdlet: "Confirm-SecureBootUEFI", module: ModuleName.secureBoot,
      metadata: {
        try CommandMetadata(
          cmdlet: "Confirm-SecureBootUEFI", module: ModuleName.secureBoot,
          errorSource: "Microsoft.SecureBoot.Commands.ConfirmSecureBootUefiCommand", [],
          synopsis: "Tells whether the firmware has secure boot turned on.")
      }, { ClosureCmdlet(secureBoot) }),
    CommandInfo(
      cmdlet: "Enable-PSRemoting", module: ModuleName.core,
      metadata: {
        try CommandMetadata(
          cmdlet: "Enable-PSRemoting", module: ModuleName.core,
          errorSource: "Microsoft.PowerShell.Commands.EnablePSRemotingCommand",
          ["Force SwitchParameter", "SkipNetworkProfileCheck SwitchParameter"], supportsShouldProcess: true,
          synopsis: "Has nothing to do: sessions reach this computer through the guest link already.")
      },
      {
        ClosureCmdlet {
          try $0.writeWarning(
            "Remoting is on already: Invoke-Command -VMName and Enter-PSSession -VMName reach a machine through its guest "
              + "link, without a network. There is no WinRM service to set up.")
        }
      }),
    CommandInfo(
      cmdlet: "bcdedit", module: ModuleName.management, aliases: ["bcdedit.exe"],
      metadata: {
        try CommandMetadata(
          cmdlet: "bcdedit", module: ModuleName.management, errorSource: "bcdedit",
          ["Arguments@0<remaining String[]"],
          synopsis: "Shows the boot loader's settings that scripts ask for; /enum only.")
      }, { ClosureCmdlet(bootSettings) }),
  ]

  private static func events(_ invocation: Invocation) throws {
    if let name = invocation.bound.string("ComputerName"), !name.isEmpty { try invocation.requireThisComputer() }
    try invocation.refuse(["Credential"], because: "only this computer is asked.")
    if invocation.bound.contains("ListLog") || invocation.bound.contains("ListProvider") { return }
    throw PowerShellError(
      "No events were found that match the specified selection criteria.", id: "NoMatchingEventsFound",
      category: .objectNotFound, exceptionType: "System.Exception")
  }

  private static func eventLog(_ invocation: Invocation) throws {
    try invocation.requireThisComputer()
    if invocation.bound.isSet("List") { return }
    let name = invocation.bound.string("LogName") ?? ""
    throw PowerShellError(
      "The event log '\(name)' on computer '.' does not exist.",
      id: "System.InvalidOperationException", category: .notSpecified,
      exceptionType: "System.InvalidOperationException", target: .string(name))
  }

  private static func timeZone(_ invocation: Invocation) throws {
    try invocation.refuse(["ListAvailable"], because: "only the computer's own zone is known.")
    let name = SystemClock.zoneName
    for wanted in invocation.bound.strings("Id") ?? invocation.bound.strings("Name") ?? []
    where try !Wildcard(wanted).matches(name) {
      throw PowerShellError(
        "The time zone ID '\(wanted)' was not found on the local computer.", id: "TimeZoneNotFound",
        category: .objectNotFound, exceptionType: "System.TimeZoneNotFoundException", target: .string(wanted))
    }
    let seconds = (DateTime.systemNow().ticks - DateTime.unixTicks) / TimeSpan.ticksPerSecond
    var (moment, broken) = (time_t(seconds), tm())
    localtime_r(&moment, &broken)
    // Summer time is an hour ahead of the zone's own.
    let isSummer = broken.tm_isdst > 0
    let offset = TimeSpan(ticks: (Int64(broken.tm_gmtoff) - (isSummer ? 3600 : 0)) * TimeSpan.ticksPerSecond)
    let sign = offset.ticks < 0 ? "-" : "+"
    let minutes = abs(offset.ticks) / TimeSpan.ticksPerMinute
    func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
    let display = "(UTC\(minutes == 0 ? "" : "\(sign)\(padded(minutes / 60)):\(padded(minutes % 60))")) \(name)"
    try invocation.writeOutput(
      .object(
        PropertyBag(
          [
            "Id": .string(name), "DisplayName": .string(display), "StandardName": .string(name),
            "DaylightName": .string(name), "BaseUtcOffset": .timeSpan(offset),
            "SupportsDaylightSavingTime": .boolean(isSummer),
          ], typeName: "System.TimeZoneInfo")))
  }

  /// The last byte of the variable SecureBoot (UEFI 2.10, 3.3); the first four are its attributes.
  private static func secureBoot(_ invocation: Invocation) throws {
    let facts = HostFacts(root: try invocation.management().options.systemRoot)
    guard FileStatus(facts.path("sys/firmware/efi")) != nil else {
      throw PowerShellError(
        "Cmdlet not supported on this platform: 0xC0000002", id: "GetFWVarFailed", category: .notImplemented,
        exceptionType: "System.PlatformNotSupportedException",
        target: .string("Microsoft.SecureBoot.Commands.ConfirmSecureBootUefiCommand"))
    }
    let variable = facts.path("sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c")
    let bytes = (try? FileBytes.read(variable, limit: 4096)) ?? []
    try invocation.writeOutput(.boolean(bytes.count == 5 && bytes[4] == 1))
  }

  private static func bootSettings(_ invocation: Invocation) throws {
    let arguments = invocation.bound.strings("Arguments") ?? []
    guard arguments.isEmpty || ["/enum", "-enum"].contains(arguments[0].caseFolded) else {
      invocation.host.session?.setLastExitCode(1)
      throw PowerShellError(
        "bcdedit '\(arguments.joined(separator: " "))' is not supported: this computer has no boot configuration data of "
          + "Windows. '/enum' shows what scripts ask for.", id: "BootSettingsReadOnly", category: .notImplemented,
        exceptionType: "System.NotSupportedException")
    }
    let facts = HostFacts(root: try invocation.management().options.systemRoot)
    let name = SystemRelease(root: facts.root).name
    // Auto where a hypervisor can be run: that is what Hyper-V sets.
    let type =
      FileStatus(facts.path("dev/kvm")) == nil && !facts.processors.contains(where: \.isVirtual) ? "Off" : "Auto"
    let settings: [(String, String)] = [
      ("identifier", "{current}"), ("device", "partition=/"), ("path", "/boot/vmlinuz-\(facts.kernel)"),
      ("description", name), ("locale", "en-US"), ("osdevice", "partition=/"), ("systemroot", "/"),
      ("hypervisorlaunchtype", type),
    ]
    for line in ["", "Windows Boot Loader", "-------------------"] { try invocation.writeOutput(.string(line)) }
    for (key, value) in settings {
      try invocation.writeOutput(.string(key + String(repeating: " ", count: max(1, 24 - key.count)) + value))
    }
    invocation.host.session?.setLastExitCode(0)
  }
}
