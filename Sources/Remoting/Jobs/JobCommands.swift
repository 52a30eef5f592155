internal import PowerShell

/// Start-, Get-, Wait-, Stop- and Remove-Job; Receive-Job has a file of its own.
enum JobCommands {
  static func all(_ state: RemotingState) -> [CommandInfo] {
    [StartJob.info(state), get(state), ReceiveJob.info(state), WaitJob.info(state), stop(state), remove(state)]
  }

  /// The parameters that select jobs. `job`: the set of -Job, nil for Get-Job, which has none.
  static func selection(job: String?, isMandatory: Bool = true) -> [String] {
    let mark = isMandatory ? "!" : ""
    return [
      "\(mark)Id@0<property Int32[] in SessionIdParameterSet", "!Name@0<property String[] in NameParameterSet",
      "!InstanceId@0<property Guid[] in InstanceIdParameterSet", "!State@0 JobState in StateParameterSet",
    ] + (job.map { ["!Job@0<value<property Job[] in \($0)"] } ?? [])
  }

  /// The jobs that a call asks for; all where it does not say. A number or plain name that no job has is an error that
  /// does not end the command.
  static func select(_ state: RemotingState, _ invocation: Invocation) throws -> [JobObject] {
    let bound = invocation.bound
    if let jobs = bound.objects("Job", as: JobObject.self) { return jobs }
    if let ids = bound.integers("Id") {
      return try ids.flatMap { id in
        try reported(
          state.jobs.filter { $0.id == id },
          "The command cannot find a job with the job ID \(id). Verify the value of the Id parameter and then try the "
            + "command again.", "JobWithSpecifiedSessionIdNotFound", .count(Int(id)), invocation)
      }
    }
    if let names = bound.strings("Name") {
      return try names.flatMap { name in
        let found = try state.jobs.filter { try SessionCommands.matches($0.name, name) }
        if name.contains(where: { "*?[".contains($0) }) { return found }
        return try reported(
          found,
          "The command cannot find the job because the job name \(name) was not found. Verify the value of the Name "
            + "parameter, and then try the command again.", "JobWithSpecifiedNameNotFound", .string(name), invocation)
      }
    }
    if let ids = bound.elements("InstanceId") {
      return try ids.flatMap { id in
        let text = try id.displayString()
        return try reported(
          state.jobs.filter { $0.instanceID.text.isSameName(as: text) },
          "The command cannot find a job with the instance ID \(text). Verify the value of the InstanceId parameter "
            + "and then try the command again.", "JobWithSpecifiedInstanceIdNotFound", .string(text), invocation)
      }
    }
    guard let wanted = bound.enumeration("State") else { return state.jobs }
    return state.jobs.filter { $0.state.rawValue == wanted.text }
  }

  private static func reported(
    _ found: [JobObject], _ message: String, _ id: String, _ target: Value, _ invocation: Invocation
  ) throws -> [JobObject] {
    if found.isEmpty {
      try invocation.writeError(
        invocation.error(
          message, id: id, category: .objectNotFound, target: target,
          exceptionType: "System.Management.Automation.PSArgumentException"))
    }
    return found
  }

  private static func get(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Get-Job", "GetJobCommand",
      selection(job: nil, isMandatory: false) + [
        "IncludeChildJob SwitchParameter", "HasMoreData Boolean", "Newest Int32", "Before Object", "After Object",
        "ChildJobState Object", "Command String[]", "Filter Object",
      ],
      defaultSet: "SessionIdParameterSet", aliases: ["gjb"], outputTypes: [JobTypes.job.name],
      synopsis: "Gives the jobs of this session."
    ) {
      ClosureCmdlet { invocation in
        try invocation.refuse(
          ["Before", "After", "ChildJobState", "Filter"], because: "filter what Get-Job gives with Where-Object.")
        var jobs = try select(state, invocation)
        if let hasMore = invocation.bound.boolean("HasMoreData") { jobs = jobs.filter { $0.hasMoreData == hasMore } }
        if let commands = invocation.bound.strings("Command") {
          jobs = try jobs.filter { job in try commands.contains { try SessionCommands.matches(job.command, $0) } }
        }
        if let newest = invocation.bound.integer("Newest") { jobs = Array(jobs.suffix(Int(max(0, newest)))) }
        for job in jobs {
          try invocation.writeOutput(job.value)
          guard invocation.bound.isSet("IncludeChildJob") else { continue }
          for child in job.children {
            try invocation.writeOutput(.object(HostObject(JobTypes.child, payload: child)))
          }
        }
      }
    }
  }

  private static func stop(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Stop-Job", "StopJobCommand", selection(job: "JobParameterSet") + ["PassThru SwitchParameter"],
      defaultSet: "SessionIdParameterSet", aliases: ["spjb"], supportsShouldProcess: true,
      synopsis: "Stops jobs and waits until they have stopped."
    ) {
      ClosureCmdlet { invocation in
        let jobs = try select(state, invocation)
        var stopped: [JobObject] = []
        for job in jobs where try invocation.shouldProcess(job.name) {
          job.stop()
          stopped.append(job)
        }
        for job in stopped {
          for child in job.children { while !child.wait(milliseconds: 50), !invocation.isStopping {} }
          if invocation.bound.isSet("PassThru") { try invocation.writeOutput(job.value) }
        }
      }
    }
  }

  private static func remove(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Remove-Job", "RemoveJobCommand",
      selection(job: "JobParameterSet") + ["Force SwitchParameter = F"],
      defaultSet: "SessionIdParameterSet", aliases: ["rjb"], supportsShouldProcess: true, synopsis: "Removes jobs."
    ) {
      ClosureCmdlet { invocation in
        for job in try select(state, invocation) where try invocation.shouldProcess(job.name) {
          if !job.state.isFinished {
            guard invocation.bound.isSet("Force") else {
              try invocation.writeError(
                invocation.error(
                  "The command cannot remove the job with the job ID \(job.id) because the job is not finished. To "
                    + "remove the job, first stop the job, or use the Force parameter.",
                  id: "JobObjectNotFinishedCannotBeRemoved", category: .invalidOperation, target: job.value,
                  exceptionType: "System.Management.Automation.PSArgumentException"))
              continue
            }
            job.stop()
          }
          state.remove(job)
        }
      }
    }
  }
}
