/// Any node of a tree, for those who look through a script without caring for its grammar.
package enum SyntaxNode: Sendable {
  case body(ScriptBody)
  case block(StatementBlock)
  case statement(Statement)
  case trap(TrapStatement)
  case command(Command)
  case redirection(Redirection)
  case expression(Expression)
  case attribute(Attribute)

  package var range: SourceRange {
    switch self {
    case .body(let node): node.range
    case .block(let node): node.range
    case .statement(let node): node.range
    case .trap(let node): node.range
    case .command(let node): node.range
    case .redirection(let node): node.range
    case .expression(let node): node.range
    case .attribute(let node): node.range
    }
  }

  /// The nodes right below it, in the order of the text.
  package var children: [SyntaxNode] {
    switch self {
    case .body(let node): Self.children(of: node)
    case .block(let node): node.statements.map { .statement($0) } + node.traps.map { .trap($0) }
    case .statement(let node): Self.children(of: node)
    case .trap(let node): [.block(node.body)]
    case .command(let node):
      [.expression(node.name)] + node.arguments.compactMap(Self.node) + node.redirections.map { .redirection($0) }
    case .redirection(let node):
      if case .file(let path, _) = node.target { [.expression(path)] } else { [] }
    case .expression(let node): Self.children(of: node)
    case .attribute(let node):
      node.positional.map { .expression($0) } + node.named.compactMap { $0.value.map { .expression($0) } }
    }
  }

  /// Visits the node and all below it, the outer ones first. What `visit` answers says whether to go below a node. The
  /// depth of recursion is that of the tree, which the parser limits.
  package func walk(_ visit: (SyntaxNode) throws -> Bool) rethrows {
    guard try visit(self) else { return }
    for child in children { try child.walk(visit) }
  }

  private static func children(of body: ScriptBody) -> [SyntaxNode] {
    var nodes: [SyntaxNode] = []
    for attribute in body.parameters?.attributes ?? [] { nodes.append(.attribute(attribute)) }
    for parameter in body.parameters?.parameters ?? [] {
      nodes += parameter.attributes.map { .attribute($0) }
      if let value = parameter.defaultValue { nodes.append(.expression(value)) }
    }
    let blocks = [body.dynamicParameters, body.begin, body.process, body.end, body.clean]
    return nodes + blocks.compactMap { $0.map { .block($0) } }
  }

  private static func node(_ argument: CommandArgument) -> SyntaxNode? {
    switch argument {
    case .value(let value): .expression(value)
    case .parameter(let parameter): parameter.argument.map { .expression($0) }
    case .splat(let variable): .expression(.variable(variable))
    case .endOfParameters, .verbatim: nil
    }
  }

  private static func children(of statement: Statement) -> [SyntaxNode] {
    switch statement {
    case .pipeline(let node):
      node.elements.flatMap { element -> [SyntaxNode] in
        switch element {
        case .expression(let element):
          [.expression(element.expression)] + element.redirections.map { .redirection($0) }
        case .command(let command): [.command(command)]
        }
      }
    case .chain(let node): [.statement(node.first)] + node.links.map { .statement($0.pipeline) }
    case .assignment(let node): [.expression(node.target), .statement(node.value)]
    case .if(let node):
      node.clauses.flatMap { [.statement($0.condition), .block($0.body)] } + nodes(node.otherwise)
    case .switch(let node):
      [.statement(node.subject)] + node.clauses.flatMap { [.expression($0.condition), .block($0.body)] }
        + nodes(node.defaultBody)
    case .forEach(let node):
      [.expression(.variable(node.variable)), .statement(node.collection), .block(node.body)]
    case .for(let node):
      [node.initializer, node.condition, node.iterator].compactMap { $0.map { .statement($0) } } + [.block(node.body)]
    case .loop(let node): [.statement(node.condition), .block(node.body)]
    case .flow(let node):
      [node.label.map { .expression($0) }, node.value.map { .statement($0) }].compactMap { $0 }
    case .try(let node): [.block(node.body)] + node.catches.map { .block($0.body) } + nodes(node.finally)
    case .function(let node): [.body(node.body)]
    case .class(let node):
      node.properties.compactMap { $0.initialValue.map { .expression($0) } }
        + node.methods.flatMap { method in
          (method.baseArguments ?? []).map { .expression($0) } + [.body(method.body)]
        }
    case .enum(let node): node.members.compactMap { $0.value.map { .expression($0) } }
    case .data(let node): node.supportedCommands.map { .expression($0) } + [.block(node.body)]
    }
  }

  private static func nodes(_ block: StatementBlock?) -> [SyntaxNode] { block.map { [.block($0)] } ?? [] }

  private static func nodes(_ member: MemberName) -> [SyntaxNode] {
    if case .dynamic(let name) = member { [.expression(name)] } else { [] }
  }

  private static func children(of expression: Expression) -> [SyntaxNode] {
    switch expression {
    case .number, .string, .variable, .type: []
    case .expandable(let node):
      node.parts.compactMap { if case .expression(let inner) = $0 { .expression(inner) } else { nil } }
    case .list(let node): node.elements.map { .expression($0) }
    case .array(let node), .subexpression(let node): [.block(node.body)]
    case .parenthesized(let node): [.statement(node.statement)]
    case .table(let node): node.entries.flatMap { [.expression($0.key), .statement($0.value)] }
    case .scriptBlock(let node): [.body(node.body)]
    case .cast(let node):
      if case .attribute(let attribute) = node.kind {
        [.attribute(attribute), .expression(node.operand)]
      } else {
        [.expression(node.operand)]
      }
    case .unary(let node): [.expression(node.operand)]
    case .binary(let node): [.expression(node.left), .expression(node.right)]
    case .ternary(let node): [.expression(node.condition), .expression(node.whenTrue), .expression(node.whenFalse)]
    case .member(let node): [.expression(node.target)] + nodes(node.member)
    case .invocation(let node):
      [.expression(node.target)] + nodes(node.member) + node.arguments.map { .expression($0) }
    case .index(let node): [.expression(node.target), .expression(node.index)]
    }
  }
}
