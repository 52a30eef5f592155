import PowerShell

/// A host that keeps what a command does, and answers from a list.
final class RecordingCommandHost: CommandHost {
  /// Each as `stream: text`, in order.
  private(set) var log: [String] = []
  private(set) var remembered: [ErrorRecord] = []
  private(set) var prompts: [ChoicePrompt] = []
  var variables: [String: Value] = [:]
  var answers: [Int] = []

  struct NobodyToAsk: Error {}

  func writeOutput(_ value: Value) throws { log.append("output: \(shown(value))") }

  func write(_ record: StreamRecord) throws {
    switch record {
    case .error(let record): log.append("error: \(record.message)")
    case .warning(let text): log.append("warning: \(text)")
    case .verbose(let text): log.append("verbose: \(text)")
    case .debug(let text): log.append("debug: \(text)")
    case .information(let record): log.append("information: \(shown(record.message))")
    case .progress(let record): log.append("progress: \(record.activity)")
    case .host(let text): log.append("host: \(text)")
    }
  }

  func remember(_ error: ErrorRecord) { remembered.append(error) }
  func variable(_ name: String) -> Value { variables[name.caseFolded] ?? .null }
  func setVariable(_ name: String, _ value: Value) throws { variables[name.caseFolded] = value }
  func invoke(_ block: Value, underscore: Value?, arguments: [Value]) throws -> [Value] { arguments }

  func choose(_ prompt: ChoicePrompt) throws -> Int {
    prompts.append(prompt)
    guard !answers.isEmpty else { throw NobodyToAsk() }
    return answers.removeFirst()
  }

  func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value] { throw NobodyToAsk() }
  func suspend() throws { log.append("suspended") }
  var location: String { "C:\\" }
  var isStopping: Bool { false }
  let values = ValueContext()
}

/// A call of a cmdlet with a line of arguments.
func call(
  _ line: String, impact: ConfirmImpact = .medium, _ variables: [String: Value] = [:], answers: [Int] = []
) throws -> (Invocation, RecordingCommandHost) {
  let metadata = try CommandMetadata(
    cmdlet: "Remove-It", errorSource: "Testing.RemoveIt", ["Name@0", "Force Switch"], supportsShouldProcess: true,
    confirmImpact: impact)
  let binder = ParameterBinder(metadata)
  try binder.bind(CommandLine.arguments(line))
  let host = RecordingCommandHost()
  host.variables = variables
  host.answers = answers
  let invocation = Invocation(metadata: metadata, host: host)
  try invocation.update(bound: binder.bound)
  return (invocation, host)
}
