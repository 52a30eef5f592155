/// The errors of parameter binding: texts, ids and categories of ParameterBinderStrings.
enum BindingError {
  private static let binding = "System.Management.Automation.ParameterBindingException"
  private static let validation = "System.Management.Automation.ParameterBindingValidationException"
  static let transformation = "System.Management.Automation.ParameterBindingArgumentTransformationException"

  static func parameterNotFound(_ name: String) -> PowerShellError {
    failure("A parameter cannot be found that matches parameter name '\(name)'.", "NamedParameterNotFound")
  }

  static func positionNotFound(_ argument: Value) -> PowerShellError {
    let text = (try? argument.displayString()) ?? ""
    return failure(
      "A positional parameter cannot be found that accepts argument '\(argument.isNull ? "$null" : text)'.",
      "PositionalParameterNotFound")
  }

  static func ambiguous(_ name: String, _ matches: [String]) -> PowerShellError {
    let list = matches.map { " -\($0)" }.joined()
    return failure(
      "Parameter cannot be processed because the parameter name '\(name)' is ambiguous. Possible matches include:"
        + "\(list).", "AmbiguousParameter")
  }

  static func ambiguousSet() -> PowerShellError {
    failure(
      "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be "
        + "used together or an insufficient number of parameters were provided.", "AmbiguousParameterSet")
  }

  static func missingArgument(_ parameter: ParameterMetadata) -> PowerShellError {
    failure(
      "Missing an argument for parameter '\(parameter.name)'. Specify a parameter of type "
        + "'\(parameter.type.name)' and try again.", "MissingArgument")
  }

  static func alreadyBound(_ parameter: ParameterMetadata) -> PowerShellError {
    failure(
      "Cannot bind parameter because parameter '\(parameter.name)' is specified more than once. To provide multiple "
        + "values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter "
        + "value1,value2,value3\".", "ParameterAlreadyBound")
  }

  static func missingMandatory(_ parameters: [ParameterMetadata]) -> PowerShellError {
    failure(
      "Cannot process command because of one or more missing mandatory parameters:"
        + "\(parameters.map { " " + $0.name }.joined()).", "MissingMandatoryParameter")
  }

  static func inputNotBound(_ input: Value) -> PowerShellError {
    failure(
      "The input object cannot be bound to any parameters for the command either because the command does not take "
        + "pipeline input or the input and its properties do not match any of the parameters that take pipeline input.",
      "InputObjectNotBound", target: input)
  }

  static func inputMissesMandatory(_ parameters: [ParameterMetadata], _ input: Value) -> PowerShellError {
    failure(
      "The input object cannot be bound because it did not contain the information required to bind all mandatory "
        + "parameters: \(parameters.map { " " + $0.name }.joined())", "InputObjectMissingMandatory", target: input)
  }

  /// What is given for a mandatory parameter and is nothing.
  enum Emptiness: String {
    case null = "it is null."
    case string = "it is an empty string."
    case array = "it is an empty array."
    case collection = "it is an empty collection."
  }

  static func empty(_ parameter: ParameterMetadata, _ what: Emptiness) -> PowerShellError {
    let suffix =
      switch what {
      case .null: "NullNotAllowed"
      case .string: "EmptyStringNotAllowed"
      case .array: "EmptyArrayNotAllowed"
      case .collection: "EmptyCollectionNotAllowed"
      }
    return PowerShellError(
      "Cannot bind argument to parameter '\(parameter.name)' because \(what.rawValue)",
      id: "ParameterArgumentValidationError\(suffix)", category: .invalidData, exceptionType: validation)
  }

  static func invalid(_ parameter: ParameterMetadata, _ reason: String) -> PowerShellError {
    PowerShellError(
      "Cannot validate argument on parameter '\(parameter.name)'. \(reason)", id: "ParameterArgumentValidationError",
      category: .invalidData, exceptionType: validation,
      inner: .init("System.Management.Automation.ValidationMetadataException", reason))
  }

  /// A function's parameter is converted by an attribute, a cmdlet's by the binder; their errors differ.
  static func notTransformed(_ parameter: ParameterMetadata, _ reason: String) -> PowerShellError {
    PowerShellError(
      "Cannot process argument transformation on parameter '\(parameter.name)'. \(reason)",
      id: "ParameterArgumentTransformationError", category: .invalidData, exceptionType: transformation,
      inner: .init("System.Management.Automation.ArgumentTransformationMetadataException", reason))
  }

  /// With the conversion's own message.
  static func notConverted(_ parameter: ParameterMetadata, _ reason: String) -> PowerShellError {
    failure("Cannot bind parameter '\(parameter.name)'. \(reason)", "CannotConvertArgumentNoMessage")
  }

  /// Null for a type that has no null.
  static func notAssignable(_ parameter: ParameterMetadata, _ reason: String) -> PowerShellError {
    failure(
      "Cannot bind parameter '\(parameter.name)' to the target. Exception setting \"\(parameter.name)\": \"\(reason)\"",
      "ParameterBindingFailed", category: .writeError)
  }

  /// There is no conversion between the types.
  static func notConvertible(_ parameter: ParameterMetadata, _ value: Value, _ reason: String) -> PowerShellError {
    failure(
      "Cannot convert '\(value.isNull ? "null" : value.type.name)' to the type '\(parameter.type.name)' required by "
        + "parameter '\(parameter.name)'. \(reason)", "CannotConvertArgument")
  }

  static func wrongTypeName(_ parameter: ParameterMetadata, _ name: String) -> PowerShellError {
    PowerShellError(
      "Cannot bind argument to parameter '\(parameter.name)', because PSTypeNames of the argument do not match the "
        + "PSTypeName required by the parameter: \(name).", id: "MismatchedPSTypeName", category: .invalidArgument,
      exceptionType: transformation)
  }

  private static func failure(
    _ message: String, _ id: String, category: PowerShellError.Category = .invalidArgument, target: Value = .null
  ) -> PowerShellError {
    PowerShellError(message, id: id, category: category, exceptionType: binding, target: target)
  }
}
