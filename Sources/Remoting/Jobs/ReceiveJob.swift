internal import PowerShell

/// Receive-Job: what jobs have given so far, in the streams that it belongs to.
// SAFETY: used on the evaluator's thread only.
final class ReceiveJob: Cmdlet, @unchecked Sendable {
  private let state: RemotingState

  init(_ state: RemotingState) { self.state = state }

  private static let refused = ["ComputerName", "Location", "Session", "NoRecurse", "WriteEvents", "Force"]

  static func info(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Receive-Job", "ReceiveJobCommand",
      JobCommands.selection(job: "Location") + [
        "Keep SwitchParameter", "Wait SwitchParameter", "AutoRemoveJob SwitchParameter",
        "WriteJobInResults SwitchParameter",
      ] + refused.map { "\($0) Object" },
      defaultSet: "Location", aliases: ["rcjb"], synopsis: "Gives what jobs have given so far."
    ) { ReceiveJob(state) }
  }

  func process(_ invocation: Invocation) throws {
    try invocation.refuse(Self.refused, because: "give the jobs themselves, their numbers or their names.")
    let (waits, removes) = (invocation.bound.isSet("Wait"), invocation.bound.isSet("AutoRemoveJob"))
    guard waits || !removes else {
      throw CommandFailure(
        invocation.error(
          "The AutoRemoveJob parameter cannot be used without the Wait parameter.",
          id: "AutoRemoveJobParameterCannotBeUsedWithoutWait", category: .invalidArgument,
          exceptionType: "System.Management.Automation.PSArgumentException"))
    }
    for job in try JobCommands.select(state, invocation) {
      if invocation.bound.isSet("WriteJobInResults") { try invocation.writeOutput(job.value) }
      for child in job.children { try receive(child, of: job, waits: waits, invocation) }
      if removes, job.state.isFinished { state.remove(job) }
    }
  }

  private func receive(_ child: ChildJob, of job: JobObject, waits: Bool, _ invocation: Invocation) throws {
    let keeps = invocation.bound.isSet("Keep")
    if keeps, waits { while !child.wait(milliseconds: 50), !invocation.isStopping {} }
    while true {
      let isLast = !waits || child.state.isFinished
      for (event, session) in child.take(keeps: keeps) {
        let marks = RemoteMarks(
          computerName: child.location, runspaceID: session, showsComputerName: job.kind == .remote)
        try EventWriter(invocation: invocation, marks: marks, isUnattended: true).write(event)
      }
      try invocation.host.session?.checkpoint()
      if isLast { return }
      child.waitForEvents(milliseconds: 50)
    }
  }
}
