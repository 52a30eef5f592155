/// Rows about the parts of machines that are Off: processors, memory, adapters, services, ports.
enum PartRows {
  static let all = processors + memory + adapters + vlans + services + ports + host + NestingRows.all

  static let processors: [CmdletRow] = [
    CmdletRow(
      "New-VM A > $null; $p = Get-VMProcessor A; $p.Count; $p.ExposeVirtualizationExtensions; $p.VMName; $p.Maximum",
      "1 | False | A | 100"),
    CmdletRow(
      "New-VM A > $null; Set-VMProcessor -VMName A -ExposeVirtualizationExtensions $true; (Get-VMProcessor A).ExposeVirtualizationExtensions",
      "True"),
    CmdletRow(
      "New-VM A > $null; Set-VMProcessor A -ExposeVirtualizationExtensions $true -Verbose; Set-VMProcessor A "
        + "-ExposeVirtualizationExtensions $false; (Get-VMProcessor A).ExposeVirtualizationExtensions",
      "V:Set-VMProcessor will configure the processor settings of the virtual machine \"A\". | False"),
    CmdletRow(
      "New-VM A -Version 8.0 > $null; Set-VMProcessor A -ExposeVirtualizationExtensions 1 -WhatIf",
      "H:What if: Set-VMProcessor will configure the processor settings of the virtual machine \"A\"."),
    CmdletRow("New-VM A | Set-VMProcessor -Count 4 -Passthru | % Count", "4"),
    CmdletRow("New-VM A > $null; Get-VMProcessor A | Set-VMProcessor -Count 2; (Get-VM A).ProcessorCount", "2"),
    CmdletRow("'A','B' | New-VM > $null; (Get-VMProcessor *).VMName -join ','", "A,B"),
    CmdletRow(
      "Get-VMProcessor Nope; $Error[0].CategoryInfo | % { \"$($_.Category): ($($_.TargetName):$($_.TargetType)) [$($_.Activity)], $($_.Reason)\" }",
      "!ObjectNotFound,GetVMProcessor | ObjectNotFound: (:) [Get-VMProcessor], VirtualizationException"),
    CmdletRow("New-VM A > $null; Set-VMProcessor A -Count 241", "!InvalidParameter,SetVMProcessor"),
    CmdletRow(
      "New-VM A > $null; Set-VMProcessor A -Reserve 10 -Maximum 75 -RelativeWeight 200",
      "!ParameterNotSupported,SetVMProcessor"),
    CmdletRow(
      "New-VM A > $null; Set-VMProcessor A -Reserve 0 -Maximum 100 -RelativeWeight 100 -Count 2; (Get-VMProcessor A).Count",
      "2"),
    CmdletRow(
      "New-VM A > $null; Set-VMProcessor A -CompatibilityForMigrationEnabled $true",
      "!ParameterNotSupported,SetVMProcessor"),
    CmdletRow("New-VM A > $null; Set-VMProcessor A -Perfmon pmu,pebs,lbr", "!ParameterNotSupported,SetVMProcessor"),
    CmdletRow(
      "New-VM A > $null; (Get-VMProcessor A).Id -match '^Microsoft:[0-9A-F-]{36}\\\\b637f346-6a0e-4dec-af52-bd70cb80a21d\\\\0$'",
      "True"),
    CmdletRow(
      "New-VM A > $null; (Get-VMProcessor A).OperationalStatus -join ','; (Get-VMProcessor A).GetType().Name",
      "Ok | VMProcessor"),
  ]

  static let memory: [CmdletRow] = [
    CmdletRow(
      "New-VM A > $null; $m = Get-VMMemory A; $m.Startup / 1MB; $m.DynamicMemoryEnabled; $m.Minimum -eq $m.Maximum",
      "512 | False | False"),
    // Hyper-V's defaults.
    CmdletRow(
      "New-VM A > $null; $m = Get-VMMemory A; $m.Minimum / 1MB; $m.Maximum / 1MB; $m.Buffer; $m.Priority",
      "512 | 1048576 | 20 | 50"),
    CmdletRow(
      "New-VM A > $null; Set-VMMemory A -DynamicMemoryEnabled $true -MinimumBytes 64MB -StartupBytes 256MB -MaximumBytes 2GB -Priority 80 -Buffer 25; $m = Get-VMMemory A; $m.DynamicMemoryEnabled; $m.Minimum / 1MB; $m.Startup / 1MB; $m.Maximum / 1MB; $m.Priority; $m.Buffer",
      "True | 64 | 256 | 2048 | 80 | 25"),
    CmdletRow(
      "New-VM A > $null; Set-VMMemory A -DynamicMemoryEnabled $true -MinimumBytes 1GB; (Get-VMMemory A).DynamicMemoryEnabled; $Error[0].Exception.Message -split \"`n\"",
      "!InvalidParameter,SetVMMemory | False | The virtual machine \"A\" cannot be configured so: | memory.minimumBytes: 1073741824 is more than startupBytes, 536870912"
    ),
    CmdletRow("New-VM A > $null; Set-VMMemory A -Buffer 4", "!InvalidParameter,SetVMMemory"),
    CmdletRow("New-VM A > $null; Set-VMMemory A -Priority 101", "!InvalidParameter,SetVMMemory"),
    CmdletRow("New-VM A > $null; Set-VMMemory A -ResourcePoolName P", "!ParameterNotSupported,SetVMMemory"),
    CmdletRow(
      "New-VM A > $null; Set-VMMemory A -MaximumAmountPerNumaNodeBytes 1GB", "!ParameterNotSupported,SetVMMemory"),
    CmdletRow("New-VM A > $null; (Get-VM A).MemoryDemand; (Get-VM A).MemoryStatus -eq ''", "0 | True"),
    CmdletRow("New-VM A > $null; Set-VMMemory A -StartupBytes 4GB; (Get-VMMemory A).Startup / 1GB", "4"),
    CmdletRow(
      "New-VM A > $null; Set-VMMemory -VMName A -DynamicMemoryEnabled $false; (Get-VMMemory A).DynamicMemoryEnabled",
      "False"),
    CmdletRow(
      "New-VM A > $null; Set-VMMemory A -DynamicMemoryEnabled $true; (Get-VMMemory A).DynamicMemoryEnabled", "True"),
    CmdletRow("New-VM A > $null; Set-VMMemory A -StartupBytes 1000", "!InvalidParameter,SetVMMemory"),
    CmdletRow("New-VM A | Get-VMMemory | Set-VMMemory -StartupBytes 64MB -Passthru | % Startup", "67108864"),
    CmdletRow(
      "New-VM A > $null; Set-VMMemory A -StartupBytes 64MB -WhatIf",
      "H:What if: Set-VMMemory will configure memory for the virtual machine \"A\"."),
  ]

  static let adapters: [CmdletRow] = [
    CmdletRow(
      "New-VM A > $null; $n = Get-VMNetworkAdapter A; $n.Name; $n.VMName; $n.MacAddress -match '^00155D[0-9A-F]{6}$'; $n.SwitchName -eq $null; $n.IsManagementOs",
      "Network Adapter | A | True | True | False"),
    CmdletRow(
      "New-VM A > $null; \"$(Get-VMNetworkAdapter A)\" -replace '[0-9a-f-]{36}', 'ID'",
      "VMNetworkAdapter (Name = 'Network Adapter', VMName = 'A') [VMId = 'ID']"),
    CmdletRow(
      "New-VM A > $null; Get-VMNetworkAdapter -VMName A | Set-VMNetworkAdapter -MacAddressSpoofing On; (Get-VMNetworkAdapter A).MacAddressSpoofing",
      "On"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapter A -MacAddressSpoofing on -DhcpGuard On -RouterGuard On; $n = Get-VMNetworkAdapter A; $n.MacAddressSpoofing -eq 'On'; $n.DhcpGuard; $n.RouterGuard",
      "True | On | On"),
    CmdletRow("'A','B' | New-VM > $null; (Get-VMNetworkAdapter -VMName *).VMName -join ','", "A,B"),
    CmdletRow("New-VM A > $null; (Get-VMNetworkAdapter A).MacAddressSpoofing -eq 'Off'", "True"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapter A -AllowTeaming On", "!ParameterNotSupported,SetVMNetworkAdapter"),
    CmdletRow("New-VM A > $null; Set-VMNetworkAdapter A -AllowTeaming Off -PortMirroring None; 'ok'", "ok"),
    CmdletRow("New-VM A > $null; Set-VMNetworkAdapter A -VmqWeight 100", "!ParameterNotSupported,SetVMNetworkAdapter"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapter A -StaticMacAddress 00-15-5D-11-22-33; $n = Get-VMNetworkAdapter A; $n.MacAddress; $n.DynamicMacAddressEnabled",
      "00155D112233 | False"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapter A -StaticMacAddress 00155D112233; Set-VMNetworkAdapter A -DynamicMacAddress; (Get-VMNetworkAdapter A).DynamicMacAddressEnabled",
      "True"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapter A -StaticMacAddress xyz", "!InvalidParameter,SetVMNetworkAdapter"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapter A -Name Nope -DhcpGuard On; $Error[0].Exception.Message",
      "!ObjectNotFound,SetVMNetworkAdapter | Hyper-V was unable to find a virtual network adapter with name \"Nope\"."),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapter A -DhcpGuard On -WhatIf",
      "H:What if: Set-VMNetworkAdapter will configure the network adapter \"Network Adapter\" of the virtual machine \"A\"."
    ),
    CmdletRow(
      "New-VM A > $null; Add-VMNetworkAdapter A; (Get-VMNetworkAdapter A).Name -join ','",
      "Network Adapter,Network Adapter 2"),
    CmdletRow(
      "New-VM A > $null; (Add-VMNetworkAdapter A -Name In -StaticMacAddress 00155D000001 -Passthru).MacAddress; (Get-VMNetworkAdapter A -Name I*).Name",
      "00155D000001 | In"),
    CmdletRow(
      "New-VM A > $null; Add-VMNetworkAdapter A -Name 'network adapter'", "!InvalidParameter,AddVMNetworkAdapter"),
    CmdletRow("New-VM A > $null; Add-VMNetworkAdapter A -IsLegacy $true", "!ParameterNotSupported,AddVMNetworkAdapter"),
    CmdletRow(
      "New-VM A > $null; Add-VMNetworkAdapter -ManagementOS -Name x", "!ParameterNotSupported,AddVMNetworkAdapter"),
    CmdletRow(
      "New-VM A | Add-VMNetworkAdapter -Name X; Remove-VMNetworkAdapter A -Name X; (Get-VMNetworkAdapter A).Name",
      "Network Adapter"),
    CmdletRow(
      "New-VM A > $null; Get-VMNetworkAdapter A | Remove-VMNetworkAdapter; @(Get-VMNetworkAdapter A).Count", "0"),
    CmdletRow(
      "New-VM A > $null; Rename-VMNetworkAdapter -VMName A -NewName Core; (Get-VMNetworkAdapter A).Name", "Core"),
    CmdletRow("New-VM A > $null; Rename-VMNetworkAdapter A 'Network Adapter' Core -Passthru | % Name", "Core"),
    CmdletRow(
      "New-VM A > $null; $n = Get-VMNetworkAdapter A; Rename-VMNetworkAdapter A -NewName Core; $n.Name", "Core"),
    CmdletRow(
      "New-VM A > $null; Connect-VMNetworkAdapter -VMName A -SwitchName Nope", "!ObjectNotFound,ConnectVMNetworkAdapter"
    ),
    CmdletRow(
      "New-VM A > $null; (Get-VMNetworkAdapter A -IsLegacy $true) -eq $null; @(Get-VMNetworkAdapter A -IsLegacy $false).Count",
      "True | 1"),
    CmdletRow("New-VM A > $null; $v = Get-VM A; $v.NetworkAdapters | % { $_.GetType().Name }", "VMNetworkAdapter"),
    CmdletRow(
      "New-VM A > $null; $n = Get-VMNetworkAdapter A; $n.Status -eq $null; $n.IPAddresses.Count; $n.Connected",
      "True | 0 | False"),
    CmdletRow("Get-VMNetworkAdapter Nope", "!ObjectNotFound,GetVMNetworkAdapter"),
  ]

  static let vlans: [CmdletRow] = [
    CmdletRow(
      "New-VM A > $null; $l = Get-VMNetworkAdapterVlan A; $l.OperationMode; $l.AccessVlanId; $l.ParentAdapter.VMName",
      "Untagged | 0 | A"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapterVlan -VMName A -Access -VlanId 121; $l = Get-VMNetworkAdapterVlan A; $l.OperationMode; $l.AccessVlanId",
      "Access | 121"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapterVlan A -Trunk -AllowedVlanIdList '1-3,9' -NativeVlanId 7; $l = Get-VMNetworkAdapterVlan A; $l.NativeVlanId; $l.AllowedVlanIdList -join ' '; $l.AllowedVlanIdListString",
      "7 | 1 2 3 9 | 1-3,9"),
    CmdletRow(
      "New-VM A > $null; Get-VMNetworkAdapter A | Set-VMNetworkAdapterVlan -Access -VlanId 5 -Passthru | % AccessVlanId",
      "5"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapterVlan A -Access -VlanId 5; Set-VMNetworkAdapterVlan A -Untagged; (Get-VMNetworkAdapterVlan A).OperationMode -eq 'Untagged'",
      "True"),
    CmdletRow("New-VM A > $null; Set-VMNetworkAdapterVlan A -Access", "!InvalidParameter,SetVMNetworkAdapterVlan"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapterVlan A -Access -VlanId 4095", "!InvalidParameter,SetVMNetworkAdapterVlan"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapterVlan A -Access -Untagged", "!InvalidParameter,SetVMNetworkAdapterVlan"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapterVlan A -Access -VlanId 5 -NativeVlanId 6",
      "!InvalidParameter,SetVMNetworkAdapterVlan"),
    CmdletRow(
      "New-VM A > $null; Set-VMNetworkAdapterVlan A -Trunk -NativeVlanId 1 -AllowedVlanIdList x",
      "!InvalidParameter,SetVMNetworkAdapterVlan"),
    CmdletRow("New-VM A > $null; Set-VMNetworkAdapterVlan A", "!InvalidParameter,SetVMNetworkAdapterVlan"),
  ]

  static let services: [CmdletRow] = [
    CmdletRow(
      "New-VM A > $null; (Get-VMIntegrationService A).Name -join ','",
      "Guest Service Interface,Heartbeat,Key-Value Pair Exchange,Shutdown,Time Synchronization,VSS"),
    CmdletRow(
      "New-VM A > $null; (Get-VMIntegrationService A | ? Enabled).Name -join ','",
      "Heartbeat,Key-Value Pair Exchange,Shutdown"),
    CmdletRow(
      "New-VM A > $null; Enable-VMIntegrationService -VMName A -Name 'Guest Service Interface'; (Get-VMIntegrationService A -Name Guest*).Enabled",
      "True"),
    CmdletRow(
      "New-VM A > $null; Disable-VMIntegrationService Shutdown, Heartbeat A; (Get-VMIntegrationService A | ? Enabled).Name",
      "Key-Value Pair Exchange"),
    CmdletRow(
      "New-VM A | Get-VMIntegrationService -Name 'Shutdown' | Disable-VMIntegrationService -Passthru | % Enabled",
      "False"),
    CmdletRow("New-VM A > $null; Enable-VMIntegrationService VSS A", "!InvalidParameter,EnableVMIntegrationService"),
    CmdletRow("New-VM A > $null; Get-VMIntegrationService A -Name Nope", "!ObjectNotFound,GetVMIntegrationService"),
    CmdletRow(
      "New-VM A > $null; (Get-VMIntegrationService A -Name Shutdown).GetType().Name; (Get-VMIntegrationService A -Name VSS).GetType().Name",
      "ShutdownComponent | VMIntegrationComponent"),
    CmdletRow(
      "New-VM A > $null; $s = Get-VMIntegrationService A -Name Heartbeat; $s.PrimaryStatusDescription -eq ''; $s.OperationalStatus -eq $null; $s.VMName",
      "True | True | A"),
    CmdletRow(
      "New-VM A > $null; Enable-VMIntegrationService Heartbeat A -WhatIf",
      "H:What if: Enable-VMIntegrationService will enable the integration service \"Heartbeat\" of the virtual machine \"A\"."
    ),
    CmdletRow("New-VM A > $null; (Get-VM A).VMIntegrationService.Count", "6"),
  ]

  static let ports: [CmdletRow] = [
    CmdletRow(
      "New-VM A > $null; (Get-VMComPort A).Name -join ','; (Get-VMComPort A 2).Path -eq ''", "COM 1,COM 2 | True"),
    CmdletRow(
      "New-VM A > $null; Set-VMComPort A 2 /tmp/pipe; (Get-VMComPort -VMName A -Number 2).Path; (Get-VM A).ComPort2.Path",
      "/tmp/pipe | /tmp/pipe"),
    CmdletRow("New-VM A > $null; Set-VMComPort A 1 /tmp/pipe", "!InvalidParameter,SetVMComPort"),
    CmdletRow("New-VM A > $null; Set-VMComPort A 2 \\\\.\\pipe\\TestPipe", "!InvalidParameter,SetVMComPort"),
    CmdletRow("New-VM A > $null; Set-VMComPort A 3 /tmp/x", "!ParameterArgumentValidationError,SetVMComPort"),
    CmdletRow(
      "New-VM A > $null; Get-VMComPort A 2 | Set-VMComPort -Path /tmp/p -DebuggerMode Off -Passthru | % Path", "/tmp/p"),
    CmdletRow("New-VM A > $null; Set-VMComPort A 2 /tmp/p -DebuggerMode On", "!ParameterNotSupported,SetVMComPort"),
  ]

  static let host: [CmdletRow] = [
    CmdletRow(
      "$h = Get-VMHost; $h.LogicalProcessorCount -ge 1; $h.MemoryCapacity -gt 1GB; $h.MacAddressMinimum -match '^00155D'; $h.SupportedVmVersions.Count",
      "True | True | True | 11"),
    CmdletRow(
      "(Get-VMHost).ComputerName; (Get-VMHost localhost).GetType().FullName",
      "TESTHOST | Microsoft.HyperV.PowerShell.VMHost"),
    CmdletRow(
      "Set-VMHost -MacAddressMinimum 00155D0A0000 -MacAddressMaximum 00155D0A00FF; $h = Get-VMHost; $h.MacAddressMinimum; $h.MacAddressMaximum; New-VM A > $null; (Get-VMNetworkAdapter A).MacAddress.Substring(0, 8)",
      "00155D0A0000 | 00155D0A00FF | 00155D0A"),
    CmdletRow(
      "Set-VMHost -MacAddressMinimum 00155D0A00FF -MacAddressMaximum 00155D0A0000", "!InvalidParameter,SetVMHost"),
    CmdletRow("(Set-VMHost -VirtualHardDiskPath $folder -Passthru).VirtualHardDiskPath -eq $folder", "True"),
    CmdletRow("Set-VMHost -VirtualMachinePath /elsewhere", "!NotSupported,SetVMHost"),
    CmdletRow("Set-VMHost -EnableEnhancedSessionMode $true", "!ParameterNotSupported,SetVMHost"),
    CmdletRow("Set-VMHost -MaximumStorageMigrations 2", "!ParameterNotSupported,SetVMHost"),
    CmdletRow(
      "Set-VMHost -MacAddressMinimum 00155D000000 -WhatIf",
      "H:What if: Set-VMHost will configure the host \"TESTHOST\"."),
    CmdletRow("(Get-VMHostSupportedVersion).Version -join ' '", "8.0 8.1 8.2 8.3 9.0 9.1 9.2 9.3 10.0 11.0 12.0"),
    CmdletRow("$v = Get-VMHostSupportedVersion -Default; \"$($v.Version)\"; $v.IsDefault", "12.0 | True"),
    CmdletRow("Copy-VMFile Nope -SourcePath $disk -DestinationPath /x -FileSource Host", "!ObjectNotFound,CopyVMFile"),
    CmdletRow(
      "New-VM A > $null; Copy-VMFile A -SourcePath $disk -DestinationPath 'C:\\x' -FileSource Host; ($Error[0].Exception.Message -split \"`n\")[0]",
      "!InvalidParameter,CopyVMFile | Failed to initiate copying files to the guest."),
    CmdletRow(
      "New-VM A > $null; Copy-VMFile A -SourcePath /none -DestinationPath /x -FileSource Host",
      "!ObjectNotFound,CopyVMFile"),
    CmdletRow(
      "New-VM A > $null; Copy-VMFile A -SourcePath $disk -DestinationPath /x -FileSource Host",
      "!InvalidState,CopyVMFile"),
    CmdletRow("New-VM A > $null; Wait-VM A -Timeout 1", "!InvalidState,WaitVM"),
  ]
}
