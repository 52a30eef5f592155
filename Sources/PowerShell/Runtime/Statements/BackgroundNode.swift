/// A pipeline with `&` at its end: a job (about_Operators, background operator).
final class BackgroundNode: StatementNode {
  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    guard let starter = frame.session.backgroundStarter else {
      throw PowerShellError(
        "Background jobs ('&' at the end of a pipeline) are not supported in this session.", id: "NotSupported",
        category: .notImplemented)
    }
    var text = frame.code.source.text(of: range).trimmingBlanks()
    if text.hasSuffix("&") { text = text.dropLast().trimmingBlanks() }
    try output.write(try starter.start(text, frame.scope))
    return .normal
  }
}

/// Starts the jobs of a session's background operator.
package final class BackgroundStarter {
  /// The text of the pipeline without `&`, and the scope that it stands in; gives the job.
  let start: (_ text: String, _ scope: Scope) throws -> Value

  package init(_ start: @escaping (String, Scope) throws -> Value) { self.start = start }
}

extension Session {
  /// Nil: the background operator is an error.
  package var backgroundStarter: BackgroundStarter? {
    get { attachments[ObjectIdentifier(BackgroundStarter.self)] as? BackgroundStarter }
    set { attachments[ObjectIdentifier(BackgroundStarter.self)] = newValue }
  }
}
