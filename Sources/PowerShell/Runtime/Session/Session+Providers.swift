/// What the providers Function, Alias, Variable and Environment show of a session.
extension Session {
  /// The environment as programs get it: the process's, with the session's changes.
  package func environmentVariables(_ inherited: [String: String]) -> [String: String] {
    var variables = inherited
    for (name, value) in environmentChanges {
      if variables[name] == nil, let known = variables.keys.first(where: { $0.isSameName(as: name) }) {
        variables[known] = nil
      }
      variables[name] = value
    }
    return variables
  }

  /// The functions that a scope sees, nearest first where names are the same; in the order of their names.
  package func functions(in scope: Scope? = nil) -> [FunctionObject] {
    var found: [String: FunctionObject] = [:]
    var next: Scope? = scope ?? currentScope
    while let current = next {
      for (number, function) in current.functions {
        let key = names.text(of: number).caseFolded
        if found[key] == nil { found[key] = function }
      }
      next = current.parent
    }
    return found.values.sorted { $0.name.caseFolded < $1.name.caseFolded }
  }

  /// Defines or replaces a function of a scope; nil removes the nearest one of that name.
  package func setFunction(_ name: String, _ block: ScriptBlockObject?, in scope: Scope? = nil) throws {
    let number = names.number(of: name)
    var place = scope ?? currentScope
    guard let block else {
      while place.functions[number] == nil, let parent = place.parent { place = parent }
      return place.set(function: nil, number)
    }
    place.set(function: try FunctionObject(name, block, isFilter: false), number)
  }

  /// The aliases that scripts made, as a scope sees them, and those of commands; in the order of their names.
  package func aliases(in scope: Scope? = nil) -> [(name: String, target: String)] {
    var found: [String: (name: String, target: String)] = [:]
    var next: Scope? = scope ?? currentScope
    while let current = next {
      for (number, target) in current.aliases {
        let name = names.text(of: number)
        if found[name.caseFolded] == nil { found[name.caseFolded] = (name, target) }
      }
      next = current.parent
    }
    for command in commands.all {
      guard case .alias(let target) = command.implementation, found[command.name.caseFolded] == nil else { continue }
      found[command.name.caseFolded] = (command.name, target)
    }
    return found.values.sorted { $0.name.caseFolded < $1.name.caseFolded }
  }

  /// The variables that a scope sees, in the order of their names.
  package func visibleVariables(in scope: Scope? = nil) -> [Variable] {
    var found: [String: Variable] = [:]
    var next = Optional(scope ?? currentScope)
    let first = next
    while let current = next {
      for variable in variables(of: current) where current === first || !variable.options.contains(.isPrivate) {
        let key = variable.name.caseFolded
        if found[key] == nil { found[key] = variable }
      }
      next = current.parent
    }
    return found.values.sorted { $0.name.caseFolded < $1.name.caseFolded }
  }
}
