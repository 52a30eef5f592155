<#
.SYNOPSIS
  Makes an internal switch whose machines reach the outside through a NAT of this host. Run again, it changes nothing.

.PARAMETER Name
  The switch; the NAT has the same name.

.PARAMETER Prefix
  The addresses behind the NAT, with their length: 192.168.100.0/24. The host gets the first one.

.PARAMETER Remove
  Takes switch and NAT away.

.EXAMPLE
  droste run examples/nat-switch.ps1 -Name VmNAT -Prefix 192.168.100.0/24

.EXAMPLE
  droste run examples/nat-switch.ps1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
  [ValidateNotNullOrEmpty()][string]$Name = 'VmNAT',
  [ValidatePattern('^(\d{1,3}\.){3}\d{1,3}/\d{1,2}$')][string]$Prefix = '192.168.100.0/24',
  [switch]$Remove
)
$ErrorActionPreference = 'Stop'
$script:changes = 0

# Runs a block unless what it makes is there already. -WhatIf only says what it would do.
function Set-Presence {
  [CmdletBinding(SupportsShouldProcess = $true)]
  param(
    [Parameter(Mandatory = $true, Position = 0)][string]$What,
    [Parameter(Mandatory = $true)][scriptblock]$Test,
    [Parameter(Mandatory = $true)][scriptblock]$Make,
    [switch]$Absent
  )
  $isThere = $null -ne (& $Test)
  if ($isThere -ne $Absent) {
    '{0,-50} {1}' -f $What, $(if ($Absent) { 'is not there' } else { 'is there' })
    return
  }
  $action = @{ $true = 'Remove'; $false = 'Create' }[[bool]$Absent]
  if ($PSCmdlet.ShouldProcess($What, $action)) {
    & $Make | Out-Null
    $script:changes++
    '{0,-50} {1}' -f $What, $(if ($Absent) { 'removed' } else { 'made' })
  }
}

$address, [int]$length = $Prefix -split '/'
$octets = [int[]]($address -split '\.')
$octets[3]++
$gateway = $octets -join '.'
$alias = "vEthernet ($Name)"

$virtualSwitch = @{
  What = "switch $Name"
  Test = { Get-VMSwitch -Name $Name -ErrorAction SilentlyContinue }
}
$nat = @{
  What = "NAT $Name for $Prefix"
  Test = { Get-NetNat -Name $Name -ErrorAction SilentlyContinue }
}

if ($Remove) {
  Set-Presence @nat -Absent -Make { Remove-NetNat -Name $Name -Confirm:$false }
  Set-Presence @virtualSwitch -Absent -Make { Remove-VMSwitch -Name $Name -Force }
}
else {
  Set-Presence @virtualSwitch -Make {
    $new = @{ Name = $Name; SwitchType = 'Internal' }
    New-VMSwitch @new
  }
  $ip = @{
    IPAddress      = $gateway
    PrefixLength   = $length
    InterfaceAlias = $alias
    AddressFamily  = 'IPv4'
  }
  Set-Presence "address $gateway of $alias" -Test {
    Get-NetIPAddress -IPAddress $gateway -InterfaceAlias $alias -ErrorAction SilentlyContinue
  } -Make { New-NetIPAddress @ip }
  Set-Presence @nat -Make {
    $new = @{ Name = $Name; InternalIPInterfaceAddressPrefix = $Prefix }
    New-NetNat @new
  }
}
'{0} change{1}' -f $changes, $(if ($changes -ne 1) { 's' })
