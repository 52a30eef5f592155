package import PowerShell

/// `pipeline &`: a job that sees the variables of where it stands (about_Operators, background operator).
extension RemotingState {
  /// Makes the session's background operator start jobs here.
  package func attach(to session: Session) {
    session.backgroundStarter = BackgroundStarter { [self, unowned session] text, scope in
      try startBackground(text, scope, session)
    }
  }

  private func startBackground(_ text: String, _ scope: Scope, _ session: Session) throws -> Value {
    let body = try session.scriptBlock(text).body
    let table = try UsingVariables(body).values(in: scope, of: session)
    var assignments = ""
    for name in Self.variables(of: body) {
      guard table[name] == nil, let variable = session.findVariable(name, in: scope),
        variable.options.isDisjoint(with: [.constant, .allScopes])
      else { continue }
      table[name] = variable.value
      // On the first line, so that the places of errors stay right but for their column.
      assignments += "${\(name)} = ${using:\(name)}; "
    }
    let request = RemoteRequest(
      script: assignments + text, using: try RemoteTargets.encoded(.object(table), session.context))
    let task = RemoteTask(
      place: .target(.localProcess, connector), request: request, input: [], types: session.types)
    return try startJob(task, name: "", command: text).value
  }

  /// The variables that a text mentions without a scope, other than those that every call has of its own.
  private static func variables(of body: ScriptBody) -> [String] {
    let automatic: Set = [
      "_", "args", "input", "this", "psitem", "myinvocation", "psboundparameters", "error", "matches",
    ]
    var names = NamedValues<Bool>()
    SyntaxNode.body(body).walk { node in
      if case .expression(.variable(let variable)) = node, variable.scope == .unqualified,
        !automatic.contains(variable.name.key), !variable.name.text.contains(where: { "{}`:".contains($0) })
      {
        names[variable.name.text] = true
      }
      return true
    }
    return names.entries.map(\.name)
  }
}
