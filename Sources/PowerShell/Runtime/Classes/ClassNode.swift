/// `class Name : Base { … }`: makes the type known.
final class ClassNode: StatementNode {
  fileprivate let definition: ClassDefinition

  init(_ definition: ClassDefinition) {
    self.definition = definition
    super.init(definition.range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    let session = frame.session
    var base: TypeReference = BuiltInType.object
    var interfaces: [TypeReference] = []
    // A base such as IEquatable[Name] names the class itself.
    if !definition.bases.isEmpty, session.types.find(definition.name.text) == nil {
      session.register(TypeReference(definition.name.text, .custom, base: BuiltInType.object))
    }
    for (index, name) in definition.bases.enumerated() {
      let type = try session.type(named: name.fullName)
      if type.kind == .interface {
        interfaces.append(type)
      } else if index == 0 {
        base = type
      } else {
        throw PowerShellError(
          "\"\(type.name)\" is not an interface.", id: "InterfaceNameExpected", category: .parserError,
          exceptionType: "System.Management.Automation.ParseException")
      }
    }
    try requireMethods(of: interfaces, base)
    let fields = definition.properties.map { property in
      ScriptClassBody.Field(
        name: property.name.text, type: property.type.map(TypeConstraint.init), initial: property.initialValue,
        isStatic: property.isStatic, isHidden: property.isHidden, attributes: property.attributes)
    }
    let overloads = try definition.methods.map { method in
      let (code, baseArguments) = try Compiler.compileMethod(method.body, method.baseArguments ?? [], session)
      return ScriptClassBody.Overload(
        name: method.name.text, isStatic: method.isStatic, isConstructor: method.isConstructor,
        returnType: method.returnType.map(TypeConstraint.init), parameters: code.parameters, code: code,
        baseArguments: method.baseArguments == nil ? nil : baseArguments)
    }
    let body = ScriptClassBody(session, frame.scope.script, fields, overloads)
    let type = ScriptClass(definition.name.text, base: base, interfaces: interfaces, body)
    session.register(type)
    for field in fields where field.isStatic { body.statics[field.name] = try body.initialValue(of: field, on: nil) }
    if let constructor = overloads.first(where: { $0.isConstructor && $0.isStatic }) {
      try body.run(constructor, nil, [])
    }
    return .normal
  }
}

extension ClassNode {
  /// The methods that interfaces demand, by the interface's name without its arguments.
  private static let demanded = [
    "System.IComparable": "CompareTo", "System.IEquatable`1": "Equals", "System.IDisposable": "Dispose",
    "System.Collections.IComparer": "Compare", "System.ICloneable": "Clone",
  ]

  private func requireMethods(of interfaces: [TypeReference], _ base: TypeReference) throws {
    for interface in interfaces {
      guard let method = Self.demanded[String(interface.name.prefix { $0 != "[" })],
        !definition.methods.contains(where: { $0.name.text.isSameName(as: method) }),
        (base as? ScriptClass)?.method(method.caseFolded) == nil
      else { continue }
      throw PowerShellError(
        "Error during creation of type \"\(definition.name.text)\". Error message: Method '\(method)' in type "
          + "'\(definition.name.text)' from assembly 'PowerShell Class Assembly' does not have an implementation.",
        id: "TypeCreationError", category: .parserError,
        exceptionType: "System.Management.Automation.ParseException")
    }
  }
}

/// `enum Name { … }`: makes the type known.
final class EnumNode: StatementNode {
  private let definition: EnumDefinition

  init(_ definition: EnumDefinition) {
    self.definition = definition
    super.init(definition.range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    let session = frame.session
    var cases: [(String, Int64)] = []
    var next: Int64 = 0
    for member in definition.members {
      if let expression = member.value {
        let value = try session.evaluate(expression).converted(to: BuiltInType.int64, session.context)
        next = value.integerValue ?? next
      }
      cases.append((member.name.text, next))
      next &+= 1
    }
    session.register(EnumType(definition.name.text, isFlags: definition.isFlags, cases))
    return .normal
  }
}

/// `([Base] $this).Method(…)`.
final class BaseCallNode: Node {
  private let base: TypeConstraint
  private let this: Cell
  private let member: MemberReference
  private let arguments: [Node]

  init(_ range: SourceRange, _ base: TypeConstraint, _ this: Cell, _ member: MemberReference, _ arguments: [Node]) {
    (self.base, self.this, self.member, self.arguments) = (base, this, member, arguments)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let object = frame.read(this) ?? .null
    let name = try member.name(frame)
    var values: [Value] = []
    for argument in arguments { values.append(try argument.value(frame)) }
    var type: TypeReference? = try base.type(frame.session)
    while let current = type {
      if let method = current.members?.methods[name.caseFolded], method.arity.contains(values.count) {
        // `ToString` of an object that has no better one gives its type's name, and must not come back here.
        if current.kind == .object, name.isSameName(as: "ToString") { break }
        return try method.call(object, values, frame.context)
      }
      type = current.base
    }
    if name.isSameName(as: "ToString") { return .string(object.type.name) }
    return try Members.invoke(object, name, values, frame.context)
  }
}

extension Compiler {
  /// A method and the arguments of its `: base(…)`, which see the method's parameters.
  static func compileMethod(
    _ body: ScriptBody, _ baseArguments: [Expression], _ session: Session
  ) throws -> (CompiledBody, [Node]) {
    var compiler = Compiler(session)
    let code = try compiler.compile(body)
    var nodes: [Node] = []
    for argument in baseArguments { nodes.append(try compiler.expression(argument)) }
    code.cellCount = compiler.cellCount
    return (code, nodes)
  }
}
