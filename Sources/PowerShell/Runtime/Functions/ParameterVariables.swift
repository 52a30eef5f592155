/// Puts arguments into the variables of a body's parameters.
enum ParameterVariables {
  /// Arguments by position, for a body that needs no binder.
  static func assign(
    _ arguments: [RuntimeArgument], _ code: CompiledBody, _ frame: Frame, _ state: CallState
  ) throws {
    var next = 0
    for parameter in code.parameters {
      let constraint = constraint(parameter)
      if try next < arguments.count && !isSwitch(parameter, frame), case .value(var value) = arguments[next].kind {
        if let text = arguments[next].text, try parameter.types.last?.type(frame.session).kind == .string {
          value = .string(text)
        }
        do {
          try requireBoolean(value, parameter, frame)
          try set(parameter, value, constraint, frame)
        } catch let error as PowerShellError {
          throw refused(parameter, error)
        }
        state.given.append((parameter.name, frame.forAssignment(parameter.cell).value))
        next += 1
      } else {
        try set(parameter, defaultValue(parameter, frame), constraint, frame, isDefault: true)
      }
    }
    if next < arguments.count {
      state.arguments = arguments.dropFirst(next).compactMap { argument in
        if case .value(let value) = argument.kind { value } else { nil }
      }
    }
  }

  /// What the binder found.
  static func assign(
    _ bound: BoundParameters, _ code: CompiledBody, _ frame: Frame, _ state: CallState
  ) throws {
    state.arguments = bound.remaining
    state.set(bound: bound.table)
    for parameter in code.parameters {
      let constraint = constraint(parameter)
      if let value = bound[parameter.name] {
        // The binder has converted it.
        let variable = frame.scope.create(parameter.cell.name, parameter.name, value)
        variable.set(constraint: bind(constraint, frame.session))
      } else {
        try set(parameter, defaultValue(parameter, frame), constraint, frame, isDefault: true)
      }
    }
  }

  /// A parameter of type Boolean takes Booleans and numbers alone, unlike a variable.
  private static func requireBoolean(
    _ value: Value, _ parameter: CompiledBody.Parameter, _ frame: Frame
  ) throws {
    guard let type = try parameter.types.last?.type(frame.session), type.kind == .boolean else { return }
    if case .boolean = value.unwrapped { return }
    if value.isNumber || value.isNull { return }
    throw PowerShellError(
      "Cannot convert value \"\(value.type.name)\" to type \"System.Boolean\". Boolean parameters accept only Boolean "
        + "values and numbers, such as $True, $False, 1 or 0.", id: "CannotConvertArgument")
  }

  private static func set(
    _ parameter: CompiledBody.Parameter, _ value: Value, _ constraint: TypeConstraint?, _ frame: Frame,
    isDefault: Bool = false
  ) throws {
    let converted: Value
    if let constraint, !(isDefault && parameter.defaultValue == nil) {
      converted = try constraint.apply(value, frame.session)
    } else {
      converted = value
    }
    let variable = frame.scope.create(parameter.cell.name, parameter.name, converted)
    if constraint != nil { variable.set(constraint: bind(constraint, frame.session)) }
  }

  private static func constraint(_ parameter: CompiledBody.Parameter) -> TypeConstraint? { parameter.types.last }

  private static func bind(_ constraint: TypeConstraint?, _ session: Session) -> ((Value) throws -> Value)? {
    guard let constraint else { return nil }
    return { [unowned session] in try constraint.apply($0, session) }
  }

  /// What a parameter has that was not given: its default, or what its type makes of nothing.
  private static func defaultValue(_ parameter: CompiledBody.Parameter, _ frame: Frame) throws -> Value {
    if let node = parameter.defaultValue { return try node.value(frame) }
    guard let type = try parameter.types.last?.type(frame.session) else { return .null }
    switch type.kind {
    case .boolean, .switchParameter: return .boolean(false)
    case .string: return .string("")
    default:
      guard type.isNumber else { return .null }
      return (try? Value.int32(0).converted(to: type, frame.session.context)) ?? .null
    }
  }

  private static func isSwitch(_ parameter: CompiledBody.Parameter, _ frame: Frame) throws -> Bool {
    try parameter.types.last?.type(frame.session).kind == .switchParameter
  }

  private static func refused(_ parameter: CompiledBody.Parameter, _ error: PowerShellError) -> PowerShellError {
    PowerShellError(
      "Cannot process argument transformation on parameter '\(parameter.name)'. \(error.message)",
      id: "ParameterArgumentTransformationError", category: .invalidData,
      exceptionType: "System.Management.Automation.ParameterBindingArgumentTransformationException")
  }
}
