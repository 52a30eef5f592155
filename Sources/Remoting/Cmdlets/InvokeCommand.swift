internal import PowerShell

/// Invoke-Command: a script block here, on other computers, or as a job.
// SAFETY: used on the evaluator's thread only.
final class InvokeCommand: Cmdlet, @unchecked Sendable {
  private let state: RemotingState
  private var input: [Value] = []

  init(_ state: RemotingState) { self.state = state }

  static func info(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Invoke-Command", "InvokeCommandCommand",
      [
        "!ScriptBlock@0 ScriptBlock = Command in InProcess",
        "!ScriptBlock@1 ScriptBlock in Session, ComputerName, VMName, VMId",
        "!FilePath@1 String = PSPath in FilePathRunspace, FilePathComputerName, FilePathVMName, FilePathVMId",
        "!Session@0 PSSession[] in Session, FilePathRunspace",
        "!ComputerName@0 String[] = Cn in ComputerName, FilePathComputerName",
        "!VMName String[] in VMName, FilePathVMName",
        "!VMId Guid[] = VMGuid in VMId, FilePathVMId",
        "NoNewScope SwitchParameter in InProcess",
        "AsJob SwitchParameter in \(remoteSets)", "JobName String in \(remoteSets)",
        "HideComputerName SwitchParameter = HCN in \(remoteSets)", "ThrottleLimit Int32 in \(remoteSets)",
        "Credential Object in \(remoteSets)", "InputObject<value Object", "ArgumentList Object[] = Args",
      ] + refused.map { "\($0) Object in ComputerName, FilePathComputerName" },
      defaultSet: "InProcess", aliases: ["icm"],
      synopsis: "Runs a script block or script file, here or in other machines, and gives what it gives.",
      { InvokeCommand(state) })
  }

  private static let remoteSets =
    "Session, FilePathRunspace, ComputerName, FilePathComputerName, VMName, FilePathVMName, VMId, FilePathVMId"
  private static let refused = [
    "Port", "UseSSL", "ConfigurationName", "ApplicationName", "InDisconnectedSession", "SessionName", "SessionOption",
    "Authentication", "EnableNetworkAccess", "CertificateThumbprint", "ConnectionUri", "AllowRedirection",
    "ContainerId", "RunAsAdministrator",
  ]

  func process(_ invocation: Invocation) throws {
    if invocation.expectsInput { input.append(invocation.bound["InputObject"] ?? invocation.input) }
  }

  func end(_ invocation: Invocation) throws {
    guard let session = invocation.host.session, let scope = invocation.host.scope else { return }
    try invocation.refuse(Self.refused, because: "sessions go over the guest link, which has nothing of the kind.")
    let hasInput = invocation.expectsInput || invocation.bound.contains("InputObject")
    if !invocation.expectsInput { input = invocation.bound.elements("InputObject") ?? [] }
    if ["InProcess", CommandMetadata.allSetsName].contains(invocation.parameterSetName) {
      guard let block = invocation.bound["ScriptBlock"]?.reference(as: ScriptBlockObject.self) else { return }
      return try session.run(
        block, at: scope, isDotSourced: invocation.bound.isSet("NoNewScope"),
        arguments: invocation.bound.elements("ArgumentList") ?? [], input: hasInput ? input : nil
      ) { try invocation.writeOutput($0) }
    }
    try invocation.acceptCredential()
    let request = try RemoteTargets.request(invocation, session, expectsInput: hasInput)
    let objects = try input.map { try RemoteTargets.encoded($0, session.context) }
    var tasks = try RemoteTargets.targets(invocation.bound).map {
      RemoteTask(place: .target($0, state.connector), request: request, input: objects, types: session.types)
    }
    tasks += (invocation.bound.objects("Session", as: RemoteSession.self) ?? []).map {
      RemoteTask(place: .session($0), request: request, input: objects, types: session.types)
    }
    if invocation.bound.isSet("AsJob") || invocation.bound.contains("JobName") {
      try startJob(tasks, request, invocation)
    } else if tasks.count == 1 {
      try run(tasks[0], invocation)
    } else {
      let isStopping = { invocation.isStopping }
      try ParallelRun(tasks: tasks, throttle: throttle(invocation)).run(isStopping: isStopping) {
        try writer(invocation, $1, $2).write($0)
      }
    }
    try session.checkpoint()
  }

  private func throttle(_ invocation: Invocation) -> Int {
    let given = Int(invocation.bound.integer("ThrottleLimit") ?? 0)
    return given > 0 ? min(given, 256) : 32
  }

  private func writer(_ invocation: Invocation, _ task: RemoteTask, _ session: Guid) -> EventWriter {
    EventWriter(
      invocation: invocation,
      marks: RemoteMarks(
        computerName: task.computerName, runspaceID: session,
        showsComputerName: !invocation.bound.isSet("HideComputerName")))
  }

  /// One computer: on this thread, and an error that ends its script ends the statement here.
  private func run(_ task: RemoteTask, _ invocation: Invocation) throws {
    var own: (any Error)?
    let isStopping = { invocation.isStopping }
    do {
      try task.run(isStopping: isStopping) { event, session in
        do { try writer(invocation, task, session).write(event, throwsFailure: true) } catch {
          own = error
          throw error
        }
      }
    } catch {
      if let own { throw own }
      try invocation.host.session?.checkpoint()
      // As on Windows, a computer that cannot be reached does not end the script.
      try invocation.writeError(error)
    }
  }

  private func startJob(_ tasks: [RemoteTask], _ request: RemoteRequest, _ invocation: Invocation) throws {
    let job = JobObject(
      id: state.takeJobNumber(children: tasks.count), name: invocation.bound.string("JobName") ?? "", kind: .remote,
      command: request.script, tasks: tasks)
    try state.add(job)
    try job.start(throttle: throttle(invocation))
    try invocation.writeOutput(job.value)
  }
}
