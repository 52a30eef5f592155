/// The errors of a declaration's attributes.
enum AttributeError {
  static func unknown(_ attribute: Attribute) -> PowerShellError {
    parser(
      "Cannot find the type for custom attribute '\(attribute.type.fullName)'. Make sure that the assembly that contains "
        + "this type is loaded.", "CustomAttributeTypeNotFound")
  }

  static func noSuchArgument(_ attribute: Attribute, _ argument: Attribute.Argument) -> PowerShellError {
    parser(
      "Property '\(argument.name.text)' cannot be found for type '\(attribute.type.fullName)'.",
      "PropertyNotFoundForType")
  }

  static func badArgument(_ attribute: Attribute, _ argument: Attribute.Argument) -> PowerShellError {
    parser(
      "The value of '\(argument.name.text)' of the attribute '\(attribute.type.fullName)' is not valid.",
      "CannotConvertArgument")
  }

  static func badCount(_ attribute: Attribute) -> PowerShellError {
    parser(
      "Cannot find an appropriate constructor to instantiate the custom attribute object for type "
        + "'\(attribute.type.fullName)'.", "CannotFindConstructorForCustomAttribute")
  }

  static func notSupported(_ attribute: Attribute, _ argument: Attribute.Argument) -> PowerShellError {
    parser(
      "'\(argument.name.text)' of the attribute '\(attribute.type.fullName)' is not supported.",
      "AttributeArgumentNotSupported")
  }

  private static func parser(_ message: String, _ id: String) -> PowerShellError {
    PowerShellError(
      message, id: id, category: .parserError, exceptionType: "System.Management.Automation.ParseException")
  }
}

extension Attribute {
  /// In lower case, without the namespace of PowerShell's own attributes and without `Attribute` at its end.
  var shortKey: String {
    var key = type.name.key
    let namespace = "system.management.automation."
    if key.hasPrefix(namespace) { key.removeFirst(namespace.count) }
    return key.hasSuffix("attribute") && key.count > 9 ? String(key.dropLast(9)) : key
  }
}

extension FunctionMetadata.Evaluation {
  /// `Mandatory` alone is true.
  func flag(_ argument: Attribute.Argument) throws -> Bool { try argument.value.map(constant)?.isTrue ?? true }

  func text(_ argument: Attribute.Argument) throws -> String { try argument.value.map { try text($0) } ?? "" }

  func text(_ expression: Expression) throws -> String { try constant(expression).displayString() }

  func number(_ argument: Attribute.Argument) throws -> Int {
    try argument.value.map { try number($0) } ?? 0
  }

  func number(_ expression: Expression) throws -> Int {
    Int(clamping: try constant(expression).converted(to: BuiltInType.int32).integerValue ?? 0)
  }

  /// The two numbers of a length or a count.
  func pair(_ attribute: Attribute) throws -> (Int, Int) {
    guard attribute.positional.count == 2 else { throw AttributeError.badCount(attribute) }
    return (try number(attribute.positional[0]), try number(attribute.positional[1]))
  }
}
