/// What a command's common parameters do with its output: `-OutVariable`, `-PipelineVariable`, `-OutBuffer`
/// (about_CommonParameters).
package final class CommonOutput: Sink {
  private let output: Sink
  private let session: Session
  private let scope: Scope
  private let common: CommonSettings
  private let keepsOutVariable: Bool
  private let host: StageHost
  private var variables = StreamVariables()
  private var buffer: [Value] = []
  /// The pipeline variable was there before; else it goes with the pipeline.
  private let hadVariable: Bool

  /// Nil where the parameters ask for none of it. `keepsOutVariable`: nobody else fills `-OutVariable`.
  static func make(
    _ common: CommonSettings, keepsOutVariable: Bool, _ session: Session, _ scope: Scope, _ output: Sink
  ) -> CommonOutput? {
    let isNeeded =
      common.pipelineVariable != nil || common.outBuffer > 0 || keepsOutVariable && common.outVariable != nil
    return isNeeded ? CommonOutput(common, keepsOutVariable, session, scope, output) : nil
  }

  private init(
    _ common: CommonSettings, _ keepsOutVariable: Bool, _ session: Session, _ scope: Scope, _ output: Sink
  ) {
    (self.common, self.keepsOutVariable) = (common, keepsOutVariable)
    (self.session, self.scope, self.output) = (session, scope, output)
    host = StageHost(session, scope)
    hadVariable = common.pipelineVariable.map { session.ownVariable($0, in: scope) != nil } ?? true
  }

  package override func write(_ value: Value) throws {
    if keepsOutVariable { try variables.add(value, to: common.outVariable, host) }
    guard common.outBuffer > 0 else { return try pass(value) }
    buffer.append(value)
    // So many wait, and the one that is too many lets all go.
    if buffer.count > common.outBuffer { try flush() }
  }

  private func pass(_ value: Value) throws {
    if let name = common.pipelineVariable { try session.setVariable(name, value, in: scope) }
    try output.write(value)
  }

  func flush() throws {
    let waiting = buffer
    buffer = []
    for value in waiting { try pass(value) }
  }

  /// The pipeline has ended.
  func clean() {
    if let name = common.pipelineVariable, !hadVariable { session.removeVariable(name, in: scope) }
  }
}

/// The `-ErrorVariable` and its like of an advanced function that is running: they take what is written within it.
final class StreamCapture {
  private let common: CommonSettings
  private let host: StageHost
  private var variables = StreamVariables()

  /// Nil where there is no such variable.
  init?(_ common: CommonSettings, _ session: Session, _ caller: Scope) {
    guard common.errorVariable != nil || common.warningVariable != nil || common.informationVariable != nil else {
      return nil
    }
    self.common = common
    host = StageHost(session, caller)
  }

  func add(_ record: StreamRecord) throws {
    switch record {
    case .error(let record): try variables.add(.object(record), to: common.errorVariable, host)
    case .warning(let text): try variables.add(.string(text), to: common.warningVariable, host)
    case .information(let record): try variables.add(record.message, to: common.informationVariable, host)
    case .verbose, .debug, .progress, .host: break
    }
  }
}

extension Session {
  /// Lets the functions around a record know of it, the innermost first.
  func capture(_ record: StreamRecord) throws {
    for capture in captures.reversed() { try capture.add(record) }
  }
}
