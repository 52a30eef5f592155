extension Session {
  /// Runs a script block with objects piped to it, and gives its output as it comes (Invoke-Command without a computer).
  ///
  /// - Parameters:
  ///   - isDotSourced: it runs in `scope` itself instead of one below it.
  ///   - input: nil: nothing is piped to it.
  package func run(
    _ block: ScriptBlockObject, at scope: Scope, isDotSourced: Bool, arguments: [Value] = [], input: [Value]? = nil,
    output: @escaping (Value) throws -> Void
  ) throws {
    let frame = Frame(self, scope, block.code)
    let call = CommandCall(frame, block.code.body.range, expectsInput: input != nil, position: 1, length: 1)
    let stage = ScriptStage(block, call, arguments.map { .value($0) }, isDotSourced: isDotSourced)
    stage.output = ClosureSink(output)
    defer { stage.clean() }
    try stage.begin()
    if let input {
      for value in input {
        try checkpoint()
        try stage.write(value)
      }
    } else {
      try stage.runAlone()
    }
    try stage.end()
  }
}
