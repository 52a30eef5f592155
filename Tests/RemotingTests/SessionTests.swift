import PowerShell
import Remoting
import Testing

@Suite("Sessions and jobs")
struct SessionTests {
  @Test(arguments: [
    RemoteRow(
      "$s = New-PSSession -VMName L1; \"$s\"; $s.Id; $s.ComputerName; $s.State; $s.Availability; $s.Transport",
      "[PSSession]Session1 | 1 | L1 | Opened | Available | VMBus"),
    RemoteRow(
      "$s = New-PSSession -VMName L1 -Name first; $s.Name; $s.VMName; $s.ComputerType", "first | L1 | VirtualMachine"),
    RemoteRow("$s = New-PSSession -VMName L1; icm -Session $s { $x = 5 }; icm -Session $s { $x }", "5"),
    RemoteRow("$s = New-PSSession -VMName L1; icm $s { function f { 'kept' } }; icm $s { f }", "kept"),
    RemoteRow("$s = New-PSSession -VMName L1; icm $s { throw 'a' }; icm $s { 'b' }", "!a | b"),
    RemoteRow(
      "$s = New-PSSession -VMName L1; icm $s { $input } -InputObject 1, 2; icm $s { $input }; 'end'",
      "1 | 2 | end"),
    RemoteRow(
      "$s = New-PSSession -VMName L1; $v = 1; icm $s { $using:v }; icm $s { $using:w }",
      "1 | !UsingVariableIsUndefined"),
    RemoteRow("$s = New-PSSession -VMName L1, L2; $s.Count; (icm $s { $here }).Count", "2 | 2"),
    RemoteRow(
      "$s = New-PSSession -VMName L1; (Get-PSSession).Count; Remove-PSSession $s; @(Get-PSSession).Count", "1 | 0"),
    RemoteRow(
      "$s = New-PSSession -VMName L1; $s | Remove-PSSession; $s.State; icm $s { 1 }", "Closed | !InvalidSessionState"),
    RemoteRow("$a = New-PSSession -VMName L1; $b = New-PSSession -VMName L2; (Get-PSSession -Id 2).ComputerName", "L2"),
    RemoteRow("$a = New-PSSession -VMName L1 -Name one; (Get-PSSession -Name o*).Name", "one"),
    RemoteRow("Get-PSSession -Name none", "!RemoteRunspaceNotAvailableForSpecifiedName"),
    RemoteRow("Get-PSSession -Id 9", "!RemoteRunspaceNotAvailableForSpecifiedSessionId"),
    RemoteRow("$a = New-PSSession -VMName L1; (Get-PSSession -InstanceId $a.InstanceId).Id", "1"),
    RemoteRow(
      "$a = New-PSSession -VMName L1; (Get-PSSession -VMName L1).Id; @(Get-PSSession -VMName L2).Count", "1 | 0"),
    RemoteRow("New-PSSession -VMName gone; 'next'", "!InvalidVMNameNotSingle | next"),
    RemoteRow("$s = New-PSSession; $s.ComputerName; $s.Transport", "localhost | Process"),
    RemoteRow("Enter-PSSession -VMName L1", "!HostDoesNotSupportPushRunspace"),
    RemoteRow("Connect-PSSession x", "!CommandNotSupported"),
    RemoteRow("Disconnect-PSSession x", "!CommandNotSupported"),
    RemoteRow(
      "Remove-PSSession 1 -WhatIf; $s = New-PSSession -VMName L1; Remove-PSSession 1 -WhatIf; $s.State",
      "!RemoteRunspaceNotAvailableForSpecifiedSessionId | H:What if: Performing the operation \"Remove-PSSession\" on target \"Session1\". | Opened"
    ),
  ])
  func sessions(row: RemoteRow) async throws { try await row.check() }

  @Test(arguments: [
    RemoteRow("$j = Start-Job { 1; 2 }; $j | Wait-Job | Out-Null; Receive-Job $j", "1 | 2"),
    RemoteRow(
      "$j = Start-Job { 'a' }; $j.Id; $j.Name; $j.PSJobTypeName; $j.Location; $j.Command",
      "1 | Job1 | BackgroundJob | localhost |  'a' "),
    RemoteRow(
      "$a = Start-Job { 1 }; $b = Start-Job { 2 } -Name second; $b.Id; $b.Name; (Get-Job).Count", "3 | second | 2"),
    RemoteRow("Start-Job { 5 } | Receive-Job -Wait", "5"),
    RemoteRow("Start-Job { 5 } | Receive-Job -Wait -AutoRemoveJob; @(Get-Job).Count", "5 | 0"),
    RemoteRow("Start-Job { 5 } | Receive-Job -AutoRemoveJob", "!AutoRemoveJobParameterCannotBeUsedWithoutWait"),
    RemoteRow(
      "$j = Start-Job { 5 }; $j | Wait-Job | Out-Null; Receive-Job $j -Keep; Receive-Job $j; Receive-Job $j", "5 | 5"),
    RemoteRow(
      "$j = Start-Job { 5 }; (Wait-Job $j).State; $j.HasMoreData; Receive-Job $j; $j.HasMoreData",
      "Completed | True | 5 | False"),
    RemoteRow("$j = Start-Job { param($a, $b) $a + $b } -ArgumentList 2, 3; Receive-Job $j -Wait", "5"),
    RemoteRow("$v = 4; Start-Job { $using:v * 2 } | Receive-Job -Wait", "8"),
    RemoteRow("1, 2 | Start-Job { $input } | Receive-Job -Wait", "1 | 2"),
    RemoteRow("Start-Job { f } -InitializationScript { function f { 'made' } } | Receive-Job -Wait", "made"),
    RemoteRow("Start-Job { 1 } -InitializationScript { throw 'early' } | Receive-Job -Wait", "!early"),
    RemoteRow("$j = Start-Job { 'x'; throw 'bad'; 'y' }; Receive-Job $j -Wait; $j.State", "x | !bad | Failed"),
    RemoteRow(
      "$j = Start-Job { Write-Error e; 'y' }; Receive-Job $j -Wait; $j.State", "!WriteErrorException | y | Completed"),
    RemoteRow("Start-Job { Write-Warning w; Write-Host h } | Receive-Job -Wait", "W:w | I:h"),
    RemoteRow("Start-Job { Read-Host x } | Receive-Job -Wait", "!InvalidOperation", answers: ["never"]),
    RemoteRow("$j = Start-Job { while ($true) { } }; Stop-Job $j; $j.State", "Stopped"),
    RemoteRow(
      "$j = Start-Job { while ($true) { } }; Remove-Job $j; (Get-Job).Count; Remove-Job $j -Force; @(Get-Job).Count",
      "!JobObjectNotFinishedCannotBeRemoved | 1 | 0"),
    RemoteRow(
      "$j = Start-Job { while ($true) { } }; @(Wait-Job $j -Timeout 0).Count; $j.State; Stop-Job $j", "0 | Running"),
    RemoteRow(
      "$a = Start-Job { while ($true) { } }; $b = Start-Job { 1 }; (Wait-Job $a, $b -Any).Id; Stop-Job $a", "3"),
    RemoteRow("Get-Job -Id 77", "!JobWithSpecifiedSessionIdNotFound"),
    RemoteRow("Get-Job -Name nope", "!JobWithSpecifiedNameNotFound"),
    RemoteRow(
      "$j = Start-Job { 1 } -Name abc; (Get-Job -Name a*).Id; (Get-Job abc).Id; (Get-Job 1).Name", "1 | 1 | abc"),
    RemoteRow(
      "$j = Start-Job { 1 }; $j | Wait-Job | Out-Null; (Get-Job -State Completed).Id; @(Get-Job -State Failed).Count",
      "1 | 0"),
    RemoteRow(
      "$j = Start-Job { 1 }; $j | Wait-Job | Out-Null; $j.ChildJobs[0].Id; $j.ChildJobs[0].Output[0]; $j.PSEndTime -ge $j.PSBeginTime",
      "2 | 1 | True"),
    RemoteRow("(Start-Job { 1 } | Receive-Job -Wait).PSComputerName", "localhost"),
    RemoteRow("(Start-Job { 1 } | Receive-Job -Wait).PSShowComputerName", "False"),
    RemoteRow(
      "$j = icm -VMName L1, L2 { $here } -AsJob; $j.Location; $j.PSJobTypeName; @(Receive-Job $j -Wait).Count",
      "L1,L2 | RemoteJob | 2"),
    RemoteRow("$j = icm -VMName L1 { $here } -JobName mine; Receive-Job -Name mine -Wait", "L1"),
    RemoteRow("$j = icm -VMName gone { 1 } -AsJob; Receive-Job $j -Wait; $j.State", "!InvalidVMNameNotSingle | Failed"),
    RemoteRow("Start-Job { 1 } -Credential x", "!ParameterNotSupported"),
    RemoteRow("$v = 3; $j = $v * 2 &; Receive-Job $j -Wait; $j.Command", "6 | $v * 2"),
    RemoteRow("$v = 3; $j = Write-Output $v | ForEach-Object { $_ + 1 } &; Receive-Job $j -Wait", "4"),
    RemoteRow("Suspend-Job 1", "!CommandNotSupported"),
    RemoteRow("$j = Start-Job { $x = 1; [pscustomobject]@{ a = $x } }; (Receive-Job $j -Wait).a", "1"),
    RemoteRow("$j = Start-Job { 1 }; $null = Wait-Job -Id 1; \"$($j.JobStateInfo)\"", "Completed"),
  ])
  func jobs(row: RemoteRow) async throws { try await row.check() }

  @Test func entered() async throws {
    let lines = try await ScriptThread.run {
      let host = RecordingHost()
      host.answers = ["Ann"]
      let fixture = Fixture.session(host, isInteractive: true)
      let (session, state) = (fixture.session, fixture.state)
      var prompts: [String] = []
      func note() { prompts.append(state.prompt.map { String($0.prefix { $0 != "/" }) } ?? "none") }
      try session.run("Enter-PSSession -VMName L1")
      note()
      for line in ["$x = 'kept'", "$x", "$here", "Read-Host Name", "Write-Error e", "throw 'no'", "1 +"] {
        try state.run(line: line, in: session)
      }
      note()
      try state.run(line: " Exit-PSSession ", in: session)
      note()
      try session.run("$s = New-PSSession -VMName L2; Enter-PSSession $s")
      note()
      try state.run(line: "$here; exit", in: session)
      note()
      try session.run("$s.State; Exit-PSSession")
      return host.lines + prompts
    }
    #expect(
      lines == [
        "kept", "L1", "Q:Name", "Ann", "!WriteErrorException", "!no", "!ExpectedValueExpression", "L2", "Opened",
        "[L1]: PS ",
        "[L1]: PS ", "none", "[L2]: PS ", "none",
      ])
  }

  @Test func scriptFile() async throws {
    let lines = try await ScriptThread.run {
      let host = RecordingHost()
      let fixture = Fixture.session(host)
      fixture.session.options.readLines = { path in
        guard path.hasSuffix("a.ps1") else { throw PowerShellError("no", id: "no") }
        return ["param($n)", "$here", "$n + $using:v", "throw 'third'"]
      }
      try fixture.session.run(
        "$v = 1; Invoke-Command -VMName L1 -FilePath a.ps1 -ArgumentList 4; $Error[0].InvocationInfo.ScriptLineNumber")
      return host.lines
    }
    #expect(lines == ["L1", "5", "!third", "4"])
  }

  /// What is shown of an error from elsewhere: no place in the local script, but the computer.
  @Test func errorView() async throws {
    let text = try await ScriptThread.run {
      let host = RecordingHost()
      try Fixture.session(host).session.run("Invoke-Command -VMName L1 { Stop-Here 'It is gone.' }")
      guard case .error(let record)? = host.records.first else { return "" }
      return ErrorView.normal.text(record)
    }
    let expected = """
      It is gone.
          + CategoryInfo          : ObjectNotFound: (the-target:String) [Stop-Here], FileNotFoundException
          + FullyQualifiedErrorId : Stopped,Stop-Here
          + PSComputerName        : L1

      """
    #expect(text.trimmingTrailing() == expected.trimmingTrailing())
  }
}

extension String {
  func trimmingTrailing() -> String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
