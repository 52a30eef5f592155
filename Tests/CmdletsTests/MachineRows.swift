/// Rows about machines that are Off. A row begins on a host without machines and switches.
enum MachineRows {
  static let all = creation + reading + settings + removal + confirmation + refusals

  static let creation: [CmdletRow] = [
    CmdletRow("(New-VM A).Name; @(Get-VM).Count", "A | 1"),
    CmdletRow("(New-VM).Name", "New virtual machine"),
    CmdletRow("'A', 'B' | New-VM | ForEach-Object Name", "A | B"),
    CmdletRow(
      "$v = New-VM A; $v.MemoryStartup / 1MB; $v.ProcessorCount; $v.Version; $v.Generation", "512 | 1 | 12.0 | 2"),
    CmdletRow("(New-VM A -MemoryStartupBytes 1GB).MemoryStartup", "1073741824"),
    CmdletRow("(New-VM A 64MB).MemoryStartup", "67108864"),
    CmdletRow("(New-VM A -Version 10.0).Version", "10.0"),
    CmdletRow("(New-VM A -NoVHD).Name", "A"),
    CmdletRow("(New-VM A -Generation 2).Generation", "2"),
    CmdletRow(
      "(New-VM A -Generation 1).Generation",
      "W:A machine that boots from the image \"guest\" needs no firmware; it is of generation 2. | 2"),
    CmdletRow("(New-VM A -VHDPath $disk -Generation 1).Generation", "1"),
    CmdletRow("(New-VM A -VHDPath $disk -BootDevice VHD).Name", "A"),
    CmdletRow("New-VM A -VHDPath $disk -Generation 2", "!ParameterNotSupported,NewVM"),
    CmdletRow("New-VM A -VHDPath /none.raw; @(Get-VM).Count", "!ObjectNotFound,NewVM | 0"),
    CmdletRow("(New-VM A -Image host).Name", "A"),
    CmdletRow("New-VM A -Image host -VHDPath $disk", "!ParameterNotSupported,NewVM"),
    CmdletRow("New-VM A -BootDevice CD", "!ParameterNotSupported,NewVM"),
    CmdletRow(
      "(New-VM A -NewVHDPath $folder/n.raw -NewVHDSizeBytes 10MB).Name; [IO.Path]::GetFileName(\"$folder/n.raw\")",
      "A | n.raw"),
    CmdletRow("New-VM A -NewVHDPath $folder/x.vhdx -NewVHDSizeBytes 10MB", "!ParameterNotSupported,NewVM"),
    CmdletRow("New-VM A -NewVHDPath $disk -NewVHDSizeBytes 10MB", "!AlreadyExists,NewVM"),
    CmdletRow("New-VM A -NewVHDPath $folder/y.img -NewVHDSizeBytes 7", "!InvalidParameter,NewVM"),
    CmdletRow("New-VM A -Prerelease", "!ParameterNotSupported,NewVM"),
    CmdletRow(
      "New-VM A -Experimental; $Error[0].CategoryInfo.Category", "!ParameterNotSupported,NewVM | NotImplemented"),
    CmdletRow("New-VM A -Generation 3", "!ParameterArgumentValidationError,NewVM"),
    CmdletRow("New-VM A > $null; New-VM a", "!AlreadyExists,NewVM"),
    CmdletRow(
      "New-VM 'a/b'; ($Error[0].Exception.Message -split \"`n\")[0]",
      "!InvalidParameter,NewVM | Failed to create a new virtual machine."),
    CmdletRow(
      "New-VM A -SwitchName Nope; ($Error[0].Exception.Message -split \"`n\")[1]",
      "!ObjectNotFound,NewVM | Hyper-V was unable to find a virtual switch with name \"Nope\"."),
    CmdletRow("New-VM A -WhatIf; @(Get-VM).Count", "H:What if: New-VM will create a new virtual machine \"A\". | 0"),
    CmdletRow("(New-VM A -ComputerName localhost, .).Name", "!AlreadyExists,NewVM | A"),
    CmdletRow("(New-VM A).NetworkAdapters.Count; (Get-VM A).NetworkAdapters[0].Name", "1 | Network Adapter"),
  ]

  static let reading: [CmdletRow] = [
    CmdletRow("Get-VM", ""),
    CmdletRow("Get-VM Nope", "!InvalidParameter,GetVM"),
    CmdletRow(
      "Get-VM Nope; $Error[0].Exception.Message; $Error[0].CategoryInfo | % { \"$($_.Category): ($($_.TargetName):$($_.TargetType)) [$($_.Activity)], $($_.Reason)\" }; $Error[0].Exception.GetType().FullName",
      "!InvalidParameter,GetVM | Hyper-V was unable to find a virtual machine with name \"Nope\". | "
        + "InvalidArgument: (Nope:String) [Get-VM], VirtualizationException | "
        + "Microsoft.HyperV.PowerShell.VirtualizationException"),
    CmdletRow("'B','A' | New-VM > $null; (Get-VM).Name -join ','", "A,B"),
    CmdletRow("'A1','A2','B' | New-VM > $null; (Get-VM a*).Name -join ','; Get-VM Z*", "A1,A2"),
    CmdletRow("'A','B','C' | New-VM > $null; (Get-VM C, A).Name -join ','", "C,A"),
    CmdletRow("New-VM A > $null; (Get-VM -VMName a).Name", "A"),
    CmdletRow("New-VM A > $null; 'A', 'Nope' | Get-VM | % Name", "A | !InvalidParameter,GetVM"),
    CmdletRow("$a = New-VM A; New-VM B > $null; (Get-VM -Id $a.Id).Name", "A"),
    CmdletRow("Get-VM -Id 7cca7664-c35e-4a8f-8f7e-5d1d2c6ad8e1", "!InvalidParameter,GetVM"),
    CmdletRow(
      "try { Get-VM Nope -ErrorAction Stop } catch { $_.Exception.Message }",
      "Hyper-V was unable to find a virtual machine with name \"Nope\"."),
    CmdletRow("Get-VM Nope -ErrorAction SilentlyContinue; $?", "False"),
    CmdletRow("New-VM A > $null; Get-VM a -ComputerName TestHost | % Name", "A"),
    CmdletRow("Get-VM -ComputerName Nope", "!ObjectNotFound,GetVM"),
    CmdletRow("Get-VM -ComputerName 'a//b'", "!InvalidParameter,GetVM"),
    CmdletRow(
      "New-VM A > $null; \"$(Get-VM A)\" -replace '[0-9a-f-]{36}', 'ID'", "VirtualMachine (Name = 'A') [Id = 'ID']"),
    CmdletRow("$v = New-VM A; $v.VMId -eq $v.Id; $v.Id.GetType().Name; $v.VMName", "True | Guid | A"),
    CmdletRow(
      "$v = New-VM A; $v.GetType().FullName; $v -is [Microsoft.HyperV.PowerShell.VirtualMachine]",
      "Microsoft.HyperV.PowerShell.VirtualMachine | True"),
    CmdletRow(
      "(New-VM A).PSObject.TypeNames",
      "Microsoft.HyperV.PowerShell.VirtualMachine | Microsoft.HyperV.PowerShell.VirtualMachineBase | Microsoft.HyperV.PowerShell.ComputeResource | Microsoft.HyperV.PowerShell.VirtualizationObject | System.Object"
    ),
    CmdletRow(
      "$v = New-VM A; $v.State; $v.State -eq 'off'; [int]$v.State; $v.Status; $v.Uptime",
      "Off | True | 3 | Operating normally | 00:00:00"),
    CmdletRow("$v = New-VM A; $v.State -eq [Microsoft.HyperV.PowerShell.VMState]::Off", "True"),
    CmdletRow(
      "$v = New-VM A; $null -eq $v.ParentCheckpointId; $v.CheckpointType; $v.ReplicationState; $v.IsDeleted",
      "True | Disabled | Disabled | False"),
    CmdletRow(
      "$v = New-VM A; $v.CreationTime.GetType().Name; ((Get-Date) - $v.CreationTime).TotalMinutes -lt 5",
      "DateTime | True"),
    CmdletRow("$v = New-VM A; $v.ComputerName", "TESTHOST"),
    CmdletRow("$v = New-VM A; Set-VM A -Notes n; $v.Notes", "n"),
    CmdletRow("$v = New-VM A; Rename-VM A B; $v.Name; \"$v\" -match 'B'", "B | True"),
    CmdletRow("$v = New-VM A; Remove-VM A -Force; $v.IsDeleted; $v.Name", "True | A"),
    CmdletRow("'A','B' | New-VM > $null; Get-VM | Where-Object State -eq Off | Measure-Object | % Count", "2"),
    CmdletRow(
      "New-VM A > $null; Get-VM | Select-Object Name, State | ForEach-Object { \"$_\" }", "@{Name=A; State=Off}"),
    CmdletRow("Get-VM -CimSession Server5", "!ParameterNotSupported,GetVM"),
    CmdletRow("Get-VM -Credential $null", "!ParameterNotSupported,GetVM"),
  ]

  static let settings: [CmdletRow] = [
    CmdletRow(
      "New-VM A > $null; Set-VM A -ProcessorCount 3 -Notes 'x y'; $v = Get-VM A; $v.ProcessorCount; $v.Notes", "3 | x y"
    ),
    CmdletRow(
      "New-VM A > $null; (Set-VM A -MemoryStartupBytes 96MB -StaticMemory -Passthru).MemoryStartup", "100663296"),
    CmdletRow("New-VM A > $null; (Set-VM A -NewVMName B -Passthru).Name; Get-VM A", "B | !InvalidParameter,GetVM"),
    CmdletRow(
      "Set-VM Nope -Notes x; $Error[0].CategoryInfo.Category; $Error[0].CategoryInfo.TargetName",
      "!ObjectNotFound,SetVM | ObjectNotFound | "),
    CmdletRow("New-VM A > $null; Set-VM A -ProcessorCount 0", "!InvalidParameter,SetVM"),
    CmdletRow(
      "New-VM A > $null; Set-VM A -DynamicMemory -MemoryMinimumBytes 64MB -MemoryStartupBytes 128MB -MemoryMaximumBytes 1GB; $v = Get-VM A; $v.DynamicMemoryEnabled; $v.MemoryMinimum / 1MB; $v.MemoryStartup / 1MB; $v.MemoryMaximum / 1MB",
      "True | 64 | 128 | 1024"),
    CmdletRow(
      "New-VM A > $null; Set-VM A -DynamicMemory; Set-VM A -StaticMemory; (Get-VM A).DynamicMemoryEnabled", "False"),
    CmdletRow(
      "New-VM A > $null; Set-VM A -DynamicMemory -StaticMemory; (Get-VM A).DynamicMemoryEnabled",
      "!InvalidParameter,SetVM | False"),
    CmdletRow("New-VM A > $null; Set-VM A -DynamicMemory:$false -Notes x; (Get-VM A).Notes", "x"),
    CmdletRow(
      "New-VM A > $null; Set-VM A -SmartPagingFilePath /p; $Error[0].Exception.Message",
      "!ParameterNotSupported,SetVM | The parameter 'SmartPagingFilePath' of Set-VM is not supported by this host, so nothing was done. Leave it out."
    ),
    CmdletRow("New-VM A > $null; Set-VM A -AutomaticStartAction Nothing -CheckpointType Disabled; 'ok'", "ok"),
    CmdletRow("New-VM A > $null; Set-VM A -AutomaticStartAction Start", "!ParameterNotSupported,SetVM"),
    CmdletRow("New-VM A > $null; Set-VM A -CheckpointType Standard", "!ParameterNotSupported,SetVM"),
    CmdletRow(
      "New-VM A > $null; Set-VM A -AutomaticStopAction ShutDown; $Error[0].Exception.Message",
      "!ParameterNotSupported,SetVM | The value 'ShutDown' of the parameter 'AutomaticStopAction' of Set-VM is not supported by this host, so nothing was done: a host that is switched off saves and shuts down no machine."
    ),
    CmdletRow("'A','B' | New-VM | Set-VM -Notes both; (Get-VM).Notes -join ','", "both,both"),
    CmdletRow(
      "New-VM A > $null; Set-VM A -Notes x -WhatIf", "H:What if: Set-VM will configure the virtual machine \"A\"."),
    CmdletRow("New-VM A > $null; Rename-VM A -NewName B; (Get-VM).Name", "B"),
    CmdletRow("New-VM A | Rename-VM -NewName B -Passthru | % Name", "B"),
    CmdletRow("'A','B' | New-VM > $null; Rename-VM A B", "!AlreadyExists,RenameVM"),
    CmdletRow("Rename-VM Nope B", "!ObjectNotFound,RenameVM"),
    CmdletRow("New-VM A -Version 9.0 > $null; Update-VMVersion A -Force; (Get-VM A).Version", "12.0"),
    CmdletRow("New-VM A -Version 9.0 > $null; Update-VMVersion A -Confirm:$false -Passthru | % Version", "12.0"),
    CmdletRow(
      "New-VM A > $null; Update-VMVersion A -Force",
      "W:The virtual machine \"A\" has the newest configuration version, 12.0, already."),
    CmdletRow(
      "New-VM A -Version 9.0 > $null; Update-VMVersion A; (Get-VM A).Version",
      "?:Confirm/Are you sure you want to perform this action?/Performing a configuration version update of \"A\" will "
        + "prevent it from being migrated to or imported on previous versions of Windows. This operation is not "
        + "reversible. [Y][A][N][L][S] | 9.0", answers: [2]),
  ]

  static let removal: [CmdletRow] = [
    CmdletRow("New-VM A > $null; Remove-VM A -Force; @(Get-VM).Count", "0"),
    CmdletRow("New-VM A > $null; Get-VM | Remove-VM -Force -Passthru | % Name", "A"),
    CmdletRow("'A1','A2' | New-VM > $null; Remove-VM A* -Force; @(Get-VM).Count", "0"),
    CmdletRow("Remove-VM Nope -Force", "!ObjectNotFound,RemoveVM"),
    CmdletRow(
      "New-VM A > $null; Remove-VM A; @(Get-VM).Count",
      "?:Confirm/Are you sure you want to remove virtual machine \"A\"? [Y][A][N][L][S] | 0", answers: [0]),
    CmdletRow(
      "New-VM A > $null; Remove-VM A; @(Get-VM).Count",
      "?:Confirm/Are you sure you want to remove virtual machine \"A\"? [Y][A][N][L][S] | 1", answers: [2]),
    CmdletRow(
      "'A','B','C' | New-VM > $null; Remove-VM *; @(Get-VM).Count",
      "?:Confirm/Are you sure you want to remove virtual machine \"A\"? [Y][A][N][L][S] | 0", answers: [1]),
    CmdletRow("New-VM A > $null; Remove-VM A; @(Get-VM).Count", "!InvalidOperation,RemoveVM | 1"),
  ]

  static let confirmation: [CmdletRow] = [
    CmdletRow("New-VM A > $null; Start-VM A -WhatIf", "H:What if: Start-VM will start the virtual machine \"A\"."),
    CmdletRow("New-VM A > $null; Stop-VM A -WhatIf", "H:What if: Stop-VM will shut down the virtual machine \"A\"."),
    CmdletRow(
      "New-VM A > $null; Stop-VM A -TurnOff -WhatIf", "H:What if: Stop-VM will turn off the virtual machine \"A\"."),
    CmdletRow(
      "New-VM A > $null; Restart-VM A -WhatIf", "H:What if: Restart-VM will restart the virtual machine \"A\"."),
    CmdletRow("New-VM A > $null; Remove-VM A -WhatIf", "H:What if: Remove-VM will remove virtual machine \"A\"."),
    CmdletRow(
      "New-VM A > $null; Rename-VM A B -WhatIf", "H:What if: Rename-VM will rename the virtual machine \"A\" to \"B\"."),
    CmdletRow("New-VM A > $null; Set-VM A -Notes x -Verbose", "V:Set-VM will configure the virtual machine \"A\"."),
    CmdletRow(
      "New-VM A > $null; Set-VM A -Notes x -Confirm; (Get-VM A).Notes",
      "?:Confirm/Are you sure you want to perform this action?/Set-VM will configure the virtual machine \"A\". "
        + "[Y][A][N][L][S] | x", answers: [0]),
    CmdletRow("$WhatIfPreference = $true; New-VM A", "H:What if: New-VM will create a new virtual machine \"A\"."),
  ]

  static let refusals: [CmdletRow] = [
    CmdletRow("New-VM A > $null; Start-VM A -AsJob", "!ParameterNotSupported,StartVM"),
    CmdletRow("New-VM A > $null; Stop-VM A -Save", "!ParameterNotSupported,StopVM"),
    CmdletRow(
      "New-VM A > $null; Get-VMSnapshot A; $Error[0].CategoryInfo.Category",
      "!NotSupported,GetVMSnapshot | NotImplemented"),
    CmdletRow("Get-VMCheckpoint A", "!NotSupported,GetVMSnapshot"),
    CmdletRow(
      "New-VHD -Path c:\\Base.vhdx -SizeBytes 10GB; $Error[0].Exception.Message",
      "!NotSupported,NewVHD | New-VHD is not supported by this host: disks cannot be made, attached or changed by cmdlets "
        + "yet; New-VM takes -VHDPath. Nothing was done. docs/parity.md lists what is supported."),
    CmdletRow("Save-VM A", "!NotSupported,SaveVM"),
    CmdletRow("Measure-VM A", "!NotSupported,MeasureVM"),
    CmdletRow("Set-VMFirmware A -EnableSecureBoot Off", "!NotSupported,SetVMFirmware"),
    CmdletRow("Set-VMFirmware A -EnableSecureBoot Maybe", "!CannotConvertArgumentNoMessage,SetVMFirmware"),
    CmdletRow("Get-VMSnapshot A -Nonsense", "!NamedParameterNotFound,GetVMSnapshot"),
    CmdletRow(
      "Get-NetAdapterRss; $Error[0].FullyQualifiedErrorId",
      "!NotSupported,Get-NetAdapterRss | NotSupported,Get-NetAdapterRss"),
    CmdletRow("(Get-Command -Module Hyper-V -CommandType Cmdlet).Count", "241"),
    CmdletRow("(Get-Command Get-VM).ModuleName", "Hyper-V"),
  ]
}
