<#
.SYNOPSIS
  Tells whether this host and its machines are ready for machines inside machines.

.DESCRIPTION
  Looks at the host first, then at each machine: a verdict, the reasons when it is NO, and the facts it was made of.
  Nothing is changed.

.PARAMETER VMName
  The machines to look at; all of them when it is left out.

.EXAMPLE
  droste run examples/nest-status.ps1 -VMName L1

.NOTES
  Exit code: 0 when the host and every machine are ready, 1 when one of them is not.
#>
param([string[]]$VMName = '*')

$reasons = @{
  "Build"          = "The host's build is older than 14361."
  "NoHypervisor"   = "No hypervisor runs on this host."
  "DisabledByBoot" = "The hypervisor's load options turn nesting off (OFFERNESTEDVIRT=FALSE)."
  "HostVersion"    = "The host's newest configuration version is too old for this processor.";
  "Extensions"     = "The virtualization extensions are not exposed to it."
  "DynamicMemory"  = "Its memory is dynamic."
  "Memory"         = "It has less than 4 GB of memory."
  "Version"        = "Its configuration version is too old for this host's processor."
  "Saved"          = "It has a saved state."
}
$4GB = 4294967296
$allReady = $true

# A line that ends with YES or NO.
function Write-Verdict($Text, $Ready) {
  Write-Host $Text -NoNewline
  if ($Ready) { Write-Host "YES" -ForegroundColor White -BackgroundColor Green }
  else { Write-Host "NO" -ForegroundColor White -BackgroundColor Red }
}

#
# The host
#
Write-Host "Looking at the host..." -NoNewline
$system = Get-CimInstance -ClassName Win32_ComputerSystem
$processor = @(Get-CimInstance -ClassName Win32_Processor)[0]
$guard = Get-CimInstance -ClassName Win32_DeviceGuard -Namespace root\Microsoft\Windows\DeviceGuard -ea SilentlyContinue
$windows = Get-ItemProperty 'hklm:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
$boot = bcdedit /enum | Select-String "hypervisorloadoptions"
$versions = Get-VMHostSupportedVersion | ForEach-Object { [version]$_.Version } | Sort-Object
Write-Host " done."

$needed = [version]'8.0'
if ($processor.Manufacturer -eq 'AuthenticAMD') { $needed = [version]'9.3' }

$hostFacts = New-Object PSObject
Add-Member -InputObject $hostFacts NoteProperty -Name "Computer" -Value $system.Name
Add-Member -InputObject $hostFacts NoteProperty -Name "Processor Manufacturer" -Value $processor.Manufacturer
Add-Member -InputObject $hostFacts NoteProperty -Name "Product Name" -Value $windows.ProductName
Add-Member -InputObject $hostFacts NoteProperty -Name "Build Lab" -Value $windows.BuildLabEx
Add-Member -InputObject $hostFacts NoteProperty -Name "HypervisorRunning" -Value $system.HypervisorPresent
Add-Member -InputObject $hostFacts NoteProperty -Name "NewestVersion" -Value "$(@($versions)[-1])"
Add-Member -InputObject $hostFacts NoteProperty -Name "NeededVersion" -Value "$needed"
Add-Member -InputObject $hostFacts NoteProperty -Name "VbsRunning" -Value ($guard.VirtualizationBasedSecurityStatus -eq 2)
Add-Member -InputObject $hostFacts NoteProperty -Name "HostSupportsNesting" -Value $false

$found = @()
if ([int]$windows.BuildLabEx.Split('.')[0] -lt 14361) { $found += $reasons["Build"] }
if (-not $system.HypervisorPresent) { $found += $reasons["noHypervisor"] }
if ($boot -and $boot.Line -match 'OFFERNESTEDVIRT=FALSE') { $found += $reasons["DisabledByBoot"] }
if (@($versions)[-1] -lt $needed) { $found += $reasons["HostVersion"] }
$hostFacts.HostSupportsNesting = $found.Count -eq 0

Write-Host
Write-Verdict ("The host " + $hostFacts.Computer + " supports nested virtualization: ") $hostFacts.HostSupportsNesting
if ($found.Count -gt 0) {
  $allReady = $false
  Write-Host "What is against it:"
  for ($i = 0; $i -lt $found.Count) {
    Write-Host "`t" $found[$i]
    $i++
  }
}
$hostFacts

#
# The machines
#
Write-Host "Looking for machines..." -NoNewline
try { [object[]] $vms = Get-VM -Name $VMName -ErrorAction Stop } catch {
  Write-Host
  Write-Error $_.Exception.Message
  Exit 1
}
Write-Host " found" $vms.Count "of them."

foreach ($vm in $vms) {
  $cpu = Get-VMProcessor -VMName $vm.Name
  $memory = Get-VMMemory -VMName $vm.Name
  $adapters = @(Get-VMNetworkAdapter -VMName $vm.Name)

  $facts = New-Object PSObject
  Add-Member -InputObject $facts NoteProperty -Name "Name" -Value $vm.Name
  Add-Member -InputObject $facts NoteProperty -Name "SupportsNesting" -Value $false
  Add-Member -InputObject $facts NoteProperty -Name "ExposeVirtualizationExtensions" -Value $cpu.ExposeVirtualizationExtensions
  Add-Member -InputObject $facts NoteProperty -Name "DynamicMemoryEnabled" -Value $memory.DynamicMemoryEnabled
  Add-Member -InputObject $facts NoteProperty -Name "Memory" -Value ('{0:N0} MB' -f ($memory.Startup / 1MB))
  Add-Member -InputObject $facts NoteProperty -Name "Version" -Value $vm.Version
  Add-Member -InputObject $facts NoteProperty -Name "State" -Value $vm.State
  Add-Member -InputObject $facts NoteProperty -Name "MacAddressSpoofing" -Value ($adapters.MacAddressSpoofing -join ', ')
  Add-Member -InputObject $facts NoteProperty -Name "VmCfgErrors" -Value @()

  if ($cpu.ExposeVirtualizationExtensions -eq $false) { $facts.VmCfgErrors += $reasons["Extensions"] }
  if ($memory.DynamicMemoryEnabled) { $facts.VmCfgErrors += $reasons["DynamicMemory"] }
  if ($memory.Startup -lt $4GB) { $facts.VmCfgErrors += $reasons["Memory"] }
  if ([version]$vm.Version -lt $needed) { $facts.VmCfgErrors += $reasons["Version"] }
  if ($vm.State -eq 'Saved') { $facts.VmCfgErrors += $reasons["Saved"] }
  $facts.SupportsNesting = -not $facts.VmCfgErrors

  Write-Host
  Write-Verdict ("The machine " + $vm.Name + " supports nested virtualization: ") $facts.SupportsNesting
  if (-not $facts.SupportsNesting) {
    $allReady = $false
    Write-Host "What is against it:"
    foreach ($reason in $facts.VmCfgErrors) { Write-Host "`t" $reason }
  }
  if ($adapters | where MacAddressSpoofing -eq Off) {
    Write-Host "Without MAC address spoofing the machines inside it reach the network only through a NAT in it." -ForegroundColor Yellow
  }
  $facts | Select-Object * -ExcludeProperty VmCfgErrors
}

if (-not $allReady) { Exit 1 }
