internal import PowerShell

/// The classes that can be asked for, with the values of this computer.
enum CimClasses {
  /// An instance's properties in order; keys say which identify it.
  typealias Instance = [(name: String, value: Value)]

  struct Class: Sendable {
    let name: String
    let namespace: String
    /// The properties that tell one instance from another.
    let keys: [String]
    let instances: @Sendable (HostFacts, ManagementOptions) -> [Instance]
  }

  static let standardNamespace = "root/cimv2"

  static let all: [Class] = [
    Class(
      name: "Win32_ComputerSystem", namespace: standardNamespace, keys: ["Name"],
      instances: { facts, _ in [computer(facts)] }),
    Class(
      name: "Win32_ComputerSystemProduct", namespace: standardNamespace,
      keys: ["IdentifyingNumber", "Name", "Version"], instances: { facts, _ in [product(facts)] }),
    Class(
      name: "Win32_Processor", namespace: standardNamespace, keys: ["DeviceID"],
      instances: { facts, _ in processors(facts) }),
    Class(
      name: "Win32_OperatingSystem", namespace: standardNamespace, keys: ["Name"],
      instances: { facts, _ in [system(facts)] }),
    Class(
      name: "Win32_BIOS", namespace: standardNamespace,
      keys: ["Name", "SoftwareElementID", "SoftwareElementState", "TargetOperatingSystem", "Version"],
      instances: { facts, _ in [firmware(facts)] }),
    Class(
      name: "Win32_NetworkAdapter", namespace: standardNamespace, keys: ["DeviceID"],
      instances: { facts, _ in CimNetwork.adapters(facts) }),
    Class(
      name: "Win32_NetworkAdapterConfiguration", namespace: standardNamespace, keys: ["Index"],
      instances: { facts, _ in CimNetwork.configurations(facts) }),
    Class(
      name: "Win32_LogicalDisk", namespace: standardNamespace, keys: ["DeviceID"],
      instances: { facts, _ in disks(facts) }),
    Class(
      name: "Win32_Service", namespace: standardNamespace, keys: ["Name"],
      instances: { _, options in services(options) }),
    Class(name: "Win32_Process", namespace: standardNamespace, keys: ["Handle"], instances: { _, _ in processes() }),
    Class(
      name: "Win32_DeviceGuard", namespace: "root/microsoft/windows/deviceguard", keys: ["InstanceIdentifier"],
      instances: { _, _ in [deviceGuard] }),
  ]

  /// Of the class of a name in a namespace, of any case and with either slash; nil when there is none.
  static func find(_ name: String, in namespace: String) -> Class? {
    let folded = folded(namespace)
    return all.first { $0.name.isSameName(as: name) && $0.namespace == folded }
  }

  static func folded(_ namespace: String) -> String {
    var text = namespace.replacingBackslashes.caseFolded
    while text.hasPrefix("/") { text.removeFirst() }
    return text
  }

  static var namespaces: Set<String> { Set(all.map(\.namespace)) }

  private static func computer(_ facts: HostFacts) -> Instance {
    let processors = facts.processors
    let total = facts.memory("MemTotal")
    return [
      ("Caption", .string(facts.hostName)), ("Description", "AT/AT COMPATIBLE"), ("Name", .string(facts.hostName)),
      ("Status", "OK"), ("DNSHostName", .string(facts.hostName)), ("Domain", "WORKGROUP"), ("DomainRole", .uint16(2)),
      ("Workgroup", "WORKGROUP"), ("PartOfDomain", false),
      ("HypervisorPresent", .boolean(hypervisorIsPresent(facts))),
      ("Manufacturer", .string(facts.firmware("sys_vendor") ?? "")),
      ("Model", .string(facts.firmware("product_name") ?? "")),
      ("SystemFamily", .string(facts.firmware("product_family") ?? "")),
      ("SystemSKUNumber", .string(facts.firmware("product_sku") ?? "")),
      ("NumberOfProcessors", .uint32(UInt32(processors.count))),
      ("NumberOfLogicalProcessors", .uint32(UInt32(processors.map(\.threads).reduce(0, +)))),
      ("TotalPhysicalMemory", .uint64(total)), ("SystemType", .string(architecture(facts).system)),
      ("UserName", .string("\(facts.hostName)\\\(SystemFacts.userName())")),
      ("PrimaryOwnerName", .string(SystemFacts.userName())),
      ("PCSystemType", .uint16(facts.processors.contains(where: \.isVirtual) ? 1 : 2)), ("BootupState", "Normal boot"),
    ]
  }

  /// A hypervisor runs below the system or, as KVM, in it: machines can be run.
  static func hypervisorIsPresent(_ facts: HostFacts) -> Bool {
    facts.processors.contains(where: \.isVirtual) || FileStatus(facts.path("dev/kvm")) != nil
  }

  private static func product(_ facts: HostFacts) -> Instance {
    [
      ("Caption", "Computer System Product"), ("Description", "Computer System Product"),
      ("IdentifyingNumber", .string(facts.firmware("product_serial") ?? "")),
      ("Name", .string(facts.firmware("product_name") ?? "")), ("SKUNumber", .text(facts.firmware("product_sku"))),
      ("UUID", .string((facts.firmware("product_uuid") ?? "").uppercased())),
      ("Vendor", .string(facts.firmware("sys_vendor") ?? "")),
      ("Version", .string(facts.firmware("product_version") ?? "")),
    ]
  }

  /// Architecture as Win32_Processor numbers it, and as words.
  static func architecture(_ facts: HostFacts) -> (number: UInt16, system: String, width: UInt16) {
    switch facts.machine {
    case "x86_64": (9, "x64-based PC", 64)
    case "aarch64": (12, "ARM64-based PC", 64)
    case let name: (0, "\(name)-based PC", 32)
    }
  }

  private static func processors(_ facts: HostFacts) -> [Instance] {
    let architecture = architecture(facts)
    return facts.processors.enumerated().map { index, processor -> Instance in
      return [
        ("Caption", .string(processor.caption)), ("Description", .string(processor.caption)),
        ("Name", .string(processor.name)), ("Status", "OK"), ("Availability", .uint16(3)),
        ("DeviceID", .string("CPU\(index)")), ("AddressWidth", .uint16(architecture.width)),
        ("CurrentClockSpeed", .uint32(processor.megahertz)), ("DataWidth", .uint16(architecture.width)),
        ("MaxClockSpeed", .uint32(processor.megahertz)), ("Architecture", .uint16(architecture.number)),
        ("Manufacturer", .string(processor.manufacturer)), ("NumberOfCores", .uint32(UInt32(processor.cores.count))),
        ("NumberOfEnabledCore", .uint32(UInt32(processor.cores.count))),
        ("NumberOfLogicalProcessors", .uint32(UInt32(processor.threads))), ("ProcessorType", .uint16(3)),
        ("SecondLevelAddressTranslationExtensions", .boolean(processor.hasNestedPaging)),
        ("SocketDesignation", .string("CPU \(index)")), ("Stepping", .string(processor.stepping)),
        ("SystemName", .string(facts.hostName)), ("ThreadCount", .uint32(UInt32(processor.threads))),
        ("VirtualizationFirmwareEnabled", .boolean(processor.hasVirtualization)),
        ("VMMonitorModeExtensions", .boolean(processor.hasVirtualization)),
      ]
    }
  }

  private static func system(_ facts: HostFacts) -> Instance {
    let release = SystemRelease(root: facts.root)
    let boot = SystemClock.bootTime
    let installed = FileStatus(facts.path("etc/machine-id"))?.created
    return [
      ("Caption", .string(release.name)), ("Description", ""), ("Name", .string(release.name)), ("Status", "OK"),
      ("BootDevice", ""), ("BuildNumber", .string(RegistryView.build)), ("BuildType", "Multiprocessor Free"),
      ("CSName", .string(facts.hostName)), ("CountryCode", "1"), ("CurrentTimeZone", .int64(zoneMinutes)),
      ("FreePhysicalMemory", .uint64(facts.memory("MemAvailable") / 1024)),
      ("FreeSpaceInPagingFiles", .uint64(facts.memory("SwapFree") / 1024)),
      ("FreeVirtualMemory", .uint64((facts.memory("MemAvailable") + facts.memory("SwapFree")) / 1024)),
      ("InstallDate", installed.map { .dateTime($0.localized) } ?? .null),
      ("LastBootUpTime", boot.map { .dateTime($0.localized) } ?? .null),
      ("LocalDateTime", .dateTime(DateTime.systemNow().localized)), ("Locale", "0409"),
      ("Manufacturer", .string(release["ID"] ?? "Linux")),
      ("NumberOfProcesses", .uint32(UInt32(ProcessEntry.ids.count))),
      ("NumberOfUsers", .uint32(1)), ("OSArchitecture", .string("\(architecture(facts).width)-bit")),
      ("OSLanguage", .uint32(1033)), ("OSProductSuite", .uint32(272)), ("OSType", .uint16(36)),
      ("ProductType", .uint32(3)),
      ("OperatingSystemSKU", .uint32(7)), ("Organization", ""), ("Primary", true),
      ("RegisteredUser", .string(SystemFacts.userName())),
      ("SerialNumber", .string(facts.line("etc/machine-id") ?? "")), ("ServicePackMajorVersion", .uint16(0)),
      ("SystemDevice", ""), ("SystemDirectory", "/"), ("SystemDrive", "/"), ("WindowsDirectory", "/"),
      ("TotalVirtualMemorySize", .uint64((facts.memory("MemTotal") + facts.memory("SwapTotal")) / 1024)),
      ("TotalVisibleMemorySize", .uint64(facts.memory("MemTotal") / 1024)),
      ("Version", .string("10.0.\(RegistryView.build)")),
      ("OtherTypeDescription", .string("Linux \(facts.kernel)")),
    ]
  }

  private static var zoneMinutes: Int64 {
    SystemFacts.localOffset(at: (DateTime.systemNow().ticks - DateTime.unixTicks) / TimeSpan.ticksPerSecond) / 60
  }

  private static func firmware(_ facts: HostFacts) -> Instance {
    let version = facts.firmware("bios_version") ?? ""
    return [
      ("Caption", .string(version)), ("Description", .string(version)), ("Name", .string(version)), ("Status", "OK"),
      ("Manufacturer", .string(facts.firmware("bios_vendor") ?? "")), ("PrimaryBIOS", true),
      ("ReleaseDate", .text(facts.firmware("bios_date"))), ("SMBIOSBIOSVersion", .string(version)),
      ("SMBIOSPresent", .boolean(facts.firmware("bios_vendor") != nil)),
      ("SerialNumber", .string(facts.firmware("product_serial") ?? "")), ("Version", .string(version)),
    ]
  }

  /// The mounted file systems that lie on a device, by their mount points.
  private static func disks(_ facts: HostFacts) -> [Instance] {
    var seen: Set<String> = []
    var found: [Instance] = []
    for line in facts.lines("proc/mounts") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 2, words[1] == "/" || words[0].hasPrefix("/dev/"), seen.insert(words[1]).inserted else {
        continue
      }
      guard let space = FileSystemSpace(words[1]), space.total > 0, FileStatus(words[1])?.isFolder ?? false else {
        continue
      }
      let disk: Instance = [
        ("Caption", .string(words[1])), ("Description", "Local Fixed Disk"), ("Name", .string(words[1])),
        ("DeviceID", .string(words[1])), ("DriveType", .uint32(3)), ("FileSystem", .string(words[2])),
        ("FreeSpace", .uint64(space.available)), ("MediaType", .uint32(12)), ("ProviderName", .null),
        ("Size", .uint64(space.total)), ("SystemName", .string(facts.hostName)), ("VolumeName", .string(words[0])),
      ]
      found.append(disk)
    }
    return found
  }

  private static func services(_ options: ManagementOptions) -> [Instance] {
    let entries = (try? ServiceTable(options: options).all()) ?? []
    return entries.map { entry -> Instance in
      return [
        ("Name", .string(entry.name)), ("Caption", .string(entry.displayName)),
        ("DisplayName", .string(entry.displayName)),
        ("StartMode", .string(entry.startType == "Automatic" ? "Auto" : entry.startType)),
        ("Started", .boolean(entry.state == .running)), ("State", .string(entry.state.rawValue)), ("Status", "OK"),
      ]
    }
  }

  private static func processes() -> [Instance] {
    let entries = ProcessEntry.ids.map { ProcessEntry($0) }.filter { $0.facts != nil }
    return entries.map { entry -> Instance in
      return [
        ("ProcessId", .uint32(UInt32(bitPattern: entry.id))), ("Name", .string(entry.name)),
        ("Handle", .string(String(entry.id))),
        ("CommandLine", .text(entry.commandLine)), ("ExecutablePath", .text(entry.path)),
        ("WorkingSetSize", .uint64(entry.facts?.resident ?? 0)), ("VirtualSize", .uint64(entry.facts?.virtual ?? 0)),
        ("ThreadCount", .uint32(UInt32(clamping: entry.facts?.threads ?? 0))),
        ("CreationDate", entry.startTime.map { .dateTime($0.localized) } ?? .null),
      ]
    }
  }

  /// Virtualization-based security does not run, and could not.
  private static let deviceGuard: Instance = [
    ("AvailableSecurityProperties", .array([.uint32(0)])), ("CodeIntegrityPolicyEnforcementStatus", .uint32(0)),
    ("InstanceIdentifier", "4ff40742-2649-41b8-bdd1-e80fad1cce80"),
    ("RequiredSecurityProperties", .array([.uint32(0)])),
    ("SecurityServicesConfigured", .array([.uint32(0)])), ("SecurityServicesRunning", .array([.uint32(0)])),
    ("UsermodeCodeIntegrityPolicyEnforcementStatus", .uint32(0)), ("Version", "1.0"),
    ("VirtualizationBasedSecurityStatus", .uint32(0)),
  ]
}
