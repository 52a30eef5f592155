/// Rows about what reaches into a host's network: internal and external switches, host adapters, NATs.
enum NetworkRows {
  static let all = switches + hostAdapters + nats + mappings

  static let switches: [CmdletRow] = [
    CmdletRow(
      "$s = New-VMSwitch -Name VmNAT -SwitchType Internal ; $s.SwitchType; $s.AllowManagementOS; $s.NetAdapterInterfaceDescription -eq $null",
      "Internal | True | True"),
    CmdletRow(
      "New-VMSwitch 'Ext' -NetAdapterName Ethernet -AllowManagementOS $true | % { $_.SwitchType; $_.AllowManagementOS; $_.NetAdapterInterfaceDescription }; (Get-VMSwitch -SwitchType External).Name",
      "External | True | veth Ethernet Adapter | Ext"),
    CmdletRow(
      "New-VMSwitch Ext -NetAdapterName Ethernet -AllowManagementOS $false > $null; New-VMSwitch Two -NetAdapterName Ethernet; ($Error[0].Exception.Message -split \"`n\")",
      "!InvalidOperation,NewVMSwitch | Failed while adding virtual Ethernet switch connections. | External Ethernet adapter 'Ethernet' is already bound to the Microsoft Virtual Switch protocol."
    ),
    CmdletRow("New-VMSwitch Ext -NetAdapterName 'Ethernet 9'", "!ObjectNotFound,NewVMSwitch"),
    CmdletRow("(New-VMSwitch Ext -NetAdapterInterfaceDescription 'veth Ethernet Adapter').SwitchType", "External"),
    CmdletRow(
      "New-VMSwitch WA -SwitchType Private > $null; Set-VMSwitch WA -SwitchType Internal; (Get-VMSwitch WA).SwitchType",
      "Internal"),
    CmdletRow(
      "New-VMSwitch WA -SwitchType Internal > $null; Set-VMSwitch WA -SwitchType Private -Passthru | % SwitchType",
      "Private"),
    CmdletRow(
      "New-VMSwitch V -SwitchType Private > $null; Set-VMSwitch V -NetAdapterName Ethernet; $s = Get-VMSwitch V; $s.SwitchType; $s.AllowManagementOS",
      "External | True"),
    CmdletRow(
      "New-VMSwitch V -NetAdapterName Ethernet > $null; Set-VMSwitch V -SwitchType Internal -Passthru | % SwitchType",
      "Internal"),
    CmdletRow(
      "New-VMSwitch A -SwitchType Internal > $null; Rename-VMSwitch A B; (Get-VMNetworkAdapter -ManagementOS).Name", "B"
    ),
  ]

  static let hostAdapters: [CmdletRow] = [
    CmdletRow(
      "New-VMSwitch VmNAT -SwitchType Internal > $null; $n = Get-VMNetworkAdapter -ManagementOS; $n.Name; $n.SwitchName; $n.IsManagementOs; $n.MacAddress -match '^[0-9A-F]{12}$'; $n.GetType().Name",
      "VmNAT | VmNAT | True | True | VMInternalNetworkAdapter"),
    CmdletRow(
      "New-VMSwitch VmNAT -SwitchType Internal > $null; New-VM A -SwitchName VmNAT > $null; (Get-VMNetworkAdapter -All).IsManagementOs -join ','",
      "True,False"),
    CmdletRow(
      "New-VMSwitch A -SwitchType Internal > $null; New-VMSwitch B -SwitchType Private > $null; @(Get-VMNetworkAdapter -ManagementOS).Count; @(Get-VMNetworkAdapter -ManagementOS -SwitchName B).Count",
      "1 | 0"),
    CmdletRow(
      "New-VMSwitch A -SwitchType Internal > $null; Set-VMNetworkAdapterVlan -ManagementOS -Access -VlanId 10; $l = Get-VMNetworkAdapterVlan -ManagementOS; $l.OperationMode; $l.AccessVlanId; $l.ParentAdapter.Name",
      "Access | 10 | A"),
    CmdletRow(
      "New-VMSwitch A -SwitchType Internal > $null; Get-VMNetworkAdapter -ManagementOS | Get-VMNetworkAdapterVlan | % OperationMode",
      "Untagged"),
    CmdletRow(
      "New-VMSwitch A -SwitchType Internal > $null; Get-VMNetworkAdapter -ManagementOS | Set-VMNetworkAdapter -MacAddressSpoofing On",
      "!ParameterNotSupported,SetVMNetworkAdapter"),
    CmdletRow("New-VMSwitch A -SwitchType Internal > $null; New-VM M > $null; @(Get-VMNetworkAdapterVlan).Count", "2"),
  ]

  private static let nat = "New-NetNat –Name LocalNAT –InternalIPInterfaceAddressPrefix “192.168.100.0/24” > $null; "

  static let nats: [CmdletRow] = [
    CmdletRow("Get-NetNat", ""),
    CmdletRow(
      "$n = New-NetNat –Name LocalNAT –InternalIPInterfaceAddressPrefix “192.168.100.0/24”; $n.Name; $n.InternalIPInterfaceAddressPrefix; $n.Active; $n.Store",
      "LocalNAT | 192.168.100.0/24 | True | Local"),
    CmdletRow(
      nat
        + "$n = Get-NetNat; $n.IcmpQueryTimeout; $n.TcpEstablishedConnectionTimeout; $n.TcpTransientConnectionTimeout; $n.TcpFilteringBehavior; $n.UdpFilteringBehavior; $n.UdpIdleSessionTimeout; $n.UdpInboundRefresh",
      "30 | 1800 | 120 | AddressDependentFiltering | AddressDependentFiltering | 120 | False"),
    CmdletRow(
      nat + "(Get-NetNat).PSObject.TypeNames[0]; @((Get-NetNat).PSObject.Properties).Count",
      "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetNat | 12"),
    CmdletRow(
      nat + "(Get-NetNat l*).Name; Get-NetNat Nope; $Error[0].Exception.Message",
      "LocalNAT | !CmdletizationQuery_NotFound_Name,Get-NetNat | No MSFT_NetNat objects found with property 'Name' equal to 'Nope'.  Verify the value of the property and retry."
    ),
    CmdletRow(
      nat
        + "New-NetNat LocalNAT -InternalIPInterfaceAddressPrefix 192.168.101.0/24; $Error[0].Exception.Message; $Error[0].CategoryInfo | % { \"$($_.Category): ($($_.TargetName):$($_.TargetType)) [$($_.Activity)], $($_.Reason)\" }",
      "!Windows System Error 87,New-NetNat | The parameter is incorrect. | InvalidArgument: (MSFT_NetNat:root/StandardCimv2/MSFT_NetNat) [New-NetNat], CimException"
    ),
    CmdletRow(
      nat
        + "New-NetNat Two -InternalIPInterfaceAddressPrefix 192.168.100.0/25; $Error[0].ErrorDetails.Message -match 'overlaps'",
      "!Windows System Error 87,New-NetNat | True"),
    CmdletRow("New-NetNat X -InternalIPInterfaceAddressPrefix nonsense", "!Windows System Error 87,New-NetNat"),
    CmdletRow("New-NetNat X -ExternalIPInterfaceAddressPrefix 10.71.0.0/24", "!Windows System Error 87,New-NetNat"),
    CmdletRow(
      "New-NetNat X -InternalIPInterfaceAddressPrefix 192.168.100.0/24 -InternalRoutingDomainId '{bb47986c-f134-4a29-ad87-24010bf2c92f}'",
      "!ParameterNotSupported,New-NetNat"),
    CmdletRow(
      "(New-NetNat X -InternalIPInterfaceAddressPrefix 192.168.100.0/24 -ExternalIPInterfaceAddressPrefix 10.71.0.0/24).ExternalIPInterfaceAddressPrefix",
      "10.71.0.0/24"),
    CmdletRow(
      "New-NetNat X -InternalIPInterfaceAddressPrefix 192.168.100.0/24 -WhatIf; @(Get-NetNat).Count",
      "H:What if: Performing the operation \"New-NetNat\" on target \"MSFT_NetNat (Name = \"X\")\". | 0"),
    CmdletRow(
      nat
        + "Set-NetNat LocalNAT -TcpFilteringBehavior addressdependentfiltering -UdpIdleSessionTimeout 60 -PassThru | % { $_.TcpFilteringBehavior; $_.UdpIdleSessionTimeout }; Set-NetNat LocalNAT -TcpFilteringBehavior EndpointIndependentFiltering; $Error[0].CategoryInfo.Category",
      "AddressDependentFiltering | 60 | !Windows System Error 50,Set-NetNat | NotImplemented"),
    CmdletRow(
      nat
        + "Get-NetNat | Set-NetNat -TcpEstablishedConnectionTimeout 900; (Get-NetNat).TcpEstablishedConnectionTimeout",
      "900"),
    CmdletRow(
      nat + "Set-NetNat LocalNAT -TcpFilteringBehavior Nonsense", "!ParameterArgumentValidationError,Set-NetNat"),
    CmdletRow("Set-NetNat Nope -UdpIdleSessionTimeout 60", "!CmdletizationQuery_NotFound_Name,Set-NetNat"),
    CmdletRow(nat + "Remove-NetNat LocalNAT -Confirm:$false; @(Get-NetNat).Count", "0"),
    CmdletRow(nat + "Get-NetNat | Remove-NetNat -Confirm:$false -PassThru | % Name", "LocalNAT"),
    CmdletRow(
      nat + "Remove-NetNat; @(Get-NetNat).Count",
      "?:Confirm/Are you sure you want to perform this action?/Performing the operation \"Remove-NetNat\" on target \"MSFT_NetNat (Name = \"LocalNAT\")\". [Y][A][N][L][S] | 1",
      answers: [2]),
    CmdletRow("Get-NetNat -CimSession $null", "!ParameterNotSupported,Get-NetNat"),
    CmdletRow("Get-NetNat -AsJob", "!ParameterNotSupported,Get-NetNat"),
    CmdletRow(
      "(Get-NetNatGlobal).InterRoutingDomainHairpinningMode; Set-NetNatGlobal -InterRoutingDomainHairpinningMode Local -PassThru | % InterRoutingDomainHairpinningMode; Set-NetNatGlobal -InterRoutingDomainHairpinningMode External",
      "Local | Local | !ParameterNotSupported,Set-NetNatGlobal"),
    CmdletRow(nat + "@(Get-NetNatSession).Count", "0"),
    CmdletRow(
      nat
        + "((Get-NetNat | Out-String) -split \"`n\" | ? { $_ -match ':' } | % { ($_ -split ':')[0].Trim() }) -join ' '",
      "Name ExternalIPInterfaceAddressPrefix InternalIPInterfaceAddressPrefix IcmpQueryTimeout TcpEstablishedConnectionTimeout TcpTransientConnectionTimeout TcpFilteringBehavior UdpFilteringBehavior UdpIdleSessionTimeout UdpInboundRefresh Store Active"
    ),
  ]

  static let mappings: [CmdletRow] = [
    CmdletRow(
      nat
        + "$m = Add-NetNatStaticMapping -NatName LocalNAT -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort 8080 -InternalIPAddress 192.168.100.5 -InternalPort 80; $m.StaticMappingID; $m.ExternalPort; $m.InternalPort; $m.Protocol; $m.Active",
      "1 | 8080 | 80 | TCP | True"),
    CmdletRow(
      nat
        + "(Add-NetNatStaticMapping LocalNAT -Protocol udp -ExternalIPAddress 10.71.0.2 -ExternalPort 53 -InternalIPAddress 192.168.100.5).InternalPort",
      "53"),
    CmdletRow(
      nat
        + "Add-NetNatStaticMapping Nope -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort 1 -InternalIPAddress 192.168.100.5",
      "!CmdletizationQuery_NotFound_Name,Add-NetNatStaticMapping"),
    CmdletRow(
      nat
        + "Add-NetNatStaticMapping LocalNAT -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort 1 -InternalIPAddress 10.9.9.9",
      "!Windows System Error 87,Add-NetNatStaticMapping"),
    CmdletRow(
      nat
        + "1..2 | % { Add-NetNatStaticMapping LocalNAT -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort $_ -InternalIPAddress 192.168.100.5 > $null }; (Get-NetNatStaticMapping).ExternalPort -join ','; Remove-NetNatStaticMapping -StaticMappingID 1 -Confirm:$false; (Get-NetNatStaticMapping LocalNAT).StaticMappingID",
      "1,2 | 2"),
    CmdletRow(
      nat
        + "Add-NetNatStaticMapping LocalNAT -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort 1 -InternalIPAddress 192.168.100.5 | Remove-NetNatStaticMapping -Confirm:$false; @(Get-NetNatStaticMapping).Count",
      "0"),
    CmdletRow(
      nat
        + "$a = Add-NetNatExternalAddress LocalNAT -IPAddress 10.71.0.2 -PortStart 5000 -PortEnd 6000; $a.ExternalAddressID; $a.PortEnd; (Get-NetNatExternalAddress).IPAddress",
      "1 | 6000 | 10.71.0.2"),
    CmdletRow(
      nat + "Add-NetNatExternalAddress LocalNAT -IPAddress 10.71.0.9",
      "!Windows System Error 87,Add-NetNatExternalAddress"),
    CmdletRow(
      nat
        + "Add-NetNatExternalAddress LocalNAT -IPAddress 10.71.0.2 > $null; Remove-NetNatExternalAddress -Confirm:$false; @(Get-NetNatExternalAddress).Count",
      "0"),
    CmdletRow(
      "Get-NetNatStaticMapping Nope; $Error[0].Exception.Message",
      "!CmdletizationQuery_NotFound_NatName,Get-NetNatStaticMapping | No MSFT_NetNatStaticMapping objects found with property 'NatName' equal to 'Nope'.  Verify the value of the property and retry."
    ),
  ]
}
