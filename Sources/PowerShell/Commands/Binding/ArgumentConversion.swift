/// The conversion of an argument to its parameter's type: the language's own, except that a Boolean wants a Boolean or a
/// number, that an array is no string, and that the errors name the parameter.
struct ArgumentConversion {
  let parameter: ParameterMetadata
  let isFunction: Bool
  let context: ValueContext

  /// `text` is the argument as written, for a parameter that wants a string.
  func convert(_ value: Value, text: String?) throws -> Value {
    let type = parameter.type
    switch type.kind {
    case .object, .psObject: return value
    case .boolean, .switchParameter: return try boolean(value)
    case .string:
      if let text, value.reference == nil { return .string(text) }
      return try string(value)
    case .array where type.arguments.first?.kind == .string && text != nil && value.reference == nil:
      return .array(ArrayObject([.string(text ?? "")], of: BuiltInType.string))
    // 10.0 is a version, and not the number 10.
    case .version where text != nil && value.reference == nil: return try other(.string(text ?? ""))
    default: return try other(value)
    }
  }

  private func boolean(_ value: Value) throws -> Value {
    switch value.unwrapped {
    case .boolean(let flag): return .boolean(flag)
    case .int32, .int64, .integer, .double, .single, .decimal: return .boolean(value.isTrue)
    case .null, .nothing:
      guard parameter.isSwitch || isFunction else { throw BindingError.empty(parameter, .null) }
      if parameter.isSwitch { return false }
    default: break
    }
    guard isFunction else { throw BindingError.notConvertible(parameter, value, "") }
    let found = value.isNull ? "" : value.type.name
    throw BindingError.notTransformed(
      parameter,
      "Cannot convert value \"\(found)\" to type \"\(parameter.type.name)\". Boolean parameters accept only Boolean "
        + "values and numbers, such as $True, $False, 1 or 0.")
  }

  private func string(_ value: Value) throws -> Value {
    if value.isNull { return isFunction ? "" : .null }
    guard value.reference?.enumerated == nil else {
      throw isFunction
        ? BindingError.notTransformed(parameter, "Cannot convert value to type System.String.")
        : BindingError.notConvertible(parameter, value, "Specified method is not supported.")
    }
    return try other(value)
  }

  private func other(_ value: Value) throws -> Value {
    let type = parameter.type
    if value.isNull, !type.isValueType { return .null }
    do {
      return try value.converted(to: type, context)
    } catch let error as PowerShellError {
      if isFunction { throw BindingError.notTransformed(parameter, error.message) }
      if value.isNull { throw BindingError.notAssignable(parameter, error.message) }
      throw BindingError.notConverted(parameter, error.message)
    }
  }
}
