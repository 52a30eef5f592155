/// What a Windows guest tells of itself.
public struct WindowsFacts: Codable, Hashable, Sendable {
  /// `10.0.26100`.
  public var build = ""
  /// Win32_ComputerSystem.HypervisorPresent.
  public var hypervisorPresent = false
  /// Win32_Processor: VirtualizationFirmwareEnabled, SecondLevelAddressTranslationExtensions, and data execution prevention.
  public var virtualizationEnabled = false
  public var secondLevelTranslation = false
  public var executionPrevention = false
  /// Optional features that are enabled: `Microsoft-Hyper-V`, `VirtualMachinePlatform`.
  public var features: [String] = []
  /// bcdedit's hypervisorlaunchtype: `Auto`, `Off`.
  public var hypervisorLaunchType: String?
  /// Win32_DeviceGuard.VirtualizationBasedSecurityStatus: 0 off, 1 configured, 2 running.
  public var virtualizationBasedSecurity = 0
  /// Boots since the last one that ended well: three and more is what Automatic Repair comes after.
  public var failedBoots = 0

  public init() {}
}
