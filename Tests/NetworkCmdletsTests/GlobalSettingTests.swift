import Testing

@Suite(.enabled(if: canMakeNamespaces)) struct GlobalSettingTests {
  @Test(arguments: [
    NetworkRow(
      "(Get-NetOffloadGlobalSetting).ReceiveSegmentCoalescing; Set-NetOffloadGlobalSetting -ReceiveSegmentCoalescing "
        + "Enabled; Read-Feature eth0 rx-gro; Read-Feature far rx-gro; "
        + "(Get-NetOffloadGlobalSetting).ReceiveSegmentCoalescing", "Disabled | on | on | Enabled"),
    NetworkRow(
      "Enable-NetAdapterRsc *; Set-NetOffloadGlobalSetting -ReceiveSegmentCoalescing Disabled -PassThru | "
        + "& { $input.ReceiveSegmentCoalescing }; Read-Feature far rx-gro", "Disabled | off"),
    NetworkRow(
      "Set-NetOffloadGlobalSetting -Chimney Disabled", "!ParameterNotSupported,Set-NetOffloadGlobalSetting"),
    NetworkRow(
      "$u = Get-NetUDPSetting; $u.DynamicPortRangeStartPort; $u.DynamicPortRangeNumberOfPorts", "32768 | 28232"),
    NetworkRow(
      "Set-NetUDPSetting -DynamicPortRangeStartPort 49152 -DynamicPortRangeNumberOfPorts 1700; "
        + "Read-File sys/net/ipv4/ip_local_port_range",
      "W:Linux has one range of dynamic ports: that of TCP changed, too. | 49152\t50851"),
    NetworkRow(
      "Set-NetUDPSetting -DynamicPortRangeStartPort 65000 -DynamicPortRangeNumberOfPorts 1700",
      "!Windows System Error 87,Set-NetUDPSetting"),
    NetworkRow(
      "(Get-NetTransportFilter).SettingName; (Get-NetTransportFilter -SettingName Internet).DestinationPrefix",
      "Internet | *"),
    NetworkRow(
      "Get-NetTransportFilter -SettingName Datacenter",
      "!CmdletizationQuery_NotFound_SettingName,Get-NetTransportFilter"),
    NetworkRow(
      "$t = Get-NetTCPSetting; $t.SettingName; $t.EcnCapability; $t.Timestamps; $t.AutoTuningLevelLocal",
      "Internet | Disabled | Enabled | Normal"),
    NetworkRow(
      "Set-NetTCPSetting Internet -EcnCapability Enabled -Timestamps Disabled -MaxSynRetransmissions 3 "
        + "-AutoTuningLevelLocal Disabled; Read-File sys/net/ipv4/tcp_ecn; Read-File sys/net/ipv4/tcp_timestamps; "
        + "Read-File sys/net/ipv4/tcp_syn_retries; Read-File sys/net/ipv4/tcp_moderate_rcvbuf", "1 | 0 | 3 | 0"),
    NetworkRow("Set-NetTCPSetting -CongestionProvider CTCP", "!ParameterNotSupported,Set-NetTCPSetting"),
    NetworkRow("Set-NetTCPSetting -MinRtoMs 100", "!ParameterNotSupported,Set-NetTCPSetting"),
    NetworkRow(
      "Set-NetTCPSetting InternetCustom -Timestamps Disabled",
      "!CmdletizationQuery_NotFound_SettingName,Set-NetTCPSetting"),
  ]) func protocols(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "Set-DnsClientGlobalSetting -SuffixSearchList @('corp.contoso.com', 'na.corp.contoso.com'); "
        + "(Get-DnsClientGlobalSetting).SuffixSearchList",
      "corp.contoso.com | na.corp.contoso.com | "
        + "resolv.conf: search corp.contoso.com na.corp.contoso.com; nameserver 10.0.0.1; options ndots:1",
      files: ["resolv.conf": "domain old\nnameserver 10.0.0.1\nsearch older\noptions ndots:1\n"],
      prints: ["resolv.conf"]),
    NetworkRow(
      "Set-DnsClientGlobalSetting -SuffixSearchList @()", "resolv.conf: nameserver 10.0.0.1",
      files: ["resolv.conf": "search a\nnameserver 10.0.0.1\n"], prints: ["resolv.conf"]),
    NetworkRow(
      "Set-DnsClientGlobalSetting -SuffixSearchList b.example",
      "resolv.conf: search a; nameserver 10.0.0.2; search b.example",
      files: ["dhcp": "#!/bin/sh\n", "run/resolv.eth0": "search a\nnameserver 10.0.0.2\n"], prints: ["resolv.conf"]),
    NetworkRow(
      "Set-DnsClientGlobalSetting -SuffixSearchList 'a b'",
      "!Windows System Error 87,Set-DnsClientGlobalSetting"),
    NetworkRow("Set-DnsClientGlobalSetting -UseDevolution $true", "!ParameterNotSupported,Set-DnsClientGlobalSetting"),
  ]) func suffixes(row: NetworkRow) async throws { try await row.check() }
}
