internal import PowerShell

extension Invocation {
  /// The session and the scope that the command was called in. Throws where a cmdlet runs outside of a session.
  func requireSession() throws -> (session: Session, scope: Scope) {
    guard let session = host.session, let scope = host.scope else {
      throw PowerShellError(
        "\(metadata.name) works on a session's state, and there is no session.", id: "NoSession",
        category: .invalidOperation)
    }
    return (session, scope)
  }

  /// The scope that a `-Scope` argument means: Global, Local, Script, or a number of steps up. Errors:
  /// ArgumentOutOfRange as PowerShell has it.
  func scope(named name: String?) throws -> Scope {
    let (_, scope) = try requireSession()
    guard let name else { return scope }
    switch name.caseFolded {
    case "local", "private", "0": return scope
    case "global": return scope.global
    case "script": return scope.script
    default:
      guard let steps = Int(name) else {
        throw PowerShellError(
          "Cannot process argument because the value of argument \"scopeID\" is not valid. Change the value of the "
            + "\"scopeID\" argument and run the operation again.", id: "Argument", category: .invalidArgument,
          exceptionType: "System.Management.Automation.PSArgumentException")
      }
      guard steps >= 0, let found = scope.ancestor(steps) else {
        throw PowerShellError(
          "The scope number '\(steps)' exceeds the number of active scopes.", id: "ArgumentOutOfRange",
          category: .invalidArgument,
          exceptionType: "System.Management.Automation.PSArgumentOutOfRangeException", target: .string(name))
      }
      return found
    }
  }

  /// The script block of a parameter.
  func block(_ name: String) -> ScriptBlockObject? { bound[name]?.reference(as: ScriptBlockObject.self) }

  /// A text for something that is known and is not supported here, as a terminating error that names it.
  func refusal(_ message: String, id: String = "NotSupported") -> PowerShellError {
    PowerShellError(
      message, id: id, category: .notImplemented, exceptionType: "System.Management.Automation.PSNotSupportedException")
  }

  /// Runs a script block where the command was called, its output going down the pipeline.
  func run(_ block: ScriptBlockObject, underscore: Value? = nil, arguments: [Value] = []) throws {
    let (session, scope) = try requireSession()
    try session.run(block, in: scope, underscore: underscore, arguments: arguments) { try self.writeOutput($0) }
  }
}
