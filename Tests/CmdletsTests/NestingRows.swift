/// Rows about which machines may expose virtualization extensions, and what is asked of those that do.
enum NestingRows {
  /// Each row begins with the host as it is made.
  private static let reset =
    "Set-VMHost -NestedVirtualizationMachine @() -NestedVirtualizationPolicy Allowed -NestedVirtualizationDepth 16 "
    + "-EnforceNestedRequirements $false; "

  static let all: [CmdletRow] = (policy + requirements).map { CmdletRow(reset + $0.0, $0.1) } + [CmdletRow(reset, "")]

  private static let policy: [(String, String)] = [
    (
      "$h = Get-VMHost; $h.NestedVirtualizationPolicy; $h.NestedVirtualizationMachine.Count; $h.NestedVirtualizationDepth; $h.EnforceNestedRequirements",
      "Allowed | 0 | 16 | False"
    ),
    (
      "Set-VMHost -NestedVirtualizationPolicy forbidden -EnforceNestedRequirements $true -Passthru | % { $_.NestedVirtualizationPolicy; $_.EnforceNestedRequirements }",
      "Forbidden | True"
    ),
    ("Set-VMHost -NestedVirtualizationPolicy Sometimes", "!InvalidParameter,SetVMHost"),
    ("Set-VMHost -NestedVirtualizationDepth 17", "!InvalidParameter,SetVMHost"),
    ("Set-VMHost -NestedVirtualizationMachine ''", "!InvalidParameter,SetVMHost"),
    (
      "New-VM A > $null; Set-VMHost -NestedVirtualizationPolicy Forbidden; Set-VMProcessor A -ExposeVirtualizationExtensions $true; $Error[0].Exception.Message; (Get-VMProcessor A).ExposeVirtualizationExtensions",
      "!AccessDenied,SetVMProcessor | The virtual machine \"A\" may not expose virtualization extensions. | False"
    ),
    (
      "New-VM A > $null; Set-VMHost -NestedVirtualizationMachine B; Set-VMProcessor A -ExposeVirtualizationExtensions $true; Set-VMHost -NestedVirtualizationMachine B,a; Set-VMProcessor A -ExposeVirtualizationExtensions $true; (Get-VMProcessor A).ExposeVirtualizationExtensions",
      "!AccessDenied,SetVMProcessor | True"
    ),
    (
      "New-VM A > $null; Set-VMHost -NestedVirtualizationDepth 0; Set-VMProcessor A -ExposeVirtualizationExtensions $true",
      "!AccessDenied,SetVMProcessor"
    ),
    (
      "New-VM A | Set-VMProcessor -ExposeVirtualizationExtensions $true; Set-VMHost -NestedVirtualizationPolicy Forbidden; Set-VMProcessor A -Count 2; (Get-VM A).ProcessorCount; Start-VM A",
      "2 | !AccessDenied,StartVM"
    ),
  ]

  private static let requirements: [(String, String)] = [
    (
      "New-VM A > $null; (Test-VMNestedVirtualization A).Requirement -join ' '",
      "ConfigurationVersion HostVersion GuestVersion NestedPaging OtherHypervisors Memory DynamicMemory Processors ExtensionsExposed ExtensionsEffective"
    ),
    (
      "New-VM A > $null; Test-VMNestedVirtualization -VMName A | ? Met -eq $false | % { \"$($_.Requirement): $($_.Measured); $($_.Mend)\" } | ? { $_ -notmatch '^(HostVersion|NestedPaging|Processors)' }",
      "Memory: 512 MB; Set-VMMemory -VMName A -StartupBytes 4GB | ExtensionsExposed: off; Set-VMProcessor -VMName A -ExposeVirtualizationExtensions $true"
    ),
    (
      "New-VM A -MemoryStartupBytes 4GB | Set-VMProcessor -ExposeVirtualizationExtensions $true -Count 2; Get-VM A | Test-VMNestedVirtualization | ? Met -eq $false | % Requirement | ? { $_ -notmatch '^(HostVersion|NestedPaging)' }",
      ""
    ),
    (
      "New-VM A > $null; $t = Test-VMNestedVirtualization A | ? Requirement -eq ExtensionsEffective; $t.Met -eq $null; $t.VMName; $t.GetType().FullName",
      "True | A | Microsoft.HyperV.PowerShell.VMNestedRequirement"
    ),
    (
      "New-VM A > $null; (((Test-VMNestedVirtualization A | Out-String).Trim() -split \"`n\")[0] -replace '\\s+', ' ').Trim()",
      "VMName Requirement Met Measured Mend"
    ),
    ("Test-VMNestedVirtualization Nope", "!ObjectNotFound,TestVMNestedVirtualization"),
    (
      "New-VM A | Set-VMProcessor -ExposeVirtualizationExtensions $true; Set-VMHost -EnforceNestedRequirements $true; Start-VM A; $Error[0].Exception.Message -split \"`n\" | select -First 1",
      "!NotSupported,StartVM | 'A' failed to start."
    ),
  ]
}
