/// A script, function or script block in the form that runs. Made once per session; every run has a `Frame` of its own.
final class CompiledBody {
  struct Parameter {
    let name: String
    let cell: Cell
    let types: [TypeConstraint]
    let attributes: [Attribute]
    /// Makes what assignments to the variable must keep to; nil when there is nothing.
    let hasConstraint: Bool
    let defaultValue: Node?
    let declaration: ParameterDeclaration
  }

  let body: ScriptBody
  let source: SourceText
  var cellCount = 0
  var parameters: [Parameter] = []
  var dynamicParameters: BlockNode?
  var begin: BlockNode?
  var process: BlockNode?
  var end: BlockNode?
  var clean: BlockNode?
  var underscore: Cell
  /// Nothing but values by position can be given, so that no binder is needed for them.
  var isSimple = true

  init(_ body: ScriptBody, underscore: Cell) {
    self.body = body
    source = body.source
    self.underscore = underscore
  }

  /// The text between the braces, or all of a script.
  var text: String { body.text }
}
