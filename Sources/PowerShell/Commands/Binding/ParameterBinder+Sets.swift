extension ParameterBinder {
  /// Without pipeline input: the one set that is possible, else the default one, else the one that lacks nothing.
  func settleSet() throws {
    guard !metadata.setNames.isEmpty else { return }
    let sets = valid & allSets
    guard sets != 0 else { throw BindingError.ambiguousSet() }
    if sets.nonzeroBitCount == 1 {
      valid = sets
    } else if defaultMask & sets != 0 {
      valid = defaultMask
    } else {
      valid = try onlyComplete(sets, expectsInput: false)
    }
  }

  /// With pipeline input: the sets that can still take some, if there are any; of those, the ones that lack nothing
  /// that the pipeline cannot bring.
  func narrowToInput() throws {
    guard !metadata.setNames.isEmpty else { return }
    try requireValidSets()
    let sets = setBits(valid)
    let taking = sets.filter { set in
      !delayed.isEmpty
        || metadata.inputSlots.contains { index in
          !isBound[index] && entries(index, in: set).contains { $0.takesPipelineValue || $0.takesPipelineProperty }
        }
    }
    if !taking.isEmpty { valid &= taking.reduce(0, |) }
    let complete = setBits(valid).filter { missing(in: $0, expectsInput: true).isEmpty }
    if complete.isEmpty {
      if defaultMask & valid != 0 { valid = defaultMask }
    } else {
      valid &= complete.reduce(0, |)
    }
    if taking.isEmpty { try settleSet() }
  }

  /// Asks for the mandatory parameters that are missing. What the pipeline can bring is not missing yet.
  func requireMandatory(expectsInput: Bool) throws {
    let candidates = metadata.setNames.isEmpty ? [valid] : setBits(valid)
    let gaps = candidates.map { missing(in: $0, expectsInput: expectsInput) }
    guard let least = gaps.min(by: { $0.count < $1.count }), !least.isEmpty else { return }
    guard candidates.count == 1 else { throw BindingError.ambiguousSet() }
    try ask(for: least)
    try requireValidSets()
  }

  /// The one set of several that has all of its mandatory parameters.
  private func onlyComplete(_ sets: UInt32, expectsInput: Bool) throws -> UInt32 {
    let complete = setBits(sets).filter { missing(in: $0, expectsInput: expectsInput).isEmpty }
    guard complete.count == 1 else { throw BindingError.ambiguousSet() }
    return complete[0]
  }

  func missing(in set: UInt32, expectsInput: Bool) -> [Int] {
    metadata.parameters.indices.filter { index in
      guard !isBound[index] else { return false }
      let held = entries(index, in: set)
      guard held.contains(where: { $0.isMandatory }) else { return false }
      return !(expectsInput && held.contains { $0.takesPipelineValue || $0.takesPipelineProperty })
    }
  }

  private func ask(for slots: [Int]) throws {
    let parameters = slots.map { metadata.parameters[$0] }
    guard let prompt = context.prompt else { throw BindingError.missingMandatory(parameters) }
    let fields = slots.map { slot in
      PromptField(
        name: metadata.parameters[slot].name, type: metadata.parameters[slot].type,
        helpMessage: entries(slot, in: valid).lazy.compactMap(\.helpMessage).first)
    }
    let caption = "cmdlet \(metadata.name) at command pipeline position \(context.pipelinePosition)"
    let values: [Value]
    do {
      values = try prompt(caption, "Supply values for the following parameters:", fields)
    } catch let error as PowerShellError where error.message == NotInteractive.error.message {
      throw BindingError.missingMandatory(parameters)
    }
    guard values.count == slots.count else { throw BindingError.missingMandatory(parameters) }
    for (slot, value) in zip(slots, values) { try bind(slot, value, text: nil, isCoerced: true) }
  }

  func setBits(_ mask: UInt32) -> [UInt32] {
    (0..<UInt32(clamping: metadata.setNames.count)).map { 1 << $0 }.filter { $0 & mask != 0 }
  }
}
