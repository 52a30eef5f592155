extension CommandTable {
  /// The parameters of the cmdlets of Hyper-V whose verbs are Add to Export.
  static let hyperVAddToExport = """
    # Add-VMAssignableDevice medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMAssignedDevice
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 String[] in VMName
    InstancePath
    LocationPath
    VirtualFunction UInt16
    ResourcePoolName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMDvdDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.DvdDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ControllerNumber@2 Int32 in VMName, VMObject
    ControllerLocation@3 Int32
    Path@4
    ResourcePoolName
    AllowUnverifiedPaths switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMDriveController@0<value VMDriveController[] in VMDriveController
    # Add-VMFibreChannelHba medium
    default VMName and GenerateWwn
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName and GenerateWwn, VMName and manual WWN
    ComputerName String[] in VMName and GenerateWwn, VMName and manual WWN
    Credential PSCredential[] in VMName and GenerateWwn, VMName and manual WWN
    !VMName@0<value in VMName and GenerateWwn, VMName and manual WWN
    !SanName@1
    GenerateWwn switch in VMName and GenerateWwn, VM object and GenerateWwn
    Passthru switch
    !WorldWideNodeNameSetA = Wwnn1 in VMName and manual WWN, VM Object and manual WWN
    !WorldWidePortNameSetA = Wwpn1 in VMName and manual WWN, VM Object and manual WWN
    !WorldWideNodeNameSetB = Wwnn2 in VMName and manual WWN, VM Object and manual WWN
    !WorldWidePortNameSetB = Wwpn2 in VMName and manual WWN, VM Object and manual WWN
    !VM@0<value VirtualMachine[] in VM object and GenerateWwn, VM Object and manual WWN
    # Add-VMGpuPartitionAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMGpuPartitionAdapter
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    InstancePath
    MinPartitionVRAM UInt64
    MaxPartitionVRAM UInt64
    OptimalPartitionVRAM UInt64
    MinPartitionEncode UInt64
    MaxPartitionEncode UInt64
    OptimalPartitionEncode UInt64
    MinPartitionDecode UInt64
    MaxPartitionDecode UInt64
    OptimalPartitionDecode UInt64
    MinPartitionCompute UInt64
    MaxPartitionCompute UInt64
    OptimalPartitionCompute UInt64
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMGroupMember medium
    default VM Using Name
    gives Microsoft.HyperV.PowerShell.VMGroup
    CimSession CimSession[] in VM Using Name, VMGroup Using Name, VM Using ID, VMGroup Using ID
    ComputerName String[] in VM Using Name, VMGroup Using Name, VM Using ID, VMGroup Using ID
    Credential PSCredential[] in VM Using Name, VMGroup Using Name, VM Using ID, VMGroup Using ID
    !Name@0 in VM Using Name, VMGroup Using Name
    !VM@1 VirtualMachine[] in VM Using Name, VM Using ID, VM Using InputObject
    Passthru switch
    !VMGroupMember@1 VMGroup[] in VMGroup Using Name, VMGroup Using ID, VMGroup Using InputObject
    !Id@0 Guid in VM Using ID, VMGroup Using ID
    !VMGroup@0 VMGroup in VMGroup Using InputObject, VM Using InputObject
    # Add-VMHardDiskDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.HardDiskDrive
    CimSession CimSession[] in VMName
    ComputerName String[] = PSComputerName in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ControllerType@1 ControllerType in VMName, VMObject
    ControllerNumber@2 Int32 in VMName, VMObject
    ControllerLocation@3 Int32
    Path@4
    DiskNumber<property UInt32 = Number
    ResourcePoolName
    SupportPersistentReservations switch = ShareVirtualDisk
    AllowUnverifiedPaths switch
    MaximumIOPS UInt64
    MinimumIOPS UInt64
    QoSPolicyID
    QoSPolicy CimInstance
    Passthru switch
    OverrideCacheAttributes CacheAttributes
    !VM@0<value VirtualMachine[] in VMObject
    !VMDriveController@0<value VMDriveController in VMDriveController
    # Add-VMHostAssignableDevice
    default Path
    gives System.Object
    CimSession CimSession[] in Path
    ComputerName String[] in Path
    Credential PSCredential[] in Path
    Force switch
    InstancePath in Path
    LocationPath in Path
    !ResourcePoolName String[]
    !HostAssignableDevice@0<value VMHostAssignableDevice[] = VMHostAssignableDevice in Object
    # Add-VMKeyStorageDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.KeyStorageDrive
    CimSession CimSession[] in VMName
    ComputerName String[] = PSComputerName in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ControllerNumber@2 Nullable[int] in VMName, VMObject
    !VM@0<value VirtualMachine[] in VMObject
    ControllerLocation@3 Nullable[int]
    ResourcePoolName
    Passthru switch
    # Add-VMMigrationNetwork medium
    gives Microsoft.HyperV.PowerShell.MigrationNetwork
    CimSession<property CimSession[]
    !Subnet@0<value
    Priority@1 UInt32
    Passthru switch
    ComputerName String[]
    Credential PSCredential[]
    # Add-VMNetworkAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapter, Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    SwitchName
    IsLegacy Boolean in VMName, VMObject
    Name = VMNetworkAdapterName
    DynamicMacAddress switch
    StaticMacAddress
    Passthru switch
    ResourcePoolName in VMName, VMObject
    DeviceNaming OnOffState
    ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMNetworkAdapterAcl medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterAclSetting
    !Action VMNetworkAdapterAclAction
    !Direction VMNetworkAdapterAclDirection
    LocalIPAddress String[]
    LocalMacAddress String[]
    RemoteIPAddress String[]
    RemoteMacAddress String[]
    Passthru switch
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMNetworkAdapterExtendedAcl medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterExtendedAclSetting
    !Action@1 VMNetworkAdapterExtendedAclAction
    !Direction@2 VMNetworkAdapterExtendedAclDirection
    LocalIPAddress@3
    RemoteIPAddress@4
    LocalPort@5
    RemotePort@6
    Protocol@7
    !Weight@8 Int32
    Stateful Boolean
    IdleSessionTimeout Int32
    IsolationID Int32
    Passthru switch
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMNetworkAdapterRoutingDomainMapping medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting
    !RoutingDomainID@1 Guid
    !RoutingDomainName@2
    !IsolationID@3 Int32[]
    IsolationName@4 String[]
    Passthru switch
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMPmemController medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMPmemController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    Passthru switch
    # Add-VMRemoteFx3dVideoAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.RemoteFxVideoAdapter
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMScsiController medium
    default VMName
    gives Microsoft.HyperV.PowerShell.ScsiController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMStoragePath medium
    gives System.String
    !Path@0<value String[]
    !ResourcePoolName@1 String[]
    !ResourcePoolType@2 VMResourcePoolType
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    ? ResourcePoolType set VHD, ISO, VFD
    # Add-VMSwitch
    default NetworkByName
    gives Microsoft.HyperV.PowerShell.VMNetwork
    CimSession CimSession[] in NetworkByName
    ComputerName String[] in NetworkByName
    Credential PSCredential[] in NetworkByName
    !Name@0<value String[] = SwitchName in NetworkByName
    !ResourcePoolName@1 String[]
    !VMSwitch@0<value VMSwitch[] in NetworkByObject
    # Add-VMSwitchExtensionPortFeature medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMSwitchExtensionPortFeature
    !VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS, ExternalPort
    ComputerName String[] in VMName, ManagementOS, ExternalPort
    Credential PSCredential[] in VMName, ManagementOS, ExternalPort
    !VMSwitchExtensionFeature<value VMSwitchExtensionPortFeature[]
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !ExternalPort switch in ExternalPort
    SwitchName in ExternalPort
    !VM@0<value VirtualMachine[] in VMObject
    # Add-VMSwitchExtensionSwitchFeature medium
    gives Microsoft.HyperV.PowerShell.VMSwitchExtensionSwitchFeature
    CimSession CimSession[] in SwitchName
    ComputerName String[] in SwitchName
    Credential PSCredential[] in SwitchName
    !VMSwitchExtensionFeature<value VMSwitchExtensionSwitchFeature[]
    !SwitchName@0<value String[] in SwitchName
    Passthru switch
    !VMSwitch@0<value VMSwitch[] in SwitchObject
    # Add-VMSwitchTeamMember medium
    default SwitchName_NetAdapterName
    gives Microsoft.HyperV.PowerShell.VMSwitch
    ComputerName<property String[] = PSComputerName
    !VMSwitchName@0 String[] = SwitchName in SwitchName_NetAdapterName, SwitchName_NetAdapterInterfaceDescription
    NetAdapterName String[] = InterfaceAlias in SwitchName_NetAdapterName, SwitchObject_NetAdapterName
    Passthru switch
    CimSession CimSession[]
    Credential PSCredential[]
    NetAdapterInterfaceDescription String[] in SwitchName_NetAdapterInterfaceDescription, SwitchObject_NetAdapterInterfaceDescription
    !VMSwitch@0<value VMSwitch[] in SwitchObject_NetAdapterInterfaceDescription, SwitchObject_NetAdapterName
    # Checkpoint-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.Snapshot
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    SnapshotName@1 = CheckpointName
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Compare-VM medium
    default NameSingleDestination
    gives Microsoft.HyperV.PowerShell.VMCompatibilityReport
    ComputerName String[] in NameSingleDestination, Register, Copy, NameMultipleDestinations
    Credential PSCredential[] in NameSingleDestination, Register, Copy, NameMultipleDestinations
    AsJob switch
    !Name@0<value in NameSingleDestination, NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, NameMultipleDestinations
    !DestinationHost@1 in NameSingleDestination, NameMultipleDestinations, VMMultipleDestinations, VMSingleDestination
    DestinationCredential PSCredential in NameSingleDestination, NameMultipleDestinations, VMMultipleDestinations, VMSingleDestination
    IncludeStorage switch in NameSingleDestination, NameSingleDestinationAndCimSession, VMSingleDestinationAndCimSession, VMSingleDestination
    DestinationStoragePath in NameSingleDestination, NameSingleDestinationAndCimSession, VMSingleDestinationAndCimSession, VMSingleDestination
    ResourcePoolName in NameSingleDestination, NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMMultipleDestinations, VMMultipleDestinationsAndCimSession, VMSingleDestinationAndCimSession, VMSingleDestination
    RetainVhdCopiesOnSource switch in NameSingleDestination, NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMMultipleDestinations, VMMultipleDestinationsAndCimSession, VMSingleDestinationAndCimSession, VMSingleDestination
    CimSession CimSession[] in NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, Register, Copy
    !DestinationCimSession@1 CimSession in NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, VMMultipleDestinationsAndCimSession, VMSingleDestinationAndCimSession
    !VirtualMachinePath in NameMultipleDestinationsAndCimSession, VMMultipleDestinationsAndCimSession
    VirtualMachinePath in Copy, NameMultipleDestinations, VMMultipleDestinations
    SnapshotFilePath = CheckpointFileLocation, SnapshotFileLocation in NameMultipleDestinationsAndCimSession, Copy, NameMultipleDestinations, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    SmartPagingFilePath in NameMultipleDestinationsAndCimSession, Copy, NameMultipleDestinations, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    Vhds Hashtable[] in NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    !Path@0<value in Register, Copy
    Register switch in Register
    VhdDestinationPath@1 in Copy
    !Copy switch in Copy
    VhdSourcePath in Copy
    GenerateNewId switch in Copy
    !VM@0<value VirtualMachine in VMMultipleDestinations, VMMultipleDestinationsAndCimSession, VMSingleDestinationAndCimSession, VMSingleDestination
    !CompatibilityReport@0<value VMCompatibilityReport in CompatibilityReport
    # Complete-VMFailover high
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Connect-VMNetworkAdapter medium
    default Name_SwitchName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapter
    Name@1 String[] = VMNetworkAdapterName in Name_SwitchName, Name_SwitchObject, Name_UseAutomaticConnection
    !SwitchName@1 in Name_SwitchName, Object_SwitchName
    Passthru switch
    CimSession CimSession[] in Name_SwitchName, Name_UseAutomaticConnection
    ComputerName String[] in Name_SwitchName, Name_UseAutomaticConnection
    Credential PSCredential[] in Name_SwitchName, Name_UseAutomaticConnection
    !VMName@0 String[] in Name_SwitchName, Name_SwitchObject, Name_UseAutomaticConnection
    !VMNetworkAdapter@0<value VMNetworkAdapter[] in Object_SwitchName, Object_SwitchObject, Object_UseAutomaticConnection
    !VMSwitch@2<value VMSwitch in Object_SwitchObject, Name_SwitchObject
    !UseAutomaticConnection switch in Object_UseAutomaticConnection, Name_UseAutomaticConnection
    # Connect-VMSan medium
    default StringWwn
    gives Microsoft.HyperV.PowerShell.VMSan
    CimSession<property CimSession[] in StringWwn
    ComputerName<property String[] in StringWwn
    Credential<property PSCredential[] in StringWwn
    !Name@0<property = SanName
    !WorldWideNodeName String[] = Wwnn, NodeName, Wwnns, NodeNames, WorldWideNodeNames, NodeAddress in StringWwn
    !WorldWidePortName String[] = Wwpn, PortName, Wwpns, PortNames, WorldWidePortNames, PortAddress in StringWwn
    Passthru switch
    !HostBusAdapter<value CimInstance[] in HbaObject
    # Convert-VHD medium
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property = FullName
    !DestinationPath@1
    VHDType VhdType
    ParentPath
    BlockSizeBytes UInt32
    DeleteSource switch
    AsJob switch
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Copy-VMFile medium
    default Name
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0 String[] = VMName in Name
    !SourcePath@1<value
    !DestinationPath@2
    !FileSource CopyFileSourceType
    CreateFullPath switch
    Force switch
    AsJob switch
    !VM@0<value VirtualMachine[] in VMObject
    # Debug-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    Force switch
    AsJob switch
    Passthru switch
    InjectNonMaskableInterrupt switch
    !VM@0<value VirtualMachine[] in VMObject
    # Disable-VMConsoleSupport medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Disable-VMEventing medium
    Force switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Disable-VMIntegrationService medium
    default VMName
    gives Microsoft.HyperV.PowerShell.IntegrationService
    !Name@0 String[] in VMName, VMObject
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@1<value String[] in VMName
    Passthru switch
    !VMIntegrationService@0<value VMIntegrationComponent[] in VMIntegrationService
    !VM@1<value VirtualMachine[] in VMObject
    # Disable-VMMigration medium
    default ComputerName
    gives Microsoft.HyperV.PowerShell.Host
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    Passthru switch
    !CimSession@0 CimSession[] in CimSession
    # Disable-VMRemoteFXPhysicalVideoAdapter medium
    default GPUByName
    gives Microsoft.HyperV.PowerShell.VMRemoteFXPhysicalVideoAdapter
    CimSession CimSession[] in GPUByName
    ComputerName String[] in GPUByName
    Credential PSCredential[] in GPUByName
    !Name@0<value String[] in GPUByName
    Passthru switch
    !GPU@0<value VMRemoteFXPhysicalVideoAdapter[] in GPUByObject
    # Disable-VMResourceMetering
    default VMName
    CimSession<property CimSession[] in VMName, ResourcePool
    ComputerName String[] in VMName, ResourcePool
    Credential PSCredential[] in VMName, ResourcePool
    !VMName@0 String[] in VMName
    !ResourcePoolName@0<value<property = Name in ResourcePool
    ResourcePoolType@1<property VMResourcePoolType in ResourcePool
    !VM@0<value VirtualMachine[] in VMObject
    ? ResourcePoolType set Ethernet, Memory, Processor, VHD
    # Disable-VMSwitchExtension
    default ExtensionName
    gives Microsoft.HyperV.PowerShell.VMSwitchExtension
    CimSession<property CimSession[] in ExtensionName, ExtensionNameSwitchName
    ComputerName String[] = PSComputerName in ExtensionName, ExtensionNameSwitchName
    Credential PSCredential[] in ExtensionName, ExtensionNameSwitchName
    !Name@0 String[] in ExtensionName, ExtensionNameSwitchName, ExtensionNameSwitchObject
    !VMSwitchName@1 String[] in ExtensionNameSwitchName
    !VMSwitch@1<value VMSwitch[] in ExtensionNameSwitchObject
    !VMSwitchExtension@0<value VMSwitchExtension[] in ExtensionObject
    # Disable-VMTPM medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Disconnect-VMNetworkAdapter medium
    default Name
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapter
    !VMName@0 String[] in Name
    Name@1 String[] = VMNetworkAdapterName in Name
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapter[] in Obj
    # Disconnect-VMSan medium
    default StringWwn
    gives Microsoft.HyperV.PowerShell.VMSan
    CimSession<property CimSession[] in StringWwn
    ComputerName String[] in StringWwn
    Credential PSCredential[] in StringWwn
    !Name@0<property = SanName
    !WorldWideNodeName String[] = Wwnn, NodeName, Wwnns, NodeNames, WorldWideNodeNames, NodeAddress in StringWwn
    !WorldWidePortName String[] = Wwpn, PortName, Wwpns, PortNames, WorldWidePortNames, PortAddress in StringWwn
    Passthru switch
    !HostBusAdapter<value CimInstance[] in HbaObject
    # Dismount-VHD medium
    default Path
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property String[] = FullName in Path
    SnapshotId<property Guid in Path
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !DiskNumber@0<property UInt32 = Number in Disk
    # Dismount-VMHostAssignableDevice medium
    gives Microsoft.HyperV.PowerShell.VMHostAssignableDevice
    InstancePath
    LocationPath
    Force switch
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Enable-VMConsoleSupport medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Enable-VMEventing medium
    Force switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Enable-VMIntegrationService medium
    default VMName
    gives Microsoft.HyperV.PowerShell.IntegrationService
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !Name@0 String[] in VMName, VMObject
    !VMName@1<value String[] in VMName
    Passthru switch
    !VMIntegrationService@0<value VMIntegrationComponent[] in VMIntegrationService
    !VM@1<value VirtualMachine[] in VMObject
    # Enable-VMMigration medium
    default ComputerName
    gives Microsoft.HyperV.PowerShell.Host
    Passthru switch
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    !CimSession@0 CimSession[] in CimSession
    # Enable-VMRemoteFXPhysicalVideoAdapter medium
    default GPUByName
    gives Microsoft.HyperV.PowerShell.VMRemoteFXPhysicalVideoAdapter
    CimSession CimSession[] in GPUByName
    ComputerName String[] in GPUByName
    Credential PSCredential[] in GPUByName
    !Name@0<value String[] in GPUByName
    Passthru switch
    !GPU@0<value VMRemoteFXPhysicalVideoAdapter[] in GPUByObject
    # Enable-VMReplication medium
    default VMName
    CimSession CimSession[] in VMName, VMName_AsReplica
    ComputerName String[] in VMName, VMName_AsReplica
    Credential PSCredential[]
    !VMName@0<value String[] = Name in VMName, VMName_AsReplica
    !ReplicaServerName@1 = ReplicaServer in VMName, VMObject
    !ReplicaServerPort@2 Int32 = ReplicaPort in VMName, VMObject
    !AuthenticationType@3 ReplicationAuthenticationType = AuthType in VMName, VMObject
    CertificateThumbprint<property = Thumbprint, Cert in VMName, VMObject
    CompressionEnabled Boolean in VMName, VMObject
    ReplicateHostKvpItems Boolean in VMName, VMObject
    BypassProxyServer Boolean in VMName, VMObject
    EnableWriteOrderPreservationAcrossDisks Boolean in VMName, VMObject
    VSSSnapshotFrequencyHour Int32 = VSSFreq in VMName, VMObject
    RecoveryHistory Int32 = RecHist in VMName, VMObject
    ReplicationFrequencySec Int32 = RepFreq in VMName, VMObject
    ExcludedVhd HardDiskDrive[] in VMName, VMObject
    ExcludedVhdPath String[] in VMName, VMObject
    AutoResynchronizeEnabled Boolean = AutoResync in VMName, VMObject
    AutoResynchronizeIntervalStart TimeSpan = AutoResyncStart in VMName, VMObject
    AutoResynchronizeIntervalEnd TimeSpan = AutoResyncEnd in VMName, VMObject
    AsJob switch
    Passthru switch
    AsReplica switch in VMName_AsReplica, VMObject_AsReplica
    AllowedPrimaryServer<property = AllowedPS in VMName_AsReplica, VMObject_AsReplica
    !VM@0<value VirtualMachine[] in VMObject, VMObject_AsReplica
    ? ReplicaServerPort range 1 65535
    ? VSSSnapshotFrequencyHour range 1 12
    ? RecoveryHistory range 0 24
    ? ReplicationFrequencySec range 30 900
    # Enable-VMResourceMetering
    default VMName
    CimSession<property CimSession[] in VMName, ResourcePool
    ComputerName String[] in VMName, ResourcePool
    Credential PSCredential[] in VMName, ResourcePool
    !VMName@0 String[] in VMName
    !ResourcePoolName@0<value<property = Name in ResourcePool
    ResourcePoolType@1<property VMResourcePoolType in ResourcePool
    !VM@0<value VirtualMachine[] in VMObject
    ? ResourcePoolType set Ethernet, Memory, Processor, VHD
    # Enable-VMSwitchExtension
    default ExtensionName
    gives Microsoft.HyperV.PowerShell.VMSwitchExtension
    CimSession<property CimSession[] in ExtensionName, ExtensionNameSwitchName
    ComputerName String[] = PSComputerName in ExtensionName, ExtensionNameSwitchName
    Credential PSCredential[] in ExtensionName, ExtensionNameSwitchName
    !Name@0 String[] in ExtensionName, ExtensionNameSwitchName, ExtensionNameSwitchObject
    !VMSwitchName@1 String[] in ExtensionNameSwitchName
    !VMSwitch@1<value VMSwitch[] in ExtensionNameSwitchObject
    !VMSwitchExtension@0<value VMSwitchExtension[] in ExtensionObject
    # Enable-VMTPM medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Export-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    !Path@1
    AsJob switch
    Passthru switch
    CaptureLiveState CaptureLiveState
    !VM@0<value VirtualMachine[] in VMObject
    # Export-VMSnapshot medium
    default SnapshotName
    gives Microsoft.HyperV.PowerShell.Snapshot
    CimSession CimSession[] in SnapshotName
    ComputerName String[] in SnapshotName
    Credential PSCredential[] in SnapshotName
    !Name@0<value String[] in SnapshotName, VMObject
    !Path@1
    !VMName String[] in SnapshotName
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot[] = VMCheckpoint in SnapshotObject
    """
}
