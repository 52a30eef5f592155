/// The texts and ids of conversions that fail (LanguagePrimitives.ConvertTo).
enum ConversionError {
  /// No conversion between the types exists.
  static func impossible(_ value: Value, to type: TypeReference) -> PowerShellError {
    let text = (try? value.text()) ?? ""
    return failure(
      "Cannot convert the \"\(text)\" value of type \"\(value.type.name)\" to type \"\(type.name)\".",
      "ConvertToFinalInvalidCastException", nil)
  }

  static func null(to type: TypeReference) -> PowerShellError {
    failure("Cannot convert null to type \"\(type.name)\".", "InvalidCastFromNull", nil)
  }

  /// A conversion exists, but not for this value; `reason` is .NET's text.
  static func refused(
    _ value: Value, to type: TypeReference, id: String, _ reason: String,
    inner innerType: String = "System.FormatException"
  ) -> PowerShellError {
    let text = (try? value.displayString()) ?? ""
    return failure(
      "Cannot convert value \"\(text)\" to type \"\(type.name)\". Error: \"\(reason)\"", id,
      .init(innerType, reason))
  }

  private static func failure(_ message: String, _ id: String, _ inner: PowerShellError.Inner?) -> PowerShellError {
    PowerShellError(
      message, id: id, category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSInvalidCastException", inner: inner)
  }
}
