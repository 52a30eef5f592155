import Testing

@Suite(.enabled(if: canMakeNamespaces)) struct NetAdapterTests {
  @Test(arguments: [
    NetworkRow("(Get-NetAdapter).Name", "Ethernet | Ethernet 2"),
    NetworkRow("(get-netadapter ETH*2).LinuxName", "far"),
    NetworkRow(
      "$a = Get-NetAdapter Ethernet; $a.ifIndex; $a.InterfaceAlias; $a.Status; $a.MtuSize",
      "2 | Ethernet | Up | 1500"),
    NetworkRow(
      "$a = Get-NetAdapter Ethernet; $a.LinkSpeed; $a.Speed; $a.MediaConnectionState; $a.AdminStatus",
      "10 Gbps | 10000000000 | Connected | Up"),
    NetworkRow(
      "(Get-NetAdapter Ethernet).MacAddress", "00-15-5D-00-00-01",
      setup: "ip link set eth0 address 00:15:5d:00:00:01"),
    NetworkRow("(Get-NetAdapter -InterfaceIndex 3).Name", "Ethernet 2"),
    NetworkRow("(Get-NetAdapter -InterfaceDescription 'veth*2').Name", "Ethernet 2"),
    NetworkRow("(Get-NetAdapter -Physical).Count", "2", setup: "ip link add br0 type bridge"),
    NetworkRow("(Get-NetAdapter br0).Virtual", "True", setup: "ip link add br0 type bridge"),
    NetworkRow(
      "(Get-NetAdapter 'vEthernet (VmNat)').InterfaceDescription", "Hyper-V Virtual Ethernet Adapter",
      setup: "ip link add br0 type bridge; ip link set br0 alias \"vEthernet (VmNAT)\""),
    NetworkRow("Get-NetAdapter Nothing", "!CmdletizationQuery_NotFound_Name,Get-NetAdapter"),
    NetworkRow("Get-NetAdapter Nothing*; $?", "True"),
    NetworkRow(
      "try { Get-NetAdapter X -ErrorAction Stop } catch { $_.Exception.Message; $_.CategoryInfo.Reason }",
      "No MSFT_NetAdapter objects found with property 'Name' equal to 'X'.  Verify the value of the property and retry."
        + " | CimJobException"),
    NetworkRow(
      "try { Get-NetAdapter X -EA Stop } catch { $_.CategoryInfo.Category; $_.TargetObject }",
      "ObjectNotFound | X"),
    NetworkRow("(Get-NetAdapter X, Ethernet -EA SilentlyContinue).Name", "Ethernet"),
    NetworkRow("Get-NetAdapter -ThrottleLimit 3", "!ParameterNotSupported,Get-NetAdapter"),
    NetworkRow("Get-NetAdapter -InterfaceIndex 99", "!CmdletizationQuery_NotFound_InterfaceIndex,Get-NetAdapter"),
    NetworkRow("(Get-NetAdapter Ethernet).InterfaceGuid -eq (Get-NetAdapter Ethernet).InterfaceGuid", "True"),
    NetworkRow(
      "(Get-NetAdapter Ethernet).pstypenames[0]",
      "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapter"),
    NetworkRow("(Get-NetAdapter Ethernet).DriverName", "veth"),
    NetworkRow("(Get-NetAdapterStatistics Ethernet).Name", "Ethernet"),
    NetworkRow("(Get-NetAdapter Ethernet | Get-NetAdapterStatistics).SentBytes -ge 0", "True"),
  ]) func reading(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow("Disable-NetAdapter Ethernet -Confirm:$false; (Get-NetAdapter Ethernet).Status", "Disabled"),
    NetworkRow(
      "Disable-NetAdapter Ethernet; (Get-NetAdapter Ethernet).Status",
      "?Disable-NetAdapter 'Ethernet' | Disabled"),
    NetworkRow(
      "Disable-NetAdapter Ethernet -WhatIf; (Get-NetAdapter Ethernet).Status",
      "H:What if: Disable-NetAdapter 'Ethernet' | Up"),
    NetworkRow("Disable-NetAdapter 'Ethernet 2' -Confirm:$false; (Get-NetAdapter Ethernet).Status", "Disconnected"),
    NetworkRow(
      "Enable-NetAdapter * -PassThru | & { $input.Name }", "Ethernet | Ethernet 2",
      setup: "ip link set eth0 down"),
    NetworkRow(
      "Enable-NetAdapter Ethernet; (Get-NetAdapter Ethernet).AdminStatus", "Up",
      setup: "ip link set eth0 down"),
    NetworkRow(
      "Restart-NetAdapter Ethernet; (Get-NetRoute 0.0.0.0/0).NextHop; (Get-NetAdapter Ethernet).Status",
      "10.9.0.2 | Up", setup: "ip address add 10.9.0.1/24 dev eth0; ip route add default via 10.9.0.2"),
    NetworkRow(
      "Rename-NetAdapter Ethernet LAN; (Get-NetAdapter).Name; (Get-NetAdapter lan).LinuxName",
      "LAN | Ethernet 2 | eth0"),
    NetworkRow("Get-NetAdapter Ethernet | Rename-NetAdapter -NewName LAN -PassThru | & { $input.ifAlias }", "LAN"),
    NetworkRow("Rename-NetAdapter Ethernet 'ethernet 2'", "!Windows System Error 183,Rename-NetAdapter"),
    NetworkRow("Rename-NetAdapter Ethernet 'vEthernet (A)'", "!Windows System Error 50,Rename-NetAdapter"),
    NetworkRow(
      "Rename-NetAdapter 'vEthernet (A)' LAN 2>&1 | & { $input.Exception.Message -match 'Rename-VMSwitch' }",
      "True", setup: "ip link set far alias \"vEthernet (A)\""),
    NetworkRow(
      "Set-NetAdapter Ethernet -MacAddress 00-15-5D-00-00-09 -Confirm:$false; (Get-NetAdapter Ethernet).MacAddress",
      "00-15-5D-00-00-09"),
    NetworkRow(
      "Set-NetAdapter Ethernet -MacAddress 01-00-00-00-00-00 -Confirm:$false",
      "!Windows System Error 87,Set-NetAdapter"),
    NetworkRow("Set-NetAdapter Ethernet -VlanID 5", "!ParameterNotSupported,Set-NetAdapter"),
    NetworkRow("Rename-NetAdapter Nothing LAN", "!CmdletizationQuery_NotFound_Name,Rename-NetAdapter"),
    NetworkRow("1 | Disable-NetAdapter", "!InputObjectNotBound,Disable-NetAdapter"),
  ]) func changing(row: NetworkRow) async throws { try await row.check() }
}
