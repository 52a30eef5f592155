/// Commands, perhaps after an expression, joined by `|`.
final class PipelineNode: StatementNode {
  private let first: Node?
  private let firstRedirections: [RedirectionNode]
  private let commands: [CommandNode]

  init(_ range: SourceRange, _ first: Node?, _ firstRedirections: [RedirectionNode], _ commands: [CommandNode]) {
    (self.first, self.firstRedirections, self.commands) = (first, firstRedirections, commands)
    super.init(range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    let session = frame.session
    try session.checkpoint()
    let place = session.currentScope
    session.currentScope = frame.scope
    defer { session.currentScope = place }
    if commands.isEmpty {
      try emitRedirected(frame, output)
      return .normal
    }
    var stages: [Stage] = []
    defer { for stage in stages { stage.clean() } }
    session.lastSucceeded = true
    for (index, command) in commands.enumerated() {
      let hasInput = index > 0 || first != nil
      stages.append(
        try command.stage(frame, expectsInput: hasInput, position: index + 1, length: commands.count))
    }
    for index in stages.indices {
      stages[index].output = index + 1 < stages.count ? stages[index + 1] : output
    }
    var started = 0
    do {
      for stage in stages {
        try stage.begin()
        started += 1
      }
      if let first {
        try first.emit(frame, EntrySink(session, stages[0]))
      } else {
        try stages[0].runAlone()
      }
      for stage in stages { try stage.end() }
    } catch let stop as StopUpstream {
      guard started == stages.count, let index = stages.firstIndex(where: { ObjectIdentifier($0) == stop.stage }) else {
        throw stop
      }
      for stage in stages[index...] { try stage.end() }
    }
    return .normal
  }

  private func emitRedirected(_ frame: Frame, _ output: Sink) throws {
    let streams = try RedirectedOutput(firstRedirections, output, frame)
    defer { try? streams.close() }
    frame.session.lastSucceeded = true
    try streams.inside { try first?.emitStatement(frame, streams.output) }
  }
}
