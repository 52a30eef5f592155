import Testing

@Suite(.enabled(if: canMakeNamespaces)) struct NetTCPIPTests {
  private static let one = "ip address add 10.9.0.1/24 dev eth0"
  private static let way = one + "; ip route add default via 10.9.0.2 metric 77"

  @Test(arguments: [
    NetworkRow(
      "$i = Get-NetIPInterface Ethernet -AddressFamily IPv4; $i.NlMtu; $i.Dhcp; $i.ConnectionState; "
        + "$i.InterfaceMetric; $i.AutomaticMetric; $i.Forwarding; $i.ifIndex",
      "1500 | Disabled | Connected | 0 | Enabled | Disabled | 2"),
    NetworkRow("(Get-NetIPInterface -InterfaceIndex 2).AddressFamily", "IPv6 | IPv4"),
    NetworkRow("(Get-NetAdapter Ethernet | Get-NetIPInterface -AddressFamily IPv4).InterfaceAlias", "Ethernet"),
    NetworkRow("(Get-NetIPAddress 10.9.0.1 | Get-NetIPInterface).AddressFamily", "IPv4", setup: one),
    NetworkRow("Get-NetIPInterface Nothing", "!CmdletizationQuery_NotFound_InterfaceAlias,Get-NetIPInterface"),
    NetworkRow(
      "Set-NetIPInterface Ethernet -AddressFamily IPv4 -NlMtuBytes 1400; (Get-NetAdapter Ethernet).MtuSize", "1400"),
    NetworkRow(
      "Set-NetIPInterface Ethernet -AddressFamily IPv6 -NlMtuBytes 1300; (Get-NetAdapter Ethernet).MtuSize; "
        + "(Get-NetIPInterface Ethernet -AddressFamily IPv6).NlMtu", "1500 | 1300"),
    NetworkRow(
      "Set-NetIPInterface Ethernet -AddressFamily IPv4 -NlMtuBytes 100",
      "!Windows System Error 87,Set-NetIPInterface"),
    NetworkRow(
      "Get-NetIPInterface Ethernet -AddressFamily IPv4 | Set-NetIPInterface -Forwarding Enabled -PassThru | "
        + "& { $input.Forwarding }", "Enabled"),
    NetworkRow(
      "Set-NetIPInterface Ethernet -AddressFamily IPv4 -InterfaceMetric 20; $r = Get-NetRoute 0.0.0.0/0; "
        + "$r.RouteMetric; $r.ifMetric; (Get-NetIPInterface Ethernet -AddressFamily IPv4).AutomaticMetric",
      "77 | 20 | Disabled | run/metric.eth0.4: 20", setup: way, prints: ["run/metric.eth0.4"]),
    NetworkRow(
      "Set-NetIPInterface Ethernet -AddressFamily IPv4 -InterfaceMetric 20; Set-NetIPInterface Ethernet "
        + "-AutomaticMetric Enabled; $r = Get-NetRoute 0.0.0.0/0; $r.RouteMetric; $r.ifMetric", "77 | 0", setup: way),
    NetworkRow("Set-NetIPInterface Ethernet -AddressFamily IPv4 -Dhcp Enabled", "!DhcpNotAvailable,Set-NetIPInterface"),
    NetworkRow(
      "Set-NetIPInterface Ethernet -AddressFamily IPv4 -Dhcp Enabled",
      "run/static.eth0: -", files: ["dhcp": "", "run/static.eth0": "", "udhcpc": "#!/bin/sh\nexit 0\n"],
      prints: ["run/static.eth0"]),
    NetworkRow(
      "Set-NetIPInterface Ethernet -AddressFamily IPv4 -Dhcp Disabled", "run/static.eth0: ", files: ["dhcp": ""],
      prints: ["run/static.eth0"]),
    NetworkRow(
      "Set-NetIPInterface Ethernet -AddressFamily IPv6 -Dhcp Enabled",
      "!ParameterNotSupported,Set-NetIPInterface"),
    NetworkRow("Set-NetIPInterface Ethernet -WeakHostSend Enabled", "!ParameterNotSupported,Set-NetIPInterface"),
  ]) func interfaces(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "$r = Get-NetRoute 0.0.0.0/0; $r.NextHop; $r.ifIndex; $r.RouteMetric; $r.Protocol; $r.InterfaceAlias; "
        + "$r.PolicyStore; $r.AddressFamily", "10.9.0.2 | 2 | 77 | NetMgmt | Ethernet | ActiveStore | IPv4", setup: way),
    NetworkRow("(Get-NetRoute -AddressFamily IPv4).DestinationPrefix", "0.0.0.0/0 | 10.9.0.0/24", setup: way),
    NetworkRow("(Get-NetRoute 10.9.*).NextHop", "0.0.0.0", setup: way),
    NetworkRow("(Get-NetRoute -NextHop 10.9.0.2 | Get-NetAdapter).Name", "Ethernet", setup: way),
    NetworkRow("Get-NetRoute 9.9.9.0/24", "!CmdletizationQuery_NotFound_DestinationPrefix,Get-NetRoute"),
    NetworkRow(
      "$r = New-NetRoute 10.8.0.0/16 -InterfaceIndex 2 -NextHop 10.9.0.7; $r.RouteMetric; $r.NextHop",
      "256 | 10.9.0.7", setup: one),
    NetworkRow("(New-NetRoute -DestinationPrefix fd09::/48 -InterfaceAlias Ethernet -RouteMetric 3).NextHop", "::"),
    NetworkRow(
      "New-NetRoute 0.0.0.0/0 -InterfaceAlias Ethernet -NextHop 10.9.0.2 -RouteMetric 77",
      "!Windows System Error 87,New-NetRoute", setup: way),
    NetworkRow(
      "try { New-NetRoute 0.0.0.0/0 -InterfaceAlias Ethernet -NextHop 10.9.0.2 -RouteMetric 77 -EA Stop } "
        + "catch { $_.Exception.Message }", "Instance MSFT_NetRoute already exists", setup: way),
    NetworkRow("New-NetRoute 10.8.0.1/16 -InterfaceIndex 2", "!Windows System Error 87,New-NetRoute"),
    NetworkRow("New-NetRoute 10.8.0.0/16 -InterfaceIndex 2 -NextHop fd00::1", "!Windows System Error 87,New-NetRoute"),
    NetworkRow("New-NetRoute 10.8.0.0/16 -InterfaceIndex 2 -Publish Yes", "!ParameterNotSupported,New-NetRoute"),
    NetworkRow(
      "Set-NetRoute 0.0.0.0/0 -RouteMetric 5 -PassThru | & { $input.RouteMetric }; (Get-NetRoute 0.0.0.0/0).Count",
      "5 | 1", setup: way),
    NetworkRow(
      "Remove-NetRoute 0.0.0.0/0; (Get-NetRoute 0.0.0.0/*).Count",
      "?Performing the operation \"Remove\" on target \"NetRoute -DestinationPrefix 0.0.0.0/0 -InterfaceIndex 2 -NextHop "
        + "10.9.0.2 -Store Active\". | 0", setup: way),
    NetworkRow("Remove-NetRoute -NextHop 10.9.0.2 -Confirm:$false; (Get-NetRoute 0.0.0.0/*).Count", "0", setup: way),
    NetworkRow(
      "Get-NetRoute 0.0.0.0/0 | Remove-NetRoute -Confirm:$false; (Get-NetRoute 0.0.0.0/*).Count", "0", setup: way),
    NetworkRow(
      "$f = Find-NetRoute -RemoteIPAddress 1.2.3.4; $f[0].IPAddress; $f[1].NextHop; $f[1].DestinationPrefix",
      "10.9.0.1 | 10.9.0.2 | 0.0.0.0/0", setup: way),
    NetworkRow("(Find-NetRoute -RemoteIPAddress 10.9.0.7)[1].DestinationPrefix", "10.9.0.0/24", setup: way),
    NetworkRow("Find-NetRoute -RemoteIPAddress 1.2.3.4", "!Windows System Error 1231,Find-NetRoute"),
    NetworkRow("Get-NetRoute -IncludeAllCompartments", "!ParameterNotSupported,Get-NetRoute"),
  ]) func routes(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "$n = New-NetNeighbor 10.9.0.9 -InterfaceIndex 2 -LinkLayerAddress 00-15-5D-00-00-09; $n.State; "
        + "$n.LinkLayerAddress", "Permanent | 00-15-5D-00-00-09", setup: one),
    NetworkRow(
      "(Get-NetNeighbor 10.9.0.9).LinkLayerAddress", "02-00-00-00-00-09",
      setup: one + "; ip neigh add 10.9.0.9 lladdr 02:00:00:00:00:09 dev eth0"),
    NetworkRow(
      "New-NetNeighbor 10.9.0.9 -InterfaceIndex 2 -LinkLayerAddress 00-15-5D-00-00-09",
      "!Windows System Error 87,New-NetNeighbor",
      setup: one + "; ip neigh add 10.9.0.9 lladdr 02:00:00:00:00:09 dev eth0"),
    NetworkRow(
      "Get-NetNeighbor 10.9.0.9 | Set-NetNeighbor -LinkLayerAddress 00-15-5D-00-00-0A; "
        + "(Get-NetNeighbor 10.9.0.9).LinkLayerAddress", "00-15-5D-00-00-0A",
      setup: one + "; ip neigh add 10.9.0.9 lladdr 02:00:00:00:00:09 dev eth0"),
    NetworkRow(
      "Remove-NetNeighbor 10.9.0.9 -Confirm:$false; Get-NetNeighbor 10.9.* -State Permanent",
      "!CmdletizationQuery_NotFound,Get-NetNeighbor",
      setup: one + "; ip neigh add 10.9.0.9 lladdr 02:00:00:00:00:09 dev eth0"),
    NetworkRow("New-NetNeighbor 10.9.0.9 -InterfaceIndex 2", "!Windows System Error 87,New-NetNeighbor"),
    NetworkRow("Get-NetNeighbor -AddressFamily IPv4", "!CmdletizationQuery_NotFound_AddressFamily,Get-NetNeighbor"),
  ]) func neighbors(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "$c = Get-NetIPConfiguration Ethernet; $c.InterfaceAlias; $c.IPv4Address.IPAddress; "
        + "$c.IPv4DefaultGateway.NextHop; $c.DNSServer.ServerAddresses; $c.NetIPv4Interface.NlMtu; "
        + "$c.NetAdapter.LinuxName", "Ethernet | 10.9.0.1 | 10.9.0.2 | 10.77.0.3 | 1500 | eth0", setup: way,
      files: ["resolv.conf": "nameserver 10.77.0.3\n"]),
    NetworkRow("(gip).InterfaceAlias", "Ethernet | Ethernet 2"),
    NetworkRow("(gip -All).InterfaceAlias", "Loopback Pseudo-Interface 1 | Ethernet | Ethernet 2"),
    NetworkRow(
      "(Get-NetIPConfiguration Ethernet | Get-NetIPAddress -AddressFamily IPv4).IPAddress", "10.9.0.1", setup: way),
    NetworkRow("gip -InterfaceIndex 77", "!CmdletizationQuery_NotFound_InterfaceIndex,Get-NetIPConfiguration"),
    NetworkRow("Get-NetTCPConnection -LocalPort 9", "!CmdletizationQuery_NotFound_LocalPort,Get-NetTCPConnection"),
  ]) func configuration(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "(Get-DnsClientServerAddress Ethernet).ServerAddresses", "10.77.0.3 | fd00::53",
      files: ["resolv.conf": "nameserver 10.77.0.3\nnameserver fd00::53\n"]),
    NetworkRow(
      "(Get-DnsClientServerAddress -InterfaceIndex 2 -AddressFamily IPv4).ServerAddresses", "10.77.0.3",
      files: ["resolv.conf": "nameserver 10.77.0.3\nnameserver fd00::53\n"]),
    NetworkRow("(Get-NetAdapter Ethernet | Get-DnsClientServerAddress).AddressFamily", "2 | 23"),
    NetworkRow(
      "Set-DnsClientServerAddress Ethernet -ServerAddresses 1.1.1.1, 8.8.8.8",
      "resolv.conf: # kept; search lan; nameserver 1.1.1.1; nameserver 8.8.8.8; nameserver fd00::53; options rotate",
      files: ["resolv.conf": "# kept\nsearch lan\nnameserver 10.77.0.3\nnameserver fd00::53\noptions rotate\n"],
      prints: ["resolv.conf"]),
    NetworkRow(
      "Get-NetAdapter Ethernet | Set-DnsClientServerAddress -ServerAddresses ('10.0.0.1,10.0.0.2')",
      "resolv.conf: nameserver 10.0.0.1; nameserver 10.0.0.2", prints: ["resolv.conf"]),
    NetworkRow(
      "Set-DnsClientServerAddress Ethernet -ServerAddresses 1.1.1; $?",
      "!Windows System Error 87,Set-DnsClientServerAddress | False"),
    NetworkRow(
      "Set-DnsClientServerAddress Nothing -ServerAddresses 1.1.1.1",
      "!CmdletizationQuery_NotFound_InterfaceAlias,Set-DnsClientServerAddress"),
    NetworkRow(
      "Set-DnsClientServerAddress Ethernet -ResetServerAddresses",
      "!ResetNotSupported,Set-DnsClientServerAddress"),
    NetworkRow(
      "Set-DnsClientServerAddress Ethernet -ServerAddresses 1.1.1.1",
      "run/resolv.eth0: search a; nameserver 1.1.1.1 | resolv.conf: nameserver 9.9.9.9; search a; nameserver 1.1.1.1",
      files: ["run/resolv.eth0": "search a\nnameserver 10.9.0.254\n", "run/resolv.ens9": "nameserver 9.9.9.9\n"],
      prints: ["run/resolv.eth0", "resolv.conf"]),
    NetworkRow(
      "Set-DnsClientServerAddress Ethernet -ResetServerAddresses",
      "run/resolv.eth0: nameserver 10.9.0.254 | run/dns.eth0: -",
      files: [
        "dhcp": "", "run/dns.eth0": "", "run/resolv.eth0": "nameserver 1.1.1.1\n",
        "run/udhcpc.eth0": "dns=10.9.0.254\n",
      ],
      prints: ["run/resolv.eth0", "run/dns.eth0"]),
    NetworkRow("(Get-DnsClient Ethernet).ConnectionSpecificSuffix", "lan", files: ["resolv.conf": "search lan home\n"]),
    NetworkRow(
      "Clear-DnsClientCache -Verbose",
      "V:Performing the operation \"Clear\" on target \"DNS client cache\". | V:This machine's resolver keeps no answers, so "
        + "there is nothing to clear."),
  ]) func resolver(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "$t = Test-NetConnection 127.0.0.1; $t.PingSucceeded; $t.InterfaceAlias; $t.SourceAddress.IPAddress; "
        + "$t.RemoteAddress.IPAddressToString",
      "True | Loopback Pseudo-Interface 1 | 127.0.0.1 | 127.0.0.1"),
    NetworkRow("tnc ::1 -InformationLevel Quiet", "True"),
    NetworkRow(
      "$t = tnc 127.0.0.1 -Port 9; $t.TcpTestSucceeded; $t.PingSucceeded",
      "W:TCP connect to (127.0.0.1 : 9) failed | False | True"),
    NetworkRow("tnc nowhere.invalid -InformationLevel Quiet", "W:Name resolution of nowhere.invalid failed | False"),
    NetworkRow("tnc", "!ComputerNameMissing,Test-NetConnection"),
    NetworkRow(
      "$d = tnc 10.8.0.1 -DiagnoseRouting; $d.OutgoingInterfaceIndex; $d.SelectedNetRoute.NextHop; "
        + "$d.SelectedSourceAddress.IPAddress; $d.RouteDiagnosticsSucceeded; $d.pstypenames[0]",
      "2 | 10.9.0.2 | 10.9.0.1 | True | NetRouteDiagnostics",
      setup: "ip address add 10.9.0.1/24 dev eth0; ip route add default via 10.9.0.2"),
    NetworkRow(
      "(tnc 10.8.0.1 -DiagnoseRouting -ConstrainInterface 3).OutgoingInterfaceIndex; "
        + "(tnc 10.8.0.1 -DiagnoseRouting -ConstrainSourceAddress 10.9.0.9).SelectedSourceAddress.IPAddress",
      "3 | 10.9.0.9",
      setup: "ip address add 10.9.0.1/24 dev eth0; ip address add 10.9.0.9/24 dev eth0; "
        + "ip route add default via 10.9.0.2; ip address add 10.7.0.1/24 dev far; "
        + "ip route add default via 10.7.0.2 metric 9"),
    NetworkRow("tnc 10.8.0.1 -DiagnoseRouting -InformationLevel Quiet", "False"),
    NetworkRow(
      "tnc 10.8.0.1 -DiagnoseRouting -ConstrainSourceAddress x", "!Windows System Error 87,Test-NetConnection"),
    NetworkRow("(tnc 127.0.0.1 -TraceRoute).TraceRoute", "127.0.0.1"),
    NetworkRow("tnc 127.0.0.1 -Port 0", "!ParameterArgumentValidationError,Test-NetConnection"),
    NetworkRow(
      "$r = Test-Connection 127.0.0.1 -Count 1; $r.StatusCode; $r.IPV4Address; $r.BufferSize; $r.Address",
      "0 | 127.0.0.1 | 32 | 127.0.0.1"),
    NetworkRow("Test-Connection 127.0.0.1 -Quiet", "True"),
    NetworkRow("Test-Connection localhost -Count 1 -Quiet; Test-Connection nowhere.invalid -Quiet", "True | False"),
    NetworkRow(
      "Test-Connection 10.1.2.3 -Count 1",
      "!TestConnectionException,Microsoft.PowerShell.Commands.TestConnectionCommand"),
    NetworkRow("Test-Connection nowhere.invalid -EA SilentlyContinue; $?", "False"),
    NetworkRow(
      "(Test-Connection myhost -Count 1).ProtocolAddress", "127.0.0.5", files: ["hosts": "127.0.0.5 myhost # me\n"]),
  ]) func reachability(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "$a = [IPAddress]'192.168.100.1'; $a.AddressFamily; $a.GetAddressBytes()[3]; \"$a\"; $a.ToString()",
      "InterNetwork | 1 | 192.168.100.1 | 192.168.100.1"),
    NetworkRow("[System.Net.IPAddress]::Parse('fe80::1').AddressFamily", "InterNetworkV6"),
    NetworkRow(
      "[ipaddress]::Parse('1').IPAddressToString; [ipaddress]::Parse('10.1').IPAddressToString", "0.0.0.1 | 10.0.0.1"),
    NetworkRow(
      "[ipaddress]::Parse('0x7f.1').IPAddressToString; [ipaddress]::Parse('010.0.0.1').IPAddressToString",
      "127.0.0.1 | 8.0.0.1"),
    NetworkRow(
      "$a = $null; [ipaddress]::TryParse('1.2.3.4', [ref]$a); $a.IPAddressToString; "
        + "[ipaddress]::TryParse('x', [ref]$a); $null -eq $a", "True | 1.2.3.4 | False | True"),
    NetworkRow("[ipaddress]'1.2.3.4' -eq [ipaddress]'1.2.3.4'; [ipaddress]'1.2.3.4' -eq '1.2.3.5'", "True | False"),
    NetworkRow(
      "try { [ipaddress]::Parse('x') } catch { $_.Exception.InnerException.Message }",
      "An invalid IP address was specified."),
    NetworkRow("[ipaddress]'x'", "!InvalidCastParseTargetInvocation"),
    NetworkRow("[ipaddress]::Loopback.ToString(); [ipaddress]::IsLoopback('::1')", "127.0.0.1 | False"),
    NetworkRow("'1.2.3.4' -as [ipaddress] -is [ipaddress]; $null -eq ('nope' -as [ipaddress])", "True | True"),
    NetworkRow("([ipaddress]'1.0.0.0').Address; [ipaddress]::new(1).ToString()", "1 | 1.0.0.0"),
    NetworkRow(
      "[System.Net.Dns]::GetHostAddresses('127.0.0.1')[0].IPAddressToString; "
        + "[System.Net.Dns]::GetHostName().Length -gt 0", "127.0.0.1 | True"),
  ]) func types(row: NetworkRow) async throws { try await row.check() }
}
