internal import Ethernet
internal import HyperV
internal import PowerShell

/// What an object of `VMHost` is: a host, as it was read.
struct VMHostObject: Sendable {
  let connection: HostConnection
  let information: HostInformation
  let settings: HostSettings

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMHost", base: HyperVClass.virtualizationObject,
    members: MemberTable(properties: properties))

  private static let field = Fields<VMHostObject>()

  private static let properties: [Property] = [
    field("LogicalProcessorCount") { .int32(Int32(clamping: $0.information.processors)) },
    field("ResourceMeteringSaveInterval", .timeSpan(TimeSpan(hours: 1) ?? .zero)),
    field("IovSupport", false),
    field("SupportedVmVersions") { _ in .list(ConfigurationVersion.supported.map(\.description)) },
    field("EnableEnhancedSessionMode", false),
    field("MacAddressMaximum") { .string($0.settings.macAddressMaximum.bare) },
    field("MacAddressMinimum") { .string($0.settings.macAddressMinimum.bare) },
    field("NumaSpanningEnabled", true),
    field("VirtualHardDiskPath") { .string($0.settings.virtualHardDiskPath) },
    field("VirtualMachinePath") { .string($0.settings.virtualMachinePath) },
    field("FullyQualifiedDomainName") { .string($0.information.name) },
    field("MemoryCapacity") { .int64(Int64(clamping: $0.information.memory)) },
    field("Name") { .string($0.information.name) },
    // Nothing is moved between hosts.
    field("MaximumStorageMigrations", .unsigned(UInt32(0))),
    field("MaximumVirtualMachineMigrations", .unsigned(UInt32(0))),
    field("UseAnyNetworkForMigration", false),
    field("NestedVirtualizationPolicy") { .string($0.settings.nesting.mode.rawValue) },
    field("NestedVirtualizationMachine") { .list($0.settings.nesting.machines) },
    field("NestedVirtualizationDepth") {
      .int32(Int32($0.settings.nesting.depth ?? NestingPolicy.depthRange.upperBound))
    },
    field("EnforceNestedRequirements") { .boolean($0.settings.nesting.enforcesRequirements) },
    field("VirtualMachineMigrationEnabled", false),
    field("ComputerName") { .string($0.connection.computerName) },
    field("IsDeleted", false),
  ]

  var value: Value { .object(HostObject(Self.type, payload: self)) }
}

/// What an object of `VMHostSupportedVersion` is: a configuration version that a host runs.
struct SupportedVersionObject: Sendable {
  let connection: HostConnection
  let version: ConfigurationVersion

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMHostSupportedVersion", base: HyperVClass.virtualizationObject,
    members: MemberTable(properties: properties))

  private static let field = Fields<SupportedVersionObject>()

  private static let properties: [Property] = [
    field("Name") { .string(names[$0.version] ?? "Configuration version \($0.version)") },
    field("Version") { .version(Version(Int32($0.version.major), Int32($0.version.minor))) },
    field("IsDefault") { .boolean($0.version == .newest) },
    field("ComputerName") { .string($0.connection.computerName) },
    field("IsDeleted", false),
  ]

  /// The system that each version came with (hyperv/semantics.md section 3).
  private static let names: [ConfigurationVersion: String] = [
    .init(8, 0): "Microsoft Windows 10 Anniversary Update/Server 2016",
    .init(8, 1): "Microsoft Windows 10 Creators Update",
    .init(8, 2): "Microsoft Windows 10 Fall Creators Update/Server 1709",
    .init(8, 3): "Microsoft Windows 10 April 2018 Update/Server 1803",
    .init(9, 0): "Microsoft Windows 10 October 2018 Update/Server 2019",
    .init(9, 1): "Microsoft Windows 10 May 2019 Update/Server 1903",
    .init(9, 2): "Microsoft Windows 10 May 2020 Update/Server 2004",
    .init(10, 0): "Microsoft Windows 11 21H2/Server 2022",
    .init(11, 0): "Microsoft Windows 11 22H2",
    .init(12, 0): "Microsoft Windows 11 24H2/Server 2025",
  ]

  var value: Value { .object(HostObject(Self.type, payload: self)) }
}
