extension ParameterBinder {
  /// Transforms, converts, checks and records one argument.
  ///
  /// Without `isCoerced` only a value that already has the type is taken: false, otherwise. Errors: those of
  /// transformations, conversions and validations.
  @discardableResult
  func bind(_ slot: Int, _ argument: Value, text: String?, isCoerced: Bool) throws -> Bool {
    let parameter = metadata.parameters[slot]
    if isDelayed(argument, parameter, slot) {
      delayed.append((slot, argument))
      record(slot, argument)
      return true
    }
    var value = argument.isNull ? .null : argument
    for transformation in parameter.transformations {
      do { value = try transformation.transform(value) } catch let error as PowerShellError {
        throw BindingError.notTransformed(parameter, error.message)
      }
    }
    try requireTypeName(value, parameter)
    if isCoerced {
      value = try ArgumentConversion(parameter: parameter, isFunction: metadata.isFunction, context: context.values)
        .convert(value, text: text)
    } else if let fitting = parameter.type.fitting(value) {
      value = fitting
    } else {
      return false
    }
    // A cmdlet's rules see null as null, although a number would be 0 later.
    try parameter.validate(argument.isNull && !metadata.isFunction ? .null : value, context.values)
    try parameter.requireContent(value)
    record(slot, value)
    return true
  }

  /// As `bind`; an argument that merely cannot be converted, or is no object of the type that `[PSTypeName]` asks for,
  /// gives false, and its error is kept for later.
  func attempt(_ slot: Int, _ argument: Value, text: String?, isCoerced: Bool) throws -> Bool {
    do { return try bind(slot, argument, text: text, isCoerced: isCoerced) } catch let error as PowerShellError
      where error.id.hasPrefix("CannotConvertArgument") || error.id == "MismatchedPSTypeName" && metadata.isAdvanced
    {
      refusal = error
      return false
    }
  }

  /// A script block for a parameter that the pipeline binds and that wants something else.
  private func isDelayed(_ argument: Value, _ parameter: ParameterMetadata, _ slot: Int) -> Bool {
    guard expectsInput, beforePipeline == nil, argument.type.kind == .scriptBlock, parameter.takesPipelineInput else {
      return false
    }
    let wanted = parameter.type.kind == .array ? parameter.type.arguments.first?.kind : parameter.type.kind
    return wanted != .scriptBlock && wanted != .object && wanted != .psObject
  }

  private func requireTypeName(_ value: Value, _ parameter: ParameterMetadata) throws {
    guard let name = parameter.requiredTypeName, !value.isNull else { return }
    for element in value.reference?.enumerated ?? [value]
    where !element.typeNames.contains(where: name.isSameName(as:)) {
      throw BindingError.wrongTypeName(parameter, name)
    }
  }
}

extension TypeReference {
  /// The value as this type where no conversion is needed; a single element becomes an array of one.
  fileprivate func fitting(_ value: Value) -> Value? {
    if kind == .object || kind == .psObject { return value }
    if value.isNull { return isValueType ? nil : .null }
    if kind == .switchParameter { return nil }
    if value.isInstance(of: self) { return value }
    guard kind == .array, let element = arguments.first else { return nil }
    guard let elements = value.reference?.enumerated else {
      return value.isInstance(of: element) ? .array(ArrayObject([value], of: element)) : nil
    }
    guard element.kind != .object, elements.allSatisfy({ $0.isInstance(of: element) }) else { return nil }
    return .array(ArrayObject(elements, of: element))
  }
}
