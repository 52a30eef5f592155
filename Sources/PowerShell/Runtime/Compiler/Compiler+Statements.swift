extension Compiler {
  mutating func statement(_ statement: Statement) throws -> StatementNode {
    switch statement {
    case .pipeline(let node): return try pipeline(node)
    case .chain(let node) where node.isBackground: return BackgroundNode(node.range)
    case .chain(let node):
      let first = try self.statement(node.first)
      var links: [(operation: PipelineChain.Operation, statement: StatementNode)] = []
      for link in node.links { links.append((link.operation, try self.statement(link.pipeline))) }
      return ChainNode(node.range, first, links)
    case .assignment(let node): return ExpressionStatementNode(try assignment(node))
    case .if(let node):
      var clauses: [(condition: StatementNode, body: BlockNode)] = []
      for clause in node.clauses { clauses.append((try self.statement(clause.condition), try block(clause.body))) }
      return IfNode(node.range, clauses, try node.otherwise.map { try block($0) })
    case .switch(let node): return try switchStatement(node)
    case .forEach(let node):
      let target = try variableTarget(node.variable)
      return ForEachNode(node, target, try self.statement(node.collection), try block(node.body))
    case .for(let node):
      return ForNode(
        node, try node.initializer.map { try self.statement($0) }, try node.condition.map { try self.statement($0) },
        try node.iterator.map { try self.statement($0) }, try block(node.body))
    case .loop(let node):
      return ConditionLoopNode(node, try self.statement(node.condition), try block(node.body))
    case .flow(let node):
      return FlowNode(
        node, try node.label.map { try expression($0) }, try node.value.map { try self.statement($0) })
    case .try(let node): return try tryStatement(node)
    case .function(let node): return FunctionNode(node)
    case .class(let node): return ClassNode(node)
    case .enum(let node): return EnumNode(node)
    case .data(let node):
      return DataNode(node.range, node.variable.map { VariableTarget(cell($0)) }, try block(node.body))
    }
  }

  private mutating func switchStatement(_ node: SwitchStatement) throws -> StatementNode {
    var clauses: [(condition: Node, body: BlockNode)] = []
    for clause in node.clauses { clauses.append((try expression(clause.condition), try block(clause.body))) }
    return SwitchNode(
      node, try statement(node.subject), clauses, try node.defaultBody.map { try block($0) }, underscore: cell("_"))
  }

  private mutating func tryStatement(_ node: TryStatement) throws -> StatementNode {
    var clauses: [TryNode.Clause] = []
    for clause in node.catches {
      clauses.append(TryNode.Clause(types: clause.types.map(TypeConstraint.init), body: try block(clause.body)))
    }
    return TryNode(
      node.range, try block(node.body), clauses, try node.finally.map { try block($0) }, underscore: cell("_"))
  }

  private mutating func pipeline(_ node: PipelineStatement) throws -> StatementNode {
    var first: Node?
    var firstRedirections: [RedirectionNode] = []
    var commands: [CommandNode] = []
    for element in node.elements {
      switch element {
      case .expression(let element):
        first = try expression(element.expression)
        firstRedirections = try element.redirections.map { try redirection($0) }
      case .command(let element): commands.append(try command(element))
      }
    }
    if node.isBackground { return BackgroundNode(node.range) }
    if let first, commands.isEmpty, firstRedirections.isEmpty { return ExpressionStatementNode(first) }
    return PipelineNode(node.range, first, firstRedirections, commands)
  }

  private mutating func redirection(_ node: Redirection) throws -> RedirectionNode {
    switch node.target {
    case .file(let path, let append):
      return RedirectionNode(node.from, .file(try expression(path), append: append))
    case .stream(let stream): return RedirectionNode(node.from, .stream(stream))
    }
  }

  private mutating func command(_ node: Command) throws -> CommandNode {
    var arguments: [ArgumentNode] = []
    for argument in node.arguments {
      switch argument {
      case .value(let value):
        var text: String?
        switch value {
        case .number(let number): text = number.text
        case .string(let string) where string.kind == .bareWord: text = string.value
        default: break
        }
        arguments.append(.value(try expression(value), text: text, value.range))
      case .parameter(let parameter):
        arguments.append(
          .parameter(
            parameter.name.text, try parameter.argument.map { try expression($0) }, hasColon: parameter.hasColon,
            parameter.range))
      case .splat(let variable): arguments.append(.splat(try self.variable(variable), variable.range))
      case .endOfParameters: arguments.append(.endOfParameters)
      case .verbatim(let text, _): arguments.append(.verbatim(text))
      }
    }
    var constant: Name?
    if case .string(let literal) = node.name { constant = Name(literal.value) }
    return CommandNode(
      node, constant, try expression(node.name), arguments, try node.redirections.map { try redirection($0) })
  }
}
