import Testing

@Suite(.enabled(if: canMakeNamespaces)) struct NetIPAddressTests {
  private static let nat = "ip link set far alias \"vEthernet (VmNAT)\""
  private static let one = "ip address add 10.9.0.1/24 dev eth0"
  private static let dhcp: [String: String] = [
    "dhcp": "", "run/udhcpc.eth0": "serverid=10.9.0.254\nrouter=10.9.0.254\ndns=10.9.0.254\nlease=600\n",
    "run/resolv.eth0": "search lan\nnameserver 10.9.0.254\n", "resolv.conf": "nameserver 10.9.0.254\n",
  ]

  @Test(arguments: [
    // The document's own lines, as they stand there.
    NetworkRow(
      "Get-NetAdapter \"vEthernet (VmNat)\" | New-NetIPAddress -IPAddress 192.168.100.1 -AddressFamily IPv4 "
        + "-PrefixLength 24\n(Get-NetIPAddress -InterfaceAlias 'vEthernet (VmNAT)' -AddressFamily IPv4).IPAddress",
      "Microsoft.Management.Infrastructure.CimInstance | 192.168.100.1", setup: nat),
    NetworkRow(
      "Get-NetAdapter \"Ethernet\" | New-NetIPAddress -IPAddress 192.168.100.2 -DefaultGateway 192.168.100.1 "
        + "-AddressFamily IPv4 -PrefixLength 24\n"
        + "Netsh interface ip add dnsserver \u{201C}Ethernet\u{201D} address=10.77.0.3\n"
        + "(Get-NetRoute -DestinationPrefix 0.0.0.0/0).NextHop; $LASTEXITCODE",
      "Microsoft.Management.Infrastructure.CimInstance |  | 192.168.100.1 | 0 | resolv.conf: nameserver 10.77.0.3",
      prints: ["resolv.conf"]),
  ]) func seed(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "$a = Get-NetIPAddress 10.9.0.1; $a.InterfaceAlias; $a.AddressFamily; $a.PrefixLength; $a.PrefixOrigin; "
        + "$a.SuffixOrigin; $a.AddressState; $a.ValidLifetime -eq [TimeSpan]::MaxValue; $a.Type; $a.PolicyStore",
      "Ethernet | IPv4 | 24 | Manual | Manual | Preferred | True | Unicast | ActiveStore", setup: one),
    NetworkRow("(Get-NetIPAddress -AddressFamily IPv4).IPAddress", "127.0.0.1 | 10.9.0.1", setup: one),
    NetworkRow("(Get-NetIPAddress 127.0.0.1).InterfaceAlias", "Loopback Pseudo-Interface 1"),
    NetworkRow("(Get-NetIPAddress -InterfaceIndex 2 -AddressFamily IPv4).IPAddress", "10.9.0.1", setup: one),
    NetworkRow("(Get-NetAdapter Ethernet | Get-NetIPAddress -AddressFamily IPv4).IPAddress", "10.9.0.1", setup: one),
    NetworkRow(
      "(Get-NetIPInterface Ethernet -AddressFamily IPv4 | Get-NetIPAddress).IPAddress", "10.9.0.1", setup: one),
    NetworkRow(
      "$a = Get-NetIPAddress 10.9.*; $a.ValidLifetime.TotalSeconds -gt 500; $a.PrefixOrigin", "True | Dhcp",
      setup: "ip address add 10.9.0.1/24 dev eth0 valid_lft 600 preferred_lft 600"),
    NetworkRow(
      "(Get-NetIPAddress fe80::9%2).PrefixOrigin", "WellKnown", setup: "ip address add fe80::9/64 dev eth0 nodad"),
    NetworkRow("Get-NetIPAddress 1.2.3.4", "!CmdletizationQuery_NotFound_IPAddress,Get-NetIPAddress"),
    NetworkRow(
      "try { Get-NetIPAddress -InterfaceAlias X -AddressFamily IPv4 -EA Stop } catch { \"$_\" }",
      "No matching MSFT_NetIPAddress objects found by CIM query for instances of the "
        + "ROOT/StandardCimv2/MSFT_NetIPAddress class on the  CIM server: SELECT * FROM MSFT_NetIPAddress  WHERE "
        + "((InterfaceAlias LIKE 'X')) AND ((AddressFamily = 2)). Verify query parameters and retry."),
    NetworkRow("Get-NetIPAddress -PolicyStore PersistentStore", "!ParameterNotSupported,Get-NetIPAddress"),
  ]) func reading(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow("(New-NetIPAddress 10.9.0.1 -InterfaceAlias Ethernet -PrefixLength 24).InterfaceIndex", "2"),
    NetworkRow("(New-NetIPAddress -InterfaceIndex 3 -IPAddress fd00::5 -PrefixLength 64).PrefixLength", "64"),
    NetworkRow("(New-NetIPAddress 10.9.0.1 -InterfaceIndex 2).PrefixLength", "32"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.1 -InterfaceIndex 2 -PrefixLength 24",
      "!Windows System Error 87,New-NetIPAddress", setup: one),
    NetworkRow(
      "try { New-NetIPAddress 10.9.0.1 -InterfaceIndex 2 -PrefixLength 24 -EA Stop } catch { $_.Exception.Message; "
        + "$_.CategoryInfo.Category; $_.CategoryInfo.TargetName; $_.CategoryInfo.TargetType; $_.CategoryInfo.Reason }",
      "Instance MSFT_NetIPAddress already exists | InvalidArgument | MSFT_NetIPAddress | "
        + "ROOT/StandardCimv2/MSFT_NetIPAddress | CimException", setup: one),
    NetworkRow(
      "New-NetIPAddress 10.9.0.1 -InterfaceAlias Nothing",
      "!CmdletizationQuery_NotFound_InterfaceAlias,New-NetIPAddress"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.1 -InterfaceIndex 2 -PrefixLength 24 -DefaultGateway 10.8.0.1; "
        + "(Get-NetIPAddress -AddressFamily IPv4).IPAddress",
      "!Windows System Error 87,New-NetIPAddress | 127.0.0.1"),
    NetworkRow("New-NetIPAddress 10.9.0 -InterfaceIndex 2", "!Windows System Error 87,New-NetIPAddress"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.0 -InterfaceIndex 2 -PrefixLength 24", "!Windows System Error 87,New-NetIPAddress"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.1 -InterfaceIndex 2 -PrefixLength 33", "!Windows System Error 87,New-NetIPAddress"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.1 -InterfaceIndex 2 -AddressFamily IPv6",
      "!Windows System Error 87,New-NetIPAddress"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.1 -InterfaceIndex 2 -PolicyStore PersistentStore",
      "!ParameterNotSupported,New-NetIPAddress"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.1 -InterfaceIndex 2 -SkipAsSource $true",
      "!ParameterNotSupported,New-NetIPAddress"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.1 -InterfaceIndex 2 -PrefixLength 24 -WhatIf; (Get-NetIPAddress 10.*).Count",
      "H:What if: Performing the operation \"Create\" on target \"NetIPAddress -IPv4Address 10.9.0.1 -InterfaceIndex 2 "
        + "-Store Active\". | 0"),
    NetworkRow(
      "(New-NetIPAddress 10.9.0.5 -InterfaceIndex 2 -PrefixLength 24 -ValidLifetime 0:10 -PreferredLifetime 0:5)."
        + "PreferredLifetime.TotalSeconds -le 300", "True"),
    // DHCP of our guest images ends: marker, lease, resolver and the leased address with its route go.
    NetworkRow(
      "$null = New-NetIPAddress 10.9.0.1 -InterfaceAlias Ethernet -PrefixLength 24 -DefaultGateway 10.9.0.2; "
        + "(Get-NetIPAddress -AddressFamily IPv4).IPAddress; (Get-NetRoute 0.0.0.0/0).NextHop",
      "127.0.0.1 | 10.9.0.1 | 10.9.0.2 | run/static.eth0:  | run/udhcpc.eth0: - | run/resolv.eth0: - | resolv.conf: ",
      setup: "ip address add 10.9.0.77/24 dev eth0; ip route add default via 10.9.0.254 metric 102", files: dhcp,
      prints: ["run/static.eth0", "run/udhcpc.eth0", "run/resolv.eth0", "resolv.conf"]),
    NetworkRow(
      "(New-NetIPAddress 10.9.0.1 -InterfaceAlias Ethernet -PrefixLength 24).IPAddress",
      "W:'Ethernet' keeps the address 10.9.0.77, which another program of this machine got by DHCP and will renew. Switch "
        + "DHCP off where the machine's network is configured. | 10.9.0.1",
      setup: "ip address add 10.9.0.77/24 dev eth0 valid_lft 600 preferred_lft 600"),
    NetworkRow(
      "New-NetIPAddress 10.9.0.3 -InterfaceIndex 2 -PrefixLength 24 -DefaultGateway 10.9.0.2",
      "!Windows System Error 87,New-NetIPAddress", setup: one + "; ip route add default via 10.9.0.2 metric 256"),
    NetworkRow(
      "Set-NetIPAddress 10.9.0.1 -PrefixLength 16; (Get-NetIPAddress 10.9.0.1).PrefixLength; "
        + "(Get-NetRoute 0.0.0.0/0).NextHop", "16 | 10.9.0.2", setup: one + "; ip route add default via 10.9.0.2"),
    NetworkRow(
      "Set-NetIPAddress 10.9.0.1 -ValidLifetime 1:0 -PreferredLifetime 0:30 -PassThru | "
        + "& { $input.ValidLifetime.TotalMinutes -gt 50 }", "True", setup: one),
    NetworkRow(
      "Set-NetIPAddress 10.9.0.1 -PreferredLifetime 1:0", "!Windows System Error 87,Set-NetIPAddress", setup: one),
    NetworkRow(
      "Set-NetIPAddress 10.9.0.1 -ValidLifetime 1:0 -PreferredLifetime 0:30; Set-NetIPAddress 10.9.0.1 -ValidLifetime "
        + "([TimeSpan]::MaxValue); (Get-NetIPAddress 10.9.0.1).PreferredLifetime -eq [TimeSpan]::MaxValue", "True",
      setup: one),
    NetworkRow(
      "Remove-NetIPAddress 10.9.0.1; (Get-NetIPAddress 10.*).Count",
      "?Performing the operation \"Remove\" on target \"NetIPAddress -IPv4Address 10.9.0.1 -InterfaceIndex 2 -Store "
        + "Active\". | 0", setup: one),
    NetworkRow(
      "Get-NetIPAddress 10.9.0.1 | Remove-NetIPAddress -Confirm:$false; (Get-NetIPAddress 10.*).Count", "0",
      setup: one),
    NetworkRow(
      "Remove-NetIPAddress 10.9.0.1 -DefaultGateway 10.9.0.2 -Confirm:$false; (Get-NetRoute 0.0.0.0/*).Count", "0",
      setup: one + "; ip route add default via 10.9.0.2"),
    NetworkRow(
      "Remove-NetIPAddress 10.9.0.9 -Confirm:$false",
      "!CmdletizationQuery_NotFound_IPAddress,Remove-NetIPAddress"),
  ]) func changing(row: NetworkRow) async throws { try await row.check() }
}
