extension CommandTable {
  /// The parameters of the cmdlets of NetNat.
  static let netNat = """
    # Add-NetNatExternalAddress medium
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatExternalAddress
    !NatName@0
    !IPAddress
    PortStart UInt16
    PortEnd UInt16
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Add-NetNatStaticMapping medium
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatStaticMapping
    !NatName@0
    !Protocol
    RemoteExternalIPAddressPrefix
    !ExternalIPAddress
    !ExternalPort UInt16
    !InternalIPAddress
    InternalPort UInt16
    InternalRoutingDomainId
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? Protocol set TCP, UDP
    # Get-NetNat
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNat
    Name@0<property String[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-NetNatExternalAddress
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatExternalAddress
    NatName@0<property String[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-NetNatGlobal
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatGlobal
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-NetNatSession
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatSession
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-NetNatStaticMapping
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatStaticMapping
    NatName@0<property String[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # New-NetNat medium
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNat
    !Name@0
    ExternalIPInterfaceAddressPrefix
    InternalRoutingDomainId
    InternalIPInterfaceAddressPrefix
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Remove-NetNat high
    default Query (cdxml)
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNat
    Name@0<property String[] in Query (cdxml)
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Remove-NetNatExternalAddress high
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatExternalAddress
    ExternalAddressID<property UInt32[] in ByName
    NatName@0<property String[] in ByName
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Remove-NetNatStaticMapping high
    default Query (cdxml)
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatStaticMapping
    StaticMappingID<property UInt32[] in Query (cdxml)
    NatName@0<property String[] in Query (cdxml)
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-NetNat medium
    default Query (cdxml)
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNat
    !Name@0<property String[] in Query (cdxml)
    IcmpQueryTimeout UInt32
    TcpEstablishedConnectionTimeout UInt32
    TcpTransientConnectionTimeout UInt32
    TcpFilteringBehavior
    UdpFilteringBehavior
    UdpIdleSessionTimeout UInt32
    UdpInboundRefresh Boolean
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    ? TcpFilteringBehavior set EndpointIndependentFiltering, AddressDependentFiltering
    ? UdpFilteringBehavior set EndpointIndependentFiltering, AddressDependentFiltering
    # Set-NetNatGlobal medium
    gives Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNatGlobal
    InputObject<value CimInstance[]
    !InterRoutingDomainHairpinningMode
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    ? InterRoutingDomainHairpinningMode set Local, External
    """
}
