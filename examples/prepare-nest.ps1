<#
.SYNOPSIS
  Prepares a machine for machines inside it, asking before it changes anything.

.DESCRIPTION
  Turns the machine off, exposes the virtualization extensions and makes its memory static. MAC address spoofing and
  4 GB of memory are offered, and are up to the user. Answers are Y or N, as they stand there: lower case is asked again.

.PARAMETER vmName
  The machine.

.EXAMPLE
  droste run examples/prepare-nest.ps1 -vmName L1

.EXAMPLE
  printf 'Y\nY\nN\n' | droste run examples/prepare-nest.ps1 L1
#>
param([string]$vmName)

$4GB = 4294967296

# Y is true, N is false, anything else is asked again.
function Read-Answer([string]$question) {
	Write-Host $question
	$input = Read-Host
	while(-not ($input.StartsWith('Y') -or $input.StartsWith('N'))) {
		if ([string]::IsNullOrEmpty($input)) { $script:empty++ }
		if ($script:empty -ge 10) { throw [System.IO.InvalidDataException] "There is no answer." }
		Write-Host "Y or N, in upper case:"
		$input = Read-Host
	}
	$input.StartsWith('Y')
}
$empty = 0

if ([string]::IsNullOrEmpty($vmName)) {
	Write-Host "No machine is named."
	Write-Host "Nothing was changed."
	Exit 1;
}

$id = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object System.Security.Principal.WindowsPrincipal($id)
if (-not $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
	Write-Host "This needs no administrator rights on this host." -ForegroundColor DarkGray
}

$vm = Get-VM -Name $vmName -ErrorAction SilentlyContinue
if ($vm -eq $null) {
	Write-Error "There is no machine $vmName."
	Exit 1;
}

$vmInfo = New-Object PSObject
Add-Member -InputObject $vmInfo NoteProperty -Name "ExposeVirtualizationExtensions" -Value $false
Add-Member -InputObject $vmInfo NoteProperty -Name "DynamicMemoryEnabled" -Value $true
Add-Member -InputObject $vmInfo NoteProperty -Name "State" -Value $false
Add-Member -InputObject $vmInfo NoteProperty -Name "MacAddressSpoofing" -Value $false
Add-Member -InputObject $vmInfo NoteProperty -Name "MemorySize" -Value 0

$vmInfo.ExposeVirtualizationExtensions = (Get-VMProcessor -VM $vm).ExposeVirtualizationExtensions
$vmInfo.DynamicMemoryEnabled = (Get-VMMemory -VMName $vmName).DynamicMemoryEnabled
$vmInfo.State = $vm.State
$vmInfo.MacAddressSpoofing = (Get-VmNetworkAdapter -VmName $vmName).MacAddressSpoofing
$vmInfo.MemorySize = (Get-VMMemory -VmName $vmName).Startup

$isReady = $vmInfo.State -eq 'Off' -and $vmInfo.ExposeVirtualizationExtensions -and -not $vmInfo.DynamicMemoryEnabled
$lacksSpoofing = $vmInfo.MacAddressSpoofing -eq 'Off'
$lacksMemory = $vmInfo.MemorySize -lt $4GB

Write-Host ("For machines inside " + $vmName + " this is to be done:")
if ($vmInfo.State -ne 'Off') {
	Write-Host "`tIt is" $vmInfo.State "and will be turned off"
}
if (-not $vmInfo.ExposeVirtualizationExtensions) { Write-Host "`tThe virtualization extensions will be exposed" }
if ($vmInfo.DynamicMemoryEnabled) { Write-Host "`tIts memory will be made static" }
if ($lacksSpoofing) { Write-Host "`tOn request: MAC address spoofing" }
if ($lacksMemory) { Write-Host "`tOn request: 4 GB of memory" }
if ($isReady -and -not $lacksSpoofing -and -not $lacksMemory) {
	Write-Host "`tNothing, it is ready"
	Exit;
}

if (-not (Read-Answer "Go on? (Y/N)")) {
	Write-Host "Nothing was changed."
	Exit;
}

if ($vmInfo.State -ne 'Off') { Stop-VM -VMName $vmName -TurnOff -Force }
if (-not $vmInfo.ExposeVirtualizationExtensions) {
	Set-VMProcessor -VMName $vmName -ExposeVirtualizationExtensions $true
}
if ($vmInfo.DynamicMemoryEnabled) { Set-VMMemory -VMName $vmName -DynamicMemoryEnabled $false }

if ($lacksSpoofing) {
	Write-Host "Without MAC address spoofing the machines inside have no network of their own." -ForegroundColor Yellow
	if (Read-Answer "Turn it on? (Y/N)") {
		Set-VMNetworkAdapter -VMName $vmName -MacAddressSpoofing on
	} else {
		Write-Host "MAC address spoofing stays off."
	}
}

if ($lacksMemory) {
	Write-Host "With less than 4 GB of memory there is little room for machines inside." -ForegroundColor Yellow
	if (Read-Answer "Set it to 4 GB? (Y/N)") {
		Set-VMMemory -VMName $vmName -StartupBytes $4GB
	} else {
		Write-Host "The memory stays as it is."
	}
}

$after = Get-VM -Name $vmName
"{0}: extensions {1}, {2:N0} MB, {3}" -f $after.Name, (Get-VMProcessor -VMName $vmName).ExposeVirtualizationExtensions,
	($after.MemoryStartup / 1MB), $after.State
