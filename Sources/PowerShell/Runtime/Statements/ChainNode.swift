/// `a && b || c` (about_Pipeline_Chain_Operators).
final class ChainNode: StatementNode {
  private let first: StatementNode
  private let links: [(operation: PipelineChain.Operation, statement: StatementNode)]

  init(
    _ range: SourceRange, _ first: StatementNode,
    _ links: [(operation: PipelineChain.Operation, statement: StatementNode)]
  ) {
    (self.first, self.links) = (first, links)
    super.init(range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    var completion = try first.execute(frame, output)
    for link in links {
      if completion != .normal { return completion }
      if frame.session.lastSucceeded == (link.operation == .and) {
        completion = try link.statement.execute(frame, output)
      }
    }
    return completion
  }
}
