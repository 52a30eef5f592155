/// Turns the syntax of one body into nodes. Bodies within it are compiled when they are first used.
///
/// The depth of recursion is that of the syntax, which the parser limits (`ParseLimits.height`).
struct Compiler {
  let session: Session
  private var cells: [NameNumber: Cell] = [:]

  init(_ session: Session) { self.session = session }

  var cellCount: Int { cells.count }

  static func compile(_ body: ScriptBody, _ session: Session) throws -> CompiledBody {
    var compiler = Compiler(session)
    return try compiler.compile(body)
  }

  mutating func cell(_ name: Name) -> Cell {
    let number = session.names.number(of: name)
    if let cell = cells[number] { return cell }
    switch number {
    case WellKnownName.separator.number: session.mentionsSeparator = true
    case WellKnownName.forEachEnumerator.number, WellKnownName.switchEnumerator.number:
      session.mentionsEnumerators = true
    default: break
    }
    let cell = Cell(index: cells.count, name: number, text: name.text)
    cells[number] = cell
    return cell
  }

  mutating func compile(_ body: ScriptBody) throws -> CompiledBody {
    let code = CompiledBody(body, underscore: cell("_"))
    for parameter in body.parameters?.parameters ?? [] {
      let types = parameter.types.map(TypeConstraint.init)
      let isPlain = parameter.types.isEmpty && parameter.attributes.isEmpty
      code.parameters.append(
        CompiledBody.Parameter(
          name: parameter.name.text, cell: cell(parameter.name), types: types, attributes: parameter.attributes,
          hasConstraint: !isPlain, defaultValue: try parameter.defaultValue.map { try expression($0) },
          declaration: parameter))
      if parameter.attributes.contains(where: { $0.type.name.key != "alias" && $0.type.name.key != "parameter" }) {
        code.isSimple = false
      }
      if parameter.attributes.contains(where: { $0.type.name.key == "parameter" }) { code.isSimple = false }
    }
    if body.parameters?.attributes.contains(where: { $0.type.name.key == "cmdletbinding" }) == true {
      code.isSimple = false
    }
    if body.dynamicParameters != nil { code.isSimple = false }
    code.dynamicParameters = try body.dynamicParameters.map { try block($0) }
    code.begin = try body.begin.map { try block($0) }
    code.process = try body.process.map { try block($0) }
    code.end = try body.end.map { try block($0) }
    code.clean = try body.clean.map { try block($0) }
    code.cellCount = cells.count
    return code
  }

  mutating func block(_ block: StatementBlock) throws -> BlockNode {
    var statements: [StatementNode] = []
    // Classes and enums exist from the start of the script that defines them.
    for definition in Self.typeDefinitions(block) { statements.append(try self.statement(definition)) }
    for statement in block.statements {
      switch statement {
      case .enum, .class: continue
      default: statements.append(try self.statement(statement))
      }
    }
    let traps = try block.traps.map { trap in
      TrapNode(trap.type.map(TypeConstraint.init), try self.block(trap.body), underscore: cell("_"))
    }
    return BlockNode(statements, traps)
  }

  /// The types that a block defines, enums first and every class behind its base.
  private static func typeDefinitions(_ block: StatementBlock) -> [Statement] {
    var enums: [Statement] = []
    var waiting: [ClassDefinition] = []
    for statement in block.statements {
      if case .enum = statement { enums.append(statement) }
      if case .class(let definition) = statement { waiting.append(definition) }
    }
    var sorted: [Statement] = []
    while !waiting.isEmpty {
      let names = Set(waiting.map(\.name.key))
      let ready = waiting.filter { definition in
        !definition.bases.contains { names.contains($0.name.key) && $0.name != definition.name }
      }
      // A circle: the first of them says what is wrong when it runs.
      let next = ready.isEmpty ? waiting : ready
      sorted += next.map { .class($0) }
      waiting.removeAll { definition in next.contains { $0 === definition } }
    }
    return enums + sorted
  }
}
