extension TreeDump {
  mutating func body(_ body: ScriptBody) {
    node("script") { dump in
      for using in body.usings {
        dump.node("using \(using.kind.rawValue)") { dump in
          if let specification = using.specification { dump.expression(specification) } else { dump.quoted(using.name) }
        }
      }
      dump.content(of: body)
    }
  }

  /// Parameters and blocks of a body; the statements of a body without named blocks stand by themselves.
  mutating func content(of body: ScriptBody) {
    if let parameters = body.parameters { self.parameters(parameters) }
    let blocks = [
      ("dynamicparam", body.dynamicParameters), ("begin", body.begin), ("process", body.process), ("end", body.end),
      ("clean", body.clean),
    ]
    for (name, block) in blocks {
      guard let block else { continue }
      if body.hasNamedBlocks { node(name) { $0.statements(block) } } else { statements(block) }
    }
  }

  mutating func parameters(_ block: ParameterBlock) {
    node("param") { dump in
      for attribute in block.attributes { dump.attribute(attribute) }
      for parameter in block.parameters {
        dump.node("$" + parameter.name.text) { dump in
          for attribute in parameter.attributes { dump.attribute(attribute) }
          for type in parameter.types { dump.atom("[" + type.fullName + "]") }
          if let value = parameter.defaultValue { dump.node("=") { $0.expression(value) } }
        }
      }
    }
  }

  mutating func attribute(_ attribute: Attribute) {
    node("attribute " + attribute.type.fullName) { dump in
      for value in attribute.positional { dump.expression(value) }
      for argument in attribute.named {
        dump.node(argument.name.text + "=") { dump in
          if let value = argument.value { dump.expression(value) }
        }
      }
    }
  }

  mutating func statements(_ block: StatementBlock) {
    for trap in block.traps {
      node("trap" + (trap.type.map { " [" + $0.fullName + "]" } ?? "")) { $0.statements(trap.body) }
    }
    for statement in block.statements { self.statement(statement) }
  }

  mutating func block(_ block: StatementBlock) { node("block") { $0.statements(block) } }

  mutating func statement(_ statement: Statement) {
    switch statement {
    case .pipeline(let pipeline): self.pipeline(pipeline)
    case .chain(let chain):
      node("chain" + (chain.isBackground ? " &" : "")) { dump in
        dump.statement(chain.first)
        for link in chain.links {
          dump.atom(link.operation.rawValue)
          dump.statement(link.pipeline)
        }
      }
    case .assignment(let assignment):
      node(assignment.operation.rawValue) { dump in
        dump.expression(assignment.target)
        dump.statement(assignment.value)
      }
    case .flow(let flow):
      node(flow.kind.rawValue) { dump in
        if let label = flow.label { dump.expression(label) }
        if let value = flow.value { dump.statement(value) }
      }
    case .function(let function):
      node((function.isFilter ? "filter " : "function ") + function.name.text) { $0.content(of: function.body) }
    case .try(let statement): self.try(statement)
    case .data(let data):
      node("data" + (data.variable.map { " " + $0.text } ?? "")) { dump in
        for command in data.supportedCommands { dump.expression(command) }
        dump.block(data.body)
      }
    case .if, .switch, .forEach, .for, .loop: control(statement)
    case .class(let definition): self.class(definition)
    case .enum(let definition): self.enum(definition)
    }
  }

  private mutating func `try`(_ statement: TryStatement) {
    node("try") { dump in
      dump.block(statement.body)
      for clause in statement.catches {
        dump.node("catch") { dump in
          for type in clause.types { dump.atom("[" + type.fullName + "]") }
          dump.statements(clause.body)
        }
      }
      if let finally = statement.finally { dump.node("finally") { $0.statements(finally) } }
    }
  }

  private mutating func control(_ statement: Statement) {
    switch statement {
    case .if(let statement):
      node("if") { dump in
        for clause in statement.clauses {
          dump.statement(clause.condition)
          dump.block(clause.body)
        }
        if let otherwise = statement.otherwise { dump.node("else") { $0.statements(otherwise) } }
      }
    case .switch(let statement): self.switch(statement)
    case .forEach(let loop):
      node(Self.labeled("foreach", loop.label)) { dump in
        dump.expression(.variable(loop.variable))
        dump.statement(loop.collection)
        dump.block(loop.body)
      }
    case .for(let loop):
      node(Self.labeled("for", loop.label)) { dump in
        for part in [loop.initializer, loop.condition, loop.iterator] {
          if let part { dump.statement(part) } else { dump.atom("nil") }
        }
        dump.block(loop.body)
      }
    case .loop(let loop):
      node(Self.labeled(loop.kind.rawValue, loop.label)) { dump in
        dump.statement(loop.condition)
        dump.block(loop.body)
      }
    default: break
    }
  }

  private mutating func `switch`(_ statement: SwitchStatement) {
    let names: [(String, SwitchStatement.Flags)] = [
      ("-regex", .regularExpression), ("-wildcard", .wildcard), ("-exact", .exact),
      ("-casesensitive", .caseSensitive), ("-file", .file), ("-parallel", .parallel),
    ]
    node(Self.labeled("switch", statement.label)) { dump in
      for (name, flag) in names where statement.flags.contains(flag) { dump.atom(name) }
      dump.statement(statement.subject)
      for clause in statement.clauses {
        dump.node("case") { dump in
          dump.expression(clause.condition)
          dump.statements(clause.body)
        }
      }
      if let body = statement.defaultBody { dump.node("default") { $0.statements(body) } }
    }
  }

  private static func labeled(_ head: String, _ label: Name?) -> String {
    label.map { head + " :" + $0.text } ?? head
  }

  private mutating func `class`(_ definition: ClassDefinition) {
    node("class " + definition.name.text) { dump in
      for attribute in definition.attributes { dump.attribute(attribute) }
      for base in definition.bases { dump.atom(":" + base.fullName) }
      for property in definition.properties {
        dump.node(Self.modified("property $" + property.name.text, property.isStatic, property.isHidden)) { dump in
          for attribute in property.attributes { dump.attribute(attribute) }
          if let type = property.type { dump.atom("[" + type.fullName + "]") }
          if let value = property.initialValue { dump.expression(value) }
        }
      }
      for method in definition.methods {
        let head = (method.isConstructor ? "constructor " : "method ") + method.name.text
        dump.node(Self.modified(head, method.isStatic, method.isHidden)) { dump in
          for attribute in method.attributes { dump.attribute(attribute) }
          if let type = method.returnType { dump.atom("[" + type.fullName + "]") }
          if let arguments = method.baseArguments {
            dump.node("base") { dump in for argument in arguments { dump.expression(argument) } }
          }
          dump.content(of: method.body)
        }
      }
    }
  }

  private static func modified(_ head: String, _ isStatic: Bool, _ isHidden: Bool) -> String {
    (isStatic ? "static " : "") + (isHidden ? "hidden " : "") + head
  }

  private mutating func `enum`(_ definition: EnumDefinition) {
    node("enum " + definition.name.text) { dump in
      for attribute in definition.attributes { dump.attribute(attribute) }
      if let type = definition.underlyingType { dump.atom(":" + type.fullName) }
      for member in definition.members {
        dump.node(member.name.text) { dump in if let value = member.value { dump.expression(value) } }
      }
    }
  }
}
