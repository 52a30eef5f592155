extension ParameterBinder {
  /// The most entries of `$PSDefaultParameterValues` that are looked at.
  static let defaultsLimit = 10_000

  /// Applies `$PSDefaultParameterValues` (about_Parameters_Default_Values) to what is not bound and fits the sets. An
  /// entry that cannot be bound is left out, as PowerShell does with a warning.
  func bindDefaults() throws {
    guard metadata.isAdvanced, let table = context.defaults, table.count > 0 else { return }
    if let disabled = table["Disabled"], disabled.isTrue { return }
    for (key, value) in table.pairs.prefix(Self.defaultsLimit) {
      guard case .string(let text) = key.unwrapped, let separator = text.firstIndex(of: ":") else { continue }
      let command = text[..<separator].trimmingBlanks()
      let name = text[text.index(after: separator)...].trimmingBlanks()
      guard matchesCommand(command) else { continue }
      try bindDefault(name, value)
    }
  }

  private func bindDefault(_ name: String, _ value: Value) throws {
    for slot in defaultSlots(name) where !isBound[slot] && metadata.setMasks[slot] & valid != 0 {
      var value = value
      if value.type.kind == .scriptBlock, metadata.parameters[slot].type.kind != .scriptBlock {
        value = .collected(try context.values.invoke(value, nil, []))
      }
      let saved = refusal
      if (try? attempt(slot, value, text: nil, isCoerced: true)) != true { refusal = saved }
    }
  }

  private func defaultSlots(_ name: String) -> [Int] {
    if !Wildcard.isPattern(name) { return metadata.slots[name.caseFolded].map { [$0] } ?? [] }
    guard let pattern = try? Wildcard(name) else { return [] }
    return metadata.parameters.indices.filter { pattern.matches(metadata.parameters[$0].name) }
  }

  private func matchesCommand(_ name: String) -> Bool {
    let names = [metadata.name] + metadata.aliases + (metadata.module.map { ["\($0)\\\(metadata.name)"] } ?? [])
    if names.contains(where: name.isSameName(as:)) { return true }
    guard Wildcard.isPattern(name), let pattern = try? Wildcard(name) else { return false }
    return names.contains(where: pattern.matches)
  }
}
