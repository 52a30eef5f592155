/// A command in a pipeline. Values are written to it one at a time; what it makes of them goes to `output` at once.
class Stage: Sink {
  var output: Sink = NullSink()

  func begin() throws {}

  /// The command is the first: it has no input and does its work in one go.
  func runAlone() throws {}

  func end() throws {}

  /// Runs once whatever happened.
  func clean() {}
}

/// A stage whose command has redirections.
final class RedirectedStage: Stage {
  private let inner: Stage
  private let nodes: [RedirectionNode]
  private let frame: Frame
  private var streams: RedirectedOutput?

  init(_ inner: Stage, _ nodes: [RedirectionNode], _ frame: Frame) {
    (self.inner, self.nodes, self.frame) = (inner, nodes, frame)
  }

  override func begin() throws {
    let streams = try RedirectedOutput(nodes, output, frame)
    self.streams = streams
    inner.output = streams.output
    try streams.inside { try inner.begin() }
  }

  override func write(_ value: Value) throws { try streams?.inside { try inner.write(value) } }
  override func runAlone() throws { try streams?.inside { try inner.runAlone() } }
  override func end() throws { try streams?.inside { try inner.end() } }

  override func clean() {
    inner.clean()
    // A file that cannot be closed here has failed before, when it was written to.
    try? streams?.close()
  }
}

/// Values that are written to a pipeline's first stage pass through here, so that it can be stopped between them.
package final class EntrySink: Sink {
  private let session: Session
  private let stage: Sink

  init(_ session: Session, _ stage: Sink) { (self.session, self.stage) = (session, stage) }

  package override func write(_ value: Value) throws {
    try session.checkpoint()
    try stage.write(value)
  }
}
