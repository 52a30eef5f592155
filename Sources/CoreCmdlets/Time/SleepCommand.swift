internal import Glibc
internal import PowerShell

/// Start-Sleep. It wakes within 50 ms when the session is told to stop.
enum SleepCommand {
  static var command: CommandInfo {
    .core(
      "Start-Sleep", in: ModuleName.utility, "StartSleepCommand", aliases: ["sleep"],
      [
        "!Seconds@0<value<property Double in Seconds", "!Milliseconds<property Int32 = ms in Milliseconds",
      ], defaultSet: "Seconds",
      validations: ["Seconds": [.range(0, .double(2_147_483))], "Milliseconds": [.range(0, .int32(.max))]],
      synopsis: "Waits."
    ) { invocation in
      let bound = invocation.bound
      let wanted =
        bound.integer("Milliseconds").map { Duration.milliseconds($0) }
        ?? .milliseconds(Int64((bound.double("Seconds") ?? 0) * 1000))
      let clock = ContinuousClock()
      let end = clock.now + wanted
      while !invocation.isStopping {
        let rest = end - clock.now
        guard rest > .zero else { return }
        let (seconds, attoseconds) = min(rest, .milliseconds(50)).components
        usleep(UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
      }
    }
  }
}
