extension TreeDump {
  /// A pipeline. One that is only an expression is written as the expression.
  mutating func pipeline(_ pipeline: PipelineStatement) {
    if let expression = Statement.pipeline(pipeline).soleExpression { return self.expression(expression) }
    if pipeline.elements.count == 1, !pipeline.isBackground { return element(pipeline.elements[0]) }
    node("pipe" + (pipeline.isBackground ? " &" : "")) { dump in
      for element in pipeline.elements { dump.element(element) }
    }
  }

  private mutating func element(_ element: PipelineElement) {
    switch element {
    case .command(let command): self.command(command)
    case .expression(let node):
      guard !node.redirections.isEmpty else { return expression(node.expression) }
      self.node("redirected") { dump in
        dump.expression(node.expression)
        for redirection in node.redirections { dump.redirection(redirection) }
      }
    }
  }

  private mutating func command(_ command: Command) {
    let heads: [Command.Invocation: String] = [.plain: "command", .call: "call", .dotSource: "dot"]
    node(heads[command.invocation] ?? "command") { dump in
      dump.expression(command.name)
      for argument in command.arguments { dump.argument(argument) }
      for redirection in command.redirections { dump.redirection(redirection) }
    }
  }

  private mutating func argument(_ argument: CommandArgument) {
    switch argument {
    case .value(let expression): self.expression(expression)
    case .parameter(let parameter):
      guard let value = parameter.argument else { return atom("-" + parameter.name.text) }
      node("-" + parameter.name.text + ":") { $0.expression(value) }
    case .splat(let variable): atom("@" + variable.path)
    case .endOfParameters: atom("--")
    case .verbatim(let text, _): node("--%") { $0.quoted(text) }
    }
  }

  private mutating func redirection(_ redirection: Redirection) {
    let stream = redirection.from == .all ? "*" : String(redirection.from.rawValue)
    switch redirection.target {
    case .stream(let other): atom(stream + ">&" + String(other.rawValue))
    case .file(let file, let append): node(stream + (append ? ">>" : ">")) { $0.expression(file) }
    }
  }
}
