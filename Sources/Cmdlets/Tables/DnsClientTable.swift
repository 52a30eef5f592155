extension CommandTable {
  /// The parameters of the cmdlets of DnsClient.
  static let dnsClient = """
    # Add-DnsClientDohServerAddress medium
    gives System.Object
    !ServerAddress@0<value<property
    DohTemplate@1<property
    AllowFallbackToUdp@2<property Boolean
    AutoUpgrade@3<property Boolean
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Add-DnsClientNrptRule medium
    gives Microsoft.Management.Infrastructure.CimInstance#root/Microsoft/Windows/DNS/DnsClientNrptRule
    GpoName<property
    DANameServers<property String[] = DirectAccessDnsServers
    DAIPsecRequired<property switch = DirectAccessQueryIPsecRequired
    DAIPsecEncryptionType<property = DirectAccessQueryIPSSECEncryption
    DAProxyServerName<property = DirectAccessProxyName
    DnsSecEnable<property switch = DnsSecEnabled
    DnsSecIPsecRequired<property switch = DnsSecQueryIPsecRequired
    DnsSecIPsecEncryptionType<property = DnsSecQueryIPsecEncryption
    NameServers<property String[]
    NameEncoding<property
    !Namespace@1<property String[]
    Server<property
    DAProxyType<property = DirectAccessProxyType
    DnsSecValidationRequired<property switch
    DAEnable<property switch = DirectAccessEnabled
    IPsecTrustAuthority<property = IPsecCARestriction
    Comment<property
    DisplayName<property
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? DAIPsecEncryptionType set None, Low, Medium, High
    ? DnsSecIPsecEncryptionType set None, Low, Medium, High
    ? NameEncoding set Disable, Utf8WithMapping, Utf8WithoutMapping, Punycode
    ? DAProxyType set NoProxy, UseDefault, UseProxyName
    # Clear-DnsClientCache medium
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-DnsClient
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_DNSClient
    InterfaceIndex<value<property UInt32[]
    InterfaceAlias@0 String[]
    ConnectionSpecificSuffix String[] = Suffix
    RegisterThisConnectionsAddress Boolean[]
    UseSuffixWhenRegistering Boolean[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-DnsClientCache
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_DnsClientCache
    Entry@0 String[]
    Name String[] = RecordName
    Type String[] = RecordType
    Status String[]
    Section String[]
    TimeToLive UInt32[] = TTL
    DataLength UInt16[]
    Data String[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? Type set A, NS, CNAME, SOA, PTR, MX, AAAA, SRV
    ? Status set Success, NotExist, NoRecords
    ? Section set Answer, Authority, Additional
    # Get-DnsClientDohServerAddress
    gives Microsoft.Management.Infrastructure.CimInstance, Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_DNSClientDohServerAddress
    ServerAddress@0<value<property String[]
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-DnsClientGlobalSetting
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_DNSClientGlobalSetting
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-DnsClientNrptGlobal
    gives Microsoft.Management.Infrastructure.CimInstance#root/Microsoft/Windows/DNS/DnsClientNrptGlobal
    Server<property
    GpoName<property
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-DnsClientNrptPolicy
    gives Microsoft.Management.Infrastructure.CimInstance#root/Microsoft/Windows/DNS/DnsClientPolicyConfiguration[]
    Effective switch
    Namespace@1<property
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-DnsClientNrptRule
    gives Microsoft.Management.Infrastructure.CimInstance#root/Microsoft/Windows/DNS/DnsClientNrptRule[]
    GpoName<property
    Name@1<property String[]
    Server<property
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Get-DnsClientServerAddress
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_DNSClient, Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_DNSClientServerAddress, Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetAdapter, Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_NetIPInterface
    InterfaceIndex<value<property UInt32[]
    InterfaceAlias@0 String[]
    AddressFamily String[] = Family
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? AddressFamily set IPv4, IPv6
    # Register-DnsClient medium
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Remove-DnsClientDohServerAddress medium
    default Query (cdxml)
    gives Microsoft.Management.Infrastructure.CimInstance, Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_DNSClientDohServerAddress
    !ServerAddress@0<value<property String[] in Query (cdxml)
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Remove-DnsClientNrptRule medium
    gives Microsoft.Management.Infrastructure.CimInstance#root/Microsoft/Windows/DNS/DnsClientNrptRule
    GpoName<property
    !Name@1<property
    PassThru switch
    Server<property
    Force switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    # Resolve-DnsName
    gives Microsoft.DnsClient.Commands.DnsRecord
    !Name@0<value<property
    Type@1<property
    Server String[]
    DnsOnly switch
    CacheOnly switch
    DnssecOk switch
    DnssecCd switch
    NoHostsFile switch
    LlmnrNetbiosOnly switch
    LlmnrFallback switch
    LlmnrOnly switch
    NetbiosFallback switch
    NoIdn switch
    NoRecursion switch
    QuickTimeout switch
    TcpOnly switch
    ? Type set UNKNOWN, A_AAAA, A, NS, MD, MF, CNAME, SOA, MB, MG, MR, NULL, WKS, PTR, HINFO, MINFO, MX, TXT, RP, AFSDB, X25, ISDN, RT, AAAA, SRV, DNAME, OPT, DS, RRSIG, NSEC, DNSKEY, DHCID, NSEC3, NSEC3PARAM, ANY, ALL, WINS
    # Set-DnsClient medium
    default ByAlias
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_DNSClient
    !InterfaceAlias@0 String[] in ByAlias
    ConnectionSpecificSuffix = Suffix
    RegisterThisConnectionsAddress Boolean
    UseSuffixWhenRegistering Boolean
    ResetConnectionSpecificSuffix switch = ResetSuffix
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceIndex<value<property UInt32[] in ByName
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-DnsClientDohServerAddress medium
    default Query (cdxml)
    gives Microsoft.Management.Infrastructure.CimInstance, Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_DNSClientDohServerAddress
    !ServerAddress@0<value<property String[] in Query (cdxml)
    DohTemplate@1<property
    AllowFallbackToUdp@2<property Boolean
    AutoUpgrade@3<property Boolean
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InputObject<value CimInstance[] in InputObject (cdxml)
    # Set-DnsClientGlobalSetting medium
    default ByName
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_DNSClientGlobalSetting
    InputObject<value CimInstance[] in InputObject (cdxml)
    SuffixSearchList String[] in InputObject (cdxml)
    UseDevolution Boolean in InputObject (cdxml)
    DevolutionLevel UInt32 in InputObject (cdxml)
    CimSession CimSession[] = Session in InputObject (cdxml)
    ThrottleLimit Int32 in InputObject (cdxml)
    AsJob switch in InputObject (cdxml)
    PassThru switch in InputObject (cdxml)
    # Set-DnsClientNrptGlobal medium
    gives Microsoft.Management.Infrastructure.CimInstance#root/Microsoft/Windows/DNS/DnsClientNrptGlobal
    EnableDAForAllNetworks<property
    GpoName<property
    SecureNameQueryFallback<property
    QueryPolicy<property
    Server<property
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? EnableDAForAllNetworks set EnableOnNetworkID, EnableAlways, Disable, DisableDA
    ? SecureNameQueryFallback set Disable, FallbackSecure, FallbackUnsecure, FallbackPrivate
    ? QueryPolicy set Disable, QueryIPv6Only, QueryBoth
    # Set-DnsClientNrptRule medium
    gives Microsoft.Management.Infrastructure.CimInstance#root/Microsoft/Windows/DNS/DnsClientNrptRule
    DAEnable<property Boolean = DirectAccessEnabled
    DAIPsecEncryptionType<property = DirectAccessQueryIPSSECEncryption
    DAIPsecRequired<property Boolean = DirectAccessQueryIPsecRequired
    DANameServers<property String[] = DirectAccessDNSServers
    DAProxyServerName<property = DirectAccessProxyName
    DAProxyType<property = DirectAccessProxyType
    Comment<property
    DnsSecEnable<property Boolean = DnsSecEnabled
    DnsSecIPsecEncryptionType<property = DnsSecQueryIPsecEncryption
    DnsSecIPsecRequired<property Boolean = DnsSecQueryIPsecRequired
    DnsSecValidationRequired<property Boolean
    GpoName<property
    IPsecTrustAuthority<property = IPsecCARestriction
    !Name@1<property
    NameEncoding<property
    NameServers<property String[]
    Namespace<property String[]
    Server<property
    DisplayName<property
    PassThru switch
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    ? DAIPsecEncryptionType set None, Low, Medium, High
    ? DAProxyType set NoProxy, UseDefault, UseProxyName
    ? DnsSecIPsecEncryptionType set None, Low, Medium, High
    ? NameEncoding set Disable, Utf8WithMapping, Utf8WithoutMapping, Punycode
    # Set-DnsClientServerAddress medium
    default ByAlias
    gives Microsoft.Management.Infrastructure.CimInstance#rootStandardCimv2MSFT_DNSClientServerAddress
    !InterfaceAlias@0 String[] in ByAlias
    ServerAddresses String[] = Addresses
    Validate switch
    ResetServerAddresses switch = ResetAddresses
    CimSession CimSession[] = Session
    ThrottleLimit Int32
    AsJob switch
    PassThru switch
    !InterfaceIndex<value<property UInt32[] in ByName
    !InputObject<value CimInstance[] in InputObject (cdxml)
    """
}
