/// Rows about a machine that QEMU really runs: `R`, which boots a disk of one sector and then does nothing.
enum RunningRows {
  static let setUp = "New-VM R -VHDPath $disk -MemoryStartupBytes 32MB > $null; "

  static let all: [CmdletRow] =
    [
      ("Start-VM R; (Get-VM R).State; $v = Get-VM R; Stop-VM R -TurnOff; $v.State", "Running | Off"),
      (
        "(Start-VM R -Passthru).State; Start-VM R", "Running | W:The virtual machine is already in the specified state."
      ),
      ("Stop-VM R -TurnOff", "W:The virtual machine is already in the specified state."),
      (
        "Get-VM R | Start-VM; Suspend-VM R; (Get-VM R).State; Suspend-VM R; Resume-VM R; (Get-VM R).State; Resume-VM R",
        "Paused | W:The virtual machine is already in the specified state. | Running | W:The virtual machine is already in the specified state."
      ),
      ("Start-VM R; Suspend-VM R; Start-VM R -Passthru | % State", "Running"),
      ("Suspend-VM R; Resume-VM R", "!InvalidState,SuspendVM | !InvalidState,ResumeVM"),
      ("Start-VM R; Restart-VM R -Force; (Get-VM R).State", "Running"),
      (
        "Restart-VM R -Force; $Error[0].Exception.Message",
        "!InvalidState,RestartVM | The operation cannot be performed while the virtual machine is in its current state."
      ),
      (
        "Start-VM R*; $v = Get-VM R; $v.Uptime.GetType().Name; $v.MemoryAssigned / 1MB; $v.Heartbeat; $v.CPUUsage -ge 0",
        "TimeSpan | 32 | NoContact | True"
      ),
      (
        "Start-VM R; Remove-VM R -Force; $Error[0].Exception.Message; $Error[0].CategoryInfo | % { \"$($_.Category): ($($_.TargetName):$($_.TargetType)) [$($_.Activity)], $($_.Reason)\" }",
        "!InvalidState,RemoveVM | The operation cannot be performed while the virtual machine is in its current state. | InvalidOperation: (:) [Remove-VM], VirtualizationException"
      ),
      (
        "Start-VM R; Set-VMProcessor R -ExposeVirtualizationExtensions $true; ($Error[0].Exception.Message -replace '[0-9A-F-]{36}', 'ID') -split \"`n\"",
        "!InvalidState,SetVMProcessor | Failed to modify device 'Processor'. | The operation cannot be performed while the virtual machine is in its current state. | 'R' failed to modify device 'Processor'. (Virtual machine ID ID)"
      ),
      (
        "Start-VM R; Set-VMMemory R -DynamicMemoryEnabled $true -MinimumBytes 32MB; ($Error[0].Exception.Message -split \"`n\")[0]",
        "!InvalidState,SetVMMemory | Failed to modify device 'Memory'."
      ),
      (
        // More than it was started with room for.
        "Start-VM R; Set-VMMemory R -StartupBytes 8TB; ($Error[0].Exception.Message -replace '[0-9A-F-]{36}', 'ID') -split \"`n\"; (Get-VMMemory R).Startup / 1MB",
        "!InvalidState,SetVMMemory | Failed to modify device 'Memory'. | The operation cannot be performed while the virtual machine is in its current state. | 'R' failed to modify device 'Memory'. (Virtual machine ID ID) | 32"
      ),
      (
        // Its guest has no driver, so nothing moves.
        "Set-VMMemory R -DynamicMemoryEnabled $true -MinimumBytes 32MB; Start-VM R; $v = Get-VM R; $v.MemoryAssigned / 1MB; $v.MemoryDemand; $v.MemoryStatus -eq ''; Set-VMMemory R -StartupBytes 64MB",
        "32 | 0 | True | !InvalidState,SetVMMemory"
      ),
      ("Start-VM R; Set-VM R -Notes n; (Get-VM R).Notes; Set-VM R -ProcessorCount 2", "n | !InvalidState,SetVM"),
      (
        "Start-VM R; Set-VMNetworkAdapter R -MacAddressSpoofing On; (Get-VMNetworkAdapter R).MacAddressSpoofing; (Get-VMNetworkAdapter R).Status -join ','",
        "On | Ok"
      ),
      ("Start-VM R; Add-VMNetworkAdapter R", "!InvalidState,AddVMNetworkAdapter"),
      ("Start-VM R; Rename-VM R Q -Passthru | % State", "Running"),
      ("Start-VM R; Wait-VM R -For Heartbeat -Timeout 1", "!Timeout,WaitVM"),
      ("Start-VM R; Stop-VM R -Force; (Get-VM R).State", "Off"),
      (
        "Start-VM R; Stop-VM R; $Error[0].Exception.Message -match 'Shutdown integration service is unavailable'; (Get-VM R).State",
        "!InvalidState,StopVM | True | Running"
      ),
      (
        "Start-VM R; Copy-VMFile R -SourcePath $disk -DestinationPath /x -FileSource Host; $Error[0].CategoryInfo.Category",
        "!Unavailable,CopyVMFile | ResourceUnavailable"
      ),
      ("Start-VM R; (Get-VMIntegrationService R -Name Heartbeat).PrimaryStatusDescription", "No Contact"),
      ("Start-VM R; $v = Get-VM R; $n = 0; Stop-VM $v -TurnOff; while ($v.State -ne 'Off') { $n++ }; $v.State", "Off"),
      (
        "Start-VM R; $Error.Count; Update-VMVersion R -Force",
        "0 | W:The virtual machine \"R\" has the newest configuration version, 12.0, already."
      ),
    ].map { CmdletRow(setUp + $0.0, $0.1) } + questions

  static let questions: [CmdletRow] = [
    CmdletRow(
      setUp + "Start-VM R; Restart-VM R; (Get-VM R).State",
      "?:Confirm/Are you sure you want to restart virtual machine \"R\"? [Y][A][N][L][S] | Running", answers: [0]),
    CmdletRow(
      setUp + "Start-VM R; Stop-VM R; (Get-VM R).State",
      "?:Confirm/Hyper-V cannot shut down virtual machine R because the Shutdown integration service is unavailable. To "
        + "avoid potential data loss, you can pause or save the state of the virtual machine. The other option is to turn "
        + "off the virtual machine, but data loss might occur. [Y][N][S] | Off", answers: [0]),
    CmdletRow(
      setUp + "Start-VM R; Stop-VM R; (Get-VM R).State",
      "?:Confirm/Hyper-V cannot shut down virtual machine R because the Shutdown integration service is unavailable. To "
        + "avoid potential data loss, you can pause or save the state of the virtual machine. The other option is to turn "
        + "off the virtual machine, but data loss might occur. [Y][N][S] | Running", answers: [1]),
  ]
}
