internal import PowerShell

/// Wait-Job: holds the pipeline until jobs have ended.
// SAFETY: used on the evaluator's thread only.
final class WaitJob: Cmdlet, @unchecked Sendable {
  private let state: RemotingState
  private var jobs: [JobObject] = []

  init(_ state: RemotingState) { self.state = state }

  static func info(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Wait-Job", "WaitJobCommand",
      JobCommands.selection(job: "JobParameterSet") + [
        "Any SwitchParameter", "Timeout Int32 = TimeoutSec", "Force SwitchParameter",
      ],
      defaultSet: "SessionIdParameterSet", aliases: ["wjb"], outputTypes: [JobTypes.job.name],
      synopsis: "Waits until jobs have ended, and gives those that have."
    ) { WaitJob(state) }
  }

  func process(_ invocation: Invocation) throws { jobs += try JobCommands.select(state, invocation) }

  func end(_ invocation: Invocation) throws {
    let clock = ContinuousClock()
    let seconds = invocation.bound.integer("Timeout") ?? -1
    let deadline = seconds >= 0 ? clock.now + .seconds(seconds) : nil
    let isAny = invocation.bound.isSet("Any")
    while !isOver(isAny), !invocation.isStopping, deadline.map({ clock.now < $0 }) ?? true {
      let waiting = jobs.flatMap(\.children).first { !$0.state.isFinished }
      // With several jobs the first that has not ended is as good as any to wait for, for a while.
      _ = waiting?.wait(milliseconds: isAny ? 10 : 50)
    }
    try invocation.host.session?.checkpoint()
    let finished = jobs.filter { $0.state.isFinished }
    for job in isAny ? Array(finished.prefix(1)) : finished { try invocation.writeOutput(job.value) }
  }

  private func isOver(_ isAny: Bool) -> Bool {
    isAny ? jobs.isEmpty || jobs.contains { $0.state.isFinished } : jobs.allSatisfy { $0.state.isFinished }
  }
}
