extension CommandTable {
  /// The parameters of the cmdlets of Hyper-V whose verbs are Set to Wait.
  static let hyperVSetToWait = """
    # Set-VHD medium
    default Parent
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property = FullName
    !ParentPath@1 in Parent
    LeafPath in Parent
    IgnoreIdMismatch switch in Parent
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !PhysicalSectorSizeBytes UInt32 in PhysicalSectorSize
    !ResetDiskIdentifier switch in DiskIdentifier
    Force switch in DiskIdentifier
    ? PhysicalSectorSizeBytes set 512, 4096
    # Set-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    GuestControlledCacheTypes Boolean
    LowMemoryMappedIoSpace UInt32
    HighMemoryMappedIoSpace UInt64
    ProcessorCount Int64
    DynamicMemory switch
    StaticMemory switch
    MemoryMinimumBytes Int64
    MemoryMaximumBytes Int64
    MemoryStartupBytes Int64
    AutomaticStartAction StartAction
    AutomaticStopAction StopAction
    AutomaticStartDelay Int32
    AutomaticCriticalErrorAction CriticalErrorAction
    AutomaticCriticalErrorActionTimeout Int32
    AutomaticCheckpointsEnabled Boolean
    LockOnDisconnect OnOffState
    Notes
    NewVMName
    SnapshotFileLocation
    SmartPagingFilePath
    CheckpointType CheckpointType
    Passthru switch
    AllowUnverifiedPaths switch
    !VM@0<value VirtualMachine[] in VMObject
    # Set-VMBios medium
    default VMName
    gives Microsoft.HyperV.PowerShell.Bios
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    DisableNumLock switch
    EnableNumLock switch
    StartupOrder BootDevice[]
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMBios@0<value VMBios[] in VMBios
    # Set-VMComPort medium
    default VMName
    gives Microsoft.HyperV.PowerShell.ComPort
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !Number@1 Int32 in VMName, VMObject
    Path@2
    DebuggerMode OnOffState
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMComPort@0<value VMComPort[] in VMComPort
    ? Number range 1 2
    # Set-VMDvdDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.DvdDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 in VMName
    ControllerNumber@1 Int32 in VMName
    ControllerLocation@2 Int32 in VMName
    ToControllerNumber Int32
    ToControllerLocation Int32
    Path@3
    ResourcePoolName
    AllowUnverifiedPaths switch
    Passthru switch
    !VMDvdDrive@0<value DvdDrive[] in Object
    # Set-VMFibreChannelHba medium
    default VMName And Only SAN
    gives Microsoft.HyperV.PowerShell.VMFibreChannelHba
    CimSession CimSession[] in VMName And Only SAN, VMName And Generate WWN, VMName And Manual WWN
    ComputerName String[] in VMName And Only SAN, VMName And Generate WWN, VMName And Manual WWN
    Credential PSCredential[] in VMName And Only SAN, VMName And Generate WWN, VMName And Manual WWN
    !VMName@0 in VMName And Only SAN, VMName And Generate WWN, VMName And Manual WWN
    !WorldWideNodeNameSetA@1 = Wwnn1 in VMName And Only SAN, VMName And Generate WWN, VMName And Manual WWN
    !WorldWidePortNameSetA@2 = Wwpn1 in VMName And Only SAN, VMName And Generate WWN, VMName And Manual WWN
    !WorldWideNodeNameSetB@3 = Wwnn2 in VMName And Only SAN, VMName And Generate WWN, VMName And Manual WWN
    !WorldWidePortNameSetB@4 = Wwpn2 in VMName And Only SAN, VMName And Generate WWN, VMName And Manual WWN
    !SanName in VMName And Only SAN, Object And Only SAN
    Passthru switch
    !GenerateWwn switch in VMName And Generate WWN, Object And Generate WWN
    NewWorldWideNodeNameSetA in VMName And Manual WWN, Object And Manual WWN
    NewWorldWidePortNameSetA in VMName And Manual WWN, Object And Manual WWN
    NewWorldWideNodeNameSetB in VMName And Manual WWN, Object And Manual WWN
    NewWorldWidePortNameSetB in VMName And Manual WWN, Object And Manual WWN
    !VMFibreChannelHba@0<value VMFibreChannelHba in Object And Generate WWN, Object And Manual WWN, Object And Only SAN
    # Set-VMFirmware medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMFirmware
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    BootOrder VMComponentObject[]
    FirstBootDevice VMComponentObject
    EnableSecureBoot OnOffState
    SecureBootTemplate
    SecureBootTemplateId Guid
    PreferredNetworkBootProtocol IPProtocolPreference
    ConsoleMode ConsoleModeType
    PauseAfterBootFailure OnOffState
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMFirmware@0<value VMFirmware[] in VMFirmware
    # Set-VMFloppyDiskDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMFloppyDiskDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Path@1<property = FullName
    ResourcePoolName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMFloppyDiskDrive@0<value VMFloppyDiskDrive[] in VMFloppyDiskDrive
    # Set-VMGpuPartitionAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMGpuPartitionAdapter
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    AdapterId in VMName, VMObject
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
    !VMGpuPartitionAdapter@0<value VMGpuPartitionAdapter[] in Object
    # Set-VMHardDiskDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.HardDiskDrive
    CimSession<property CimSession[]
    ComputerName String[] = PSComputerName
    Credential PSCredential[]
    !VMName@0 in VMName
    ControllerType@1 ControllerType in VMName
    ControllerNumber@2 Int32 in VMName
    ControllerLocation@3 Int32 in VMName
    Path@4
    ToControllerType ControllerType
    ToControllerNumber Int32
    ToControllerLocation Int32
    DiskNumber<property UInt32 = Number
    ResourcePoolName
    SupportPersistentReservations Boolean = ShareVirtualDisk
    AllowUnverifiedPaths switch
    MaximumIOPS UInt64
    MinimumIOPS UInt64
    QoSPolicyID
    QoSPolicy CimInstance
    Passthru switch
    OverrideCacheAttributes CacheAttributes
    !VMHardDiskDrive@0<value HardDiskDrive[] in Object
    # Set-VMHost medium
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMHost
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    MaximumStorageMigrations UInt32
    MaximumVirtualMachineMigrations UInt32
    VirtualMachineMigrationAuthenticationType MigrationAuthenticationType
    UseAnyNetworkForMigration Boolean
    VirtualMachineMigrationPerformanceOption VMMigrationPerformance
    ResourceMeteringSaveInterval TimeSpan
    VirtualHardDiskPath
    VirtualMachinePath
    MacAddressMaximum
    MacAddressMinimum
    FibreChannelWwnn
    FibreChannelWwpnMaximum
    FibreChannelWwpnMinimum
    NumaSpanningEnabled Boolean
    EnableEnhancedSessionMode Boolean
    Passthru switch
    !CimSession@0<property CimSession[] in CimSession
    # Set-VMHostCluster
    default ClusterName
    gives Microsoft.HyperV.PowerShell.VMHostCluster
    !ClusterName@0<value String[] in ClusterName
    Credential@1<value PSCredential[] in ClusterName
    SharedStoragePath
    Passthru switch
    !CimSession@0<value CimSession[] in CimSession
    !InputObject@0<value VMHostCluster[] in InputObject
    # Set-VMHostPartitionableGpu
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMHostPartitionableGpu
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    Passthru switch
    PartitionCount UInt16
    !CimSession@0<property CimSession[] in CimSession
    !HostPartitionableGpu@0<value VMHostPartitionableGpu[] in Object
    Name in Name
    # Set-VMKeyProtector medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    KeyProtector Byte[]
    NewLocalKeyProtector switch
    RestoreLastKnownGoodKeyProtector switch
    !VM@0<value VirtualMachine[] in VMObject
    # Set-VMKeyStorageDrive medium
    default VMName
    gives Microsoft.HyperV.PowerShell.KeyStorageDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0 in VMName
    ControllerNumber@1 Nullable[int] in VMName
    ControllerLocation@2 Nullable[int] in VMName
    !VMKeyStorageDrive@0<value KeyStorageDrive[] in Object
    ToControllerNumber Nullable[int]
    ToControllerLocation Nullable[int]
    ResourcePoolName
    AllowUnverifiedPaths switch
    Passthru switch
    # Set-VMMemory medium
    default VMName
    gives Microsoft.HyperV.PowerShell.Memory
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Buffer Int32
    DynamicMemoryEnabled Boolean
    MaximumBytes Int64
    StartupBytes Int64
    MinimumBytes Int64
    Priority Int32
    MaximumAmountPerNumaNodeBytes Int64
    ResourcePoolName
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMMemory@0<value VMMemory[] in ResourceObject
    # Set-VMMigrationNetwork medium
    default ComputerName
    gives Microsoft.HyperV.PowerShell.MigrationNetwork
    ComputerName String[] in ComputerName
    Credential PSCredential[] in ComputerName
    !Subnet@0<value<property
    NewSubnet@1
    NewPriority UInt32
    Passthru switch
    CimSession<property CimSession[] in CimSession
    # Set-VMNetworkAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapter, Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value in VMName
    Name = VMNetworkAdapterName in VMName, ManagementOS, VMObject
    DynamicMacAddress switch in VMName, ResourceObject, VMObject
    StaticMacAddress in VMName, ResourceObject, VMObject
    MacAddressSpoofing OnOffState
    DhcpGuard OnOffState
    RouterGuard OnOffState
    PortMirroring VMNetworkAdapterPortMirroringMode
    IeeePriorityTag OnOffState
    VmqWeight UInt32
    IovQueuePairsRequested UInt32
    IovInterruptModeration IovInterruptModerationValue
    IovWeight UInt32
    IPsecOffloadMaximumSecurityAssociation UInt32
    MaximumBandwidth Int64
    MinimumBandwidthAbsolute Int64
    MinimumBandwidthWeight UInt32
    MandatoryFeatureId String[]
    ResourcePoolName
    TestReplicaPoolName
    TestReplicaSwitchName
    VirtualSubnetId UInt32
    AllowTeaming OnOffState
    NotMonitoredInCluster Boolean
    StormLimit UInt32
    DynamicIPAddressLimit UInt32
    DeviceNaming OnOffState
    FixSpeed10G OnOffState
    PacketDirectNumProcs UInt32
    PacketDirectModerationCount UInt32
    PacketDirectModerationInterval UInt32
    VrssEnabled Boolean
    VmmqEnabled Boolean
    VmmqQueuePairs UInt32
    Passthru switch
    !ManagementOS switch in ManagementOS
    !VMNetworkAdapter@0<value VMNetworkAdapterBase in ResourceObject
    !VM@0<value VirtualMachine in VMObject
    # Set-VMNetworkAdapterFailoverConfiguration medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterFailoverConfiguration
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value in VMName
    VMNetworkAdapterName in VMName, VMObject
    IPv4Address
    IPv6Address
    IPv4SubnetMask
    IPv6SubnetPrefixLength Int32
    IPv4PreferredDNSServer
    IPv4AlternateDNSServer
    IPv6PreferredDNSServer
    IPv6AlternateDNSServer
    IPv4DefaultGateway
    IPv6DefaultGateway
    ClearFailoverIPv4Settings switch
    ClearFailoverIPv6Settings switch
    Passthru switch
    !VMNetworkAdapter@0<value<property VMNetworkAdapter in ResourceObject
    !VM@0<value VirtualMachine in VMObject
    ? IPv6SubnetPrefixLength range 0 128
    # Set-VMNetworkAdapterIsolation medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterIsolationSetting
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    IsolationMode VMNetworkAdapterIsolationMode
    AllowUntaggedTraffic Boolean
    DefaultIsolationID Int32
    MultiTenantStack OnOffState
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Set-VMNetworkAdapterRdma medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterRdmaSetting
    !ManagementOS switch in ManagementOS
    CimSession CimSession[] in ManagementOS, VMName
    ComputerName String[] in ManagementOS, VMName
    Credential PSCredential[] in ManagementOS, VMName
    Name = VMNetworkAdapterName in ManagementOS, VMName, VMObject
    !VMName@0<value in VMName
    !VMNetworkAdapter@0<value VMNetworkAdapterBase in ResourceObject
    !VM@0<value VirtualMachine in VMObject
    RdmaWeight Nullable[uint32]
    Passthru switch
    # Set-VMNetworkAdapterRoutingDomainMapping medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    RoutingDomainID Guid in VMName, ResourceObject, ManagementOS, VMObject
    RoutingDomainName in VMName, ResourceObject, ManagementOS, VMObject
    NewRoutingDomainName
    IsolationID Int32[]
    IsolationName String[]
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    !InputObject@0<value<property VMNetworkAdapterRoutingDomainSetting in InputObjectParameter
    # Set-VMNetworkAdapterTeamMapping medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterTeamMappingSetting
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    !PhysicalNetAdapterName
    Passthru switch
    !ManagementOS switch in ManagementOS
    SwitchName in ManagementOS
    !VMNetworkAdapter@0<value VMNetworkAdapterBase in ResourceObject
    !VM@0<value VirtualMachine in VMObject
    # Set-VMNetworkAdapterVlan medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterVlanSetting
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMName@0<value String[] in VMName
    Untagged switch = u
    Access switch = a
    VlanId Int32 = AccessVlanId
    Trunk switch = t
    NativeVlanId Int32
    AllowedVlanIdList
    Isolated switch = i
    Community switch = c
    Promiscuous switch = p
    PrimaryVlanId Int32
    SecondaryVlanId Int32
    SecondaryVlanIdList
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Set-VMPartitionableGpu
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMPartitionableGpu
    !CimSession@0<property CimSession[] in CimSession
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    !PartitionableGpu@0<value VMPartitionableGpu[] in Object
    Name in Name
    Passthru switch
    PartitionCount Nullable[uint16]
    # Set-VMProcessor medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMProcessor
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Count Int64
    CompatibilityForMigrationEnabled Boolean
    CompatibilityForOlderOperatingSystemsEnabled Boolean
    HwThreadCountPerCore Int64
    Maximum Int64
    Reserve Int64
    RelativeWeight Int32
    MaximumCountPerNumaNode Int32
    MaximumCountPerNumaSocket Int32
    ResourcePoolName
    Perfmon String[] in VMName
    EnableHostResourceProtection Boolean
    ExposeVirtualizationExtensions Boolean
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMProcessor@0<value VMProcessor[] in VMProcessor
    # Set-VMRemoteFx3dVideoAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.RemoteFxVideoAdapter
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    MonitorCount@1 Byte
    MaximumResolution@2
    VRAMSizeBytes@3 UInt64
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMRemoteFx3dVideoAdapter@0<value VMRemoteFx3DVideoAdapter[] in Object
    # Set-VMReplication medium
    default VMName
    gives VMReplication
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[]
    !VMName@0<value String[] = Name in VMName
    ReplicaServerName@1 = ReplicaServer
    ReplicaServerPort@2 Int32 = ReplicaPort
    AuthenticationType@3 ReplicationAuthenticationType = AuthType
    CertificateThumbprint<property = Thumbprint, Cert
    CompressionEnabled Boolean
    ReplicateHostKvpItems Boolean
    BypassProxyServer Boolean
    EnableWriteOrderPreservationAcrossDisks Boolean
    InitialReplicationStartTime DateTime = IRTime
    DisableVSSSnapshotReplication switch = DisableVSS
    VSSSnapshotFrequencyHour Int32 = VSSFreq
    RecoveryHistory Int32 = RecHist
    ReplicationFrequencySec Int32 = RepFreq
    ReplicatedDisks HardDiskDrive[]
    ReplicatedDiskPaths String[]
    Reverse switch
    AutoResynchronizeEnabled Boolean = AutoResync
    AutoResynchronizeIntervalStart TimeSpan = AutoResyncStart
    AutoResynchronizeIntervalEnd TimeSpan = AutoResyncEnd
    AsReplica switch
    UseBackup switch
    AllowedPrimaryServer<property = AllowedPS
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMReplication@0<value VMReplication[] in VMReplication
    ? ReplicaServerPort range 1 65535
    ? VSSSnapshotFrequencyHour range 1 12
    ? RecoveryHistory range 0 24
    ? ReplicationFrequencySec range 30 900
    # Set-VMReplicationAuthorizationEntry medium
    default Name
    gives VMReplicationAuthorizationEntry
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !AllowedPrimaryServer@0<value = AllowedPS in Name
    ReplicaStorageLocation@1 = StorageLoc
    TrustGroup@2
    Passthru switch
    !VMReplicationAuthorizationEntry@0<value VMReplicationAuthorizationEntry[] = VMRepAuthEntry in Object
    # Set-VMReplicationServer medium
    default AuthenticationPort
    gives VMRecoveryServer
    ReplicationEnabled@0 Boolean = RepEnabled
    AllowedAuthenticationType@1 RecoveryAuthenticationType = AuthType
    ReplicationAllowedFromAnyServer@2 Boolean = AllowAnyServer
    CertificateThumbprint<property = Thumbprint
    DefaultStorageLocation = StorageLoc
    KerberosAuthenticationPort Int32 = KerbAuthPort in AuthenticationPort
    CertificateAuthenticationPort Int32 = CertAuthPort in AuthenticationPort
    MonitoringInterval TimeSpan
    MonitoringStartTime TimeSpan
    Force switch
    Passthru switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    KerberosAuthenticationPortMapping Hashtable in AuthenticationPortMapping
    CertificateAuthenticationPortMapping Hashtable in AuthenticationPortMapping
    ? KerberosAuthenticationPort range 1 65535
    ? CertificateAuthenticationPort range 1 65535
    # Set-VMResourcePool medium
    gives VMResourcePool
    CimSession<property CimSession[]
    !Name@0<property String[]
    !ResourcePoolType@1<property VMResourcePoolType
    !ParentName@2 String[]
    Passthru switch
    ComputerName String[]
    Credential PSCredential[]
    # Set-VMSan medium
    default HbaObject
    gives Microsoft.HyperV.PowerShell.SAN
    !Name@0<property = SanName
    HostBusAdapter CimInstance[] in HbaObject
    Note
    Passthru switch
    CimSession<property CimSession[] in StringWwn
    ComputerName String[] in StringWwn
    Credential PSCredential[] in StringWwn
    !WorldWideNodeName String[] = Wwnn, NodeName, Wwnns, NodeNames, WorldWideNodeNames, NodeAddress in StringWwn
    !WorldWidePortName String[] = Wwpn, PortName, Wwpns, PortNames, WorldWidePortNames, PortAddress in StringWwn
    # Set-VMSecurity medium
    default VMName
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    EncryptStateAndVmMigrationTraffic Boolean
    VirtualizationBasedSecurityOptOut Boolean
    !VM@0<value VirtualMachine[] in VMObject
    # Set-VMSecurityPolicy medium
    default VMName
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    Shielded Boolean
    !VM@0<value VirtualMachine[] in VMObject
    # Set-VMStorageSettings medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    Passthru switch
    DisableInterruptBatching Boolean
    ThreadCountPerChannel ThreadCount
    VirtualProcessorsPerChannel UInt16
    # Set-VMSwitch medium
    default SwitchName_SwitchType
    gives Microsoft.HyperV.PowerShell.EthernetSwitch
    CimSession<property CimSession[]
    ComputerName String[] = PSComputerName
    Credential PSCredential[]
    !Name@0 String[] = SwitchName in SwitchName_SwitchType, SwitchName_NetAdapterInterfaceDescription, SwitchName_NetAdapterName
    SwitchType VMSwitchType in SwitchName_SwitchType, SwitchObject_SwitchType
    AllowManagementOS Boolean
    DefaultFlowMinimumBandwidthAbsolute Int64
    DefaultFlowMinimumBandwidthWeight Int64
    DefaultQueueVrssEnabled Boolean
    DefaultQueueVmmqEnabled Boolean
    DefaultQueueVmmqQueuePairs UInt32
    Extensions VMSwitchExtension[]
    Notes
    Passthru switch
    !VMSwitch@0<value VMSwitch[] in SwitchObject_SwitchType, SwitchObject_NetAdapterInterfaceDescription, SwitchObject_NetAdapterName
    !NetAdapterInterfaceDescription@1 in SwitchName_NetAdapterInterfaceDescription, SwitchObject_NetAdapterInterfaceDescription
    !NetAdapterName@1<property = InterfaceAlias in SwitchName_NetAdapterName, SwitchObject_NetAdapterName
    # Set-VMSwitchExtensionPortFeature medium
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
    # Set-VMSwitchExtensionSwitchFeature medium
    gives Microsoft.HyperV.PowerShell.VMSwitchExtensionSwitchFeature
    !VMSwitchExtensionFeature<value VMSwitchExtensionSwitchFeature[]
    Passthru switch
    ComputerName String[]
    SwitchName String[]
    VMSwitch VMSwitch[]
    CimSession CimSession[]
    Credential PSCredential[]
    # Set-VMSwitchTeam medium
    default SwitchName_NetAdapterName
    gives Microsoft.HyperV.PowerShell.VMSwitch
    ComputerName<property String[] = PSComputerName
    !Name@0 String[] = SwitchName in SwitchName_NetAdapterName, SwitchName_NetAdapterInterfaceDescription
    NetAdapterName String[] = InterfaceAlias in SwitchName_NetAdapterName, SwitchObject_NetAdapterName
    TeamingMode VMSwitchTeamingMode
    LoadBalancingAlgorithm VMSwitchLoadBalancingAlgorithm
    Passthru switch
    CimSession CimSession[]
    Credential PSCredential[]
    NetAdapterInterfaceDescription String[] in SwitchName_NetAdapterInterfaceDescription, SwitchObject_NetAdapterInterfaceDescription
    !VMSwitch@0<value VMSwitch[] in SwitchObject_NetAdapterInterfaceDescription, SwitchObject_NetAdapterName
    # Set-VMVideo medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMVideo
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ResolutionType@1 ResolutionType
    HorizontalResolution@2 UInt16
    VerticalResolution@3 UInt16
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    !VMVideo@0<value VMVideo[] in VMVideo
    # Start-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Start-VMFailover high
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName, VMName_Test
    ComputerName String[] in VMName, VMName_Test
    Credential PSCredential[] in VMName, VMName_Test
    !VMName@0<value String[] in VMName, VMName_Test
    Prepare switch in VMName, VMObject
    AsJob switch
    Passthru switch
    !AsTest switch in VMName_Test, VMObject_Test, VMSnapshot_Test
    !VM@0<value VirtualMachine[] in VMObject, VMObject_Test
    !VMRecoverySnapshot@0<value VMSnapshot = VMRecoveryCheckpoint in VMSnapshot, VMSnapshot_Test
    # Start-VMInitialReplication medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    ComputerName String[] in VMName
    !VMName@0<value String[] in VMName
    DestinationPath = IRLoc
    InitialReplicationStartTime DateTime = IRTime
    UseBackup switch
    AsJob switch
    Passthru switch
    CimSession CimSession[]
    Credential PSCredential[]
    !VM@0<value VirtualMachine[] in VMObject
    !VMReplication@0<value VMReplication[] in VMReplication
    # Start-VMTrace
    gives System.Object
    !Level@0
    TraceVerboseObjects switch
    Path
    ? Level set Error, Warning, Info, Verbose
    # Stop-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    Save switch
    TurnOff switch
    Force switch
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Stop-VMFailover medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Stop-VMInitialReplication medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    ComputerName String[] in VMName
    !VMName@0<value String[] in VMName
    Passthru switch
    CimSession CimSession[]
    Credential PSCredential[]
    !VM@0<value VirtualMachine[] in VMObject
    !VMReplication@0<value VMReplication[] in VMReplication
    # Stop-VMReplication medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    ComputerName String[] in VMName
    !VMName@0<value String[] in VMName
    ReplicationRelationshipType VMReplicationRelationshipType = Relationship in VMName, VMObject
    Passthru switch
    CimSession CimSession[]
    Credential PSCredential[]
    !VM@0<value VirtualMachine[] in VMObject
    !VMReplication@0<value VMReplication[] in VMReplication
    # Stop-VMTrace
    gives System.Object
    # Suspend-VM medium
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    AsJob switch
    Passthru switch
    !VM@0<value VirtualMachine[] in VMObject
    # Suspend-VMReplication medium
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
    # Test-VHD
    default ExistingVHD
    gives System.Boolean
    !Path@0<value<property String[] = FullName
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !SupportPersistentReservations switch = ShareVirtualDisk in SharedDisk
    # Test-VMNetworkAdapter medium
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterConnectionTestResult
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value in VMName
    Name = VMNetworkAdapterName in VMName, VMObject
    Sender switch
    Receiver switch
    !SenderIPAddress
    !ReceiverIPAddress
    NextHopMacAddress
    IsolationId Int32
    !SequenceNumber Int32
    PayloadSize Int32
    Passthru switch
    !VMNetworkAdapter@0<value VMNetworkAdapter in ResourceObject
    !VM@0<value VirtualMachine in VMObject
    # Test-VMReplicationConnection
    !ReplicaServerName@0 = ReplicaServer
    !ReplicaServerPort@1 Int32 = ReplicaPort
    !AuthenticationType@2 ReplicationAuthenticationType = AuthType
    CertificateThumbprint@3<property = Thumbprint
    BypassProxyServer Boolean
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    ? ReplicaServerPort range 1 65535
    # Update-VMVersion high
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
    # Wait-VM
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    CimSession CimSession[] in Name
    ComputerName String[] in Name
    Credential PSCredential[] in Name
    !Name@0<value String[] = VMName in Name
    !VM@0<value VirtualMachine[] in VMObject
    AsJob switch
    Passthru switch
    For WaitVMTypes
    Delay UInt16
    Timeout Int32 = TimeoutSec
    ? Delay range 1 65535
    ? Timeout range -1 2147483647
    """
}
