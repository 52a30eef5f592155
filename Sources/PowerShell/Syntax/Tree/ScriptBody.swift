/// What a script file, a function body or a `{ }` literal consists of (about_Script_Blocks).
package final class ScriptBody: Sendable {
  package let source: SourceText
  package let range: SourceRange
  package let usings: [UsingStatement]
  package let requirements: [Requirement]
  /// `param(...)` with the attributes before it; parameters in parentheses after a function's name are here, too.
  package let parameters: ParameterBlock?
  package let dynamicParameters: StatementBlock?
  package let begin: StatementBlock?
  package let process: StatementBlock?
  /// The `end` block, or the statements of a body without named blocks (those of a filter are in `process`).
  package let end: StatementBlock?
  /// The `clean` block of PowerShell 7.3.
  package let clean: StatementBlock?
  /// Named blocks were written out.
  package let hasNamedBlocks: Bool
  /// Comment-based help of the body (about_Comment_Based_Help).
  package let help: CommentHelp?

  init(
    source: SourceText, range: SourceRange, usings: [UsingStatement] = [], requirements: [Requirement] = [],
    parameters: ParameterBlock? = nil, dynamicParameters: StatementBlock? = nil, begin: StatementBlock? = nil,
    process: StatementBlock? = nil, end: StatementBlock? = nil, clean: StatementBlock? = nil,
    hasNamedBlocks: Bool = false, help: CommentHelp? = nil
  ) {
    self.source = source
    self.range = range
    self.usings = usings
    self.requirements = requirements
    self.parameters = parameters
    self.dynamicParameters = dynamicParameters
    self.begin = begin
    self.process = process
    self.end = end
    self.clean = clean
    self.hasNamedBlocks = hasNamedBlocks
    self.help = help
  }

  /// The text of the body, without braces around it.
  package var text: String { source.text(of: range) }
}

/// Statements in a row, with the traps that guard them.
package final class StatementBlock: Sendable {
  package let range: SourceRange
  package let statements: [Statement]
  /// The block's `trap` statements, in order; they hold for the whole block wherever they stand in it.
  package let traps: [TrapStatement]

  init(range: SourceRange, statements: [Statement], traps: [TrapStatement] = []) {
    self.range = range
    self.statements = statements
    self.traps = traps
  }
}

/// `using namespace …`, `using module …`, `using assembly …` (about_Using).
package struct UsingStatement: Sendable {
  package enum Kind: String, Sendable {
    case namespace
    case module
    case assembly
  }

  package let kind: Kind
  /// The name or path; empty when `specification` says it.
  package let name: String
  /// The hashtable form of `using module @{ModuleName = …}`.
  package let specification: Expression?
  package let range: SourceRange
}

/// One parameter of a `#requires` line (about_Requires), such as `Version` with "5.1" or `RunAsAdministrator` with
/// nothing.
package struct Requirement: Sendable {
  package let name: Name
  /// What stands after the parameter, split at commas, quotes removed.
  package let values: [String]
  package let range: SourceRange
}

/// The comment with the help keywords in front of, or at the start or end of, a function or script.
package struct CommentHelp: Sendable {
  /// The comment's text without comment signs.
  package let text: String
  package let range: SourceRange
}
