extension ParameterBinder {
  /// Binds one pipeline object, in place of the one before. The errors are not terminating: the evaluator writes them
  /// and goes on with the next object. Simple functions take no input; `$input` is the evaluator's.
  package func bindInput(_ input: Value) throws {
    guard metadata.isAdvanced, let start = beforePipeline else { return }
    bound = start.bound
    isBound = start.isBound
    valid = start.valid
    refusal = nil
    var isTaken = !delayed.isEmpty
    for (slot, block) in delayed {
      try bind(slot, .collected(try context.values.invoke(block, input, [])), text: nil, isCoerced: true)
    }
    // Each binding may narrow the sets, so the rounds start over until one adds nothing.
    while try bindRound(input) {
      isTaken = true
      try requireValidSets()
    }
    guard isTaken else { throw BindingError.inputNotBound(input) }
    try settleAfterInput(input)
    bound.setName = setName
  }

  /// The call gave no argument to a parameter that the pipeline could bind.
  var leavesInput: Bool { delayed.isEmpty && metadata.inputSlots.allSatisfy { !isBound[$0] } }

  /// The one parameter that takes every object as it is: by value, of a type that is any, without rules, and with no
  /// other parameter or set that an object could matter to. Nil where there is no such.
  var directParameter: ParameterMetadata? {
    guard metadata.isAdvanced, beforePipeline != nil, delayed.isEmpty, metadata.setNames.isEmpty else { return nil }
    var found: ParameterMetadata?
    for index in metadata.inputSlots where !isBound[index] {
      let parameter = metadata.parameters[index]
      guard found == nil, parameter.entries.count == 1, parameter.entries[0].takesPipelineValue,
        !parameter.entries[0].takesPipelineProperty || parameter.type.kind == .object,
        parameter.type.kind == .object || parameter.type.kind == .psObject, parameter.validations.isEmpty,
        parameter.transformations.isEmpty, parameter.requiredTypeName == nil
      else { return nil }
      found = parameter
    }
    guard let found else { return nil }
    let gaps = missing(in: valid, expectsInput: false).map { metadata.parameters[$0].key }
    return gaps.allSatisfy { $0 == found.key } ? found : nil
  }

  private func settleAfterInput(_ input: Value) throws {
    if !metadata.setNames.isEmpty {
      let sets = setBits(valid)
      let complete = sets.filter { missing(in: $0, expectsInput: false).isEmpty }
      if sets.count > 1 {
        guard let first = complete.first else { throw BindingError.ambiguousSet() }
        let isDefault = complete.contains { $0 == defaultMask }
        guard complete.count == 1 || isDefault else { throw BindingError.ambiguousSet() }
        valid = isDefault ? defaultMask : first
      }
    }
    let gaps = missing(in: valid, expectsInput: false)
    guard gaps.isEmpty else {
      throw BindingError.inputMissesMandatory(gaps.map { metadata.parameters[$0] }, input)
    }
  }

  private enum Round: CaseIterable {
    case value, property, convertedValue, convertedProperty
  }

  private func bindRound(_ input: Value) throws -> Bool {
    for round in Round.allCases {
      let preferred = defaultMask & valid
      if preferred != 0, try bindRound(round, input, in: preferred) { return true }
      if try bindRound(round, input, in: valid) { return true }
    }
    return false
  }

  private func bindRound(_ round: Round, _ input: Value, in sets: UInt32) throws -> Bool {
    let isCoerced = round == .convertedValue || round == .convertedProperty
    let byValue = round == .value || round == .convertedValue
    var isTaken = false
    for index in metadata.inputSlots where !isBound[index] {
      let held = entries(index, in: sets & valid)
      if byValue {
        guard held.contains(where: { $0.takesPipelineValue }) else { continue }
        isTaken = try attempt(index, input, text: nil, isCoerced: isCoerced) || isTaken
      } else {
        guard held.contains(where: { $0.takesPipelineProperty }),
          let value = try property(of: input, for: metadata.parameters[index])
        else { continue }
        isTaken = try attempt(index, value, text: nil, isCoerced: isCoerced) || isTaken
      }
    }
    return isTaken
  }

  /// The property that has the parameter's name or one of its aliases.
  private func property(of input: Value, for parameter: ParameterMetadata) throws -> Value? {
    guard !input.isNull else { return nil }
    for name in [parameter.name] + parameter.aliases {
      if let value = try context.property(input, name) { return value }
    }
    return nil
  }
}
