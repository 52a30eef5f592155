import Testing

/// Each row changes an adapter and reads back what the kernel has, with commands of the tests' own.
@Suite(.enabled(if: canMakeNamespaces)) struct AdapterSettingTests {
  @Test(arguments: [
    NetworkRow(
      "$o = Get-NetAdapterChecksumOffload Ethernet; $o.IpIPv4Enabled; $o.TcpIPv4Enabled; $o.UdpIPv6Enabled",
      "Disabled | RxTxEnabled | RxTxEnabled"),
    NetworkRow(
      "(Get-NetAdapterChecksumOffload Ethernet).ChecksumOffloadHardwareCapabilities.TcpIPv4", "RxTxEnabled"),
    NetworkRow(
      "$o = Get-NetAdapterLso Ethernet; $o.Version; $o.V1IPv4Enabled; $o.IPv4Enabled; $o.IPv6Enabled",
      "LSO Version 2 | False | True | True"),
    NetworkRow(
      "$o = Get-NetAdapterRsc Ethernet; $o.IPv4Enabled; $o.IPv4OperationalState; $o.IPv4FailureReason",
      "False | False | NicPropertyDisabled"),
    NetworkRow(
      "Enable-NetAdapterRsc 'Ethernet 2'; (Get-NetAdapterRsc * -IPv4OperationalState $true).Name", "Ethernet 2"),
    NetworkRow("(Get-NetAdapterUso Ethernet).IPv4Enabled", "True"),
    NetworkRow(
      "(Get-NetAdapterEncapsulatedPacketTaskOffload *).VxlanEncapsulatedPacketTaskOffloadEnabled", "True | True"),
    NetworkRow(
      "$p = Get-NetAdapterPowerManagement Ethernet; $p.WakeOnMagicPacket; $p.ArpOffload", "Unsupported | Unsupported"),
    NetworkRow(
      "Get-NetAdapterRss br0; Get-NetAdapterRss br*; $?", "!CmdletizationQuery_NotFound_Name,Get-NetAdapterRss | True",
      setup: "ip link add dev br0 type bridge"),
    NetworkRow("Get-NetAdapterLso Nothing", "!CmdletizationQuery_NotFound_Name,Get-NetAdapterLso"),
    NetworkRow("(Get-NetAdapter | Get-NetAdapterLso).Name", "Ethernet | Ethernet 2"),
    NetworkRow(
      "(Get-NetAdapterLso Ethernet).pstypenames[0]",
      "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterLsoSettingData"),
  ]) func reading(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "Disable-NetAdapterLso Ethernet -IPv6; Read-Feature eth0 tx-tcp6-segmentation tx-tcp-segmentation", "off | on"),
    NetworkRow(
      "Disable-NetAdapterLso *; Enable-NetAdapterLso Ethernet; Read-Feature eth0 tx-tcp-segmentation; "
        + "Read-Feature far tx-tcp-segmentation", "on | off"),
    NetworkRow(
      "Disable-NetAdapterLso Ethernet -WhatIf; Read-Feature eth0 tx-tcp-segmentation",
      "H:What if: Disable-NetAdapterLso 'Ethernet' | on"),
    NetworkRow(
      "Set-NetAdapterLso Ethernet -IPv4Enabled $false -PassThru | & { $input.IPv4Enabled; $input.IPv6Enabled }; "
        + "Read-Feature eth0 tx-tcp-segmentation", "False | True | off"),
    NetworkRow("Set-NetAdapterLso Ethernet -V1IPv4Enabled $true", "!ParameterNotSupported,Set-NetAdapterLso"),
    NetworkRow(
      "Get-NetAdapterLso Ethernet | Disable-NetAdapterLso; Read-Feature eth0 tx-tcp-segmentation tx-tcp6-segmentation",
      "off | off"),
    NetworkRow(
      "Disable-NetAdapterChecksumOffload Ethernet; Read-Feature eth0 tx-checksum-ip-generic rx-checksum", "off | off"),
    NetworkRow(
      "Set-NetAdapterChecksumOffload Ethernet -TcpIPv4Enabled TxEnabled -TcpIPv6Enabled TxEnabled -UdpIPv4Enabled "
        + "TxEnabled -UdpIPv6Enabled TxEnabled; Read-Feature eth0 tx-checksum-ip-generic rx-checksum", "on | off"),
    NetworkRow(
      "Disable-NetAdapterChecksumOffload Ethernet -TcpIPv6; Read-Feature eth0 tx-checksum-ip-generic",
      "W:The driver of 'Ethernet' has one switch (rx-checksum, tx-checksum-ip-generic) for TcpIPv6 and TcpIPv4, UdpIPv4, "
        + "UdpIPv6: they changed together. | off"),
    NetworkRow(
      "Set-NetAdapterChecksumOffload Ethernet -TcpIPv4Enabled Disabled -TcpIPv6Enabled RxTxEnabled; "
        + "Read-Feature eth0 rx-checksum", "!OffloadNotChangeable,Set-NetAdapterChecksumOffload | on"),
    NetworkRow(
      "Set-NetAdapterChecksumOffload Ethernet -IpIPv4Enabled RxTxEnabled",
      "!ParameterNotSupported,Set-NetAdapterChecksumOffload"),
    NetworkRow(
      "Set-NetAdapterChecksumOffload br0 -TcpIPv4Enabled RxEnabled",
      "!OffloadNotChangeable,Set-NetAdapterChecksumOffload", setup: "ip link add dev br0 type bridge"),
    NetworkRow(
      "Enable-NetAdapterRsc Ethernet; Read-Feature eth0 rx-gro; (Get-NetAdapterRsc Ethernet).IPv6OperationalState",
      "on | True"),
    NetworkRow(
      "Set-NetAdapterRsc * -IPv4Enabled $true -IPv6Enabled $true; Set-NetAdapterRsc Ethernet -IPv4Enabled $false "
        + "-IPv6Enabled $false; Read-Feature eth0 rx-gro; Read-Feature far rx-gro", "off | on"),
    NetworkRow(
      "Set-NetAdapterRsc Ethernet -IPv4Enabled $true -IPv6Enabled $false; Read-Feature eth0 rx-gro",
      "!OffloadNotChangeable,Set-NetAdapterRsc | off"),
    NetworkRow("Disable-NetAdapterUso Ethernet; Read-Feature eth0 tx-udp-segmentation", "off"),
    NetworkRow(
      "Set-NetAdapterEncapsulatedPacketTaskOffload Ethernet -VxlanEncapsulatedPacketTaskOffloadEnabled $false; "
        + "Read-Feature eth0 tx-udp_tnl-segmentation tx-gre-segmentation", "off | on"),
    NetworkRow(
      "Disable-NetAdapterEncapsulatedPacketTaskOffload Ethernet -EncapsulationType NVGRE; "
        + "Read-Feature eth0 tx-udp_tnl-segmentation tx-gre-segmentation", "on | off"),
    NetworkRow(
      "Disable-NetAdapterEncapsulatedPacketTaskOffload Ethernet; Enable-NetAdapterEncapsulatedPacketTaskOffload Ethernet "
        + "-EncapsulationType VXLAN; Read-Feature eth0 tx-udp_tnl-segmentation tx-gre-segmentation", "on | off"),
  ]) func offloads(row: NetworkRow) async throws { try await row.check() }

  private static let queues = "ip link add dev q0 numrxqueues 4 numtxqueues 4 type veth peer name q1"

  @Test(arguments: [
    NetworkRow(
      "$r = Get-NetAdapterRss 'Ethernet 4'; $r.Enabled; $r.NumberOfReceiveQueues; $r.MaxNumberOfReceiveQueues",
      "True | 4 | 4", setup: queues),
    NetworkRow("Disable-NetAdapterRss *; Read-Queues q0", "1", setup: queues),
    NetworkRow("Disable-NetAdapterRss *; Enable-NetAdapterRss 'Ethernet 4'; Read-Queues q0", "4", setup: queues),
    NetworkRow("Set-NetAdapterRss 'Ethernet 4' -NumberOfReceiveQueues 3; Read-Queues q0", "3", setup: queues),
    NetworkRow("Set-NetAdapterRss 'Ethernet 4' -Enabled $false; Read-Queues q0", "1", setup: queues),
    NetworkRow(
      "Set-NetAdapterRss 'Ethernet 4' -NumberOfReceiveQueues 5", "!Windows System Error 87,Set-NetAdapterRss",
      setup: queues),
    NetworkRow(
      "Set-NetAdapterRss 'Ethernet 4' -Profile NUMAStatic", "!ParameterNotSupported,Set-NetAdapterRss", setup: queues),
  ]) func scaling(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "Get-NetAdapterBinding Ethernet | & { foreach ($b in $input) { \"$($b.ComponentID) $($b.Enabled)\" } }",
      "ms_tcpip True | ms_tcpip6 True | vms_pp False"),
    NetworkRow(
      "(Get-NetAdapterBinding Ethernet -ComponentID ms_tcpip, vms_pp).ComponentID; "
        + "(Get-NetAdapterBinding 'Ethernet 2' -DisplayName Internet*).Enabled", "ms_tcpip | vms_pp | True | True"),
    NetworkRow(
      "(Get-NetAdapterBinding far).Enabled", "False | False | True",
      setup: "ip link add dev br0 type bridge; ip link set far master br0; ip link set br0 alias \"vEthernet (A)\""),
    NetworkRow(
      "Get-NetAdapterBinding Ethernet -ComponentID ms_x", "!CmdletizationQuery_NotFound,Get-NetAdapterBinding"),
    NetworkRow(
      "Disable-NetAdapterBinding Ethernet -ComponentID ms_tcpip6; Read-File sys/net/ipv6/conf/eth0/disable_ipv6", "1"),
    NetworkRow(
      "Set-NetAdapterBinding Ethernet -DisplayName '*TCP/IPv6*' -Enabled $false; Enable-NetAdapterBinding Ethernet "
        + "-ComponentID ms_tcpip6; Read-File sys/net/ipv6/conf/eth0/disable_ipv6", "0"),
    NetworkRow("Enable-NetAdapterBinding Ethernet -ComponentID ms_tcpip -PassThru | & { $input.Enabled }", "True"),
    NetworkRow(
      "Disable-NetAdapterBinding Ethernet -ComponentID ms_tcpip", "!BindingNotChangeable,Disable-NetAdapterBinding"),
    NetworkRow(
      "Enable-NetAdapterBinding Ethernet -ComponentID vms_pp", "!BindingNotChangeable,Enable-NetAdapterBinding"),
    NetworkRow(
      "Enable-NetAdapterBinding far -ComponentID ms_tcpip", "!BindingNotChangeable,Enable-NetAdapterBinding",
      setup: "ip link add dev br0 type bridge; ip link set far master br0"),
    NetworkRow(
      "Get-NetAdapterBinding Ethernet -ComponentID ms_tcpip6 | Disable-NetAdapterBinding; "
        + "Read-File sys/net/ipv6/conf/eth0/disable_ipv6", "1"),
  ]) func bindings(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "$p = Get-NetAdapterAdvancedProperty Ethernet -DisplayName 'Jumbo*'; $p.RegistryKeyword; $p.DisplayValue; "
        + "$p.RegistryValue[0]", "*JumboPacket | Disabled | 1514"),
    NetworkRow(
      "Set-NetAdapterAdvancedProperty Ethernet -RegistryKeyword *JumboPacket -RegistryValue 9014; "
        + "Read-MTU eth0; (Get-NetAdapterAdvancedProperty Ethernet -RegistryKeyword *JumboPacket)"
        + ".DisplayValue", "9000 | 9014 Bytes"),
    NetworkRow(
      "Set-NetAdapterAdvancedProperty Ethernet -DisplayName 'Jumbo Packet' -DisplayValue 4088; Read-MTU eth0; "
        + "Reset-NetAdapterAdvancedProperty Ethernet -DisplayName *; Read-MTU eth0", "4074 | 1500"),
    NetworkRow(
      "Set-NetAdapterAdvancedProperty Ethernet -RegistryKeyword *LsoV2IPv4 -RegistryValue 0; "
        + "Read-Feature eth0 tx-tcp-segmentation", "off"),
    NetworkRow(
      "Set-NetAdapterAdvancedProperty Ethernet -DisplayName 'Large Send Offload V2 (IPv4)' -DisplayValue Disabled; "
        + "Disable-NetAdapterChecksumOffload Ethernet; Enable-NetAdapterRsc Ethernet; "
        + "Reset-NetAdapterAdvancedProperty Ethernet -DisplayName *; "
        + "Read-Feature eth0 tx-tcp-segmentation rx-checksum tx-checksum-ip-generic rx-gro", "on | on | on | off"),
    NetworkRow(
      "Set-NetAdapterAdvancedProperty Ethernet -DisplayName 'Large Send Offload V2 (IPv4)' -DisplayValue Maybe",
      "!Windows System Error 87,Set-NetAdapterAdvancedProperty"),
    NetworkRow(
      "Set-NetAdapterAdvancedProperty Ethernet -RegistryKeyword *JumboPacket -RegistryValue x",
      "!Windows System Error 87,Set-NetAdapterAdvancedProperty"),
    NetworkRow(
      "$a = (Get-NetAdapter Ethernet).MacAddress; Set-NetAdapterAdvancedProperty Ethernet -RegistryKeyword NetworkAddress "
        + "-RegistryValue 00155D000077; (Get-NetAdapter Ethernet).MacAddress; "
        + "Reset-NetAdapterAdvancedProperty Ethernet -DisplayName 'Network Address'; "
        + "(Get-NetAdapter Ethernet).MacAddress -eq $a", "00-15-5D-00-00-77 | True"),
    NetworkRow(
      "Disable-NetAdapterRss *; Reset-NetAdapterAdvancedProperty 'Ethernet 4' -DisplayName 'Receive Side Scaling'; "
        + "Read-Queues q0", "4", setup: queues),
    NetworkRow(
      "Reset-NetAdapterAdvancedProperty Ethernet -DisplayName 'Interrupt Moderation'",
      "!CmdletizationQuery_NotFound,Reset-NetAdapterAdvancedProperty"),
  ]) func advanced(row: NetworkRow) async throws { try await row.check() }
}
