extension CommandTable {
  /// The parameters of the cmdlets of Hyper-V whose verbs are Grant to Save.
  static let hyperVGrantToSave = """
    # Grant-VMConnectAccess medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMConnectAce
    !VMName@0<value String[] in VMName
    !UserName@1<property String[] = UserId, Sid
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !VMId@0<value<property Guid[] in VMId
    # Import-VM medium
    default Register
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Register, Copy
    ComputerName String[] in Register, Copy
    Credential PSCredential[] in Register, Copy
    !Path@0<value in Register, Copy
    Register switch in Register
    AsJob switch
    VhdDestinationPath@1 in Copy
    !Copy switch in Copy
    VirtualMachinePath in Copy
    SnapshotFilePath = CheckpointFileLocation, SnapshotFileLocation in Copy
    SmartPagingFilePath in Copy
    VhdSourcePath in Copy
    GenerateNewId switch in Copy
    !CompatibilityReport@0<value VMCompatibilityReport in CompatibilityReport
    # Import-VMInitialReplication medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !Path@1 = IRLoc
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMReplication@0<value VMReplication[] in VMReplication
    # Measure-VM
    default Name
    gives Microsoft.HyperV.PowerShell.VMMeteringReportForVirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    !VM@0<value VirtualMachine[] in VMObject
    # Measure-VMReplication
    default VMName
    gives Microsoft.HyperV.PowerShell.VMReplicationHealth
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    VMName@0<value String[] = Name in VMName
    ReplicaServerName = ReplicaServer in VMName
    PrimaryServerName = PrimaryServer in VMName
    ReplicationState VMReplicationState = State in VMName
    ReplicationHealth VMReplicationHealthState = Health in VMName
    ReplicationMode VMReplicationMode = Mode in VMName
    ReplicationRelationshipType VMReplicationRelationshipType = Relationship
    TrustGroup in VMName
    !VM@0<value VirtualMachine[] in VMObject
    # Measure-VMResourcePool
    gives Microsoft.HyperV.PowerShell.VMMeteringReportForResourcePool
    CimSession<property CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !Name@0<property String[]
    ResourcePoolType@1<property VMResourcePoolType[]
    ? ResourcePoolType set Ethernet, Memory, Processor, VHD
    # Merge-VHD medium
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property = FullName
    DestinationPath@1
    Force switch
    AsJob switch
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Mount-VHD medium
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property String[] = FullName
    NoDriveLetter switch
    ReadOnly switch
    SnapshotId<property Guid
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Mount-VMHostAssignableDevice medium
    default Path
    gives Microsoft.HyperV.PowerShell.VMHostAssignableDevice
    CimSession CimSession[] in Path
    ComputerName String[] in Path
    Credential PSCredential[] in Path
    InstancePath in Path
    LocationPath in Path
    Passthru switch
    !HostAssignableDevice@0<value VMHostAssignableDevice[] = VMHostAssignableDevice in Object
    # Move-VM medium
    default NameSingleDestination
    gives Microsoft.HyperV.PowerShell.VirtualMachine, Microsoft.HyperV.PowerShell.CompatibilityReport
    ComputerName String[] in NameSingleDestination, NameMultipleDestinations
    Credential PSCredential[] in NameSingleDestination, NameMultipleDestinations
    !Name@0<value in NameSingleDestination, NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, NameMultipleDestinations
    !DestinationHost@1 in NameSingleDestination, NameMultipleDestinations, VMSingleDestination, VMMultipleDestinations
    DestinationCredential PSCredential in NameSingleDestination, NameMultipleDestinations, VMSingleDestination, VMMultipleDestinations
    IncludeStorage switch in NameSingleDestination, NameSingleDestinationAndCimSession, VMSingleDestinationAndCimSession, VMSingleDestination
    DestinationStoragePath in NameSingleDestination, NameSingleDestinationAndCimSession, VMSingleDestinationAndCimSession, VMSingleDestination
    ResourcePoolName in NameSingleDestination, NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMSingleDestinationAndCimSession, VMSingleDestination, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    RetainVhdCopiesOnSource switch in NameSingleDestination, NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMSingleDestinationAndCimSession, VMSingleDestination, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    RemoveSourceUnmanagedVhds switch in NameSingleDestination, NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMSingleDestinationAndCimSession, VMSingleDestination, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    AsJob switch
    Passthru switch
    CimSession CimSession[] in NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession
    !DestinationCimSession@1 CimSession in NameSingleDestinationAndCimSession, NameMultipleDestinationsAndCimSession, VMSingleDestinationAndCimSession, VMMultipleDestinationsAndCimSession
    !VirtualMachinePath in NameMultipleDestinationsAndCimSession, VMMultipleDestinationsAndCimSession
    VirtualMachinePath in NameMultipleDestinations, VMMultipleDestinations
    SnapshotFilePath = CheckpointFileLocation, SnapshotFileLocation in NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    SmartPagingFilePath in NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    Vhds Hashtable[] in NameMultipleDestinationsAndCimSession, NameMultipleDestinations, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    !CompatibilityReport@0<value VMCompatibilityReport in CompatibilityReport
    !VM@0<value VirtualMachine in VMSingleDestinationAndCimSession, VMSingleDestination, VMMultipleDestinations, VMMultipleDestinationsAndCimSession
    # Move-VMStorage medium
    default NameSingleDestination
    CimSession CimSession[] in NameSingleDestination, NameMultipleDestinations
    ComputerName String[] in NameSingleDestination, NameMultipleDestinations
    Credential PSCredential[] in NameSingleDestination, NameMultipleDestinations
    !Name@0<value = VMName in NameSingleDestination, NameMultipleDestinations
    !DestinationStoragePath@1 in NameSingleDestination, VMSingleDestination
    ResourcePoolName
    RetainVhdCopiesOnSource switch
    RemoveSourceUnmanagedVhds switch
    AllowUnverifiedPaths switch
    AsJob switch
    VirtualMachinePath in NameMultipleDestinations, VMMultipleDestinations
    SnapshotFilePath = CheckpointFileLocation, SnapshotFileLocation in NameMultipleDestinations, VMMultipleDestinations
    SmartPagingFilePath in NameMultipleDestinations, VMMultipleDestinations
    Vhds Hashtable[] in NameMultipleDestinations, VMMultipleDestinations
    !VM@0<value VirtualMachine in VMSingleDestination, VMMultipleDestinations
    # New-VFD medium
    gives System.IO.FileInfo
    !Path@0<value<property String[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # New-VHD medium
    default DynamicWithoutSource
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property String[]
    !SizeBytes@1 UInt64 in DynamicWithoutSource, FixedWithoutSource
    SizeBytes@1 in Differencing
    Dynamic switch in DynamicWithoutSource
    !Dynamic in DynamicWithSource
    BlockSizeBytes UInt32
    LogicalSectorSizeBytes UInt32 in DynamicWithoutSource, FixedWithoutSource
    PhysicalSectorSizeBytes UInt32 in DynamicWithoutSource, Differencing, FixedWithoutSource
    AsJob switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !ParentPath@1 in Differencing
    Differencing switch in Differencing
    !Fixed switch in FixedWithoutSource, FixedWithSource
    !SourceDisk<property UInt32 = Number in FixedWithSource, DynamicWithSource
    ? LogicalSectorSizeBytes set 512, 4096
    ? PhysicalSectorSizeBytes set 512, 4096
    # New-VM medium
    default No VHD
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    Name@0<value<property = VMName
    MemoryStartupBytes@1 Int64
    BootDevice BootDevice
    NoVHD switch in No VHD
    SwitchName
    Path
    SourceGuestStatePath
    Version Version
    Prerelease switch
    Experimental switch
    Generation@2 Int16
    GuestStateIsolationType
    Force switch
    AsJob switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !NewVHDPath in New VHD
    !NewVHDSizeBytes UInt64 in New VHD
    !VHDPath in Existing VHD
    ? Generation set 1, 2
    ? GuestStateIsolationType set TrustedLaunch, VBS, SNP, TDX, Disabled
    # New-VMGroup
    gives Microsoft.HyperV.PowerShell.VMGroup
    !Name@0
    !GroupType@1 GroupType
    Id@2 Guid
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # New-VMReplicationAuthorizationEntry medium
    gives Microsoft.HyperV.PowerShell.VMReplicationAuthorizationEntry
    !AllowedPrimaryServer@0<value = AllowedPS
    !ReplicaStorageLocation@1 = StorageLoc
    !TrustGroup@2
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # New-VMResourcePool medium
    gives Microsoft.HyperV.PowerShell.VMResourcePool
    !Name@0<value
    !ResourcePoolType@1 VMResourcePoolType[]
    ParentName@2 String[]
    Paths@3 String[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # New-VMSan medium
    default HbaObject
    gives Microsoft.HyperV.PowerShell.VMSan
    CimSession CimSession
    ComputerName
    Credential PSCredential
    !Name@0 = SanName
    Note
    HostBusAdapter CimInstance[] in HbaObject
    !WorldWideNodeName String[] = Wwnn, NodeName, Wwnns, NodeNames, WorldWideNodeNames, NodeAddress in StringWwn
    !WorldWidePortName String[] = Wwpn, PortName, Wwpns, PortNames, WorldWidePortNames, PortAddress in StringWwn
    # New-VMSwitch medium
    default NetAdapterName
    gives Microsoft.HyperV.PowerShell.VMSwitch
    CimSession<property CimSession[]
    ComputerName<property String[] = PSComputerName
    Credential<property PSCredential[]
    !Name@0 = SwitchName
    AllowManagementOS Boolean in NetAdapterName, NetAdapterInterfaceDescription
    !NetAdapterName<property String[] = InterfaceAlias in NetAdapterName
    Notes
    MinimumBandwidthMode VMSwitchBandwidthMode
    EnableIov Boolean
    EnablePacketDirect Boolean
    EnableEmbeddedTeaming Boolean
    !NetAdapterInterfaceDescription<property String[] = InterfaceDescription in NetAdapterInterfaceDescription
    !SwitchType VMSwitchType in SwitchType
    ? SwitchType set Internal, Private
    # Optimize-VHD medium
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property String[] = FullName
    Mode VhdCompactMode
    AsJob switch
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Optimize-VHDSet medium
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property String[] = FullName
    AsJob switch
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Remove-VHDSnapshot medium
    default Path
    gives Microsoft.Vhd.PowerShell.VHDSnapshotInfo[]
    !Path@0<value<property String[] = FullName in Path
    PersistReferencePoint switch
    !SnapshotId Guid[] in Path
    AsJob switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !VHDSnapshot@0<value VHDSnapshotInfo[] in VHDSnapshot
    # Remove-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    Force switch
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Remove-VMAssignableDevice medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMAssignedDevice
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 String[] in VMName
    InstancePath in VMName
    LocationPath in VMName
    Passthru switch
    !VMAssignableDevice@0<value VMAssignedDevice[] in Object
    # Remove-VMDvdDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.DriveController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 in VMName
    !ControllerNumber@1 Int32 in VMName
    !ControllerLocation@2 Int32 in VMName
    Passthru switch
    !VMDvdDrive@0<value DvdDrive[] in VMDvdDrive
    # Remove-VMFibreChannelHba medium
    default VMFibreChannelHba
    gives Microsoft.HyperV.PowerShell.VMFibreChannelHba
    !VMFibreChannelHba@0<value VMFibreChannelHba[] in VMFibreChannelHba
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !VMName@0 in VMName and WWN
    !WorldWideNodeNameSetA@1 = Wwnn1 in VMName and WWN
    !WorldWidePortNameSetA@2 = Wwpn1 in VMName and WWN
    !WorldWideNodeNameSetB@3 = Wwnn2 in VMName and WWN
    !WorldWidePortNameSetB@4 = Wwpn2 in VMName and WWN
    # Remove-VMGpuPartitionAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMGpuPartitionAdapter
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 String[] in VMName
    Passthru switch
    AdapterId in VMName, VMObject
    !VM@0<value VirtualMachine[] in VMObject
    !VMGpuPartitionAdapter@0<value VMGpuPartitionAdapter[] in Object
    # Remove-VMGroup
    default Name
    gives System.Object
    CimSession CimSession[] in Name, Id
    ComputerName String[] in Name, Id
    Credential PSCredential[] in Name, Id
    !Name@0 in Name
    Force switch
    !Id@0 Guid in Id
    !VMGroup@0<value VMGroup in InputObject
    # Remove-VMGroupMember medium
    default VM Using Name
    gives Microsoft.HyperV.PowerShell.VMGroup
    CimSession CimSession[] in VM Using Name, VMGroup Using ID, VMGroup Using Name, VM Using ID
    ComputerName String[] in VM Using Name, VMGroup Using ID, VMGroup Using Name, VM Using ID
    Credential PSCredential[] in VM Using Name, VMGroup Using ID, VMGroup Using Name, VM Using ID
    !Name@0 in VM Using Name, VMGroup Using Name
    !VM@1 VirtualMachine[] in VM Using Name, VM Using ID, VM Using InputObject
    Passthru switch
    !Id@0 Guid in VMGroup Using ID, VM Using ID
    !VMGroupMember@1 VMGroup[] in VMGroup Using ID, VMGroup Using Name, VMGroup Using InputObject
    !VMGroup@0 VMGroup in VM Using InputObject, VMGroup Using InputObject
    # Remove-VMHardDiskDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.DriveController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 in VMName
    !ControllerType@1 ControllerType in VMName
    !ControllerNumber@2 Int32 in VMName
    !ControllerLocation@3 Int32 in VMName
    Passthru switch
    !VMHardDiskDrive@0<value HardDiskDrive[] in VMHardDiskDrive
    # Remove-VMHostAssignableDevice medium
    default Path
    gives System.Object
    CimSession CimSession[] in Path
    ComputerName String[] in Path
    Credential PSCredential[] in Path
    InstancePath in Path
    LocationPath in Path
    !ResourcePoolName String[]
    Force switch
    !HostAssignableDevice@0<value VMHostAssignableDevice[] = VMHostAssignableDevice in Object
    # Remove-VMKeyStorageDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.KeyStorageDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 in VMName
    !VMKeyStorageDrive@0<value KeyStorageDrive[] in VMKeyStorageDrive
    Passthru switch
    # Remove-VMMigrationNetwork medium
    gives Microsoft.HyperV.PowerShell.MigrationNetwork
    !Subnet@0<value<property
    CimSession<property CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    Passthru switch
    # Remove-VMNetworkAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapter, Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    Name = VMNetworkAdapterName in VMName, ManagementOS, VMObject
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    SwitchName in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Remove-VMNetworkAdapterAcl medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterAclSetting
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    !Action VMNetworkAdapterAclAction in VMName, ResourceObject, ManagementOS, VMObject
    !Direction VMNetworkAdapterAclDirection in VMName, ResourceObject, ManagementOS, VMObject
    LocalIPAddress String[] in VMName, ResourceObject, ManagementOS, VMObject
    LocalMacAddress String[] in VMName, ResourceObject, ManagementOS, VMObject
    RemoteIPAddress String[] in VMName, ResourceObject, ManagementOS, VMObject
    RemoteMacAddress String[] in VMName, ResourceObject, ManagementOS, VMObject
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    !InputObject@0<value<property VMNetworkAdapterAclSetting[] in InputObjectParameter
    # Remove-VMNetworkAdapterExtendedAcl medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterExtendedAclSetting
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    !Weight Int32 in VMName, ResourceObject, ManagementOS, VMObject
    !Direction VMNetworkAdapterExtendedAclDirection in VMName, ResourceObject, ManagementOS, VMObject
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    !InputObject@0<value<property VMNetworkAdapterExtendedAclSetting[] in InputObjectParameter
    # Remove-VMNetworkAdapterRoutingDomainMapping medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    RoutingDomainID Guid in VMName, ResourceObject, ManagementOS, VMObject
    RoutingDomainName in VMName, ResourceObject, ManagementOS, VMObject
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    !InputObject@0<value<property VMNetworkAdapterRoutingDomainSetting[] in InputObjectParameter
    # Remove-VMNetworkAdapterTeamMapping medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterTeamMappingSetting
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value in VMName
    Name = VMNetworkAdapterName in VMName, ManagementOS, VMObject
    Passthru switch
    !ManagementOS switch in ManagementOS
    SwitchName in ManagementOS
    !VMNetworkAdapter@0<value VMNetworkAdapterBase in ResourceObject
    !VM@0<value VirtualMachine in VMObject
    # Remove-VMPmemController medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMPmemController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 String[] in VMName
    !VMPmemController@0<value VMPmemController[] in Object
    Passthru switch
    # Remove-VMRemoteFx3dVideoAdapter medium
    default VMName
    gives VMRemoteFxVideoAdapter
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMRemoteFx3dVideoAdapter@0<value VMRemoteFx3DVideoAdapter[] in RemoteFXAdapter
    # Remove-VMReplication medium
    default VMName
    gives VMReplication
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ReplicationRelationshipType VMReplicationRelationshipType = Relationship in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMReplication@0<value VMReplication[] in VMReplication
    # Remove-VMReplicationAuthorizationEntry medium
    default PrimaryServerName
    gives VMReplicationAuthorizationEntry
    CimSession CimSession[] in PrimaryServerName, TrustGroup
    ComputerName String[] in PrimaryServerName, TrustGroup
    Credential PSCredential[] in PrimaryServerName, TrustGroup
    !AllowedPrimaryServer@0<value = AllowedPS in PrimaryServerName
    Passthru switch
    !TrustGroup@0<value in TrustGroup
    !VMReplicationAuthorizationEntry@0<value VMReplicationAuthorizationEntry[] = VMRepAuthEntry in Object
    # Remove-VMResourcePool medium
    default ComputerName
    gives VMResourcePool
    ComputerName String[] in ComputerName
    Credential PSCredential[] in ComputerName
    !Name@0<property
    !ResourcePoolType@1<property VMResourcePoolType[]
    Passthru switch
    CimSession<property CimSession[] in CimSession
    # Remove-VMSan medium
    gives Microsoft.HyperV.PowerShell.VMSan
    CimSession<property CimSession[]
    !Name@0<property String[] = SanName
    Passthru switch
    ComputerName String[]
    Credential PSCredential[]
    # Remove-VMSavedState medium
    default VMName
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    # Remove-VMScsiController medium
    default VMName
    gives VMScsiController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 String[] in VMName
    !ControllerNumber@1 Int32 in VMName
    Passthru switch
    !VMScsiController@0<value VMScsiController[] in Object
    # Remove-VMSnapshot medium
    default SnapshotName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    !VMName@0 String[] in SnapshotName
    CimSession CimSession[] in SnapshotName
    ComputerName String[] in SnapshotName
    Credential PSCredential[] in SnapshotName
    Name@1<value String[] in SnapshotName, VMObject
    IncludeAllChildSnapshots switch = IncludeAllChildCheckpoints
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot[] = VMCheckpoint in SnapshotObject
    # Remove-VMStoragePath
    gives System.String
    !Path@0<value String[]
    !ResourcePoolName@1 String[]
    !ResourcePoolType@2 VMResourcePoolType
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    ? ResourcePoolType set VHD, ISO, VFD
    # Remove-VMSwitch medium
    default Name
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = SwitchName in Name
    ResourcePoolName@1 String[]
    Force switch
    !VMSwitch@0<value VMSwitch[] in SwitchObject
    # Remove-VMSwitchExtensionPortFeature medium
    gives Microsoft.HyperV.PowerShell.VMSwitchExtensionPortFeature
    !VMSwitchExtensionFeature<value VMSwitchExtensionPortFeature[]
    Passthru switch
    VMName String[]
    VMNetworkAdapter VMNetworkAdapterBase[]
    ManagementOS switch
    ExternalPort switch
    SwitchName
    VMNetworkAdapterName
    ComputerName String[]
    VM VirtualMachine[]
    CimSession CimSession[]
    Credential PSCredential[]
    # Remove-VMSwitchExtensionSwitchFeature medium
    gives Microsoft.HyperV.PowerShell.VMSwitchExtensionSwitchFeature
    !VMSwitchExtensionFeature<value VMSwitchExtensionSwitchFeature[]
    Passthru switch
    ComputerName String[]
    SwitchName String[]
    VMSwitch VMSwitch[]
    CimSession CimSession[]
    Credential PSCredential[]
    # Remove-VMSwitchTeamMember medium
    default SwitchName_NetAdapterName
    gives Microsoft.HyperV.PowerShell.VMSwitch[]
    ComputerName<property String[] = PSComputerName
    !VMSwitchName@0 String[] = SwitchName in SwitchName_NetAdapterName, SwitchName_NetAdapterInterfaceDescription
    NetAdapterName String[] = InterfaceAlias in SwitchName_NetAdapterName, SwitchObject_NetAdapterName
    Passthru switch
    CimSession CimSession[]
    Credential PSCredential[]
    NetAdapterInterfaceDescription String[] in SwitchName_NetAdapterInterfaceDescription, SwitchObject_NetAdapterInterfaceDescription
    !VMSwitch@0<value VMSwitch[] in SwitchObject_NetAdapterInterfaceDescription, SwitchObject_NetAdapterName
    # Rename-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    !NewName@1
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Rename-VMGroup medium
    default Name
    gives Microsoft.HyperV.PowerShell.VMGroup
    CimSession CimSession[] in Name, Id
    ComputerName String[] in Name, Id
    Credential PSCredential[] in Name, Id
    !Name@0 String[] in Name
    !NewName@1
    Passthru switch
    !Id@0 Guid in Id
    !VMGroup@0 VMGroup[] in InputObject
    # Rename-VMNetworkAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapter, Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0 String[] in VMName
    Name@1 = VMNetworkAdapterName in VMName, ManagementOS, VMObject
    !NewName@2
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Rename-VMResourcePool medium
    gives VMResourcePool
    CimSession<property CimSession[]
    !Name@0<value<property
    !ResourcePoolType@1<property VMResourcePoolType
    !NewName@2
    Passthru switch
    ComputerName String[]
    Credential PSCredential[]
    # Rename-VMSan medium
    gives Microsoft.HyperV.PowerShell.VMSan
    CimSession<property CimSession[]
    !Name@0<property = SanName
    !NewName@1
    Passthru switch
    ComputerName String[]
    Credential PSCredential[]
    # Rename-VMSnapshot medium
    default SnapshotName
    gives VMSnapshot
    CimSession CimSession[] in SnapshotName
    ComputerName String[] in SnapshotName
    Credential PSCredential[] in SnapshotName
    !Name@0 in SnapshotName, VM
    !VMName@1 in SnapshotName
    !NewName@2
    Passthru switch
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in SnapshotObject
    !VM@0<value VirtualMachine in VM
    # Rename-VMSwitch medium
    default SwitchName
    gives Microsoft.HyperV.PowerShell.EthernetSwitch
    CimSession CimSession[] in SwitchName
    ComputerName String[] in SwitchName
    Credential PSCredential[] in SwitchName
    !Name@0<value = SwitchName in SwitchName
    !NewName@2
    Passthru switch
    !VMSwitch@0<value VMSwitch in SwitchObject
    # Repair-VM medium
    gives Microsoft.HyperV.PowerShell.CompatibilityReport
    !CompatibilityReport@0<value VMCompatibilityReport
    SnapshotFilePath = CheckpointFileLocation, SnapshotFileLocation
    Path
    Passthru switch
    # Reset-VMReplicationStatistics medium
    default VMName
    gives VMReplication
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ReplicationRelationshipType VMReplicationRelationshipType = Relationship in VMName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMReplication@0<value VMReplication[] in VMReplication
    # Reset-VMResourceMetering
    default VMName
    CimSession<property CimSession[] in VMName, ResourcePool
    ComputerName String[] in VMName, ResourcePool
    Credential PSCredential[] in VMName, ResourcePool
    !VMName@0 String[] in VMName
    !ResourcePoolName@0<value<property = Name in ResourcePool
    ResourcePoolType@1<property VMResourcePoolType in ResourcePool
    !VM@0<value VirtualMachine[] in VMObject
    ? ResourcePoolType set Ethernet, Memory, Processor, VHD
    # Resize-VHD medium
    default Size
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property String[] = FullName
    !SizeBytes@1 UInt64 in Size
    AsJob switch
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !ToMinimumSize switch in MinimumSize
    # Restart-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name, NameWait
    ComputerName String[] in Name, NameWait
    Credential PSCredential[] in Name, NameWait
    !Name@0<value String[] = VMName in Name, NameWait
    Force switch
    AsJob switch
    Passthru switch
    !Wait switch in NameWait, VMObjectWait
    For WaitVMTypes in NameWait, VMObjectWait
    Delay UInt16 in NameWait, VMObjectWait
    Timeout Int32 = TimeoutSec in NameWait, VMObjectWait
    !VM@0<value VirtualMachine[] in VMObject, VMObjectWait
    ? Delay range 1 65535
    ? Timeout range -1 2147483647
    # Restore-VMSnapshot high
    default SnapshotName
    gives VMSnapshot
    CimSession CimSession[] in SnapshotName
    ComputerName String[] in SnapshotName
    Credential PSCredential[] in SnapshotName
    !Name@0 in SnapshotName, VM
    !VMName@1 in SnapshotName
    AsJob switch
    Passthru switch
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in SnapshotObject
    !VM@0<value VirtualMachine in VM
    # Resume-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Resume-VMReplication medium
    default VMName
    gives VMReplication
    ComputerName String[] in VMName
    !VMName@0<value String[] in VMName
    ReplicationRelationshipType VMReplicationRelationshipType = Relationship in VMName, VMObject
    ResynchronizeStartTime DateTime = ResyncStart
    Resynchronize switch = Resync
    AsJob switch
    Continue switch
    Passthru switch
    CimSession CimSession[]
    Credential PSCredential[]
    !VM@0<value VirtualMachine[] in VMObject
    !VMReplication@0<value VMReplication[] in VMReplication
    # Revoke-VMConnectAccess medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMConnectAce
    !UserName@1<property String[] = UserId, Sid
    Passthru switch
    !VMName@0<value String[] in VMName
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !VMId@0<value<property Guid[] in VMId
    # Save-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    """
}
