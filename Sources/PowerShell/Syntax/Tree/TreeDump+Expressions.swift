extension TreeDump {
  mutating func expression(_ expression: Expression) {
    switch expression {
    case .number(let literal): atom(Self.describe(literal.value))
    case .string(let literal):
      if literal.kind == .bareWord { atom("`" + literal.value + "`") } else { quoted(literal.value) }
    case .expandable(let string):
      node(string.kind == .bareWord ? "word" : "expand") { dump in
        for part in string.parts {
          switch part {
          case .text(let text): dump.quoted(text)
          case .expression(let expression): dump.expression(expression)
          }
        }
      }
    case .variable(let variable): atom("$" + variable.path)
    case .list(let list): node("list") { dump in for element in list.elements { dump.expression(element) } }
    case .array(let block): node("@") { $0.statements(block.body) }
    case .subexpression(let block): node("$") { $0.statements(block.body) }
    case .parenthesized(let inner): node("paren") { $0.statement(inner.statement) }
    case .table(let table): self.table(table)
    case .scriptBlock(let block): node("scriptblock") { $0.content(of: block.body) }
    case .type(let type): atom("[" + type.type.fullName + "]")
    case .cast(let cast): self.cast(cast)
    case .unary(let unary): node("unary " + unary.operation.rawValue) { $0.expression(unary.operand) }
    case .binary(let binary):
      node((binary.isCaseSensitive ? "c" : "") + binary.operation.rawValue) { dump in
        dump.expression(binary.left)
        dump.expression(binary.right)
      }
    case .ternary(let ternary):
      node("?") { dump in
        dump.expression(ternary.condition)
        dump.expression(ternary.whenTrue)
        dump.expression(ternary.whenFalse)
      }
    case .member, .invocation, .index: link(expression)
    }
  }

  private mutating func table(_ table: TableExpression) {
    node("table") { dump in
      for entry in table.entries {
        dump.node("=") { dump in
          dump.expression(entry.key)
          dump.statement(entry.value)
        }
      }
    }
  }

  private mutating func cast(_ cast: CastExpression) {
    node("cast") { dump in
      switch cast.kind {
      case .type(let type): dump.atom("[" + type.fullName + "]")
      case .attribute(let attribute): dump.attribute(attribute)
      }
      dump.expression(cast.operand)
    }
  }

  private mutating func link(_ expression: Expression) {
    switch expression {
    case .member(let node):
      self.node((node.isNullConditional ? "?" : "") + (node.isStatic ? "::" : ".")) { dump in
        dump.expression(node.target)
        dump.member(node.member)
      }
    case .invocation(let node):
      self.node("invoke" + (node.isNullConditional ? "?" : "") + (node.isStatic ? "::" : ".")) { dump in
        dump.expression(node.target)
        dump.member(node.member)
        for type in node.genericArguments { dump.atom("[" + type.fullName + "]") }
        for argument in node.arguments { dump.expression(argument) }
      }
    case .index(let node):
      self.node("index" + (node.isNullConditional ? "?" : "")) { dump in
        dump.expression(node.target)
        dump.expression(node.index)
      }
    default: break
    }
  }

  private mutating func member(_ member: MemberName) {
    switch member {
    case .constant(let name, _): atom(name.text)
    case .dynamic(let expression): self.expression(expression)
    }
  }

  /// A number with a letter for its type; none for a 32-bit integer.
  private static func describe(_ value: NumberLiteral.Value) -> String {
    switch value {
    case .int8(let value): "\(value)y"
    case .uint8(let value): "\(value)uy"
    case .int16(let value): "\(value)s"
    case .uint16(let value): "\(value)us"
    case .int32(let value): "\(value)"
    case .uint32(let value): "\(value)u"
    case .int64(let value): "\(value)L"
    case .uint64(let value): "\(value)ul"
    case .double(let value): "\(value)r"
    case .decimal(let isNegative, let significand, let scale):
      (isNegative ? "-" : "") + "\(significand)/\(scale)d"
    case .bigInteger(let digits): digits + "n"
    }
  }
}
