/// A script block as a value: compiled code, and the module whose state it sees (about_Script_Blocks).
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class ScriptBlockObject: ObjectReference, @unchecked Sendable {
  let code: CompiledBody
  private let home: Anchor<Session>
  var session: Session? { home.object }
  /// A module's own state, or that of `GetNewClosure`.
  let module: ModuleState?

  init(_ code: CompiledBody, session: Session, module: ModuleState?) {
    (self.code, home, self.module) = (code, session.anchor, module)
  }

  package override var type: TypeReference { BuiltInType.scriptBlock }
  package override func text(_ context: ValueContext) throws -> String { code.text }

  package override func dynamicProperty(_ name: String) -> Value? {
    switch name.caseFolded {
    case "ast": .object(SyntaxObject(code.source, ast))
    case "file": code.source.name.map { .string($0) } ?? .null
    case "module": module.flatMap { $0.name.hasPrefix("__DynamicModule_") ? nil : .object(ModuleObject($0)) } ?? .null
    case "isfilter": .boolean(false)
    case "startposition": .object(SyntaxObject(code.source, ast, isExtent: true))
    default: nil
    }
  }

  /// With the braces around it, where there are any.
  private var ast: SourceRange {
    let (start, end) = (Int(code.body.range.start), Int(code.body.range.end))
    guard start > 0, code.source.text(from: start - 1, to: start) == "{" else { return code.body.range }
    return SourceRange(start: start - 1, end: min(end + 1, code.source.length))
  }

  /// The syntax it was compiled from.
  package var body: ScriptBody { code.body }

  /// One with a copy of the variables that the caller's own scope has now.
  func closure(in scope: Scope, _ session: Session) -> ScriptBlockObject {
    let state = session.makeModule("__DynamicModule_\(session.nextNumber())", parent: scope.global)
    var current: Scope? = scope
    // The variables of the scope itself and of the function around it; those of the global scope stay shared.
    while let source = current, source.parent != nil {
      for (name, variable) in source.variables where state.scope.own(name) == nil {
        state.scope.create(name, variable.name, variable.value)
      }
      current = source.isScript ? nil : source.parent
    }
    if scope.parent == nil {
      for (name, variable) in scope.variables where !variable.options.contains(.allScopes) {
        state.scope.create(name, variable.name, variable.value)
      }
    }
    return ScriptBlockObject(code, session: session, module: state)
  }
}

/// A function or filter of a scope.
package final class FunctionObject {
  package let name: String
  package let block: ScriptBlockObject
  package let isFilter: Bool
  var isPrivate = false
  private var metadata: CommandMetadata?

  init(_ name: String, _ block: ScriptBlockObject, isFilter: Bool) throws {
    (self.name, self.block, self.isFilter) = (name, block, isFilter)
  }

  /// What the binder needs; worked out at the first call. Errors are those of the attributes' arguments.
  func metadata(_ session: Session) throws -> CommandMetadata {
    if let metadata { return metadata }
    let made = try block.code.metadata(name, session)
    metadata = made
    return made
  }
}

/// The state of a module: its scope, and what it gives to those who import it (about_Modules).
package final class ModuleState {
  package let name: String
  package let scope: Scope
  /// Names given to Export-ModuleMember; nil exports all functions and aliases.
  package var exported: (functions: [String], variables: [String], aliases: [String])?

  init(_ name: String, parent: Scope, number: Int) {
    self.name = name
    let holder = ModuleHolder()
    scope = Scope(parent: parent, number: number, isScript: true, holder: holder)
    holder.module = self
  }
}

/// Lets a module's scope know its module without owning it.
final class ModuleHolder {
  weak var module: ModuleState?
}
