/// Rows about what adapters of machines may send and receive.
enum PolicyRows {
  static let all = adapters + privateVLANs + access + extended

  private static let make = "New-VM A > $null; "

  static let adapters: [CmdletRow] = [
    (
      "$n = Get-VMNetworkAdapter A; $n.PortMirroringMode; $n.StormLimit; $n.BandwidthSetting -eq $null; $n.AclList.Count; $n.ExtendedAclList.Count; $n.AllowedMacAddress.Count",
      "None | 0 | True | 0 | 0 | 0"
    ),
    ("Set-VMNetworkAdapter A -PortMirroring Source; (Get-VMNetworkAdapter A).PortMirroringMode", "Source"),
    (
      "Set-VMNetworkAdapter -VMName A -Name 'Network Adapter' -PortMirroring Destination; (Get-VMNetworkAdapter A).PortMirroringMode -eq 'Destination'",
      "True"
    ),
    ("Set-VMNetworkAdapter A -PortMirroring Nobody", "!CannotConvertArgumentNoMessage,SetVMNetworkAdapter"),
    (
      "Set-VMNetworkAdapter A -MaximumBandwidth 100000001 -MinimumBandwidthWeight 5; $b = (Get-VMNetworkAdapter A).BandwidthSetting; $b.MaximumBandwidth; $b.MinimumBandwidthWeight; $b.MinimumBandwidthAbsolute; $b.ParentAdapter.Name; $b.GetType().Name",
      "100000000 | 5 | 0 | Network Adapter | VMNetworkAdapterBandwidthSetting"
    ),
    (
      "Set-VMNetworkAdapter A -MaximumBandwidth 10MB -MinimumBandwidthAbsolute 1000004; $b = (Get-VMNetworkAdapter A).BandwidthSetting; $b.MaximumBandwidth; $b.MinimumBandwidthAbsolute",
      "10485760 | 1000008"
    ),
    (
      "Set-VMNetworkAdapter A -MaximumBandwidth 8; Set-VMNetworkAdapter A -MaximumBandwidth 0; (Get-VMNetworkAdapter A).BandwidthSetting -eq $null",
      "True"
    ),
    ("Get-VMNetworkAdapter A | Set-VMNetworkAdapter -MinimumBandwidthWeight 1 -Passthru | % Name", "Network Adapter"),
    ("Set-VMNetworkAdapter A -MinimumBandwidthWeight 101", "!InvalidParameter,SetVMNetworkAdapter"),
    ("Set-VMNetworkAdapter A -MaximumBandwidth -8", "!InvalidParameter,SetVMNetworkAdapter"),
    (
      "Set-VMNetworkAdapter A -MaximumBandwidth 8 -MinimumBandwidthAbsolute 16", "!InvalidParameter,SetVMNetworkAdapter"
    ),
    (
      "Set-VMNetworkAdapter A -MinimumBandwidthAbsolute 8 -MinimumBandwidthWeight 1; $Error[0].Exception.Message -split \"`n\" | select -Last 1",
      "!InvalidParameter,SetVMNetworkAdapter | adapters[0].bandwidth.minimumWeight: a port has a minimum as a weight or in bit/s (minimumAbsolute), not both"
    ),
    ("Set-VMNetworkAdapter A -StormLimit 100; (Get-VMNetworkAdapter A).StormLimit", "100"),
    (
      "Set-VMNetworkAdapter A -AllowedMacAddress 00155D010001, 00-15-5D-01-00-02; (Get-VMNetworkAdapter A).AllowedMacAddress -join ','; Set-VMNetworkAdapter A -AllowedMacAddress ''; (Get-VMNetworkAdapter A).AllowedMacAddress.Count",
      "00155D010001,00155D010002 | 0"
    ),
    ("Set-VMNetworkAdapter A -AllowedMacAddress xyz", "!InvalidParameter,SetVMNetworkAdapter"),
    (
      "Set-VMNetworkAdapter A -AllowedMacAddress 00155D010001 -MacAddressSpoofing On",
      "!InvalidParameter,SetVMNetworkAdapter"
    ),
    (
      "New-VM B > $null; $m = (Get-VMNetworkAdapter B).MacAddress; Set-VMNetworkAdapter A -AllowedMacAddress $m",
      "!InvalidParameter,SetVMNetworkAdapter"
    ),
    ("Set-VMNetworkAdapter A -StormLimit 5 -WhatIf; (Get-VMNetworkAdapter A).StormLimit", "\(whatIf) | 0"),
    ("Set-VMNetworkAdapter A -VirtualSubnetId 5000", "!ParameterNotSupported,SetVMNetworkAdapter"),
  ].map { CmdletRow(make + $0.0, $0.1) }

  private static let whatIf =
    "H:What if: Set-VMNetworkAdapter will configure the network adapter \"Network Adapter\" of the virtual machine \"A\"."

  static let privateVLANs: [CmdletRow] = [
    (
      "Set-VMNetworkAdapterVlan A -Isolated -PrimaryVlanId 10 -SecondaryVlanId 200; $l = Get-VMNetworkAdapterVlan A; $l.OperationMode; $l.PrivateVlanMode; $l.PrimaryVlanId; $l.SecondaryVlanId",
      "Private | Isolated | 10 | 200"
    ),
    (
      "Set-VMNetworkAdapterVlan A -Community -PrimaryVlanId 10 -SecondaryVlanId 201 -Passthru | % { $_.PrivateVlanMode; $_.SecondaryVlanId; $_.SecondaryVlanIdListString -eq '' }",
      "Community | 201 | True"
    ),
    (
      "Set-VMNetworkAdapterVlan -VMName A -Promiscuous -PrimaryVlanId 10 -SecondaryVlanIdList 200-202; $l = Get-VMNetworkAdapterVlan A; $l.PrivateVlanMode; $l.SecondaryVlanIdList -join ' '; $l.SecondaryVlanIdListString; $l.SecondaryVlanId",
      "Promiscuous | 200 201 202 | 200-202 | 0"
    ),
    (
      "$l = Get-VMNetworkAdapterVlan A; $l.PrivateVlanMode -eq $null; $l.PrimaryVlanId; $l.SecondaryVlanIdList.Count",
      "True | 0 | 0"
    ),
    ("Set-VMNetworkAdapterVlan A -Isolated -PrimaryVlanId 10", "!InvalidParameter,SetVMNetworkAdapterVlan"),
    (
      "Set-VMNetworkAdapterVlan A -Isolated -PrimaryVlanId 10 -SecondaryVlanId 10",
      "!InvalidParameter,SetVMNetworkAdapterVlan"
    ),
    (
      "Set-VMNetworkAdapterVlan A -Isolated -Community -PrimaryVlanId 10 -SecondaryVlanId 11; $Error[0].Exception.Message",
      "!InvalidParameter,SetVMNetworkAdapterVlan | -Isolated and -Community cannot be used together."
    ),
    (
      "Set-VMNetworkAdapterVlan A -Promiscuous -PrimaryVlanId 10 -SecondaryVlanId 11; $Error[0].Exception.Message",
      "!InvalidParameter,SetVMNetworkAdapterVlan | -SecondaryVlanId belongs to -Isolated, not to -Promiscuous."
    ),
    (
      "Set-VMNetworkAdapterVlan A -Promiscuous -PrimaryVlanId 10 -SecondaryVlanIdList 5-4",
      "!InvalidParameter,SetVMNetworkAdapterVlan"
    ),
    (
      "Set-VMNetworkAdapterVlan A -Access -VlanId 5 -PrimaryVlanId 10; $Error[0].Exception.Message",
      "!InvalidParameter,SetVMNetworkAdapterVlan | -PrimaryVlanId belongs to -Isolated, not to -Access."
    ),
    (
      "Set-VMNetworkAdapterVlan A -Isolated -PrimaryVlanId 10 -SecondaryVlanId 200; (Get-VMNetworkAdapterVlan A | Out-String).Trim() -split '\\s+' | select -Last 2",
      "Private | 10,200"
    ),
  ].map { CmdletRow(make + $0.0, $0.1) }

  static let access: [CmdletRow] = [
    (
      "Add-VMNetworkAdapterAcl -VMName A -RemoteIPAddress 192.168.0.0/16 -Direction Both -Action Deny; Get-VMNetworkAdapterAcl A | % { \"$($_.Action) $($_.Direction) $($_.LocalAddress) $($_.LocalAddressType) $($_.RemoteAddress) $($_.RemoteAddressType)\" }",
      "Deny Inbound ANY WildcardBoth 192.168.0.0/16 IPv4 | Deny Outbound ANY WildcardBoth 192.168.0.0/16 IPv4"
    ),
    (
      "$a = Get-VMNetworkAdapter A | Add-VMNetworkAdapterAcl -LocalIPAddress 10.0.0.1, fd00::1 -Direction Inbound -Action Allow -Passthru; $a.LocalAddress; $a.LocalAddressType; $a[0].GetType().Name; $a[0].ParentAdapter.VMName",
      "10.0.0.1 | fd00::1 | IPv4 | IPv6 | VMNetworkAdapterAclSetting | A"
    ),
    (
      "Add-VMNetworkAdapterAcl A -RemoteMacAddress 00-15-5D-00-00-09 -Direction Outbound -Action Deny -Passthru | % { $_.RemoteAddress; $_.RemoteAddressType; $_.LocalAddressType }",
      "00155D000009 | Mac | WildcardMac"
    ),
    (
      "Add-VMNetworkAdapterAcl A -RemoteIPAddress 0.0.0.0/0, ::/0, ANY -Direction Inbound -Action Deny; (Get-VMNetworkAdapterAcl A).RemoteAddressType -join ','",
      "WildcardIPv4,WildcardIPv6,WildcardBoth"
    ),
    (
      "Add-VMNetworkAdapterAcl A -RemoteIPAddress ANY -Direction Both -Action Meter; $m = Get-VMNetworkAdapterAcl A; $m.Action -join ','; $m.MeteredMegabytes -join ','; (Get-VMNetworkAdapter A).AclList.Count",
      "Meter,Meter | 0,0 | 2"
    ),
    (
      "Add-VMNetworkAdapterAcl A -RemoteIPAddress 10.0.0.0/8 -Direction Inbound -Action Deny -Passthru | % { $_.MeteredMegabytes -eq '' }",
      "True"
    ),
    ("Add-VMNetworkAdapterAcl A -Direction Both -Action Deny", "!InvalidParameter,AddVMNetworkAdapterAcl"),
    (
      "Add-VMNetworkAdapterAcl A -LocalIPAddress 10.0.0.1 -RemoteMacAddress 00155D000001 -Direction Both -Action Deny; $Error[0].Exception.Message",
      "!InvalidParameter,AddVMNetworkAdapterAcl | MAC and IP addresses cannot be named together."
    ),
    (
      "Add-VMNetworkAdapterAcl A -RemoteIPAddress 10.0.0.0/33 -Direction Both -Action Deny",
      "!InvalidParameter,AddVMNetworkAdapterAcl"
    ),
    (
      "Add-VMNetworkAdapterAcl A -LocalIPAddress 10.0.0.1 -RemoteIPAddress fd00::1 -Direction Inbound -Action Deny",
      "!InvalidParameter,AddVMNetworkAdapterAcl"
    ),
    (
      "1, 2 | % { Add-VMNetworkAdapterAcl A -RemoteIPAddress 10.0.0.1 -Direction Inbound -Action Deny }; (Get-VMNetworkAdapterAcl A).Direction",
      "!AlreadyExists,AddVMNetworkAdapterAcl | Inbound"
    ),
    (
      "Add-VMNetworkAdapterAcl A -RemoteIPAddress 10.0.0.1 -Direction Inbound -Action Deny -WhatIf; @(Get-VMNetworkAdapterAcl A).Count",
      "H:What if: Add-VMNetworkAdapterAcl will add an access control entry to the network adapter \"Network Adapter\" of the virtual machine \"A\". | 0"
    ),
    (
      "Add-VMNetworkAdapterAcl A -RemoteIPAddress 10.0.0.1 -Direction Both -Action Deny; Remove-VMNetworkAdapterAcl A -RemoteIPAddress 10.0.0.1 -Direction Inbound -Action Deny; (Get-VMNetworkAdapterAcl A).Direction",
      "Outbound"
    ),
    (
      "Add-VMNetworkAdapterAcl A -RemoteIPAddress 10.0.0.1, 10.0.0.2 -Direction Both -Action Deny; Get-VMNetworkAdapterAcl A | ? RemoteAddress -eq 10.0.0.2 | Remove-VMNetworkAdapterAcl; (Get-VMNetworkAdapterAcl A).RemoteAddress",
      "10.0.0.1 | 10.0.0.1"
    ),
    (
      "Remove-VMNetworkAdapterAcl A -RemoteIPAddress 10.0.0.1 -Direction Both -Action Deny",
      "!ObjectNotFound,RemoveVMNetworkAdapterAcl"
    ),
    ("Get-VMNetworkAdapterAcl -ManagementOS", "!ParameterNotSupported,GetVMNetworkAdapterAcl"),
    ("Get-VMNetworkAdapterAcl Nope", "!ObjectNotFound,GetVMNetworkAdapterAcl"),
    (
      "Add-VMNetworkAdapterAcl A -RemoteIPAddress ANY -Direction Inbound -Action Meter; (Get-VMNetworkAdapterAcl A | Out-String).Trim() -split \"`n\" | select -Last 1 | % { $_ -replace '\\s+', ' ' }",
      "A Network Adapter Inbound Remote ANY Meter (0 Mbytes)"
    ),
  ].map { CmdletRow(make + $0.0, $0.1) }

  static let extended: [CmdletRow] = [
    (
      "Add-VMNetworkAdapterExtendedAcl A -Action Allow -Direction Inbound -LocalPort 80 -Protocol TCP -Weight 10 -Stateful $false; $e = Get-VMNetworkAdapterExtendedAcl A; $e.Action; $e.Direction; $e.LocalIPAddress; $e.RemoteIPAddress; $e.LocalPort; $e.RemotePort; $e.Protocol; $e.Weight; $e.Stateful",
      "Allow | Inbound | ANY | ANY | 80 | ANY | TCP | 10 | False"
    ),
    (
      "Add-VMNetworkAdapterExtendedAcl A Deny Outbound 10.0.0.1 192.168.0.0/16 ANY 1024-65535 udp 5; $e = Get-VMNetworkAdapterExtendedAcl A; $e.LocalIPAddress; $e.RemoteIPAddress; $e.RemotePort; $e.Protocol; @(Get-VMNetworkAdapterAcl A).Count",
      "10.0.0.1 | 192.168.0.0/16 | 1024-65535 | UDP | 0"
    ),
    (
      "(Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -Protocol 47 -Weight 1 -Passthru).Protocol; (Get-VMNetworkAdapter A).ExtendedAclList[0].GetType().Name",
      "47 | VMNetworkAdapterExtendedAclSetting"
    ),
    (
      "Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -Weight 1 -Stateful $true",
      "!ParameterNotSupported,AddVMNetworkAdapterExtendedAcl"
    ),
    (
      "Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -Weight 1 -IdleSessionTimeout 30",
      "!ParameterNotSupported,AddVMNetworkAdapterExtendedAcl"
    ),
    (
      "Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -Weight 1 -IsolationID 7",
      "!ParameterNotSupported,AddVMNetworkAdapterExtendedAcl"
    ),
    (
      "Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -Weight 0",
      "!InvalidParameter,AddVMNetworkAdapterExtendedAcl"
    ),
    (
      "Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -LocalPort 80 -Weight 1",
      "!InvalidParameter,AddVMNetworkAdapterExtendedAcl"
    ),
    (
      "Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -LocalPort 90-80 -Protocol TCP -Weight 1",
      "!InvalidParameter,AddVMNetworkAdapterExtendedAcl"
    ),
    (
      "Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -Protocol quic -Weight 1",
      "!InvalidParameter,AddVMNetworkAdapterExtendedAcl"
    ),
    (
      "1..3 | % { Add-VMNetworkAdapterExtendedAcl A -Action Deny -Direction Inbound -Weight $_ }; Remove-VMNetworkAdapterExtendedAcl A -Weight 2 -Direction Inbound; Get-VMNetworkAdapterExtendedAcl A | ? Weight -eq 3 | Remove-VMNetworkAdapterExtendedAcl; (Get-VMNetworkAdapterExtendedAcl A).Weight",
      "1"
    ),
    (
      "Remove-VMNetworkAdapterExtendedAcl A -Weight 2 -Direction Outbound",
      "!ObjectNotFound,RemoveVMNetworkAdapterExtendedAcl"
    ),
  ].map { CmdletRow(make + $0.0, $0.1) }
}
