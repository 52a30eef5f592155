extension CommandTable {
  /// The parameters of the cmdlets of NetAdapter.
  static let netAdapter = """
    # Disable-NetAdapter medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapter
    !Name@0 String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterBinding medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterBindingSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    ComponentID String[] in ByName, ByInstanceID
    DisplayName String[] in ByName, ByInstanceID
    IncludeHidden switch in ByName, ByInstanceID
    AllBindings switch in ByName, ByInstanceID
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterChecksumOffload medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IpIPv4 switch
    TcpIPv4 switch
    TcpIPv6 switch
    UdpIPv4 switch
    UdpIPv6 switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterEncapsulatedPacketTaskOffload medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    EncapsulationType
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? EncapsulationType set NVGRE, VXLAN
    # Disable-NetAdapterIPsecOffload medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterLso medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IPv4 switch
    IPv6 switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterPowerManagement medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    ArpOffload switch
    D0PacketCoalescing switch
    DeviceSleepOnDisconnect switch
    NSOffload switch
    RsnRekeyOffload switch
    SelectiveSuspend switch
    WakeOnMagicPacket switch
    WakeOnPattern switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterQos medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterRdma medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRdmaSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterRsc medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRscSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IPv4 switch
    IPv6 switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterRss medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRssSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterSriov medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterSriovSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterUso medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IPv4 switch
    IPv6 switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Disable-NetAdapterVmq medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterVmqSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapter medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapter
    !Name@0 String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterBinding medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    ComponentID String[] in ByName, ByInstanceID
    DisplayName String[] in ByName, ByInstanceID
    IncludeHidden switch in ByName, ByInstanceID
    AllBindings switch in ByName, ByInstanceID
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterChecksumOffload medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IpIPv4 switch
    TcpIPv4 switch
    TcpIPv6 switch
    UdpIPv4 switch
    UdpIPv6 switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterEncapsulatedPacketTaskOffload medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    EncapsulationType
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? EncapsulationType set NVGRE, VXLAN
    # Enable-NetAdapterIPsecOffload medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterIPsecOffloadV2SettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterLso medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterLsoSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IPv4 switch
    IPv6 switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterPowerManagement medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterPowerManagementSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    ArpOffload switch
    D0PacketCoalescing switch
    DeviceSleepOnDisconnect switch
    NSOffload switch
    RsnRekeyOffload switch
    SelectiveSuspend switch
    WakeOnMagicPacket switch
    WakeOnPattern switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterQos medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterQosSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterRdma medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRdmaSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterRsc medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRscSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IPv4 switch
    IPv6 switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterRss medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRssSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterSriov medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterSriovSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterUso medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IPv4 switch
    IPv6 switch
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Enable-NetAdapterVmq medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterVmqSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Get-NetAdapter
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/NetAdapter
    Name@0 String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    Physical switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc in ByInstanceID
    !InterfaceIndex<property UInt32[] = ifIndex in ByIfIndex
    # Get-NetAdapterAdvancedProperty
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterAdvancedPropertySettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName, ByNameRegistryKeyword, ByNameDisplayName
    IncludeHidden switch
    AllProperties switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !RegistryKeyword<property String[] = RegKey in ByNameRegistryKeyword, ByInstanceIDKeyword
    !DisplayName<property String[] = DispN in ByNameDisplayName, ByInstanceIDDisplayName
    !InterfaceDescription String[] = ifDesc, InstanceID in ByInstanceIDKeyword, ByInstanceIDDisplayName, ByInstanceID
    # Get-NetAdapterBinding
    default ByName
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    ComponentID String[]
    DisplayName String[]
    IncludeHidden switch
    AllBindings switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterChecksumOffload
    default ByName
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterDataPathConfiguration
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    Profile<property String[]
    ProfileSource UInt32[]
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterEncapsulatedPacketTaskOffload
    default ByName
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterHardwareInfo
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterHardwareInfoSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterIPsecOffload
    default ByName
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterLso
    default ByName
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterPowerManagement
    default ByName
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterQos
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterQosSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterRdma
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRdmaSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterRsc
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRscSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IPv4OperationalState<property Boolean[]
    IPv6OperationalState<property Boolean[]
    IPv4FailureReason<property String[]
    IPv6FailureReason<property String[]
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    ? IPv4FailureReason set NoFailure, NicPropertyDisabled, WFPCompatibility, NDISCompatibility, ForwardingEnabled, NetOffloadGlobalDisabled, Capability, Unknown
    ? IPv6FailureReason set NoFailure, NicPropertyDisabled, WFPCompatibility, NDISCompatibility, ForwardingEnabled, NetOffloadGlobalDisabled, Capability, Unknown
    # Get-NetAdapterRss
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRssSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterSriov
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterSriovSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterSriovVf
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterSriovVfSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    SwitchID UInt32[]
    FunctionID UInt16[] = VfID, Id
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterStatistics
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterStatisticsSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterUso
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance, Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterUsoSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterVPort
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterVPortSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    VPortID UInt32[] = Id
    SwitchID UInt32[]
    FunctionID UInt16[] = VfID
    PhysicalFunction switch = PF
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterVmq
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterVmqSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # Get-NetAdapterVmqQueue
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterVmqQueueSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    Id UInt32[]
    IncludeHidden switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    # New-NetAdapterAdvancedProperty medium
    default Name
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterAdvancedPropertySettingData
    !RegistryKeyword<property
    RegistryDataType<property
    !RegistryValue<property String[]
    NoRestart switch
    IncludeHidden switch
    !Name@0<property = ifAlias, InterfaceAlias in Name
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property = ifDesc, InstanceID in InstanceID
    ? RegistryDataType set None, REG_SZ, REG_DWORD, REG_MULTI_SZ, REG_QWORD
    # Remove-NetAdapterAdvancedProperty medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterAdvancedPropertySettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    !RegistryKeyword<property String[] = RegKey in ByName, ByInstanceID
    IncludeHidden switch in ByName, ByInstanceID
    AllProperties switch in ByName, ByInstanceID
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Rename-NetAdapter medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapter
    !Name@0 String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    PassThru switch
    !NewName@1
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Reset-NetAdapterAdvancedProperty medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterAdvancedPropertySettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    !DisplayName<property String[] = DispN in ByName, ByInstanceID
    IncludeHidden switch in ByName, ByInstanceID
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Restart-NetAdapter medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapter
    !Name@0 String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapter medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapter
    !Name@0 String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    VlanID UInt16
    MacAddress = LinkLayerAddress
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterAdvancedProperty medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterAdvancedPropertySettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    DisplayName<property String[] = DispN in ByName, ByInstanceID
    RegistryKeyword<property String[] = RegKey in ByName, ByInstanceID
    IncludeHidden switch in ByName, ByInstanceID
    AllProperties switch in ByName, ByInstanceID
    DisplayValue<property
    RegistryValue<property String[]
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterBinding medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    ComponentID String[] in ByName, ByInstanceID
    DisplayName String[] in ByName, ByInstanceID
    IncludeHidden switch in ByName, ByInstanceID
    AllBindings switch in ByName, ByInstanceID
    Enabled Boolean
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterChecksumOffload medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IpIPv4Enabled
    TcpIPv4Enabled
    TcpIPv6Enabled
    UdpIPv4Enabled
    UdpIPv6Enabled
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? IpIPv4Enabled set Disabled, TxEnabled, RxEnabled, RxTxEnabled
    ? TcpIPv4Enabled set Disabled, TxEnabled, RxEnabled, RxTxEnabled
    ? TcpIPv6Enabled set Disabled, TxEnabled, RxEnabled, RxTxEnabled
    ? UdpIPv4Enabled set Disabled, TxEnabled, RxEnabled, RxTxEnabled
    ? UdpIPv6Enabled set Disabled, TxEnabled, RxEnabled, RxTxEnabled
    # Set-NetAdapterDataPathConfiguration medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    Profile
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterEncapsulatedPacketTaskOffload medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NvgreEncapsulatedPacketTaskOffloadEnabled Boolean
    VxlanEncapsulatedPacketTaskOffloadEnabled Boolean
    VxlanUDPPortNumber UInt16
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterIPsecOffload medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    Enabled Boolean
    NoRestart switch
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterLso medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    V1IPv4Enabled Boolean
    IPv4Enabled Boolean
    IPv6Enabled Boolean
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterPowerManagement medium
    default ByName
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    ArpOffload
    D0PacketCoalescing
    DeviceSleepOnDisconnect
    NSOffload
    RsnRekeyOffload
    SelectiveSuspend
    WakeOnMagicPacket
    WakeOnPattern
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? ArpOffload set Enabled, Disabled
    ? D0PacketCoalescing set Enabled, Disabled
    ? DeviceSleepOnDisconnect set Enabled, Disabled
    ? NSOffload set Enabled, Disabled
    ? RsnRekeyOffload set Enabled, Disabled
    ? SelectiveSuspend set Enabled, Disabled
    ? WakeOnMagicPacket set Enabled, Disabled
    ? WakeOnPattern set Enabled, Disabled
    # Set-NetAdapterQos medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterQosSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    Enabled<property Boolean
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterRdma medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRdmaSettingData
    Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    Enabled Boolean
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterRsc medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRscSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IPv4Enabled Boolean
    IPv6Enabled Boolean
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterRss medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterRssSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NumberOfReceiveQueues UInt32
    Profile
    BaseProcessorGroup UInt16 = BaseG
    BaseProcessorNumber Byte = BaseN
    MaxProcessorGroup UInt16 = MaxG
    MaxProcessorNumber Byte = MaxN
    MaxProcessors UInt32 = Max
    NumaNode UInt16
    Enabled Boolean
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? Profile set Closest, ClosestStatic, NUMA, NUMAStatic, Conservative
    # Set-NetAdapterSriov medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterSriovSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    NumVFs UInt32 = Vf
    Enabled Boolean
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterUso medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance, Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterUsoSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    IPv4Enabled Boolean
    IPv6Enabled Boolean
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetAdapterVmq medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterVmqSettingData
    !Name@0<property String[] = ifAlias, InterfaceAlias in ByName
    IncludeHidden switch in ByName, ByInstanceID
    BaseProcessorGroup UInt16 = BaseG
    BaseProcessorNumber Byte = BaseN
    MaxProcessors UInt32 = Max
    MaxProcessorNumber Byte = MaxN
    NumaNode UInt16 = NumaN
    Enabled Boolean
    NoRestart switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    """
}
