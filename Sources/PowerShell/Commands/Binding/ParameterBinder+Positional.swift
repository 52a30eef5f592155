extension ParameterBinder {
  /// Gives the values without a name to the positions that the possible sets have left, lowest first. The default set
  /// is asked before the others, and a type that fits before one that a conversion makes fit.
  func bindPositional() throws {
    var values = unbound[...]
    var rest: [RuntimeArgument] = []
    var last = Int.min
    while let (position, slots) = nextPosition(after: last) {
      last = position
      guard let argument = values.takeValue(skippingInto: &rest) else { break }
      guard case .value(let value) = argument.kind else { continue }
      if try !bindPositional(value, text: argument.text, at: position, slots) { rest.append(argument) }
    }
    unbound = rest + values
    if metadata.isAdvanced { try requireValidSets() }
  }

  private func nextPosition(after last: Int) -> (position: Int, slots: [Int])? {
    var lowest: Int?
    var slots: [Int] = []
    for index in metadata.parameters.indices where !isBound[index] {
      for entry in entries(index, in: valid) where !entry.takesRemainingArguments {
        guard let position = entry.position, position > last, position <= lowest ?? .max else { continue }
        if position != lowest { slots = [] }
        lowest = position
        if slots.last != index { slots.append(index) }
      }
    }
    return lowest.map { ($0, slots) }
  }

  private func bindPositional(_ value: Value, text: String?, at position: Int, _ slots: [Int]) throws -> Bool {
    let preferred = defaultMask & valid
    for isCoerced in [false, true] {
      for sets in preferred == 0 || preferred == valid ? [valid] : [preferred, valid] {
        for slot in slots where entries(slot, in: sets).contains(where: { $0.position == position }) {
          if try attempt(slot, value, text: text, isCoerced: isCoerced) { return true }
        }
      }
    }
    return false
  }

  /// Gives what is left to the parameter that takes remaining arguments, else leaves it.
  func bindRemaining() throws {
    guard !unbound.isEmpty else { return }
    let slot = metadata.parameters.indices.first { index in
      !isBound[index] && entries(index, in: valid).contains { $0.takesRemainingArguments }
    }
    if let slot {
      let values = remainingValues
      unbound = []
      let isOneCollection = values.count == 1 && values[0].reference?.enumerated != nil
      let value = isOneCollection ? values[0] : .array(values)
      try bind(slot, value, text: nil, isCoerced: true)
    } else if !metadata.isAdvanced {
      bound.remaining = remainingValues
      unbound = []
    }
  }

  /// Names that no parameter has are words, as written.
  private var remainingValues: [Value] {
    unbound.flatMap { argument -> [Value] in
      switch argument.kind {
      case .value(let value): [value]
      case .parameter(let name, let value?): [.string("-\(name):"), value]
      case .parameter(let name, nil): [.string("-\(name)")]
      case .endOfParameters: []
      }
    }
  }

  func refuseUnbound() throws {
    guard let first = unbound.first else { return }
    switch first.kind {
    case .parameter(let name, _): throw BindingError.parameterNotFound(name)
    case .value(let value): throw refusal ?? BindingError.positionNotFound(value)
    case .endOfParameters: break
    }
  }
}

extension ArraySlice<RuntimeArgument> {
  /// The next value; names before it go to `skipped`.
  fileprivate mutating func takeValue(skippingInto skipped: inout [RuntimeArgument]) -> RuntimeArgument? {
    while let argument = popFirst() {
      if case .value = argument.kind { return argument }
      skipped.append(argument)
    }
    return nil
  }
}
