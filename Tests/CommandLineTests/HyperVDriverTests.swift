import Glibc
import Testing

/// What Vagrant, Packer, minikube, docker-machine and Terraform have PowerShell do with Hyper-V: on a host with the
/// machine `web` (off, 512 MB) and the private switch `inner`.
@Suite struct HyperVDriverTests {
  static let rows: [CommandRow] = [
    CommandRow("(Get-VM web).State", "Off\n"),
    CommandRow("( Hyper-V\\Get-VM web ).state", "Off\n"),
    CommandRow("Get-VM -Name web | Select-Object -ExpandProperty State", "Off\n"),
    CommandRow("@(Get-VM -Name 'web' -ErrorAction SilentlyContinue).Count", "1\n"),
    CommandRow("@(Get-VM -Name 'none' -ErrorAction SilentlyContinue).Count", "0\n"),
    CommandRow("@(Get-VM).Count; @(Get-VM -Name w*).Count; @(Get-VM -Name z*).Count", "1\n1\n0\n"),
    CommandRow("Get-VM | Where-Object { $_.State -eq 'Off' } | ForEach-Object { $_.Name }", "web\n"),
    CommandRow(
      "(Get-VM web).Id.Guid.Length; (Get-VM web).State -eq [Microsoft.HyperV.PowerShell.VMState]::Off", "36\nTrue\n"),
    CommandRow("[int](Get-VM web).State; (Get-VM web).State.value__", "3\n3\n"),
    CommandRow(
      "$vm = Get-VM web; ConvertTo-Json @{ name = $vm.Name; state = \"$($vm.State)\" } -Compress",
      "{\"name\":\"web\",\"state\":\"Off\"}\n"),
    CommandRow(
      "Get-VM web | Select-Object Name, ProcessorCount, @{ n = 'MB'; e = { $_.MemoryStartup / 1MB } } | "
        + "ConvertTo-Json -Compress", "{\"Name\":\"web\",\"ProcessorCount\":1,\"MB\":512}\n"),
    CommandRow("Get-VM web | Select-Object Name, State | ConvertTo-Json -Compress", "{\"Name\":\"web\",\"State\":3}\n"),
    CommandRow(
      "Get-VM web | Select-Object Name, State | ConvertTo-Csv -NoTypeInformation",
      "\"Name\",\"State\"\n\"web\",\"Off\"\n"),
    CommandRow(
      "Get-VMSwitch | Select-Object Name, SwitchType | ConvertTo-Json -Compress",
      "{\"Name\":\"inner\",\"SwitchType\":0}\n"),
    CommandRow(
      "[Console]::OutputEncoding = [Text.Encoding]::UTF8; ConvertTo-Json @(Hyper-V\\Get-VMSwitch | "
        + "Select Id, Name, SwitchType).Count", "1\n"),
    CommandRow("(Get-VMSwitch -Name inner).SwitchType; (Get-VMSwitch -SwitchType Private).Name", "Private\ninner\n"),
    CommandRow("(Get-VMNetworkAdapter -VMName web).MacAddress -match '^00155D[0-9A-F]{6}$'", "True\n"),
    CommandRow("((Get-VM web).NetworkAdapters[0]).IPAddresses.Count", "0\n"),
    CommandRow(
      "(Get-VMProcessor -VMName web).ExposeVirtualizationExtensions; (Get-VMMemory web).DynamicMemoryEnabled",
      "False\nFalse\n"),
    CommandRow(
      "(Get-VMHost).ComputerName -eq $env:COMPUTERNAME; [bool](Get-VMHost).VirtualMachinePath", "True\nTrue\n"),
    CommandRow("Import-Module Hyper-V; (Get-Module Hyper-V).Name", "Hyper-V\n"),
    CommandRow("#requires -Modules Hyper-V\n(Get-Command -Module Hyper-V).Count -gt 200", "True\n"),
    CommandRow(
      "Stop-VM web -Force; (Get-VM web).State",
      "WARNING: The virtual machine is already in the specified state.\nOff\n"),
    CommandRow(
      "Start-VM web -WhatIf; Remove-VM web -Force -WhatIf",
      "What if: Start-VM will start the virtual machine "
        + "\"web\".\nWhat if: Remove-VM will remove virtual machine \"web\".\n"),
    CommandRow(
      "$v = Hyper-V\\New-VM tmp -MemoryStartupBytes 64MB -SwitchName inner; $v.Name; "
        + "(Get-VMNetworkAdapter tmp).SwitchName; Remove-VM tmp -Force; @(Get-VM).Count", "tmp\ninner\n1\n"),
    CommandRow(
      "try { Get-VM none -ErrorAction Stop } catch { [Console]::Error.WriteLine($_.Exception.Message); exit 1 }",
      error: "Hyper-V was unable to find a virtual machine with name \"none\".\n", exit: 1),
    CommandRow(
      "try { Get-VM none -ErrorAction Stop } catch [Microsoft.HyperV.PowerShell.VirtualizationException] { 'typed' }",
      "typed\n"),
    CommandRow(
      "& { $ErrorActionPreference = 'Stop'; $vm = Get-VM none; 'never' }",
      error: "Get-VM : Hyper-V was unable to find a virtual machine with name \"none\".\n", exit: 1),
    CommandRow(
      "Get-VM none -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].FullyQualifiedErrorId",
      "InvalidParameter,Microsoft.HyperV.PowerShell.Commands.GetVM\n"),
    CommandRow(
      "Set-VM none -ProcessorCount 2",
      error: "Set-VM : Hyper-V was unable to find a virtual machine with name \"none\".\n", exit: 1),
    CommandRow(
      "Get-VMSwitch -Name none",
      error: "Get-VMSwitch : Hyper-V was unable to find a virtual switch with name \"none\".\n", exit: 1),
    CommandRow("New-VM web", error: "New-VM : ", exit: 1),
    CommandRow(
      "New-VMSwitch x -SwitchType External",
      error:
        "New-VMSwitch : Cannot validate argument on parameter 'SwitchType'. The argument \"External\" does not belong "
        + "to the set \"Internal,Private\" specified by the ValidateSet attribute.", exit: 1),
    CommandRow("Set-VMProcessor web -Count 0; Get-VM web | % ProcessorCount", "1\n", error: "Set-VMProcessor : "),
    CommandRow(
      "Remove-VM web",
      error: "Remove-VM : PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.\n",
      exit: 1),
    // The session of a tool that is kept open.
    CommandRow(
      ["-Command", "-"], "web\nOff\nafter\n",
      error: "Get-VM : Hyper-V was unable to find a virtual machine with name \"none\".\n",
      input: "$vm = Get-VM web\n$vm.Name\n$vm.State\nGet-VM none\n'after'\n"),
  ]

  @Test func itSaysWhatHyperVSays() async throws {
    try await withHost { home in
      try await CommandRow("New-VM web | Out-Null; New-VMSwitch inner -SwitchType Private | Out-Null").check(home: home)
      for row in Self.rows { try await row.check(home: home) }
      try await CommandRow("Remove-VM web -Force; Remove-VMSwitch inner -Force").check(home: home)
    }
  }

  /// All of an error, as programs cut it apart.
  @Test func anErrorIsWhole() async throws {
    try await withHost { home in
      let result = try await powerShell(["-Command", "New-VM web > $null; Get-VM X; Remove-VM web -Force"], home: home)
      #expect(result.exitCode == 0)
      let lines = result.error.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.first == "Get-VM : Hyper-V was unable to find a virtual machine with name \"X\".")
      #expect(lines.contains("At line:1 char:21"))
      #expect(lines.contains("+ New-VM web > $null; Get-VM X; Remove-VM web -Force"))
      #expect(lines.contains("+                     ~~~~~~~~"))
      #expect(
        lines.contains("    + CategoryInfo          : InvalidArgument: (X:String) [Get-VM], VirtualizationException"))
      #expect(
        lines.contains(
          "    + FullyQualifiedErrorId : InvalidParameter,Microsoft.HyperV.PowerShell.Commands.GetVM"))
    }
  }

  /// A cmdlet that waits for a service which is killed says so, and the session gets a new service.
  @Test func aKilledServiceIsAnErrorAndNoHang() async throws {
    try await withHost { home in
      let service = try RunningProgram(["host"], home: home)
      #expect(await service.wait(for: "service runs", on: .error))
      let session = try RunningProgram(["powershell", "-NoProfile", "-NonInteractive", "-Command", "-"], home: home)
      session.write("New-VM web | Out-Null; (Get-VM).Name; 'made'\n")
      #expect(await session.wait(for: "web\nmade\n"))
      service.signal(SIGSTOP)
      session.write("'asked'; Get-VM; 'answered'\n")
      #expect(await session.wait(for: "asked\n"))
      service.signal(SIGKILL)
      #expect(await service.finish().exitCode == -SIGKILL)
      #expect(await session.wait(for: "answered\n"))
      session.write("(Get-VM).Name; 'again'; Remove-VM web -Force\n")
      #expect(await session.wait(for: "web\nagain\n"))
      session.endInput()
      let result = await session.finish()
      #expect(result.exitCode == 0)
      // Killed before it was asked: the new one answers. Killed while it was asked: that is the error.
      #expect(
        result.error.isEmpty || result.error.hasPrefix("Get-VM : The connection ended before an answer"),
        "\(result.error)")
      #expect(!result.error.contains("again"))
    }
  }
}
