/// Commands and expressions joined by `|`, perhaps sent to the background with `&`.
package final class PipelineStatement: Sendable {
  package let range: SourceRange
  /// At least one.
  package let elements: [PipelineElement]
  package let isBackground: Bool

  init(range: SourceRange, elements: [PipelineElement], isBackground: Bool = false) {
    self.range = range
    self.elements = elements
    self.isBackground = isBackground
  }
}

/// Pipelines joined by `&&` and `||`, which bind alike and from the left (about_Pipeline_Chain_Operators).
package final class PipelineChain: Sendable {
  package enum Operation: String, Sendable {
    case and = "&&"
    case or = "||"
  }

  package struct Link: Sendable {
    package let operation: Operation
    package let pipeline: Statement
  }

  package let range: SourceRange
  package let first: Statement
  package let links: [Link]
  package let isBackground: Bool

  init(range: SourceRange, first: Statement, links: [Link], isBackground: Bool = false) {
    self.range = range
    self.first = first
    self.links = links
    self.isBackground = isBackground
  }
}

package enum PipelineElement: Sendable {
  case expression(ExpressionElement)
  case command(Command)

  package var range: SourceRange {
    switch self {
    case .expression(let node): node.range
    case .command(let node): node.range
    }
  }
}

/// An expression in a pipeline. Only the first element of a pipeline can be one.
package final class ExpressionElement: Sendable {
  package let range: SourceRange
  package let expression: Expression
  package let redirections: [Redirection]

  init(range: SourceRange, expression: Expression, redirections: [Redirection]) {
    self.range = range
    self.expression = expression
    self.redirections = redirections
  }
}

/// A command with its arguments.
package final class Command: Sendable {
  package enum Invocation: String, Sendable {
    /// A command name as a bare word.
    case plain
    /// `& …`.
    case call
    /// `. …`.
    case dotSource
  }

  package let range: SourceRange
  package let invocation: Invocation
  /// What is run: a constant bare word for `plain`, any expression for the others.
  package let name: Expression
  package let arguments: [CommandArgument]
  package let redirections: [Redirection]

  init(
    range: SourceRange, invocation: Invocation, name: Expression, arguments: [CommandArgument],
    redirections: [Redirection]
  ) {
    self.range = range
    self.invocation = invocation
    self.name = name
    self.arguments = arguments
    self.redirections = redirections
  }
}

package enum CommandArgument: Sendable {
  /// A value. A bare word is a `StringLiteral` or `ExpandableString` of kind `bareWord`; a number in argument mode
  /// is a `NumberLiteral`, which keeps its text for those who want the string.
  case value(Expression)
  /// `-Name` or `-Name:value`.
  case parameter(CommandParameter)
  /// `@name`.
  case splat(VariableExpression)
  /// `--`: what follows is not looked at for parameters.
  case endOfParameters(SourceRange)
  /// `--%` with the rest of the line as it stands.
  case verbatim(String, SourceRange)

  package var range: SourceRange {
    switch self {
    case .value(let expression): expression.range
    case .parameter(let node): node.range
    case .splat(let node): node.range
    case .endOfParameters(let range): range
    case .verbatim(_, let range): range
    }
  }
}

/// `-Name`, or `-Name:value` (then `argument` is the value).
package final class CommandParameter: Sendable {
  package let range: SourceRange
  /// Without the dash.
  package let name: Name
  package let argument: Expression?
  /// A colon was written; for native commands the words go on as `-Name:` then.
  package let hasColon: Bool

  init(range: SourceRange, name: Name, argument: Expression?, hasColon: Bool) {
    self.range = range
    self.name = name
    self.argument = argument
    self.hasColon = hasColon
  }
}

/// `> file`, `2>> file`, `*> $null`, `2>&1` (about_Redirection).
package final class Redirection: Sendable {
  /// Streams by their PowerShell numbers.
  package enum Stream: Int, Sendable {
    case all = 0
    case output = 1
    case error = 2
    case warning = 3
    case verbose = 4
    case debug = 5
    case information = 6
  }

  package enum Target: Sendable {
    /// A file's path, or something that evaluates to null, which discards.
    case file(Expression, append: Bool)
    /// `n>&1`.
    case stream(Stream)
  }

  package let range: SourceRange
  package let from: Stream
  package let target: Target

  init(range: SourceRange, from: Stream, target: Target) {
    self.range = range
    self.from = from
    self.target = target
  }
}
