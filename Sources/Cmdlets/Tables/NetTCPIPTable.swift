extension CommandTable {
  /// The parameters of the cmdlets of NetTCPIP.
  static let netTCPIP = """
    # Find-NetRoute
    gives NetIPAddress, NetRoute
    InterfaceIndex UInt32
    LocalIPAddress
    !RemoteIPAddress
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-NetCompartment
    CompartmentId UInt32[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-NetIPAddress
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetIPAddress
    IPAddress@0<property String[] = LocalAddress
    InterfaceIndex<property UInt32[] = ifIndex
    InterfaceAlias<property String[] = ifAlias
    AddressFamily String[]
    Type String[]
    PrefixLength Byte[]
    PrefixOrigin String[]
    SuffixOrigin String[]
    AddressState String[]
    ValidLifetime TimeSpan[]
    PreferredLifetime TimeSpan[]
    SkipAsSource Boolean[]
    AssociatedIPInterface<value CimInstance
    PolicyStore
    IncludeAllCompartments switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? AddressFamily set IPv4, IPv6
    ? Type set Unicast, Anycast
    ? PrefixOrigin set Other, Manual, WellKnown, Dhcp, RouterAdvertisement
    ? SuffixOrigin set Other, Manual, WellKnown, Dhcp, Link, Random
    ? AddressState set Invalid, Tentative, Duplicate, Deprecated, Preferred
    # Get-NetIPConfiguration
    default Alias
    InterfaceAlias@1<property = ifAlias in Alias
    AllCompartments switch = IncludeAllCompartments
    CompartmentId<property Int32
    Detailed switch
    CimSession<property CimSession = PSComputerName, ComputerName
    !InterfaceIndex<property Int32 = ifIndex in Index
    !All switch = IncludeAllInterfaces in All
    # Get-NetIPInterface
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetIPInterface
    InterfaceIndex<property UInt32[] = ifIndex in ByName
    InterfaceAlias@0<property String[] = ifAlias in ByName
    AddressFamily String[] in ByName
    Forwarding String[] in ByName
    ClampMss String[] in ByName
    Advertising String[] in ByName
    NlMtuBytes UInt32[] in ByName
    InterfaceMetric UInt32[] in ByName
    NeighborUnreachabilityDetection String[] in ByName
    BaseReachableTimeMs UInt32[] = BaseReachableTime in ByName
    ReachableTimeMs UInt32[] = ReachableTime in ByName
    RetransmitTimeMs UInt32[] = RetransmitTime in ByName
    DadTransmits UInt32[] in ByName
    DadRetransmitTimeMs UInt32[] = DadRetransmitTime in ByName
    RouterDiscovery String[] in ByName
    ManagedAddressConfiguration String[] in ByName
    OtherStatefulConfiguration String[] in ByName
    WeakHostSend String[] in ByName
    WeakHostReceive String[] in ByName
    IgnoreDefaultRoutes String[] in ByName
    AdvertisedRouterLifetime TimeSpan[] in ByName
    AdvertiseDefaultRoute String[] in ByName
    CurrentHopLimit UInt32[] in ByName
    ForceArpNdWolPattern String[] in ByName
    DirectedMacWolPattern String[] in ByName
    EcnMarking String[] in ByName
    Dhcp String[] in ByName
    ConnectionState String[] in ByName
    AutomaticMetric String[] in ByName
    NeighborDiscoverySupported String[] in ByName
    CompartmentId UInt32[] in ByName
    PolicyStore in ByName
    IncludeAllCompartments switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    AssociatedRoute<value CimInstance in ByRoute
    AssociatedIPAddress<value CimInstance in ByIPAddress
    AssociatedNeighbor<value CimInstance in ByNeighbor
    AssociatedAdapter<value CimInstance in ByAdapter
    ? AddressFamily set IPv4, IPv6
    ? Forwarding set Disabled, Enabled
    ? ClampMss set Disabled, Enabled
    ? Advertising set Disabled, Enabled
    ? NeighborUnreachabilityDetection set Disabled, Enabled
    ? RouterDiscovery set Disabled, Enabled, ControlledByDHCP
    ? ManagedAddressConfiguration set Disabled, Enabled
    ? OtherStatefulConfiguration set Disabled, Enabled
    ? WeakHostSend set Disabled, Enabled
    ? WeakHostReceive set Disabled, Enabled
    ? IgnoreDefaultRoutes set Disabled, Enabled
    ? AdvertiseDefaultRoute set Disabled, Enabled
    ? ForceArpNdWolPattern set Disabled, Enabled
    ? DirectedMacWolPattern set Disabled, Enabled
    ? EcnMarking set Disabled, UseEct1, UseEct0, AppDecide
    ? Dhcp set Disabled, Enabled
    ? ConnectionState set Disconnected, Connected
    ? AutomaticMetric set Disabled, Enabled
    ? NeighborDiscoverySupported set No, Yes
    # Get-NetIPv4Protocol
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetIPv4Protocol
    DefaultHopLimit UInt32[]
    NeighborCacheLimitEntries UInt32[] = NeighborCacheLimit
    RouteCacheLimitEntries UInt32[] = RouteCacheLimit
    ReassemblyLimitBytes UInt32[] = ReassemblyLimit
    IcmpRedirects String[]
    SourceRoutingBehavior String[]
    DhcpMediaSense String[]
    MediaSenseEventLog String[]
    IGMPLevel String[] = MldLevel
    IGMPVersion String[] = MldVersion
    MulticastForwarding String[]
    GroupForwardedFragments String[]
    RandomizeIdentifiers String[]
    AddressMaskReply String[]
    DeadGatewayDetection String[]
    MinimumMtu UInt32[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? IcmpRedirects set Disabled, Enabled
    ? SourceRoutingBehavior set Forward, DontForward, Drop
    ? DhcpMediaSense set Disabled, Enabled
    ? MediaSenseEventLog set Disabled, Enabled
    ? IGMPLevel set None, SendOnly, All
    ? IGMPVersion set Version1, Version2, Version3
    ? MulticastForwarding set Disabled, Enabled
    ? GroupForwardedFragments set Disabled, Enabled
    ? RandomizeIdentifiers set Disabled, Enabled
    ? AddressMaskReply set Disabled, Enabled
    # Get-NetIPv6Protocol
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetIPv6Protocol
    DefaultHopLimit UInt32[]
    NeighborCacheLimitEntries UInt32[] = NeighborCacheLimit
    RouteCacheLimitEntries UInt32[] = RouteCacheLimit
    ReassemblyLimitBytes UInt32[] = ReassemblyLimit
    IcmpRedirects String[]
    SourceRoutingBehavior String[]
    DhcpMediaSense String[]
    MediaSenseEventLog String[]
    MldLevel String[]
    MldVersion String[]
    MulticastForwarding String[]
    GroupForwardedFragments String[]
    RandomizeIdentifiers String[]
    AddressMaskReply String[]
    DeadGatewayDetection String[]
    UseTemporaryAddresses String[]
    MaxTemporaryDadAttempts UInt32[] = MaxDadAttempts
    MaxTemporaryValidLifetime TimeSpan[] = MaxValidLifetime
    MaxTemporaryPreferredLifetime TimeSpan[] = MaxPreferredLifetime
    TemporaryRegenerateTime TimeSpan[] = RegenerateTime
    MaxTemporaryDesyncTime TimeSpan[] = MaxRandomTime
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? IcmpRedirects set Disabled, Enabled
    ? SourceRoutingBehavior set Forward, DontForward, Drop
    ? DhcpMediaSense set Disabled, Enabled
    ? MediaSenseEventLog set Disabled, Enabled
    ? MldLevel set None, SendOnly, All
    ? MldVersion set Version1, Version2
    ? MulticastForwarding set Disabled, Enabled
    ? GroupForwardedFragments set Disabled, Enabled
    ? RandomizeIdentifiers set Disabled, Enabled
    ? AddressMaskReply set Disabled, Enabled
    ? UseTemporaryAddresses set Disabled, Enabled, Always
    # Get-NetNeighbor
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetNeighbor
    IPAddress@0 String[]
    InterfaceIndex<property UInt32[] = ifIndex
    InterfaceAlias<property String[] = ifAlias
    LinkLayerAddress String[]
    State String[]
    AddressFamily String[]
    AssociatedIPInterface<value CimInstance
    PolicyStore
    IncludeAllCompartments switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? State set Unreachable, Incomplete, Probe, Delay, Stale, Reachable, Permanent
    ? AddressFamily set IPv4, IPv6
    # Get-NetOffloadGlobalSetting
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetOffloadGlobalSetting
    ReceiveSideScaling String[]
    ReceiveSegmentCoalescing String[]
    Chimney String[]
    TaskOffload String[]
    NetworkDirect String[]
    NetworkDirectAcrossIPSubnets String[]
    PacketCoalescingFilter String[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? ReceiveSideScaling set Disabled, Enabled
    ? ReceiveSegmentCoalescing set Disabled, Enabled
    ? Chimney set Disabled, Enabled, Automatic
    ? TaskOffload set Disabled, Enabled
    ? NetworkDirect set Disabled, Enabled
    ? NetworkDirectAcrossIPSubnets set Blocked, Allowed
    ? PacketCoalescingFilter set Disabled, Enabled
    # Get-NetPrefixPolicy
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetPrefixPolicy
    Prefix@0 String[]
    Precedence UInt32[]
    Label UInt32[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-NetRoute
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetRoute
    DestinationPrefix@0 String[]
    InterfaceIndex<property UInt32[] = ifIndex
    InterfaceAlias<property String[] = ifAlias
    NextHop String[]
    AddressFamily String[]
    Publish String[]
    RouteMetric UInt16[]
    Protocol String[]
    CompartmentId UInt32[]
    ValidLifetime TimeSpan[]
    PreferredLifetime TimeSpan[]
    State String[]
    InterfaceMetric UInt32[]
    AssociatedIPInterface<value CimInstance
    PolicyStore
    IncludeAllCompartments switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? AddressFamily set IPv4, IPv6
    ? Publish set No, Age, Yes
    ? Protocol set Other, Local, NetMgmt, Icmp, Egp, Ggp, Hello, Rip, IsIs, EsIs, Igrp, Bbn, Ospf, Bgp, Idpr, Eigrp, Dvmrp, Rpl, Dhcp
    # Get-NetTCPConnection
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetTCPConnection
    LocalAddress@0<property String[] = IPAddress
    LocalPort@1 UInt16[]
    RemoteAddress String[]
    RemotePort UInt16[]
    State String[]
    AppliedSetting String[]
    OwningProcess UInt32[]
    CreationTime DateTime[]
    OffloadState String[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? State set Closed, Listen, SynSent, SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck, TimeWait, DeleteTCB, Bound
    ? AppliedSetting set Internet, Datacenter, Compat, DatacenterCustom, InternetCustom
    ? OffloadState set InHost, Offloading, Offloaded, Uploading
    # Get-NetTCPSetting
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetTCPSetting
    SettingName@0 String[]
    MinRtoMs UInt32[] = MinRto
    InitialCongestionWindowMss UInt32[] = InitialCongestionWindow
    CongestionProvider String[]
    CwndRestart String[]
    DelayedAckTimeoutMs UInt32[] = DelayedAckTimeout
    DelayedAckFrequency Byte[]
    MemoryPressureProtection String[]
    AutoTuningLevelLocal String[]
    AutoTuningLevelGroupPolicy String[]
    AutoTuningLevelEffective String[]
    EcnCapability String[]
    Timestamps String[]
    InitialRtoMs UInt32[] = InitialRto
    ScalingHeuristics String[]
    DynamicPortRangeStartPort UInt16[]
    DynamicPortRangeNumberOfPorts UInt16[]
    AutomaticUseCustom String[]
    NonSackRttResiliency String[]
    ForceWS String[]
    MaxSynRetransmissions Byte[]
    AutoReusePortRangeStartPort UInt16[]
    AutoReusePortRangeNumberOfPorts UInt16[]
    AssociatedTransportFilter<value CimInstance
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? CongestionProvider set Default, CTCP, DCTCP
    ? CwndRestart set False, True
    ? MemoryPressureProtection set Disabled, Enabled, Default
    ? AutoTuningLevelLocal set Disabled, HighlyRestricted, Restricted, Normal, Experimental
    ? AutoTuningLevelGroupPolicy set Disabled, HighlyRestricted, Restricted, Normal, Experimental, NotConfigured, NotChanged
    ? AutoTuningLevelEffective set Local, GroupPolicy
    ? EcnCapability set Disabled, Enabled
    ? Timestamps set Disabled, Enabled
    ? ScalingHeuristics set Disabled, Enabled
    ? AutomaticUseCustom set Disabled, Enabled
    ? NonSackRttResiliency set Disabled, Enabled
    ? ForceWS set Disabled, Enabled
    # Get-NetTransportFilter
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetTransportFilter
    SettingName String[]
    Protocol String[]
    LocalPortStart UInt16[]
    LocalPortEnd UInt16[]
    RemotePortStart UInt16[]
    RemotePortEnd UInt16[]
    DestinationPrefix String[]
    AssociatedTCPSetting<value CimInstance
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? Protocol set TCP, UDP
    # Get-NetUDPEndpoint
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetUDPEndpoint
    LocalAddress@0<property String[] = IPAddress
    LocalPort@1 UInt16[]
    OwningProcess UInt32[]
    CreationTime DateTime[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-NetUDPSetting
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetUDPSetting
    DynamicPortRangeStartPort@0 UInt16[]
    DynamicPortRangeNumberOfPorts@1 UInt16[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # New-NetIPAddress medium
    default ByInterfaceAlias
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetIPAddress
    !IPAddress@0<property = LocalAddress
    !InterfaceAlias<property = ifAlias in ByInterfaceAlias
    DefaultGateway
    AddressFamily
    Type
    PrefixLength Byte
    ValidLifetime TimeSpan
    PreferredLifetime TimeSpan
    SkipAsSource Boolean
    PolicyStore
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceIndex<property UInt32 = ifIndex in ByInterfaceIndex
    ? AddressFamily set IPv4, IPv6
    ? Type set Unicast, Anycast
    # New-NetNeighbor medium
    default ByInterfaceAlias
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetNeighbor
    !IPAddress@0
    !InterfaceAlias<property = ifAlias in ByInterfaceAlias
    LinkLayerAddress
    PolicyStore
    State
    AddressFamily
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceIndex<property UInt32 = ifIndex in ByInterfaceIndex
    ? State set Unreachable, Incomplete, Probe, Delay, Stale, Reachable, Permanent
    ? AddressFamily set IPv4, IPv6
    # New-NetRoute medium
    default ByInterfaceAlias
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetRoute
    !DestinationPrefix@0
    !InterfaceAlias<property = ifAlias in ByInterfaceAlias
    AddressFamily
    NextHop
    PolicyStore
    Publish
    RouteMetric UInt16
    Protocol
    ValidLifetime TimeSpan
    PreferredLifetime TimeSpan
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    !InterfaceIndex<property UInt32 = ifIndex in ByInterfaceIndex
    ? AddressFamily set IPv4, IPv6
    ? Publish set No, Age, Yes
    ? Protocol set Other, Local, NetMgmt, Icmp, Egp, Ggp, Hello, Rip, IsIs, EsIs, Igrp, Bbn, Ospf, Bgp, Idpr, Eigrp, Dvmrp, Rpl, Dhcp
    # New-NetTransportFilter medium
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetTransportFilter
    !SettingName
    Protocol
    LocalPortStart UInt16
    LocalPortEnd UInt16
    RemotePortStart UInt16
    RemotePortEnd UInt16
    DestinationPrefix
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? Protocol set TCP, UDP
    # Remove-NetIPAddress medium
    default Query (cdxml)
    IPAddress@0<property String[] = LocalAddress in Query (cdxml)
    InterfaceIndex<property UInt32[] = ifIndex in Query (cdxml)
    InterfaceAlias<property String[] = ifAlias in Query (cdxml)
    AddressFamily String[] in Query (cdxml)
    Type String[] in Query (cdxml)
    PrefixLength Byte[] in Query (cdxml)
    PrefixOrigin String[] in Query (cdxml)
    SuffixOrigin String[] in Query (cdxml)
    AddressState String[] in Query (cdxml)
    ValidLifetime TimeSpan[] in Query (cdxml)
    PreferredLifetime TimeSpan[] in Query (cdxml)
    SkipAsSource Boolean[] in Query (cdxml)
    PolicyStore in Query (cdxml)
    DefaultGateway in Query (cdxml)
    IncludeAllCompartments switch in Query (cdxml)
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? AddressFamily set IPv4, IPv6
    ? Type set Unicast, Anycast
    ? PrefixOrigin set Other, Manual, WellKnown, Dhcp, RouterAdvertisement
    ? SuffixOrigin set Other, Manual, WellKnown, Dhcp, Link, Random
    ? AddressState set Invalid, Tentative, Duplicate, Deprecated, Preferred
    # Remove-NetNeighbor medium
    default ByName
    IPAddress@0 String[] in ByName
    InterfaceIndex<property UInt32[] = ifIndex in ByName
    InterfaceAlias<property String[] = ifAlias in ByName
    LinkLayerAddress String[] in ByName
    State String[] in ByName
    AddressFamily String[] in ByName
    AssociatedIPInterface<value CimInstance in ByName
    PolicyStore in ByName
    IncludeAllCompartments switch in ByName
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? State set Unreachable, Incomplete, Probe, Delay, Stale, Reachable, Permanent
    ? AddressFamily set IPv4, IPv6
    # Remove-NetRoute medium
    default ByName
    DestinationPrefix@0 String[] in ByName
    InterfaceIndex<property UInt32[] = ifIndex in ByName
    InterfaceAlias<property String[] = ifAlias in ByName
    NextHop String[] in ByName
    AddressFamily String[] in ByName
    Publish String[] in ByName
    RouteMetric UInt16[] in ByName
    Protocol String[] in ByName
    CompartmentId UInt32[] in ByName
    ValidLifetime TimeSpan[] in ByName
    PreferredLifetime TimeSpan[] in ByName
    State String[] in ByName
    InterfaceMetric UInt32[] in ByName
    AssociatedIPInterface<value CimInstance in ByName
    PolicyStore in ByName
    IncludeAllCompartments switch in ByName
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? AddressFamily set IPv4, IPv6
    ? Publish set No, Age, Yes
    ? Protocol set Other, Local, NetMgmt, Icmp, Egp, Ggp, Hello, Rip, IsIs, EsIs, Igrp, Bbn, Ospf, Bgp, Idpr, Eigrp, Dvmrp, Rpl, Dhcp
    # Remove-NetTransportFilter medium
    SettingName String[] in ByName
    Protocol String[] in ByName
    LocalPortStart UInt16[] in ByName
    LocalPortEnd UInt16[] in ByName
    RemotePortStart UInt16[] in ByName
    RemotePortEnd UInt16[] in ByName
    DestinationPrefix String[] in ByName
    AssociatedTCPSetting<value CimInstance in ByName
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? Protocol set TCP, UDP
    # Set-NetIPAddress medium
    default Query (cdxml)
    IPAddress@0<property String[] = LocalAddress in Query (cdxml)
    InterfaceIndex<property UInt32[] = ifIndex in Query (cdxml)
    InterfaceAlias<property String[] = ifAlias in Query (cdxml)
    AddressFamily String[] in Query (cdxml)
    Type String[] in Query (cdxml)
    PrefixOrigin String[] in Query (cdxml)
    SuffixOrigin String[] in Query (cdxml)
    AddressState String[] in Query (cdxml)
    PolicyStore in Query (cdxml)
    IncludeAllCompartments switch in Query (cdxml)
    PrefixLength Byte
    ValidLifetime TimeSpan
    PreferredLifetime TimeSpan
    SkipAsSource Boolean
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? AddressFamily set IPv4, IPv6
    ? Type set Unicast, Anycast
    ? PrefixOrigin set Other, Manual, WellKnown, Dhcp, RouterAdvertisement
    ? SuffixOrigin set Other, Manual, WellKnown, Dhcp, Link, Random
    ? AddressState set Invalid, Tentative, Duplicate, Deprecated, Preferred
    # Set-NetIPInterface medium
    default ByName
    InterfaceIndex<property UInt32[] = ifIndex in ByName
    InterfaceAlias@0<property String[] = ifAlias in ByName
    AddressFamily String[] in ByName
    ReachableTime UInt32[] in ByName
    NeighborDiscoverySupported String[] in ByName
    CompartmentId UInt32[] in ByName
    PolicyStore in ByName
    IncludeAllCompartments switch in ByName
    Forwarding
    ClampMss
    Advertising
    NlMtuBytes UInt32
    InterfaceMetric UInt32
    NeighborUnreachabilityDetection
    BaseReachableTimeMs UInt32 = BaseReachableTime
    RetransmitTimeMs UInt32 = RetransmitTime
    DadTransmits UInt32
    DadRetransmitTimeMs UInt32 = DadRetransmitTime
    RouterDiscovery
    ManagedAddressConfiguration
    OtherStatefulConfiguration
    WeakHostSend
    WeakHostReceive
    IgnoreDefaultRoutes
    AdvertisedRouterLifetime TimeSpan
    AdvertiseDefaultRoute
    CurrentHopLimit UInt32
    ForceArpNdWolPattern
    DirectedMacWolPattern
    EcnMarking
    Dhcp
    AutomaticMetric
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? AddressFamily set IPv4, IPv6
    ? NeighborDiscoverySupported set No, Yes
    ? Forwarding set Disabled, Enabled
    ? ClampMss set Disabled, Enabled
    ? Advertising set Disabled, Enabled
    ? NeighborUnreachabilityDetection set Disabled, Enabled
    ? RouterDiscovery set Disabled, Enabled, ControlledByDHCP
    ? ManagedAddressConfiguration set Disabled, Enabled
    ? OtherStatefulConfiguration set Disabled, Enabled
    ? WeakHostSend set Disabled, Enabled
    ? WeakHostReceive set Disabled, Enabled
    ? IgnoreDefaultRoutes set Disabled, Enabled
    ? AdvertiseDefaultRoute set Disabled, Enabled
    ? ForceArpNdWolPattern set Disabled, Enabled
    ? DirectedMacWolPattern set Disabled, Enabled
    ? EcnMarking set Disabled, UseEct1, UseEct0, AppDecide
    ? Dhcp set Disabled, Enabled
    ? AutomaticMetric set Disabled, Enabled
    # Set-NetIPv4Protocol medium
    InputObject<value CimInstance[]
    DefaultHopLimit UInt32
    NeighborCacheLimitEntries UInt32 = NeighborCacheLimit
    RouteCacheLimitEntries UInt32 = RouteCacheLimit
    ReassemblyLimitBytes UInt32 = ReassemblyLimit
    IcmpRedirects
    SourceRoutingBehavior
    DhcpMediaSense
    MediaSenseEventLog
    IGMPLevel = MldLevel
    IGMPVersion = MldVersion
    MulticastForwarding
    GroupForwardedFragments
    RandomizeIdentifiers
    AddressMaskReply
    DeadGatewayDetection
    MinimumMtu UInt32
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    ? IcmpRedirects set Disabled, Enabled
    ? SourceRoutingBehavior set Forward, DontForward, Drop
    ? DhcpMediaSense set Disabled, Enabled
    ? MediaSenseEventLog set Disabled, Enabled
    ? IGMPLevel set None, SendOnly, All
    ? IGMPVersion set Version1, Version2, Version3
    ? MulticastForwarding set Disabled, Enabled
    ? GroupForwardedFragments set Disabled, Enabled
    ? RandomizeIdentifiers set Disabled, Enabled
    ? AddressMaskReply set Disabled, Enabled
    # Set-NetIPv6Protocol medium
    InputObject<value CimInstance[]
    DefaultHopLimit UInt32
    NeighborCacheLimitEntries UInt32 = NeighborCacheLimit
    RouteCacheLimitEntries UInt32 = RouteCacheLimit
    ReassemblyLimitBytes UInt32 = ReassemblyLimit
    IcmpRedirects
    SourceRoutingBehavior
    DhcpMediaSense
    MediaSenseEventLog
    MldLevel
    MldVersion
    MulticastForwarding
    GroupForwardedFragments
    RandomizeIdentifiers
    AddressMaskReply
    DeadGatewayDetection
    UseTemporaryAddresses
    MaxTemporaryDadAttempts UInt32 = MaxDadAttempts
    MaxTemporaryValidLifetime TimeSpan = MaxValidLifetime
    MaxTemporaryPreferredLifetime TimeSpan = MaxPreferredLifetime
    TemporaryRegenerateTime TimeSpan = RegenerateTime
    MaxTemporaryDesyncTime TimeSpan = MaxRandomTime
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    ? IcmpRedirects set Disabled, Enabled
    ? SourceRoutingBehavior set Forward, DontForward, Drop
    ? DhcpMediaSense set Disabled, Enabled
    ? MediaSenseEventLog set Disabled, Enabled
    ? MldLevel set None, SendOnly, All
    ? MldVersion set Version1, Version2
    ? MulticastForwarding set Disabled, Enabled
    ? GroupForwardedFragments set Disabled, Enabled
    ? RandomizeIdentifiers set Disabled, Enabled
    ? AddressMaskReply set Disabled, Enabled
    ? UseTemporaryAddresses set Disabled, Enabled, Always
    # Set-NetNeighbor medium
    default ByName
    IPAddress@0 String[] in ByName
    InterfaceIndex<property UInt32[] = ifIndex in ByName
    InterfaceAlias<property String[] = ifAlias in ByName
    State String[] in ByName
    AddressFamily String[] in ByName
    PolicyStore in ByName
    IncludeAllCompartments switch in ByName
    LinkLayerAddress
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? State set Unreachable, Incomplete, Probe, Delay, Stale, Reachable, Permanent
    ? AddressFamily set IPv4, IPv6
    # Set-NetOffloadGlobalSetting medium
    InputObject<value CimInstance[]
    ReceiveSideScaling
    ReceiveSegmentCoalescing
    Chimney
    TaskOffload
    NetworkDirect
    NetworkDirectAcrossIPSubnets
    PacketCoalescingFilter
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    ? ReceiveSideScaling set Disabled, Enabled
    ? ReceiveSegmentCoalescing set Disabled, Enabled
    ? Chimney set Disabled, Enabled, Automatic
    ? TaskOffload set Disabled, Enabled
    ? NetworkDirect set Disabled, Enabled
    ? NetworkDirectAcrossIPSubnets set Blocked, Allowed
    ? PacketCoalescingFilter set Disabled, Enabled
    # Set-NetRoute medium
    default ByName
    DestinationPrefix@0 String[] in ByName
    InterfaceIndex<property UInt32[] = ifIndex in ByName
    InterfaceAlias<property String[] = ifAlias in ByName
    NextHop String[] in ByName
    AddressFamily String[] in ByName
    Protocol String[] in ByName
    PolicyStore in ByName
    IncludeAllCompartments switch in ByName
    Publish
    RouteMetric UInt16
    ValidLifetime TimeSpan
    PreferredLifetime TimeSpan
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? AddressFamily set IPv4, IPv6
    ? Protocol set Other, Local, NetMgmt, Icmp, Egp, Ggp, Hello, Rip, IsIs, EsIs, Igrp, Bbn, Ospf, Bgp, Idpr, Eigrp, Dvmrp, Rpl, Dhcp
    ? Publish set No, Age, Yes
    # Set-NetTCPSetting medium
    default ByName
    SettingName@0 String[] in ByName
    MinRtoMs UInt32 = MinRto
    InitialCongestionWindowMss UInt32 = InitialCongestionWindow
    CongestionProvider
    CwndRestart
    DelayedAckTimeoutMs UInt32 = DelayedAckTimeout
    DelayedAckFrequency Byte
    MemoryPressureProtection
    AutoTuningLevelLocal
    EcnCapability
    Timestamps
    InitialRtoMs UInt32 = InitialRto
    ScalingHeuristics
    DynamicPortRangeStartPort UInt16
    DynamicPortRangeNumberOfPorts UInt16
    AutomaticUseCustom
    NonSackRttResiliency
    ForceWS
    MaxSynRetransmissions Byte
    AutoReusePortRangeStartPort UInt16
    AutoReusePortRangeNumberOfPorts UInt16
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? CongestionProvider set Default, CTCP, DCTCP
    ? CwndRestart set False, True
    ? MemoryPressureProtection set Disabled, Enabled, Default
    ? AutoTuningLevelLocal set Disabled, HighlyRestricted, Restricted, Normal, Experimental
    ? EcnCapability set Disabled, Enabled
    ? Timestamps set Disabled, Enabled
    ? ScalingHeuristics set Disabled, Enabled
    ? AutomaticUseCustom set Disabled, Enabled
    ? NonSackRttResiliency set Disabled, Enabled
    ? ForceWS set Disabled, Enabled
    # Set-NetUDPSetting medium
    InputObject<value CimInstance[]
    DynamicPortRangeStartPort UInt16
    DynamicPortRangeNumberOfPorts UInt16
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    # Test-NetConnection
    gives NetRouteDiagnostics, NetConnectionResults
    ComputerName@0<value<property = RemoteAddress, cn
    TraceRoute switch in ICMP
    Hops Int32 in ICMP
    InformationLevel
    !CommonTCPPort@1 in CommonTCPPort
    !Port<property Int32 = RemotePort in RemotePort
    !DiagnoseRouting switch in NetRouteDiagnostics
    ConstrainSourceAddress in NetRouteDiagnostics
    ConstrainInterface UInt32 in NetRouteDiagnostics
    ? InformationLevel set Quiet, Detailed
    ? CommonTCPPort set HTTP, RDP, SMB, WINRM
    """
}
