/// A program in a pipeline. Its input is text: it starts when all of it is there.
final class NativeStage: Stage {
  private let path: String
  private let arguments: [String]
  private let call: CommandCall
  private let session: Session
  private var input: [String] = []

  init(_ path: String, _ arguments: [String], _ call: CommandCall) {
    (self.path, self.arguments, self.call) = (path, arguments, call)
    session = call.frame.session
    super.init()
  }

  override func write(_ value: Value) throws {
    guard input.count < session.options.outputLimit else { throw Limit.stringLength }
    input.append(try value.displayString(call.frame.context))
  }

  override func end() throws {
    guard let runner = session.options.native else { return }
    let code = try runner.run(
      path, arguments, input: call.expectsInput ? input : nil,
      output: { try output.write(.string($0)) },
      error: { line in
        let error = PowerShellError(
          line, id: "NativeCommandError", category: .notSpecified,
          exceptionType: "System.Management.Automation.RemoteException", target: .string(line))
        let record = ErrorRecord(error, origin: call.origin(path, errorSource: ""))
        if session.redirections.error != nil {
          session.remember(record)
          try session.write(.error(record))
        } else {
          try session.write(.host(line))
        }
      })
    session.setLastExitCode(code)
    session.lastSucceeded = code == 0
  }
}
