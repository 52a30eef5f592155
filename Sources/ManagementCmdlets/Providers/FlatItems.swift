internal import PowerShell

/// The items of the drives Env, Variable, Function and Alias.
struct FlatItems {
  private let state: ManagementState
  private let kind: ProviderKind

  init(_ state: ManagementState, _ kind: ProviderKind) { (self.state, self.kind) = (state, kind) }

  var names: [String] {
    guard let session = state.session else { return [] }
    switch kind {
    case .environment: return state.environment.keys.sorted { $0.caseFolded < $1.caseFolded }
    case .variable: return session.visibleVariables().map(\.name)
    case .function: return session.functions().map(\.name)
    case .alias: return session.aliases().map(\.name)
    case .fileSystem, .registry: return []
    }
  }

  func contains(_ name: String) -> Bool {
    guard let session = state.session else { return false }
    switch kind {
    case .environment: return session.environment(name) != nil
    case .variable: return session.findVariable(name) != nil
    case .function: return session.function(name) != nil
    case .alias: return session.aliases().contains { $0.name.isSameName(as: name) }
    case .fileSystem, .registry: return false
    }
  }

  /// The object of an item; nil when there is none.
  func item(_ name: String) -> Value? {
    guard let session = state.session else { return nil }
    switch kind {
    case .environment:
      return session.environment(name).map { text in
        let bag = PropertyBag(type: BuiltInType.dictionaryEntry)
        for property in ["Name", "Key"] { bag[property] = .string(name) }
        bag["Value"] = .string(text)
        return .object(bag)
      }
    case .variable:
      return session.findVariable(name).map { variable in
        .object(
          PropertyBag(
            ["Name": .string(variable.name), "Value": variable.value, "Description": .string(variable.description)],
            typeName: "System.Management.Automation.PSVariable"))
      }
    case .function:
      return session.function(name).map {
        .object(
          CommandInfo($0.name, metadata: nil, $0.isFilter ? .filter(.object($0.block)) : .function(.object($0.block))))
      }
    case .alias:
      return session.aliases().first { $0.name.isSameName(as: name) }.map {
        .object(CommandInfo.alias($0.name, for: $0.target))
      }
    case .fileSystem, .registry: return nil
    }
  }

  /// What Get-Content gives: the value, the block, the target.
  func content(_ name: String) -> Value? {
    guard let session = state.session else { return nil }
    switch kind {
    case .environment: return session.environment(name).map { .string($0) }
    case .variable: return session.findVariable(name)?.value
    case .function: return session.function(name).map { .object($0.block) }
    case .alias: return session.aliases().first { $0.name.isSameName(as: name) }.map { .string($0.target) }
    case .fileSystem, .registry: return nil
    }
  }

  /// Makes or changes an item; nil removes it. Errors are those of variables and script blocks.
  func set(_ name: String, _ value: Value?) throws {
    guard let session = state.session else { return }
    switch kind {
    case .environment: session.setEnvironment(name, try value.map { try $0.displayString() })
    case .variable:
      if let value { try session.setVariable(name, value) } else { session.removeVariable(name) }
    case .function:
      guard let value else { return try session.setFunction(name, nil) }
      let block = try value.reference(as: ScriptBlockObject.self) ?? session.scriptBlock(value.displayString())
      try session.setFunction(name, block)
    case .alias:
      if value == nil { session.commands.removeAlias(name) }
      session.setAlias(name, try value?.displayString())
    case .fileSystem, .registry: return
    }
  }
}
