/// `$ExecutionContext` and the parts of the engine that it leads to.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class EngineObject: ObjectReference, @unchecked Sendable {
  private let owner: Anchor<Session>
  private let engineType: TypeReference

  package init(_ session: Session, _ type: TypeReference) {
    owner = session.anchor
    engineType = type
    super.init()
  }

  package override var type: TypeReference { engineType }

  static func session(_ value: Value) throws -> Session {
    guard let session = value.reference(as: EngineObject.self)?.owner.object else {
      throw PowerShellError("The session of this object has ended.", id: "SessionEnded")
    }
    return session
  }

  /// A property that is another part of the engine.
  private static func part(_ name: String, _ type: @autoclosure @escaping @Sendable () -> TypeReference) -> Property {
    Property(name) { value, _ in .object(EngineObject(try session(value), type())) }
  }

  static let execution = TypeReference(
    "System.Management.Automation.EngineIntrinsics", base: BuiltInType.object,
    members: MemberTable(properties: [
      Property("Host") { value, _ in try session(value).variable("Host") ?? .null },
      part("SessionState", state), part("InvokeCommand", commands),
    ]))

  static let state = TypeReference(
    "System.Management.Automation.SessionState", base: BuiltInType.object,
    members: MemberTable(properties: [
      part("PSVariable", VariableIntrinsics.type), part("Path", PathIntrinsics.type), part("InvokeCommand", commands),
      Property("LanguageMode") { _, _ in "FullLanguage" },
      Property("Module") { value, _ in
        try session(value).currentScope.module.map { .object(ModuleObject($0)) } ?? .null
      },
    ]))

  static let commands = TypeReference(
    "System.Management.Automation.CommandInvocationIntrinsics", base: BuiltInType.object,
    members: MemberTable(methods: [
      Method("ExpandString", 1) { value, arguments, _ in
        .string(try session(value).expandString(arguments.text(0)))
      },
      Method("NewScriptBlock", 1) { value, arguments, _ in
        .object(try session(value).scriptBlock(arguments.text(0)))
      },
      Method("InvokeScript", 1...5) { value, arguments, _ in
        let session = try session(value)
        var given = arguments
        // (useLocalScope, block, input, arguments) or (text or block, arguments…).
        if case .boolean? = given.first?.unwrapped { given.removeFirst() }
        guard let first = given.first else { throw PowerShellError.nullArgument("script") }
        let block = try first.type.kind == .scriptBlock ? first : .object(session.scriptBlock(first.displayString()))
        let output = try session.invoke(
          block, arguments: given.count > 1 ? given.rest(from: given.count > 2 ? 2 : 1) : [])
        return .object(ListObject(output, type: .list(of: BuiltInType.psObject)))
      },
      Method("GetCommand", 2...3) { value, arguments, _ in
        try session(value).commandInfo(arguments.text(0)).map { .object($0) } ?? .null
      },
      Method("GetCmdlet", 1) { value, arguments, _ in
        try session(value).commandInfo(arguments.text(0)).flatMap { $0.kind == .cmdlet ? .object($0) : nil } ?? .null
      },
    ]))
}

extension Session {
  /// `"text"` as the parser would expand it (CommandInvocationIntrinsics.ExpandString).
  package func expandString(_ text: String) throws -> String {
    try checkStackForParsing()
    let quoted = text.reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) }
    do {
      let body = try SourceText("\"\(quoted)\"").parsed()
      guard case .pipeline? = body.end?.statements.first,
        let expression = body.end?.statements.first?.soleExpression
      else { return text }
      return try evaluate(expression).displayString(context(in: currentScope))
    } catch let failure as ParseFailure {
      throw failure.asError
    }
  }

  /// The command that a name stands for, aliases not followed; nil when there is none.
  package func commandInfo(_ name: String, in scope: Scope? = nil) throws -> CommandInfo? {
    let scope = scope ?? currentScope
    if let number = names.existingNumber(of: name) {
      if let target = scope.findAlias(number) { return .alias(name, for: target) }
      if let function = scope.findFunction(number) { return try function.info(self) }
    }
    if let info = commands.find(name) { return info }
    return options.native?.find(name).map { CommandInfo(name, metadata: nil, .application($0)) }
  }
}

extension FunctionObject {
  /// As `Get-Command` gives it.
  package func info(_ session: Session) throws -> CommandInfo {
    .function(try metadata(session), .object(block), isFilter: isFilter)
  }
}
