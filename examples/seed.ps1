<#
.SYNOPSIS
  Nested virtualization from nothing: a machine, a machine inside it, and its way out through a NAT in the middle.

.DESCRIPTION
  Every command is Hyper-V's own. What stands inside Invoke-Command -VMName runs in that machine, whose commands may go
  one machine further in. No network is needed for that.

.PARAMETER Keep
  Leaves the machines running. Without it everything is taken away again at the end.

.EXAMPLE
  droste run examples/seed.ps1 -Keep
#>
param(
  [string]$VMName = 'L1',
  [switch]$Keep
)
$ErrorActionPreference = 'Stop'
$clock = [System.Diagnostics.Stopwatch]::StartNew()

function Write-Step([string]$Text) { '{0,5:N1} s  {1}' -f $clock.Elapsed.TotalSeconds, $Text }

try {
  # L0: a switch with a way out that needs no rights, and the machine that becomes a host.
  New-VMSwitch -Name Lab -NATSubnetAddress 10.77.0.0/24 | Out-Null
  New-VM -Name $VMName -Image host -MemoryStartupBytes 4GB -SwitchName Lab | Out-Null
  Set-VMProcessor -VMName $VMName -ExposeVirtualizationExtensions $true
  Get-VMNetworkAdapter -VMName $VMName | Set-VMNetworkAdapter -MacAddressSpoofing On
  Start-VM -Name $VMName
  Wait-VM -Name $VMName -For Heartbeat
  Write-Step "$VMName is a host"

  # L1: the NAT switch, and the machine behind it.
  Invoke-Command -VMName $VMName {
    New-VMSwitch -Name VmNAT -SwitchType Internal | Out-Null
    New-NetNat –Name LocalNAT –InternalIPInterfaceAddressPrefix “192.168.100.0/24” | Out-Null
    Get-NetAdapter "vEthernet (VmNat)" |
      New-NetIPAddress -IPAddress 192.168.100.1 -AddressFamily IPv4 -PrefixLength 24 | Out-Null
    New-VM -Name L2 -MemoryStartupBytes 256MB -SwitchName VmNAT | Out-Null
    Start-VM -Name L2
    Wait-VM -Name L2 -For Heartbeat
  }
  Write-Step "$VMName/L2 runs"

  # L2: its address and its resolver; then a look outside.
  $seen = Invoke-Command -VMName $VMName {
    Invoke-Command -VMName L2 {
      Get-NetAdapter "Ethernet" |
        New-NetIPAddress -IPAddress 192.168.100.2 -DefaultGateway 192.168.100.1 -AddressFamily IPv4 -PrefixLength 24 |
        Out-Null
      Netsh interface ip add dnsserver “Ethernet” address=10.77.0.3 | Out-Null
      [pscustomobject]@{
        Hypervisor = (Get-CimInstance Win32_ComputerSystem).HypervisorPresent
        Address    = (Get-NetIPAddress -InterfaceAlias Ethernet -AddressFamily IPv4).IPAddress
        Gateway    = (Get-NetRoute -DestinationPrefix 0.0.0.0/0).NextHop
        Resolver   = (Get-DnsClientServerAddress -InterfaceAlias Ethernet -AddressFamily IPv4).ServerAddresses
        Outside    = (Test-NetConnection -ComputerName 10.77.0.1).PingSucceeded
      }
    }
  }
  Write-Step "$VMName/L2 has its address"
  $seen | Format-List Address, Gateway, Resolver, Outside, PSComputerName
  if (-not $seen.Outside) { throw "$VMName/L2 does not reach the outside through the NAT in $VMName." }
  Write-Step "$VMName/L2 reaches the outside through the NAT in $VMName"
}
finally {
  if (-not $Keep) {
    Get-VM -Name $VMName -ErrorAction SilentlyContinue | Stop-VM -TurnOff -Force -Passthru -WarningAction SilentlyContinue |
      Remove-VM -Force
    Get-VMSwitch -Name Lab -ErrorAction SilentlyContinue | Remove-VMSwitch -Force
    Write-Step 'everything is taken away'
  }
}
