/// The errors of operators.
enum OperatorError {
  static func divideByZero() -> PowerShellError {
    let text = "Attempted to divide by zero."
    return PowerShellError(
      text, id: "RuntimeException", category: .notSpecified, inner: .init("System.DivideByZeroException", text))
  }

  /// An operator that the type of the left side does not have; `name` is as in `op_Addition`.
  static func undefined(_ name: String, _ left: Value) -> PowerShellError {
    PowerShellError(
      "Method invocation failed because [\(left.type.name)] does not contain a method named '\(name)'.",
      id: "MethodNotFound")
  }

  static func tooLong() -> PowerShellError {
    PowerShellError(
      "The result is longer than an evaluator allows.", id: "ResultTooLong", category: .limitsExceeded,
      inner: .init("System.OutOfMemoryException", "The result is longer than an evaluator allows."))
  }

  static func overflow(_ type: TypeReference) -> PowerShellError {
    let text = IntegerConversion.overflowText(type.kind)
    return PowerShellError(text, id: "RuntimeException", inner: .init("System.OverflowException", text))
  }
}
