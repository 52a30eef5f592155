internal import PowerShell

/// The types of objects that parameters take and cmdlets give. Those that this host makes have members, in `Objects`;
/// the others are names, so that the parameters that take them say what they want.
enum HyperVClass {
  private static let names = """
    VMCompatibilityReport VMConnectAce VMGroup VMHostAssignableDevice VMHostCluster VMHostNumaNode \
    VMHostPartitionableGpu VMMeteringReportForResourcePool VMMeteringReportForVirtualMachine VMMigrationNetwork \
    VMNetworkAdapterConnectionTestResult VMNetworkAdapterFailoverSetting VMNetworkAdapterIsolationSetting VMNetworkAdapterRdmaSetting \
    VMNetworkAdapterRoutingDomainSetting VMNetworkAdapterTeamMappingSetting VMPartitionableGpu \
    VMRemoteFXPhysicalVideoAdapter VMReplicationAuthorizationEntry VMReplicationServer VMResourcePool VMSan \
    VMSecurity VMSnapshot VMStorageResourcePool VMSwitchExtension VMSwitchExtensionPortData \
    VMSwitchExtensionPortFeature VMSwitchExtensionSwitchData VMSwitchExtensionSwitchFeature VMSwitchTeam \
    VMSystemSwitchExtension
    """

  /// Those that are parts of machines.
  private static let parts = """
    DvdDrive HardDiskDrive KeyStorageDrive VMAssignedDevice VMBios VMDriveController VMFibreChannelHba \
    VMFirmware VMFloppyDiskDrive VMGpuPartitionAdapter VMIdeController VMPmemController VMRemoteFx3DVideoAdapter \
    VMReplication VMReplicationHealth VMScsiController VMStorageSetting VMVideo
    """

  /// By the name without its namespace.
  static let all: [String: TypeReference] = {
    var types: [String: TypeReference] = [:]
    for (list, base) in [(names, virtualizationObject), (parts, component)] {
      for name in list.split(separator: " ") {
        types[String(name)] = TypeReference("\(HyperVEnum.namespace).\(name)", base: base)
      }
    }
    for name in ["VHDSetInfo", "VHDSnapshotInfo", "VirtualHardDisk"] {
      types[name] = TypeReference("Microsoft.Vhd.PowerShell.\(name)", base: BuiltInType.object)
    }
    for type in made { types[type.shortName] = type }
    return types
  }()

  /// What every object of Hyper-V descends from.
  static let virtualizationObject = TypeReference(
    "\(HyperVEnum.namespace).VirtualizationObject", base: BuiltInType.object)
}

extension HyperVClass {
  /// What every part of a machine descends from.
  static let component = TypeReference(
    "\(HyperVEnum.namespace).VMComponentObject", base: virtualizationObject)

  /// Those with objects.
  static let made: [TypeReference] =
    [
      MachineObject.type, ProcessorObject.type, MemoryObject.type, AdapterObject.type, AdapterClass.base,
      InternalAdapterObject.type, VLANObject.type, BandwidthObject.type, AccessEntryObject.type,
      AccessEntryObject.extendedType, SwitchObject.type, VMHostObject.type, SupportedVersionObject.type,
      ComPortObject.type, NestedRequirementObject.type, component,
    ] + IntegrationServiceObject.types + (MachineObject.type.base.map { [$0] } ?? [])
}
