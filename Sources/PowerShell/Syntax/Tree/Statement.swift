/// A statement. Every case holds one reference, so that a `Statement` is as small as a pointer.
package enum Statement: Sendable {
  case pipeline(PipelineStatement)
  case chain(PipelineChain)
  case assignment(AssignmentStatement)
  case `if`(IfStatement)
  case `switch`(SwitchStatement)
  case forEach(ForEachStatement)
  case `for`(ForStatement)
  /// `while`, `do … while` and `do … until`.
  case loop(LoopStatement)
  /// `break`, `continue`, `return`, `throw`, `exit`.
  case flow(FlowStatement)
  case `try`(TryStatement)
  case function(FunctionDefinition)
  case `class`(ClassDefinition)
  case `enum`(EnumDefinition)
  case data(DataStatement)

  package var range: SourceRange {
    switch self {
    case .pipeline(let node): node.range
    case .chain(let node): node.range
    case .assignment(let node): node.range
    case .if(let node): node.range
    case .switch(let node): node.range
    case .forEach(let node): node.range
    case .for(let node): node.range
    case .loop(let node): node.range
    case .flow(let node): node.range
    case .try(let node): node.range
    case .function(let node): node.range
    case .class(let node): node.range
    case .enum(let node): node.range
    case .data(let node): node.range
    }
  }

  /// The expression, where the statement is nothing but one: no pipe, no redirection, no background sign.
  package var soleExpression: Expression? {
    guard case .pipeline(let pipeline) = self, pipeline.elements.count == 1, !pipeline.isBackground,
      case .expression(let element) = pipeline.elements[0], element.redirections.isEmpty
    else { return nil }
    return element.expression
  }
}

/// `target = value` and the compound forms (about_Assignment_Operators).
package final class AssignmentStatement: Sendable {
  package enum Operation: String, Sendable {
    case assign = "="
    case add = "+="
    case subtract = "-="
    case multiply = "*="
    case divide = "/="
    case remainder = "%="
    case coalesce = "??="
  }

  package let range: SourceRange
  /// A variable, property or element, perhaps with casts and attributes before it; several are an array literal.
  package let target: Expression
  package let operation: Operation
  /// A pipeline, or any other statement: `$x = if (…) {…} else {…}`, `$a = $b = 1`.
  package let value: Statement
  package let operatorRange: SourceRange

  init(
    range: SourceRange, target: Expression, operation: Operation, value: Statement, operatorRange: SourceRange
  ) {
    self.range = range
    self.target = target
    self.operation = operation
    self.value = value
    self.operatorRange = operatorRange
  }
}

/// `break`, `continue`, `return`, `throw` and `exit`.
package final class FlowStatement: Sendable {
  package enum Kind: String, Sendable {
    case `break`
    case `continue`
    case `return`
    case `throw`
    case exit
  }

  package let range: SourceRange
  package let kind: Kind
  /// The label of `break` and `continue`: a constant string for a bare word.
  package let label: Expression?
  /// What `return`, `throw` and `exit` are given.
  package let value: Statement?

  init(range: SourceRange, kind: Kind, label: Expression? = nil, value: Statement? = nil) {
    self.range = range
    self.kind = kind
    self.label = label
    self.value = value
  }
}

/// `try {…} catch [A], [B] {…} finally {…}` (about_Try_Catch_Finally).
package final class TryStatement: Sendable {
  package struct Catch: Sendable {
    /// Empty for a `catch` that takes everything.
    package let types: [TypeName]
    package let body: StatementBlock
    package let range: SourceRange
  }

  package let range: SourceRange
  package let body: StatementBlock
  package let catches: [Catch]
  package let finally: StatementBlock?

  init(range: SourceRange, body: StatementBlock, catches: [Catch], finally: StatementBlock?) {
    self.range = range
    self.body = body
    self.catches = catches
    self.finally = finally
  }
}

/// `trap [Type] {…}` (about_Trap).
package final class TrapStatement: Sendable {
  package let range: SourceRange
  /// Nil for a trap that takes everything.
  package let type: TypeName?
  package let body: StatementBlock

  init(range: SourceRange, type: TypeName?, body: StatementBlock) {
    self.range = range
    self.type = type
    self.body = body
  }
}

/// `data Name -SupportedCommand A, B {…}` (about_Data_Sections).
package final class DataStatement: Sendable {
  package let range: SourceRange
  /// The variable that takes the value; nil gives the value to the output.
  package let variable: Name?
  package let supportedCommands: [Expression]
  package let body: StatementBlock

  init(range: SourceRange, variable: Name?, supportedCommands: [Expression], body: StatementBlock) {
    self.range = range
    self.variable = variable
    self.supportedCommands = supportedCommands
    self.body = body
  }
}
