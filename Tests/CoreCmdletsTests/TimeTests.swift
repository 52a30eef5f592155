import PowerShell
import Testing

/// Get-Date, New-TimeSpan, Start-Sleep, Measure-Command.
struct TimeTests {
  private static let date = "$d = Get-Date -Date '2024-03-05 14:07:09'; "

  @Test(arguments: [
    CoreRow("(Get-Date).GetType().Name", "DateTime"), CoreRow("(Get-Date).Kind", "Local"),
    CoreRow("Get-Date '2024-02-29' -Format 'yyyy-MM-dd'", "2024-02-29"),
    CoreRow("Get-Date '2024-02-29' -Format d", "2/29/2024"),
    CoreRow(date + "Get-Date $d -Format 'HH:mm:ss'", "14:07:09"),
    CoreRow(date + "Get-Date $d -Format s", "2024-03-05T14:07:09"),
    CoreRow(
      "(Get-Date -Year 2020 -Month 5 -Day 6 -Hour 1 -Minute 2 -Second 3 -Millisecond 0).ToString('s')",
      "2020-05-06T01:02:03"),
    CoreRow("(Get-Date '2024-01-31' -Month 2).Day", "29"),
    CoreRow("Get-Date 'nope'", "!CannotConvertArgumentNoMessage"),
    CoreRow(date + "Get-Date $d -UFormat '%Y-%m-%d'", "2024-03-05"),
    CoreRow(date + "Get-Date $d -UFormat '%H%M%S'", "140709"),
    CoreRow(date + "Get-Date $d -UFormat '%A %B %a %b'", "Tuesday March Tue Mar"),
    CoreRow(date + "Get-Date $d -UFormat '%j %e %u %w'", "065  5 2 2"),
    CoreRow(date + "Get-Date $d -UFormat '%I:%M %p'", "02:07 PM"),
    CoreRow(date + "Get-Date $d -UFormat '+%D %T'", "03/05/24 14:07:09"),
    CoreRow(date + "Get-Date $d -UFormat '%V %G %C %y'", "10 2024 20 24"),
    CoreRow(date + "Get-Date $d -UFormat %s", "1709647629.00000"),
    CoreRow(date + "Get-Date $d -UFormat '%% %n%t'", "% \n\t"),
    CoreRow(date + "Get-Date $d -Format FileDate", "20240305"),
    CoreRow(date + "(Get-Date $d -DisplayHint Date).DisplayHint", "Date"),
    CoreRow("'2024-01-02' | Get-Date -Format 'MM'", "01"),
    CoreRow("Get-Date -Month 13", "!ParameterArgumentValidationError"),
    CoreRow("Set-Date 2020-01-01", "!SetDateNotSupported"),
    CoreRow("(New-TimeSpan -Hours 1 -Minutes 30).TotalMinutes", "90"),
    CoreRow("(New-TimeSpan -Days 2).ToString()", "2.00:00:00"),
    CoreRow("(New-TimeSpan '2024-01-01' '2024-01-03').Days", "2"),
    CoreRow("(New-TimeSpan -Start '2024-01-03' -End '2024-01-01').Days", "-2"),
    CoreRow("New-TimeSpan -Seconds 90", "00:01:30"),
    CoreRow("(New-TimeSpan).Ticks -le 10000000", "True"), CoreRow("Start-Sleep -Milliseconds 1; 'x'", "x"),
    CoreRow("sleep 0; 'x'", "x"), CoreRow("Start-Sleep -Seconds 0.001; 'x'", "x"),
    CoreRow("Start-Sleep -1", "!ParameterArgumentValidationError"),
    CoreRow("(Measure-Command { $x = 1 }).GetType().Name; $x", "TimeSpan | 1"),
    CoreRow("(Measure-Command { 'hidden' }).TotalSeconds -ge 0", "True"),
    CoreRow("$n = 0; 1..3 | Measure-Command { $n += $_ } | Out-Null; $n", "6"),
  ])
  func dates(_ row: CoreRow) { row.check() }

  /// The sleep ends when the session is told to stop, long before its time.
  @Test func stopsSleeping() async throws {
    let sleeper = Sleeper()
    let clock = ContinuousClock()
    let start = clock.now
    let wasStopped = try await ScriptThread.run { sleeper.sleep() }
    #expect(wasStopped)
    #expect(clock.now - start < .seconds(30))
  }
}

/// A session that another task stops as soon as the script has begun.
// SAFETY: only `stop()` of the session is called from elsewhere, which may be.
private final class Sleeper: @unchecked Sendable {
  private let shell = TestShell()

  /// Whether the script was stopped.
  func sleep() -> Bool {
    shell.host.onLine = { [session = shell.session] _ in Task.detached { session.stop() } }
    let outcome = shell.run("Write-Host 'go'; Start-Sleep -Seconds 60; Start-Sleep -Seconds 60")
    if case .stopped? = outcome { return true }
    return false
  }
}
