internal import PowerShell

/// Start-Job: a script in a process of its own, which can be ended whatever it does.
// SAFETY: used on the evaluator's thread only.
final class StartJob: Cmdlet, @unchecked Sendable {
  private let state: RemotingState
  private var input: [Value] = []

  init(_ state: RemotingState) { self.state = state }

  private static let refused = ["Authentication", "PSVersion", "RunAs32", "DefinitionName", "DefinitionPath", "Type"]

  static func info(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Start-Job", "StartJobCommand",
      [
        "!ScriptBlock@0 ScriptBlock = Command in ComputerName", "!FilePath@0 String in FilePathComputerName",
        "!LiteralPath String = PSPath in LiteralFilePathComputerName", "InitializationScript@1 ScriptBlock",
        "Name<property String", "InputObject<value Object", "ArgumentList Object[] = Args", "Credential Object",
      ] + refused.map { "\($0) Object" },
      defaultSet: "ComputerName", aliases: ["sajb"], outputTypes: [JobTypes.job.name],
      synopsis: "Starts a script in the background and gives the job that stands for it."
    ) { StartJob(state) }
  }

  func process(_ invocation: Invocation) throws {
    if invocation.expectsInput { input.append(invocation.bound["InputObject"] ?? invocation.input) }
  }

  func end(_ invocation: Invocation) throws {
    guard let session = invocation.host.session else { return }
    try invocation.refuse(Self.refused, because: "a job is a process like this one.")
    try invocation.refuse(["Credential"], because: "a job runs as the user who starts it.")
    let hasInput = invocation.expectsInput || invocation.bound.contains("InputObject")
    if !invocation.expectsInput { input = invocation.bound.elements("InputObject") ?? [] }
    let request = try RemoteTargets.request(invocation, session, expectsInput: hasInput)
    var task = RemoteTask(
      place: .target(.localProcess, state.connector), request: request,
      input: try input.map { try RemoteTargets.encoded($0, session.context) }, types: session.types)
    if let block = invocation.bound["InitializationScript"]?.reference(as: ScriptBlockObject.self) {
      task.preparation = RemoteRequest(script: block.body.text)
    }
    let job = try state.startJob(task, name: invocation.bound.string("Name") ?? "", command: request.script)
    try invocation.writeOutput(job.value)
  }
}

extension RemotingState {
  /// Errors: too many jobs, no thread.
  func startJob(_ task: RemoteTask, name: String, command: String) throws -> JobObject {
    let job = JobObject(
      id: takeJobNumber(children: 1), name: name, kind: .background, command: command, tasks: [task])
    try add(job)
    try job.start(throttle: 1)
    return job
  }
}
