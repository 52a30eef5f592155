/// What holds after the examples that change the network and give nothing: a script, and the text that it must give.
enum ExampleEffects {
  static let all: [String: (script: String, expected: String)] = [
    "Disable-NetAdapterChecksumOffload, Example 1": (
      "Get-NetAdapterChecksumOffload | Where-Object TcpIPv6Enabled -ne Disabled | Measure-Object | ForEach-Object Count",
      "0"
    ),
    "Disable-NetAdapterLso, Example 1": (
      "$l = Get-NetAdapterLso MyAdapter; $l.IPv4Enabled; $l.IPv6Enabled", "True False"
    ),
    "Disable-NetAdapterRss, Example 1": ("(Get-NetAdapterRss MyAdapter).Enabled", "False"),
    "Enable-NetAdapterBinding, Example 1": ("(Get-NetAdapterBinding MyAdapter -ComponentID ms_tcpip).Enabled", "True"),
    "Enable-NetAdapterBinding, Example 2": ("(Get-NetAdapterBinding MyAdapter -ComponentID ms_tcpip).Enabled", "True"),
    "Enable-NetAdapterChecksumOffload, Example 2": (
      "Get-NetAdapterChecksumOffload | Where-Object TcpIPv6Enabled -eq Disabled | Measure-Object | ForEach-Object Count",
      "0"
    ),
    "Enable-NetAdapterRsc, Example 1": ("(Get-NetAdapterRsc MyAdapter).IPv4Enabled", "True"),
    "Enable-NetAdapterRsc, Example 2": (
      "$r = Get-NetAdapterRsc MyAdapter; $r.IPv4Enabled; $r.IPv6Enabled", "True True"
    ),
    "Enable-NetAdapterRsc, Example 3": (
      "Get-NetAdapterRsc | Where-Object IPv4Enabled -eq $false | Measure-Object | ForEach-Object Count", "0"
    ),
    "Enable-NetAdapterRss, Example 1": ("(Get-NetAdapterRss MyAdapter).Enabled", "True"),
    "Enable-NetAdapterRss, Example 2": (
      "Get-NetAdapterRss | Where-Object Enabled -eq $false | Measure-Object | ForEach-Object Count", "0"
    ),
    "Enable-NetAdapterUso, Example 1": (
      "Get-NetAdapterUso | Where-Object IPv4Enabled -eq $false | Measure-Object | ForEach-Object Count", "0"
    ),
    "Rename-NetAdapter, Example 1": ("(Get-NetAdapter ManagementAdapter).Name", "ManagementAdapter"),
    "Rename-NetAdapter, Example 2": ("(Get-NetAdapter ManagementAdapter).Name", "ManagementAdapter"),
    "Reset-NetAdapterAdvancedProperty, Example 2": ("(Get-NetAdapterLso MyAdapter).IPv4Enabled", "True"),
    "Restart-NetAdapter, Example 1": ("(Get-NetAdapter 'Ethernet 2').AdminStatus", "Up"),
    "Set-NetAdapter, Example 2": ("(Get-NetAdapter 'Ethernet 1').MacAddress", "00-10-18-57-1B-0D"),
    "Set-NetAdapter, Example 3": (
      "(Get-NetAdapter -InterfaceDescription B*2).MacAddress; (Get-NetAdapter br1).MacAddress -eq '00-10-18-57-1B-0D'",
      "00-10-18-57-1B-0D False"
    ),
    "Set-NetAdapterBinding, Example 1": ("(Get-NetAdapterBinding MyAdapter -ComponentID ms_tcpip).Enabled", "True"),
    "Set-NetAdapterBinding, Example 3": ("(Get-NetAdapterBinding MyAdapter -ComponentID ms_tcpip).Enabled", "True"),
    "Set-NetAdapterEncapsulatedPacketTaskOffload, Example 1": (
      "(Get-NetAdapterEncapsulatedPacketTaskOffload MyAdapter).VxlanEncapsulatedPacketTaskOffloadEnabled", "True"
    ),
    "Set-NetAdapterEncapsulatedPacketTaskOffload, Example 2": (
      "(Get-NetAdapterEncapsulatedPacketTaskOffload MyAdapter).VxlanEncapsulatedPacketTaskOffloadEnabled", "False"
    ),
    "Set-NetAdapterRsc, Example 1": (
      "$r = Get-NetAdapterRsc MyAdapter; $r.IPv4OperationalState; $r.IPv6OperationalState", "True True"
    ),
    "Set-NetAdapterRsc, Example 2": (
      "$r = Get-NetAdapterRsc MyAdapter; $r.IPv4OperationalState; $r.IPv6OperationalState", "False False"
    ),
    "New-NetNeighbor, Example 1": (
      "(Get-NetNeighbor -InterfaceIndex 12 -IPAddress 192.168.0.5).LinkLayerAddress", "00-00-12-00-00-FF"
    ),
    "Remove-NetRoute, Example 1": (
      "Get-NetRoute | Where-Object NextHop -eq 192.168.0.1 | Measure-Object | ForEach-Object Count", "0"
    ),
    "Remove-NetRoute, Example 2": (
      "Get-NetRoute | Where-Object NextHop -eq 192.168.0.1 | Measure-Object | ForEach-Object Count", "0"
    ),
    "Set-NetIPAddress, Example 1": ("(Get-NetIPAddress 192.168.0.1).PrefixLength", "24"),
    "Set-NetNeighbor, Example 1": (
      "(Get-NetNeighbor -InterfaceIndex 12 -IPAddress 192.168.0.5).LinkLayerAddress", "00-00-12-00-00-FF"
    ),
    "Set-NetNeighbor, Example 2": (
      "(Get-NetNeighbor -InterfaceIndex 12 -IPAddress 192.168.0.5).LinkLayerAddress", "00-00-12-00-00-FF"
    ),
    "Set-NetOffloadGlobalSetting, Example 1": (
      "(Get-NetOffloadGlobalSetting).ReceiveSegmentCoalescing; (Get-NetAdapterRsc MyAdapter).IPv4Enabled",
      "Enabled True"
    ),
    "Set-NetUDPSetting, Example 1": (
      "$u = Get-NetUDPSetting; $u.DynamicPortRangeStartPort; $u.DynamicPortRangeNumberOfPorts", "49152 1700"
    ),
    "Test-NetConnection, Example 5": (
      "(Test-NetConnection www.contoso.com -DiagnoseRouting).RouteDiagnosticsSucceeded", "True"
    ),
    "Test-NetConnection, Example 6": (
      "(Test-NetConnection www.contoso.com -ConstrainInterface 5 -DiagnoseRouting).OutgoingInterfaceIndex", "5"
    ),
    "Set-DnsClientGlobalSetting, Example 1": (
      "(Get-DnsClientGlobalSetting).SuffixSearchList", "corp.contoso.com na.corp.contoso.com"
    ),
    "Set-DnsClientServerAddress, Example 1": (
      "(Get-DnsClientServerAddress -InterfaceIndex 12 -AddressFamily IPv4).ServerAddresses", "10.0.0.1 10.0.0.2"
    ),
    "Set-DnsClientServerAddress, Example 2": (
      "(Get-DnsClientServerAddress -InterfaceIndex 12 -AddressFamily IPv4).ServerAddresses.Count", "0"
    ),
  ]
}
