extension CommandTable {
  /// The parameters of the cmdlets of Hyper-V whose verb is Get.
  static let hyperVGet = """
    # Get-VHD
    default Path
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    !Path@0<value<property String[] = FullName in Path
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !DiskNumber@0<property UInt32 = Number in Disk
    !VMId@0<value<property Guid[] = Id in VMId
    # Get-VHDSet
    gives Microsoft.Vhd.PowerShell.VHDSetInfo
    !Path@0<value<property String[] = FullName
    GetAllPaths switch
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VHDSnapshot
    gives Microsoft.Vhd.PowerShell.VHDSnapshotInfo
    !Path@0<value<property String[] = FullName
    GetParentPaths switch
    SnapshotId Guid[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VM
    default Name
    gives Microsoft.HyperV.PowerShell.VirtualMachine
    Name@0<value String[] = VMName in Name
    CimSession CimSession[] in Name, Id
    ComputerName String[] in Name, Id
    Credential PSCredential[] in Name, Id
    Id@0<value<property Guid in Id
    !ClusterObject@0<value PSObject in ClusterObject
    # Get-VMAssignableDevice
    default VMName
    gives Microsoft.HyperV.PowerShell.VMAssignedDevice
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    InstancePath
    LocationPath
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMBios
    default VMName
    gives Microsoft.Vhd.PowerShell.VirtualHardDisk
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    # Get-VMComPort
    default VMName
    gives Microsoft.HyperV.PowerShell.VMComPort
    !VMName@0<value String[] in VMName
    Number@1 Int32
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    ? Number range 1 2
    # Get-VMConnectAccess
    default VMName
    gives Microsoft.HyperV.PowerShell.VMConnectAce
    VMName@0<value String[] in VMName
    UserName<property String[] = UserId, Sid
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    !VMId@0<value<property Guid[] in VMId
    # Get-VMDvdDrive
    default VMName
    gives Microsoft.HyperV.PowerShell.DvdDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ControllerLocation Int32
    ControllerNumber Int32 in VMName, VMObject, VMSnapshot
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VMDriveController@0<value VMDriveController[] in VMDriveController
    # Get-VMFibreChannelHba
    default VMName
    gives Microsoft.HyperV.PowerShell.VMFibreChannelHba
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMFirmware
    default VMName
    gives Microsoft.HyperV.PowerShell.VMFirmware
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    # Get-VMFloppyDiskDrive
    default VMName
    gives Microsoft.HyperV.PowerShell.VMFloppyDiskDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMGpuPartitionAdapter
    default VMName
    gives Microsoft.HyperV.PowerShell.VMGpuPartitionAdapter
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    AdapterId
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMGroup
    default Name
    gives Microsoft.HyperV.PowerShell.VMGroup
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    Name@0 String[] in Name
    Id@0 Guid in Id
    # Get-VMHardDiskDrive
    default VMName
    gives Microsoft.HyperV.PowerShell.HardDiskDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ControllerLocation Int32
    ControllerNumber Int32 in VMName, VMObject, VMSnapshot
    ControllerType ControllerType in VMName, VMObject, VMSnapshot
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VMDriveController@0<value VMDriveController[] in VMDriveController
    # Get-VMHost
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMHost
    ComputerName@0<value String[] in ComputerName
    Credential@1<value PSCredential[] in ComputerName
    !CimSession@0<property CimSession[] in CimSession
    # Get-VMHostAssignableDevice
    gives Microsoft.HyperV.PowerShell.VMHostAssignableDevice
    InstancePath
    LocationPath
    ResourcePoolName String[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VMHostCluster
    default ClusterName
    gives Microsoft.HyperV.PowerShell.VMHostCluster
    !ClusterName@0<value String[] in ClusterName
    Credential@1<value PSCredential[] in ClusterName
    !CimSession@0<property CimSession[] in CimSession
    # Get-VMHostNumaNode
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMHostNumaNode
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    Id Int32
    !CimSession@0<property CimSession[] in CimSession
    # Get-VMHostNumaNodeStatus
    default ComputerName
    gives Microsoft.HyperV.PowerShell.Commands.GetVMHostNumaNodeStatus
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    Id Int32
    !CimSession@0<property CimSession[] in CimSession
    # Get-VMHostPartitionableGpu
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMHostPartitionableGpu
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    Name
    !CimSession@0<property CimSession[] in CimSession
    # Get-VMHostSupportedVersion
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMHostSupportedVersion
    ComputerName@0<value String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    Default switch
    !CimSession@0<property CimSession[] in CimSession
    # Get-VMIdeController
    default VMName
    gives Microsoft.HyperV.PowerShell.VMIdeController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ControllerNumber@1 Int32
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    ? ControllerNumber range 0 1
    # Get-VMIntegrationService
    default VMName
    gives Microsoft.HyperV.PowerShell.VMIntegrationComponent
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    Name@1 String[]
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    # Get-VMKeyProtector medium
    default VMName
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMKeyStorageDrive
    default VMName
    gives Microsoft.HyperV.PowerShell.KeyStorageDrive
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ControllerNumber Nullable[int] in VMName, VMObject
    !VM@0<value VirtualMachine[] in VMObject
    !VMDriveController@0<value VMDriveController[] in VMDriveController
    ControllerLocation Nullable[int]
    # Get-VMMemory
    default VMName
    gives Microsoft.HyperV.PowerShell.VMMemory
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    # Get-VMMigrationNetwork
    gives Microsoft.HyperV.PowerShell.VMMigrationNetwork
    CimSession<property CimSession[]
    ComputerName<value String[]
    Credential PSCredential[]
    Subnet@0 String[]
    Priority UInt32[]
    # Get-VMNetworkAdapter
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapter, Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter
    IsLegacy Boolean in VMName, VMObject
    CimSession CimSession[] in VMName, ManagementOS, All
    ComputerName String[] in VMName, ManagementOS, All
    Credential PSCredential[] in VMName, ManagementOS, All
    !VMName@0<value String[] in VMName
    Name@1 = VMNetworkAdapterName
    !VM@0<value VirtualMachine[] in VMObject
    !ManagementOS switch in ManagementOS
    SwitchName in ManagementOS
    !All switch in All
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    # Get-VMNetworkAdapterAcl
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterAclSetting
    VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMNetworkAdapterExtendedAcl
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterExtendedAclSetting
    VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMNetworkAdapterFailoverConfiguration
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterFailoverSetting
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, VMObject
    !VM@0<value VirtualMachine[] in VMObject
    !VMNetworkAdapter@0<value VMNetworkAdapter[] in ResourceObject
    # Get-VMNetworkAdapterIsolation
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterIsolationSetting
    VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMNetworkAdapterRdma
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterRdmaSetting
    !ManagementOS switch in ManagementOS
    CimSession CimSession[] in ManagementOS, VMName
    ComputerName String[] in ManagementOS, VMName
    Credential PSCredential[] in ManagementOS, VMName
    Name = VMNetworkAdapterName in ManagementOS, VMName, VMObject
    SwitchName in ManagementOS
    !VMName@0<value in VMName
    !VMNetworkAdapter@0<value VMNetworkAdapterBase in ResourceObject
    !VM@0<value VirtualMachine in VMObject
    Passthru switch
    # Get-VMNetworkAdapterRoutingDomainMapping
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting
    RoutingDomainID Guid
    RoutingDomainName
    VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMNetworkAdapterTeamMapping
    default VMName
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
    # Get-VMNetworkAdapterVlan
    default VMName
    gives Microsoft.HyperV.PowerShell.VMNetworkAdapterVlanSetting
    VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS
    ComputerName String[] in VMName, ManagementOS
    Credential PSCredential[] in VMName, ManagementOS
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMPartitionableGpu
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMPartitionableGpu
    !CimSession@0<property CimSession[] in CimSession
    ComputerName@0 String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    Name
    # Get-VMPmemController
    default VMName
    gives Microsoft.HyperV.PowerShell.VMPmemController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    ControllerNumber@1 Nullable[int]
    !VM@0<value VirtualMachine[] in VMObject
    ? ControllerNumber range 0 0
    # Get-VMProcessor
    default VMName
    gives Microsoft.HyperV.PowerShell.VMProcessor
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMRemoteFXPhysicalVideoAdapter
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMRemoteFXPhysicalVideoAdapter
    ComputerName<property String[] in ComputerName
    Credential PSCredential[] in ComputerName
    Name@0<value String[]
    CimSession<property CimSession[] in CimSession
    # Get-VMRemoteFx3dVideoAdapter
    default VMName
    gives Microsoft.HyperV.PowerShell.VMRemoteFx3DVideoAdapter
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    # Get-VMReplication
    default VMName
    gives Microsoft.HyperV.PowerShell.VMReplication
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
    # Get-VMReplicationAuthorizationEntry
    gives Microsoft.HyperV.PowerShell.VMReplicationAuthorizationEntry
    AllowedPrimaryServer@0<value = AllowedPS
    ReplicaStorageLocation = StorageLoc
    TrustGroup
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VMReplicationServer
    default ComputerName
    gives Microsoft.HyperV.PowerShell.VMReplicationServer
    ComputerName@0<value String[] in ComputerName
    Credential@1 PSCredential[] in ComputerName
    !CimSession@0<value CimSession[] in CimSession
    # Get-VMResourcePool
    gives Microsoft.HyperV.PowerShell.VMResourcePool
    Name@0<value String[]
    ResourcePoolType@1 VMResourcePoolType[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VMSan
    gives Microsoft.HyperV.PowerShell.VMSan
    Name@0<property String[] = SanName
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VMScsiController
    default VMName
    gives Microsoft.HyperV.PowerShell.VMScsiController
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    ControllerNumber@1 Int32
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VM@0<value VirtualMachine[] in VMObject
    ? ControllerNumber range 0 63
    # Get-VMSecurity
    default VMName
    gives Microsoft.HyperV.PowerShell.VMSecurity
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMSnapshot
    default VMName
    gives Microsoft.HyperV.PowerShell.VMSnapshot
    !VMName@0<value String[] in VMName
    CimSession CimSession[] in VMName, Id
    ComputerName String[] in VMName, Id
    Credential PSCredential[] in VMName, Id
    Name@1 in VMName, VMObject, Parent, Child
    SnapshotType SnapshotType = VMRecoveryCheckpoint in VMName, VMObject, Parent, Child
    !VM@0<value VirtualMachine[] in VMObject
    !Id@0<value<property Guid in Id
    !ParentOf VirtualMachineBase in Parent
    !ChildOf VMSnapshot in Child
    # Get-VMStoragePath
    gives Microsoft.HyperV.PowerShell.VMStorageResourcePool
    Path@0<value String[]
    !ResourcePoolName@1 String[]
    !ResourcePoolType@2 VMResourcePoolType
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VMStorageSettings
    default VMName
    gives Microsoft.HyperV.PowerShell.VMStorageSetting
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMSwitch
    default Name
    gives Microsoft.HyperV.PowerShell.VMSwitch
    Name@0 = SwitchName in Name
    ResourcePoolName@1 String[]
    SwitchType VMSwitchType[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    Id@0<value<property Guid[] = SwitchId in Id
    # Get-VMSwitchExtension
    default SwitchName
    gives Microsoft.HyperV.PowerShell.VMSwitchExtension
    !VMSwitchName@0<value String[] in SwitchName
    Name@1 String[]
    CimSession<property CimSession[] in SwitchName
    ComputerName String[] = PSComputerName in SwitchName
    Credential PSCredential[] in SwitchName
    !VMSwitch@0<value VMSwitch[] in SwitchObject
    # Get-VMSwitchExtensionPortData
    default VMName
    gives Microsoft.HyperV.PowerShell.VMSwitchExtensionPortData
    !VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS, ExternalPort
    ComputerName String[] in VMName, ManagementOS, ExternalPort
    Credential PSCredential[] in VMName, ManagementOS, ExternalPort
    FeatureName String[]
    FeatureId Guid[]
    Extension VMSwitchExtension[]
    ExtensionName String[]
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !ExternalPort switch in ExternalPort
    SwitchName in ExternalPort
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMSwitchExtensionPortFeature
    default VMName
    gives Microsoft.HyperV.PowerShell.VMSwitchExtensionPortFeature
    !VMName@0<value String[] in VMName
    VMNetworkAdapterName in VMName, ManagementOS, VMObject
    CimSession CimSession[] in VMName, ManagementOS, ExternalPort
    ComputerName String[] in VMName, ManagementOS, ExternalPort
    Credential PSCredential[] in VMName, ManagementOS, ExternalPort
    FeatureName String[]
    FeatureId Guid[]
    Extension VMSwitchExtension[]
    ExtensionName String[]
    !VMNetworkAdapter@0<value VMNetworkAdapterBase[] in ResourceObject
    !ManagementOS switch in ManagementOS
    !ExternalPort switch in ExternalPort
    SwitchName in ExternalPort
    !VM@0<value VirtualMachine[] in VMObject
    # Get-VMSwitchExtensionSwitchData medium
    CimSession CimSession[] in SwitchName
    ComputerName String[] in SwitchName
    Credential PSCredential[] in SwitchName
    !SwitchName@0<value String[] in SwitchName
    FeatureName String[]
    FeatureId Guid[]
    Extension VMSwitchExtension[]
    ExtensionName String[]
    !VMSwitch@0<value VMSwitch[] in SwitchObject
    # Get-VMSwitchExtensionSwitchFeature medium
    gives Microsoft.HyperV.PowerShell.VMSwitchExtensionSwitchFeature
    CimSession CimSession[] in SwitchName
    ComputerName String[] in SwitchName
    Credential PSCredential[] in SwitchName
    !SwitchName@0<value String[] in SwitchName
    FeatureName String[]
    FeatureId Guid[]
    Extension VMSwitchExtension[]
    ExtensionName String[]
    !VMSwitch@0<value VMSwitch[] in SwitchObject
    # Get-VMSwitchTeam
    default Name
    gives Microsoft.HyperV.PowerShell.VMSwitchTeam
    Name@0 = SwitchName in Name
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    VMSwitch@0<value VMSwitch[] in SwitchObject
    # Get-VMSystemSwitchExtension
    gives Microsoft.HyperV.PowerShell.SystemSwitchExtension
    Name String[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VMSystemSwitchExtensionPortFeature
    FeatureName String[]
    FeatureId Guid[]
    ExtensionName String[]
    SystemSwitchExtension VMSystemSwitchExtension[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VMSystemSwitchExtensionSwitchFeature
    FeatureName String[]
    FeatureId Guid[]
    ExtensionName String[]
    SystemSwitchExtension VMSystemSwitchExtension[]
    CimSession CimSession[]
    ComputerName String[]
    Credential PSCredential[]
    # Get-VMVideo
    default VMName
    gives Microsoft.HyperV.PowerShell.VMVideo
    CimSession CimSession[] in VMName
    ComputerName String[] in VMName
    Credential PSCredential[] in VMName
    !VMName@0<value String[] in VMName
    !VMSnapshot@0<value VMSnapshot = VMCheckpoint in VMSnapshot
    !VM@0<value VirtualMachine[] in VMObject
    """
}
