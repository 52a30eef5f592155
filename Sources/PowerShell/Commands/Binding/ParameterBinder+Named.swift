extension ParameterBinder {
  /// Gives each `-Name` its value. A switch has one by itself; a `-Word` after a parameter that wants a value is that
  /// value unless it is the name of a parameter.
  func paired(_ arguments: [RuntimeArgument]) throws -> [RuntimeArgument] {
    var result: [RuntimeArgument] = []
    result.reserveCapacity(arguments.count)
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      switch argument.kind {
      case .endOfParameters:
        result += arguments[index...].map(\.asValue)
        index = arguments.count
      case .parameter(let name, nil):
        guard let slot = try match(name) else {
          result.append(argument)
          continue
        }
        let parameter = metadata.parameters[slot]
        if parameter.isSwitch {
          result.append(argument.with(name: parameter.name, true))
          continue
        }
        guard index < arguments.count else { throw BindingError.missingArgument(parameter) }
        result.append(
          try argument.with(name: parameter.name, valueOf: arguments[index], for: parameter, matching: match))
        index += 1
      default: result.append(argument)
      }
    }
    return result
  }

  /// The parameter that a name, an alias, or an unambiguous beginning of one means; nil when there is none.
  func match(_ name: String) throws -> Int? {
    let key = name.caseFolded
    if let exact = metadata.slots[key] { return exact }
    guard !key.isEmpty else { return nil }
    let matches = metadata.parameters.indices.filter { index in
      let parameter = metadata.parameters[index]
      return parameter.key.hasPrefix(key) || parameter.aliases.contains { $0.caseFolded.hasPrefix(key) }
    }
    if matches.count < 2 { return matches.first }
    let own = matches.filter { !metadata.parameters[$0].isCommon }
    guard own.count == 1 else { throw BindingError.ambiguous(name, matches.map { metadata.parameters[$0].name }) }
    return own[0]
  }

  func bindNamed() throws {
    var rest: [RuntimeArgument] = []
    // What is written out wins over what a splatted table says, so that is bound first.
    let explicit = unbound.filter { !$0.isSplatted }
    let given = try Set(explicit.compactMap { try slot(of: $0) })
    for argument in unbound {
      guard case .parameter(_, let value) = argument.kind, let slot = try slot(of: argument) else {
        rest.append(argument)
        continue
      }
      let parameter = metadata.parameters[slot]
      if argument.isSplatted, given.contains(slot) { continue }
      guard !isBound[slot] else { throw BindingError.alreadyBound(parameter) }
      try bind(slot, value ?? .boolean(true), text: argument.text, isCoerced: true)
    }
    unbound = rest
    if metadata.isAdvanced { try requireValidSets() }
  }

  /// The parameter of an argument that has a name.
  private func slot(of argument: RuntimeArgument) throws -> Int? {
    guard case .parameter(let name, _) = argument.kind else { return nil }
    return try match(name)
  }

  func requireValidSets() throws {
    guard metadata.setNames.isEmpty || valid & allSets != 0 else { throw BindingError.ambiguousSet() }
  }
}

extension RuntimeArgument {
  /// After `--` a name is a word like any other.
  fileprivate var asValue: RuntimeArgument {
    switch kind {
    case .value: self
    case .endOfParameters: .value("--", range: range)
    case .parameter(let name, let value):
      .value(.string(value == nil ? "-\(name)" : "-\(name):"), range: range)
    }
  }

  fileprivate func with(name: String, _ value: Value, text: String? = nil) -> RuntimeArgument {
    RuntimeArgument(.parameter(name: name, value: value), isSplatted: isSplatted, text: text, range: range)
  }

  fileprivate func with(
    name: String, valueOf next: RuntimeArgument, for parameter: ParameterMetadata,
    matching: (String) throws -> Int?
  ) throws -> RuntimeArgument {
    switch next.kind {
    case .value(let value): return with(name: name, value, text: next.text)
    case .parameter(let word, nil) where try matching(word) == nil: return with(name: name, .string("-\(word)"))
    default: throw BindingError.missingArgument(parameter)
    }
  }
}
