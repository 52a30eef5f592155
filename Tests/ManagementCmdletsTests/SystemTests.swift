import Glibc
import ManagementCmdlets
import PowerShell
import Testing

struct SystemTests {
  private static let currentVersion = "'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'"

  @Test(arguments: [
    Row(
      "$r = Get-ItemProperty \(currentVersion); $r.CurrentBuild; $r.InstallationType; $r.EditionID",
      "20348 | Server | ServerStandard"),
    Row("(Get-ItemProperty \(currentVersion)).BuildLabEx.Split('.')[0] -lt 10565", "False"),
    Row("[int](gp hklm:\\software\\microsoft\\'windows nt'\\currentversion).CurrentBuildNumber", "20348"),
    Row(
      "(Get-ItemProperty \(currentVersion)).PSChildName; (Get-ItemProperty \(currentVersion)).ProductName.Length -gt 0",
      "CurrentVersion | True"),
    Row("Get-ItemPropertyValue \(currentVersion) -Name ReleaseId", "2009"),
    Row("Get-ItemPropertyValue \(currentVersion) ReleaseId, UBR", "2009 | 1"),
    Row(
      "Get-ItemPropertyValue \(currentVersion) Nope",
      "!System.Management.Automation.PSArgumentException,GetItemPropertyValueCommand"),
    Row(
      "Test-Path \(currentVersion); Test-Path HKLM:\\SOFTWARE\\Nope; Test-Path HKCU:\\Software", "True | False | False"),
    Row(
      "(Get-ItemProperty HKLM:\\System\\CurrentControlSet\\Control\\DeviceGuard -ea SilentlyContinue).EnableVirtualizationBasedSecurity -eq 1",
      "False"),
    Row("Test-Path HKLM:\\SYSTEM\\CurrentControlSet\\Control\\DeviceGuard", "True"),
    Row("Get-ItemProperty HKLM:\\SOFTWARE\\Nope", "!PathNotFound,GetItemPropertyCommand"),
    Row("(Get-Item HKLM:\\SOFTWARE).Name; (Get-Item HKLM:\\SOFTWARE).SubKeyCount", "HKEY_LOCAL_MACHINE\\SOFTWARE | 1"),
    Row(
      "(Get-Item \(currentVersion)).GetValue('CurrentBuild'); (Get-Item \(currentVersion)).GetValue('x', 'd')",
      "20348 | d"),
    Row("(gci HKLM:\\ -Recurse -Depth 1).PSChildName", "SOFTWARE | SYSTEM | Microsoft | CurrentControlSet"),
    Row("(Get-ItemProperty 'Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion').UBR", "1"),
    Row("Set-ItemProperty \(currentVersion) X 1", "!System.Security.SecurityException,SetItemPropertyCommand"),
    Row("New-Item HKLM:\\SOFTWARE\\X", "!System.Security.SecurityException,NewItemCommand"),
    Row("Remove-Item HKLM:\\SOFTWARE -Recurse", "!System.Security.SecurityException,RemoveItemCommand"),
    Row("(Get-WindowsOptionalFeature -Online -FeatureName Microsoft-Hyper-V).State", "Enabled"),
    Row("(Get-WindowsOptionalFeature -Online -FeatureName Microsoft-Hyper-V).State -eq 'Enabled'", "True"),
    Row(
      "(Get-WindowsOptionalFeature -Online).Count; (Get-WindowsOptionalFeature -Online -FeatureName *Hyper-V).FeatureName",
      "7 | Microsoft-Hyper-V"),
    Row(
      "Get-WindowsOptionalFeature -Online -FeatureName Nope",
      "!Microsoft.Dism.Commands.GetWindowsOptionalFeatureCommand"),
    Row(
      "Get-WindowsOptionalFeature -FeatureName Microsoft-Hyper-V",
      "!AmbiguousParameterSet,Microsoft.Dism.Commands.GetWindowsOptionalFeatureCommand"),
    Row(
      "(Enable-WindowsOptionalFeature -FeatureName Microsoft-Hyper-V -Online -All -NoRestart).RestartNeeded", "False"),
    Row(
      "Enable-WindowsOptionalFeature -Online -FeatureName Nope",
      "!Microsoft.Dism.Commands.EnableWindowsOptionalFeatureCommand"),
    Row(
      "Disable-WindowsOptionalFeature -Online -FeatureName Microsoft-Hyper-V",
      "!FeatureNotDisabled,Microsoft.Dism.Commands.DisableWindowsOptionalFeatureCommand"),
    Row("(Get-WindowsFeature Hyper-V).InstallState; (Get-WindowsFeature -Name Hyper-V).Installed", "Installed | True"),
    Row(
      "$r = Install-WindowsFeature -Name Hyper-V -IncludeManagementTools -Restart; $r.Success; $r.RestartNeeded; $r.ExitCode",
      "True | No | NoChangeNeeded"),
    Row("(Add-WindowsFeature Hyper-V).Success", "True"),
    Row(
      "Install-WindowsFeature DHCP",
      "!NameDoesNotExist,Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand"),
    Row(
      "Get-WinEvent -LogName System -FilterXPath '*[System[EventID=12]]'", "!NoMatchingEventsFound,GetWinEventCommand"),
    Row("Get-WinEvent -LogName System -ErrorAction SilentlyContinue", ""),
    Row("Get-WinEvent -FilterHashtable @{ LogName = 'System' }", "!NoMatchingEventsFound,GetWinEventCommand"),
    Row("Get-EventLog System", "!System.InvalidOperationException,GetEventLogCommand"),
    Row("(bcdedit /enum | Select-String 'hypervisorloadoptions').Line", "<null>"),
    Row("(bcdedit /enum | Select-String 'hypervisorlaunchtype').Line -match '(Auto|Off)$'", "True"),
    Row("bcdedit /set hypervisorlaunchtype off", "!BootSettingsReadOnly,bcdedit"),
    Row("bcdedit > $null; $LASTEXITCODE", "0"),
    Row("Enable-PSRemoting -Force 3> $null", ""), Row("(Get-TimeZone).BaseUtcOffset -is [timespan]", "True"),
    Row("Get-TimeZone -Id Nowhere", "!TimeZoneNotFound,GetTimeZoneCommand"),
    Row("$i = Get-ComputerInfo; $i.OsBuildNumber; $i.OsName.Length -gt 0", "20348 | True"),
    Row("(Get-ComputerInfo OsVersion).OsVersion", "10.0.20348"),
    Row("(Get-ComputerInfo -Property Cs*).CsName.Length -gt 0", "True"),
    Row(
      "Restart-Computer -WhatIf",
      "H:What if: Performing the operation \"Enable the Local shutdown access rights and restart the computer.\" on target \"localhost (HOST)\"."
    ),
    Row("Restart-Computer -ComputerName other", "!ParameterNotSupported,RestartComputerCommand"),
    Row("Restart-Computer -Wait", "!ParameterNotSupported,RestartComputerCommand"),
    Row("Stop-Computer -ComputerName other", "!ParameterNotSupported,StopComputerCommand"),
    Row("Rename-Computer 'a_b'", "!InvalidNewName,RenameComputerCommand"),
    Row("Rename-Computer -NewName 123", "!InvalidNewName,RenameComputerCommand"),
    Row("Rename-Computer new -ComputerName other", "!ParameterNotSupported,RenameComputerCommand"),
  ])
  func row(_ row: Row) throws {
    try TestFolder.with { folder in
      let shown = try TestShell(folder, Self.harmless(Recorder())).run(row.script)
      #expect(shown == row.expected.replacing("HOST", with: SystemFacts.machineName()), "\(row.script)")
    }
  }

  /// No row changes the computer.
  private static func harmless(_ recorder: Recorder) -> ManagementOptions {
    var options = ManagementOptions()
    options.power = { recorder.add($0.rawValue) }
    options.renameComputer = { recorder.add("name \($0)") }
    return options
  }

  @Test func theComputerItselfIsChangedByTheEmbedder() throws {
    try TestFolder.with { folder in
      let recorder = Recorder()
      let shell = try TestShell(folder, Self.harmless(recorder))
      _ = try shell.run("Restart-Computer; Stop-Computer -Force; Restart-Computer localhost -Force")
      #expect(try shell.run("(Rename-Computer other-name -PassThru -Restart).NewComputerName") == "other-name")
      #expect(recorder.all == ["restart", "stop", "restart", "name other-name", "restart"])
    }
  }

  @Test(arguments: [
    ("none", "!GetFWVarFailed,Microsoft.SecureBoot.Commands.ConfirmSecureBootUefiCommand"), ("on", "True"),
    ("off", "False"),
    ("empty", "False"),
  ])
  func secureBootIsReadFromTheFirmware(_ kind: String, _ expected: String) throws {
    try TestFolder.with { folder in
      var options = ManagementOptions()
      options.systemRoot = folder
      let shell = try TestShell(folder, options)
      let variables = "sys/firmware/efi/efivars"
      if kind != "none" { _ = try shell.run("mkdir \(variables) > $null") }
      let name = "\(variables)/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
      if kind == "on" { _ = try shell.run("Set-Content \(name) 6, 0, 0, 0, 1 -Encoding Byte") }
      if kind == "off" { _ = try shell.run("Set-Content \(name) 6, 0, 0, 0, 0 -Encoding Byte") }
      #expect(try shell.run("Confirm-SecureBootUEFI") == expected)
    }
  }
}

struct CimTests {
  @Test(arguments: [
    Row(
      "$c = Get-CimInstance Win32_ComputerSystem; $c.Name -eq (uname -n); $c.TotalPhysicalMemory -gt 64MB",
      "True | True"),
    Row("(Get-CimInstance -ClassName Win32_ComputerSystem).NumberOfLogicalProcessors -eq [int](nproc --all)", "True"),
    Row("(gcim Win32_ComputerSystem).HypervisorPresent -is [bool]", "True"),
    Row(
      "$p = @(gcim Win32_Processor); $p[0].Manufacturer.Length -gt 0; $p[0].AddressWidth; $p[0].NumberOfCores -ge 1",
      "True | 64 | True"),
    Row("(gcim Win32_Processor).VirtualizationFirmwareEnabled -is [bool]", "True"),
    Row(
      "$o = gcim Win32_OperatingSystem; $o.BuildNumber; $o.Version; $o.OSArchitecture", "20348 | 10.0.20348 | 64-bit"),
    Row(
      "(gcim Win32_OperatingSystem).Caption -eq ((gc /etc/os-release | ? { $_ -like 'PRETTY_NAME=*' }) -split '\"')[1]",
      "True"),
    Row("$o = gcim Win32_OperatingSystem; $o.LastBootUpTime -lt (gcim Win32_OperatingSystem).LocalDateTime", "True"),
    Row("$o = gcim Win32_OperatingSystem; $o.FreePhysicalMemory -le $o.TotalVisibleMemorySize", "True"),
    Row("(gcim Win32_BIOS).PrimaryBIOS", "True"),
    Row("(gcim Win32_ComputerSystemProduct).Caption", "Computer System Product"),
    Row("(gcim Win32_NetworkAdapter -Filter \"Name='lo'\").InterfaceIndex", "1"),
    Row("@(gcim Win32_NetworkAdapterConfiguration).Count -ge 1", "True"),
    Row("(gcim Win32_LogicalDisk -Filter \"DeviceID='/'\").Size -gt 1MB", "True"),
    Row("(gcim Win32_Process -Filter 'ProcessId = 1').ProcessId", "1"),
    Row("(gcim Win32_Service -Filter \"Name = 'vmms'\").State", "Stopped"),
    Row(
      "(Get-CimInstance -Namespace root\\Microsoft\\Windows\\DeviceGuard -ClassName Win32_DeviceGuard).VirtualizationBasedSecurityStatus",
      "0"),
    Row(
      "Get-CimInstance Win32_Nope",
      "!HRESULT 0x80041010,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row(
      "Get-CimInstance Win32_Processor -Namespace root\\nope",
      "!HRESULT 0x8004100e,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row(
      "Get-CimInstance Win32_DeviceGuard",
      "!HRESULT 0x80041010,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row("Get-CimInstance Win32_Nope -ErrorAction SilentlyContinue; 'on'", "on"),
    Row(
      "Get-CimInstance Win32_Processor -ComputerName other",
      "!ParameterNotSupported,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row(
      "Get-CimInstance Win32_Processor -CimSession x",
      "!ParameterNotSupported,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row("(Get-CimInstance -Query \"SELECT BuildNumber FROM Win32_OperatingSystem\").BuildNumber", "20348"),
    Row(
      "(Get-CimInstance -Query 'select * from Win32_Service where Name like \"vm%\" and not State = \"Running\"').Name",
      "vmcompute | vmms"),
    Row(
      "(gcim -Query \"SELECT * FROM Win32_Service WHERE (Name='vmms' OR Name='hns') AND DisplayName IS NOT NULL\").Name",
      "hns | vmms"),
    Row("(gcim Win32_Service -Filter \"Name <> 'vmms' AND Name LIKE 'vm_o%'\").Name", "vmcompute"),
    Row("(gcim Win32_Service -Filter \"NOT Name LIKE '%v%'\").Name", "hns | winnat"),
    Row("(gcim Win32_OperatingSystem -Filter 'BuildNumber >= 17763').BuildNumber", "20348"),
    Row(
      "Get-CimInstance -Query 'drop table x'",
      "!HRESULT 0x80041017,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row(
      "gcim Win32_Service -Filter 'Nope = 1'",
      "!HRESULT 0x80041017,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row(
      "gcim Win32_Service -Filter \"Name = 'x\"",
      "!HRESULT 0x80041017,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row(
      "gcim Win32_Service -Filter '((((('",
      "!HRESULT 0x80041017,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand"),
    Row("$o = gcim Win32_OperatingSystem -Property Caption; $o.BuildNumber; $o.Caption.Length -gt 0", "<null> | True"),
    Row(
      "(Get-WmiObject Win32_ComputerSystem).__CLASS; @(gwmi -Class Win32_Processor)[0].AddressWidth",
      "Win32_ComputerSystem | 64"),
    Row("(gwmi Win32_OperatingSystem -Property Caption).BuildNumber", "<null>"),
    Row("gwmi Win32_Nope", "!GetWMIManagementException,GetWmiObjectCommand"),
    Row("(Get-CimClass Win32_Proc*).CimClassName", "Win32_Processor | Win32_Process"),
    Row(
      "Get-CimClass Win32_Nope", "!HRESULT 0x80041010,Microsoft.Management.Infrastructure.CimCmdlets.GetCimClassCommand"
    ),
    Row(
      "Invoke-CimMethod -ClassName Win32_Process -MethodName Create",
      "!HRESULT 0x80041056,Microsoft.Management.Infrastructure.CimCmdlets.InvokeCimMethodCommand"),
    Row(
      "(gcim Win32_Processor).PSTypeNames[0]",
      "Microsoft.Management.Infrastructure.CimInstance#root/cimv2/Win32_Processor"),
  ])
  func row(_ row: Row) throws { try row.check() }

  @Test(arguments: [
    ("GenuineIntel", "fpu vmx ept", "GenuineIntel | True | True | False"),
    ("AuthenticAMD", "fpu svm npt hypervisor", "AuthenticAMD | True | True | True"),
    ("GenuineIntel", "fpu", "GenuineIntel | False | False | False"),
  ])
  func theProcessorIsWhatTheSystemTells(_ vendor: String, _ flags: String, _ expected: String) throws {
    try TestFolder.with { folder in
      var options = ManagementOptions()
      options.systemRoot = folder
      let shell = try TestShell(folder, options)
      _ = try shell.run(
        """
        mkdir proc > $null
        0..3 | ForEach-Object { "processor\t: $_"; "vendor_id\t: \(vendor)"; "model name\t: Some CPU"; "cpu MHz\t\t: 2400.5"
          "physical id\t: $([int]($_ -ge 2))"; "core id\t\t: $($_ % 2)"; "flags\t\t: \(flags)"; "" } | Set-Content proc/cpuinfo
        """)
      let facts = "$p[0].Manufacturer; $p[0].VMMonitorModeExtensions; $p[0].SecondLevelAddressTranslationExtensions"
      #expect(
        try shell.run("$p = gcim Win32_Processor; \(facts); (gcim Win32_ComputerSystem).HypervisorPresent") == expected)
      #expect(
        try shell.run("$p.Count; $p[1].NumberOfCores; $p[1].NumberOfLogicalProcessors; $p[1].MaxClockSpeed; $p[1].Name")
          == "2 | 2 | 2 | 2400 | Some CPU")
    }
  }
}
