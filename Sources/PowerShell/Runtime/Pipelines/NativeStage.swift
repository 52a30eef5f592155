/// A program in a pipeline. Its input is text. A runner that can feed a running program gets it line by line; else the
/// program starts when all of it is there.
final class NativeStage: Stage {
  private let path: String
  private let arguments: [String]
  private let call: CommandCall
  private let session: Session
  private var input: [String] = []
  private var program: (any NativeProgram)?

  init(_ path: String, _ arguments: [String], _ call: CommandCall) {
    (self.path, self.arguments, self.call) = (path, arguments, call)
    session = call.frame.session
    super.init()
  }

  override func begin() throws {
    guard call.expectsInput, let runner = session.options.native else { return }
    program = try runner.start(
      path, arguments, output: { [unowned self] in try writeOutput($0) },
      error: { [unowned self] in try writeError($0) })
  }

  override func write(_ value: Value) throws {
    let line = try value.displayString(call.frame.context)
    if let program {
      if try !program.write(line) { throw StopUpstream(self) }
      return
    }
    guard input.count < session.options.outputLimit else { throw Limit.stringLength }
    input.append(line)
  }

  override func end() throws {
    guard let runner = session.options.native else { return }
    let code =
      try program?.finish()
      ?? runner.run(
        path, arguments, input: call.expectsInput ? input : nil, output: { try writeOutput($0) },
        error: { try writeError($0) })
    session.setLastExitCode(code)
    session.lastSucceeded = code == 0
  }

  override func clean() {
    program?.stop()
    program = nil
  }

  private func writeOutput(_ line: String) throws { try output.write(.string(line)) }

  private func writeError(_ line: String) throws {
    let error = PowerShellError(
      line, id: "NativeCommandError", category: .notSpecified,
      exceptionType: "System.Management.Automation.RemoteException", target: .string(line))
    let record = ErrorRecord(error, origin: call.origin(path, errorSource: ""))
    if session.redirections.error != nil {
      session.remember(record)
      try session.write(.error(record))
    } else {
      try session.host.writeConsole(line + "\n", toError: true)
    }
  }
}
