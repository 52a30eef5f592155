internal import PowerShell

/// Get-ComputerInfo: the main facts of system, computer and processor in one object.
enum ComputerInfo {
  static let command = CommandInfo(
    cmdlet: "Get-ComputerInfo", module: ModuleName.management, aliases: ["gin"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Get-ComputerInfo", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.GetComputerInfoCommand", ["Property@0 String[]"],
        synopsis: "Gives the main facts of this computer and its system in one object.")
    }, { ReportingCmdlet(run) })

  private static func run(_ invocation: Invocation) throws {
    let options = try invocation.management().options
    let facts = HostFacts(root: options.systemRoot)
    func instance(_ name: String) -> [String: Value] {
      let found = CimClasses.find(name, in: CimClasses.standardNamespace)?.instances(facts, options).first ?? []
      return Dictionary(found.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
    let (system, computer, firmware) = (
      instance("Win32_OperatingSystem"), instance("Win32_ComputerSystem"), instance("Win32_BIOS")
    )
    let processors = facts.processors
    let registry = RegistryView.key(
      ItemPath(
        Drive(name: "HKLM", provider: .registry, root: "HKEY_LOCAL_MACHINE", description: ""),
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"))
    func value(_ name: String) -> Value { registry?.values.first { $0.name == name }?.value ?? .null }
    let hasHypervisor = CimClasses.hypervisorIsPresent(facts)
    let all: [(String, Value)] = [
      ("WindowsBuildLabEx", value("BuildLabEx")), ("WindowsCurrentVersion", value("CurrentVersion")),
      ("WindowsEditionId", value("EditionID")), ("WindowsInstallationType", value("InstallationType")),
      ("WindowsProductName", value("ProductName")), ("WindowsVersion", value("ReleaseId")),
      ("BiosManufacturer", firmware["Manufacturer"] ?? .null), ("BiosName", firmware["Name"] ?? .null),
      ("BiosSeralNumber", firmware["SerialNumber"] ?? .null),
      ("BiosSMBIOSBIOSVersion", firmware["SMBIOSBIOSVersion"] ?? .null),
      ("BiosFirmwareType", FileStatus(facts.path("sys/firmware/efi")) == nil ? "Bios" : "Uefi"),
      ("CsDNSHostName", computer["DNSHostName"] ?? .null), ("CsDomain", computer["Domain"] ?? .null),
      ("CsHypervisorPresent", .boolean(hasHypervisor)), ("CsManufacturer", computer["Manufacturer"] ?? .null),
      ("CsModel", computer["Model"] ?? .null), ("CsName", computer["Name"] ?? .null),
      ("CsNumberOfLogicalProcessors", computer["NumberOfLogicalProcessors"] ?? .null),
      ("CsNumberOfProcessors", computer["NumberOfProcessors"] ?? .null),
      ("CsProcessors", .strings(processors.map(\.name))),
      ("CsPhyicallyInstalledMemory", .uint64(facts.memory("MemTotal") / 1024)),
      ("CsTotalPhysicalMemory", computer["TotalPhysicalMemory"] ?? .null),
      ("CsUserName", computer["UserName"] ?? .null), ("OsName", system["Caption"] ?? .null),
      ("OsArchitecture", system["OSArchitecture"] ?? .null), ("OsBuildNumber", system["BuildNumber"] ?? .null),
      ("OsFreePhysicalMemory", system["FreePhysicalMemory"] ?? .null),
      ("OsLastBootUpTime", system["LastBootUpTime"] ?? .null), ("OsLocalDateTime", system["LocalDateTime"] ?? .null),
      ("OsTotalVisibleMemorySize", system["TotalVisibleMemorySize"] ?? .null),
      ("OsUptime", uptime), ("OsVersion", system["Version"] ?? .null), ("TimeZone", .string(SystemClock.zoneName)),
      ("HyperVisorPresent", .boolean(hasHypervisor)),
      // Windows tells these only where no hypervisor runs yet.
      ("HyperVRequirementVirtualizationFirmwareEnabled", requirement(hasHypervisor, processors, \.hasVirtualization)),
      ("HyperVRequirementVMMonitorModeExtensions", requirement(hasHypervisor, processors, \.hasVirtualization)),
      ("HyperVRequirementSecondLevelAddressTranslation", requirement(hasHypervisor, processors, \.hasNestedPaging)),
      ("DeviceGuardSmartStatus", "Off"),
    ]
    let patterns = try invocation.bound.strings("Property")?.map { try Wildcard($0) }
    let bag = PropertyBag()
    for (name, value) in all where patterns?.contains(where: { $0.matches(name) }) ?? true { bag[name] = value }
    if patterns == nil { bag.addedMembers().typeNames = ["Microsoft.PowerShell.Commands.ComputerInfo"] }
    try invocation.writeOutput(.object(bag))
  }

  private static var uptime: Value {
    SystemClock.bootTime.map { .timeSpan(TimeSpan(ticks: DateTime.systemNow().ticks - $0.ticks)) } ?? .null
  }

  private static func requirement(
    _ hasHypervisor: Bool, _ processors: [ProcessorFacts], _ fact: (ProcessorFacts) -> Bool
  ) -> Value { hasHypervisor ? .null : .boolean(processors.contains(where: fact)) }
}
