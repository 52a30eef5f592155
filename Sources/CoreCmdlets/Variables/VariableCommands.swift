internal import PowerShell

/// Get-, New-, Set-, Clear- and Remove-Variable (about_Variables, about_Scopes).
enum VariableCommands {
  static var all: [CommandInfo] {
    [
      .core(
        "Get-Variable", in: ModuleName.utility, "GetVariableCommand", aliases: ["gv"],
        [
          "Name@0<value<property String[]", "ValueOnly SwitchParameter", "Include String[]", "Exclude String[]",
          "Scope",
        ], synopsis: "Gets variables of the session."
      ) { try get($0) },
      .core(
        "New-Variable", in: ModuleName.utility, "NewVariableCommand", aliases: ["nv"],
        [
          "!Name@0<property", "Value@1<value<property Object", "Description", "Option ScopedItemOptions",
          "Force SwitchParameter", "PassThru SwitchParameter", "Scope",
        ], shouldProcess: true, synopsis: "Makes a variable."
      ) { try make($0) },
      .core(
        "Set-Variable", in: ModuleName.utility, "SetVariableCommand", aliases: ["sv", "set"],
        [
          "!Name@0<property String[]", "Value@1<value<property Object", "Include String[]", "Exclude String[]",
          "Description", "Option ScopedItemOptions", "Force SwitchParameter", "PassThru SwitchParameter", "Scope",
        ], shouldProcess: true, synopsis: "Sets variables; makes those that are not there."
      ) { SetVariable() },
      .core(
        "Clear-Variable", in: ModuleName.utility, "ClearVariableCommand", aliases: ["clv"],
        [
          "!Name@0<property String[]", "Include String[]", "Exclude String[]", "Force SwitchParameter",
          "PassThru SwitchParameter", "Scope",
        ], shouldProcess: true, synopsis: "Takes the values of variables away."
      ) { invocation in
        for variable in try chosen(invocation, reportsMissing: true) {
          guard try invocation.shouldProcess("Name: \(variable.name)", "Clear Variable") else { continue }
          if isFixed(variable, invocation) {
            try invocation.writeError(VariableErrors.notWritable(variable.name))
            continue
          }
          let options = variable.options
          variable.set(options: options.subtracting(.readOnly))
          defer { variable.set(options: options) }
          try variable.assign(.null)
          if invocation.bound.isSet("PassThru") { try invocation.writeOutput(VariableObject(variable).value) }
        }
      },
      .core(
        "Remove-Variable", in: ModuleName.utility, "RemoveVariableCommand", aliases: ["rv"],
        ["!Name@0<property String[]", "Include String[]", "Exclude String[]", "Force SwitchParameter", "Scope"],
        shouldProcess: true, synopsis: "Removes variables."
      ) { invocation in
        let (session, _) = try invocation.requireSession()
        for variable in try chosen(invocation, reportsMissing: true) {
          guard try invocation.shouldProcess("Name: \(variable.name)", "Remove Variable") else { continue }
          if isFixed(variable, invocation) {
            try invocation.writeError(VariableErrors.notRemovable(variable.name))
            continue
          }
          var place: Scope? = try invocation.scope(named: invocation.bound.string("Scope"))
          while let scope = place, session.ownVariable(variable.name, in: scope) !== variable { place = scope.parent }
          if let place { session.removeVariable(variable.name, in: place) }
        }
      },
    ]
  }

  /// Constant, or read-only without -Force.
  static func isFixed(_ variable: Variable, _ invocation: Invocation) -> Bool {
    variable.options.contains(.constant)
      || variable.options.contains(.readOnly) && !invocation.bound.isSet("Force")
  }

  /// The variables that -Name, -Include, -Exclude and -Scope choose. A name without wildcards that is not there is an
  /// error when `reportsMissing`.
  static func chosen(_ invocation: Invocation, reportsMissing: Bool) throws -> [Variable] {
    let (session, _) = try invocation.requireSession()
    let bound = invocation.bound
    let scope = try invocation.scope(named: bound.string("Scope"))
    let include = try Patterns(bound.strings("Include"))
    let exclude = try Patterns(bound.strings("Exclude"))
    var found: [Variable] = []
    for given in bound.strings("Name") ?? ["*"] {
      let name = given.hasPrefix("global:") ? String(given.dropFirst(7)) : given
      guard Wildcard.isPattern(name) else {
        let variable =
          bound.contains("Scope")
          ? session.ownVariable(name, in: scope) : session.findVariable(name, in: scope)
        if let variable {
          found.append(variable)
        } else if reportsMissing {
          try invocation.writeError(VariableErrors.notFound(name))
        }
        continue
      }
      let pattern = try Patterns([name])
      found += visible(session, scope, ownOnly: bound.contains("Scope")).filter { pattern.match($0.name) }
    }
    return found.filter { include.match($0.name) && !exclude.matchAny($0.name) }
  }

  private static func visible(_ session: Session, _ scope: Scope, ownOnly: Bool) -> [Variable] {
    var seen: Set<String> = []
    var found: [Variable] = []
    var place: Scope? = scope
    while let current = place {
      for variable in session.variables(of: current)
      where current === scope || !variable.options.contains(.isPrivate) {
        if seen.insert(variable.name.caseFolded).inserted { found.append(variable) }
      }
      place = ownOnly ? nil : current.parent
    }
    return found.sorted { $0.name.caseFolded < $1.name.caseFolded }
  }

  private static func get(_ invocation: Invocation) throws {
    for variable in try chosen(invocation, reportsMissing: true) {
      let isPlain = invocation.bound.isSet("ValueOnly")
      try invocation.writeOutput(isPlain ? variable.value : VariableObject(variable).value)
    }
  }

  static func options(_ invocation: Invocation) -> Variable.Options? {
    invocation.bound.enumeration("Option").map { Variable.Options(rawValue: UInt8(truncatingIfNeeded: $0.rawValue)) }
  }

  private static func make(_ invocation: Invocation) throws {
    let (session, _) = try invocation.requireSession()
    let name = invocation.bound.string("Name") ?? ""
    let scope = try invocation.scope(named: invocation.bound.string("Scope"))
    guard try invocation.shouldProcess("Name: \(name) Value: \(shown(invocation))", "New variable") else { return }
    if let old = session.ownVariable(name, in: scope) {
      guard invocation.bound.isSet("Force") else { return try invocation.writeError(VariableErrors.exists(name)) }
      if old.options.contains(.constant) { return try invocation.writeError(VariableErrors.notWritable(name)) }
    }
    let variable = session.makeVariable(
      name, invocation.bound["Value"] ?? .null, options: options(invocation) ?? [], in: scope)
    variable.description = invocation.bound.string("Description") ?? ""
    if invocation.bound.isSet("PassThru") { try invocation.writeOutput(VariableObject(variable).value) }
  }

  static func shown(_ invocation: Invocation) -> String {
    (try? invocation.bound["Value"]?.displayString(invocation.host.values)) ?? ""
  }
}

/// What comes down the pipeline becomes one value.
private final class SetVariable: Cmdlet {
  private var values: [Value] = []
  private var names: [String] = []

  func begin(_ invocation: Invocation) throws { names = invocation.bound.strings("Name") ?? [] }

  func process(_ invocation: Invocation) throws {
    if let value = invocation.bound["Value"], invocation.expectsInput { values.append(value) }
    if names.isEmpty { names = invocation.bound.strings("Name") ?? [] }
  }

  func end(_ invocation: Invocation) throws {
    let (session, _) = try invocation.requireSession()
    let value: Value =
      invocation.expectsInput && !values.isEmpty ? .collected(values) : invocation.bound["Value"] ?? .null
    let scope = try invocation.scope(named: invocation.bound.string("Scope"))
    let options = VariableCommands.options(invocation)
    for name in try resolved(invocation, session, scope) {
      let shown = (try? value.displayString(invocation.host.values)) ?? ""
      guard try invocation.shouldProcess("Name: \(name) Value: \(shown)", "Set variable") else { continue }
      let old = session.ownVariable(name, in: scope)
      if let old, VariableCommands.isFixed(old, invocation) {
        try invocation.writeError(VariableErrors.notWritable(name))
        continue
      }
      if old != nil, options?.contains(.constant) == true {
        try invocation.writeError(VariableErrors.cannotBeConstant(name))
        continue
      }
      old.map { $0.set(options: $0.options.subtracting(.readOnly)) }
      let hasValue = invocation.bound.contains("Value") || !values.isEmpty
      if hasValue || old == nil { try session.setVariable(name, value, in: scope) }
      guard let variable = session.ownVariable(name, in: scope) ?? session.findVariable(name, in: scope) else {
        continue
      }
      if let options { variable.set(options: options) }
      if let text = invocation.bound.string("Description") { variable.description = text }
      if invocation.bound.isSet("PassThru") { try invocation.writeOutput(VariableObject(variable).value) }
    }
  }

  /// Names with wildcards stand for the variables that there are.
  private func resolved(_ invocation: Invocation, _ session: Session, _ scope: Scope) throws -> [String] {
    let include = try Patterns(invocation.bound.strings("Include"))
    let exclude = try Patterns(invocation.bound.strings("Exclude"))
    let all = try names.flatMap { name -> [String] in
      guard Wildcard.isPattern(name) else { return [name] }
      let pattern = try Patterns([name])
      return session.variables(of: scope).map(\.name).filter { pattern.match($0) }
    }
    return all.filter { include.match($0) && !exclude.matchAny($0) }
  }
}
