/// `-f` (about_Operators).
package enum FormatOperator {
  /// Formats with the right side's elements; the error has id FormatError.
  package static func format(_ left: Value, _ right: Value, _ context: ValueContext = .standalone) throws -> Value {
    let arguments = right.reference?.enumerated ?? [right]
    do {
      return .string(try CompositeFormat.format(left.displayString(context), arguments, context))
    } catch let error as PowerShellError {
      throw PowerShellError(
        "Error formatting a string: \(error.message).", id: "FormatError", category: .invalidOperation,
        inner: .init(error.exceptionType, error.message))
    }
  }
}
