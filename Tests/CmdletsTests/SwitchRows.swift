/// Rows about switches that do not reach into the computer's network.
enum SwitchRows {
  static let all: [CmdletRow] = [
    CmdletRow(
      "$s = New-VMSwitch S -SwitchType Private; $s.Name; $s.SwitchType; $s.AllowManagementOS; $s.NetAdapterInterfaceDescription -eq $null",
      "S | Private | False | True"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private > $null; \"$(Get-VMSwitch S)\" -replace '[0-9a-f-]{36}', 'ID'",
      "VMSwitch (Name = 'S') [Id = 'ID']"),
    CmdletRow("New-VMSwitch S -SwitchType Private -Notes n > $null; (Get-VMSwitch s*).Notes", "n"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private > $null; New-VMSwitch s -SwitchType Private", "!AlreadyExists,NewVMSwitch"),
    CmdletRow(
      "New-VMSwitch S -SwitchType External; $Error[0].Exception.Message",
      "!ParameterArgumentValidationError,NewVMSwitch | Cannot validate argument on parameter 'SwitchType'. The argument \"External\" does not belong to the set \"Internal,Private\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again."
    ),
    CmdletRow("New-VMSwitch S -SwitchType Private -EnableIov $true", "!ParameterNotSupported,NewVMSwitch"),
    CmdletRow("(New-VMSwitch S -SwitchType Private -EnableIov $false -MinimumBandwidthMode None).Name", "S"),
    CmdletRow(
      "'Weight', 'Absolute', 'None', 'Default' | % { (New-VMSwitch \"S$_\" -SwitchType Private -MinimumBandwidthMode $_).BandwidthReservationMode }",
      "Weight | Absolute | None | Default"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private -MinimumBandwidthMode Weight > $null; New-VM A -SwitchName S > $null; Set-VMNetworkAdapter A -MinimumBandwidthWeight 5; Set-VMNetworkAdapter A -MinimumBandwidthWeight 0 -MinimumBandwidthAbsolute 8; (Get-VMNetworkAdapter A).BandwidthSetting.MinimumBandwidthWeight",
      "!InvalidParameter,SetVMNetworkAdapter | 5"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private -MinimumBandwidthMode None > $null; New-VM A > $null; Set-VMNetworkAdapter A -MinimumBandwidthAbsolute 800; Connect-VMNetworkAdapter A -SwitchName S",
      "!InvalidParameter,ConnectVMNetworkAdapter"),
    CmdletRow("New-VMSwitch S -NetAdapterName a, b", "!ParameterNotSupported,NewVMSwitch"),
    CmdletRow(
      "New-VMSwitch S -NetAdapterInterfaceDescription Nope; ($Error[0].Exception.Message -split \"`n\")[0]",
      "!ObjectNotFound,NewVMSwitch | Failed while adding virtual Ethernet switch connections."),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private -WhatIf", "H:What if: New-VMSwitch will create a new virtual switch \"S\"."),
    CmdletRow(
      "Get-VMSwitch Nope; $Error[0].Exception.Message; $Error[0].CategoryInfo | % { \"$($_.Category): ($($_.TargetName):$($_.TargetType)) [$($_.Activity)], $($_.Reason)\" }",
      "!InvalidParameter,GetVMSwitch | Hyper-V was unable to find a virtual switch with name \"Nope\". | InvalidArgument: (Nope:String) [Get-VMSwitch], VirtualizationException"
    ),
    CmdletRow("Get-VMSwitch Nope*; @(Get-VMSwitch).Count", "0"),
    CmdletRow(
      "'S','T' | % { New-VMSwitch $_ -SwitchType Private } > $null; (Get-VMSwitch -SwitchType Private).Name -join ','; @(Get-VMSwitch -SwitchType External).Count",
      "S,T | 0"),
    CmdletRow("$s = New-VMSwitch S -SwitchType Private; (Get-VMSwitch -Id $s.Id).Name", "S"),
    CmdletRow("New-VMSwitch S -SwitchType Private > $null; Set-VMSwitch S -Notes x -Passthru | % Notes", "x"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private | Set-VMSwitch -SwitchType External", "!InvalidParameter,SetVMSwitch"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private > $null; Set-VMSwitch S -DefaultFlowMinimumBandwidthAbsolute 500000000",
      "!ParameterNotSupported,SetVMSwitch"),
    CmdletRow("New-VMSwitch S -SwitchType Private > $null; Rename-VMSwitch S -NewName T; (Get-VMSwitch).Name", "T"),
    CmdletRow("New-VMSwitch S -SwitchType Private | Rename-VMSwitch -NewName T -Passthru | % Name", "T"),
    CmdletRow("Rename-VMSwitch Nope T", "!ObjectNotFound,RenameVMSwitch"),
    CmdletRow("New-VMSwitch S -SwitchType Private > $null; Remove-VMSwitch S -Force; @(Get-VMSwitch).Count", "0"),
    CmdletRow("New-VMSwitch S -SwitchType Private | Remove-VMSwitch -Force; @(Get-VMSwitch).Count", "0"),
    CmdletRow("Remove-VMSwitch Nope -Force", "!ObjectNotFound,RemoveVMSwitch"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private > $null; Remove-VMSwitch S; @(Get-VMSwitch).Count",
      "?:Confirm/Are you sure you want to perform this action?/Remove-VMSwitch will remove the virtual switch \"S\". [Y][A][N][L][S] | 0",
      answers: [0]),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private > $null; New-VM A -SwitchName S > $null; (Get-VMNetworkAdapter A).SwitchName; Rename-VMSwitch S T; (Get-VMNetworkAdapter A).SwitchName",
      "S | T"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private > $null; New-VM A > $null; Connect-VMNetworkAdapter A -SwitchName S; $n = Get-VMNetworkAdapter A; $n.SwitchName; $n.Connected; $n.SwitchId -eq (Get-VMSwitch S).Id",
      "S | True | True"),
    CmdletRow(
      "$s = New-VMSwitch S -SwitchType Private; New-VM A > $null; Get-VMNetworkAdapter A | Connect-VMNetworkAdapter -VMSwitch $s -Passthru | % SwitchName; Disconnect-VMNetworkAdapter A -Passthru | % { $_.SwitchName -eq $null }",
      "S | True"),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private > $null; New-VM A > $null; Connect-VMNetworkAdapter A -SwitchName S -WhatIf; Disconnect-VMNetworkAdapter A -WhatIf",
      "H:What if: Connect-VMNetworkAdapter will connect the network adapter \"Network Adapter\" of the virtual machine \"A\" to the virtual switch \"S\". | H:What if: Disconnect-VMNetworkAdapter will disconnect the network adapter \"Network Adapter\" of the virtual machine \"A\"."
    ),
    CmdletRow(
      "New-VMSwitch S -SwitchType Private > $null; New-VM R -VHDPath $disk -MemoryStartupBytes 32MB -SwitchName S > $null; Start-VM R; Remove-VMSwitch S -Force; ($Error[0].Exception.Message -split \"`n\")[1]",
      "!InvalidOperation,RemoveVMSwitch | The virtual switch 'S' cannot be deleted because it is being used by running virtual machines or assigned to child pools."
    ),
  ]
}
