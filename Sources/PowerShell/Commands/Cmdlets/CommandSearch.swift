/// What `Get-Command` looks for.
package struct CommandSearch: Sendable {
  /// Patterns of names; empty is any.
  package var names: [String] = []
  /// Patterns of the parts before and after the dash; empty is any.
  package var verbs: [String] = []
  package var nouns: [String] = []
  package var modules: [String] = []
  /// Empty is any.
  package var kinds: Set<CommandKind> = []

  package init() {}
}

extension CommandRegistry {
  /// In the order of their names. Throws WildcardPatternException.
  package func search(_ search: CommandSearch) throws -> [CommandInfo] {
    let names = try search.names.map { try Wildcard($0) }
    let verbs = try search.verbs.map { try Wildcard($0) }
    let nouns = try search.nouns.map { try Wildcard($0) }
    let modules = try search.modules.map { try Wildcard($0) }
    func fits(_ patterns: [Wildcard], _ text: String) -> Bool {
      patterns.isEmpty || patterns.contains { $0.matches(text) }
    }
    return all.filter { command in
      (search.kinds.isEmpty || search.kinds.contains(command.kind)) && fits(names, command.name)
        && fits(verbs, command.verb) && fits(nouns, command.noun) && fits(modules, command.module ?? "")
    }
  }
}

extension CommandInfo {
  /// What stands before the first dash; "" where there is none.
  package var verb: String { name.firstIndex(of: "-").map { String(name[..<$0]) } ?? "" }

  /// What stands after the first dash; "" where there is none.
  package var noun: String { name.firstIndex(of: "-").map { String(name[name.index(after: $0)...]) } ?? "" }
}
