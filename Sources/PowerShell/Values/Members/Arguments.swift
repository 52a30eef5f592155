/// The arguments of a method call, converted as they are taken. A parameter's name is for the error only.
extension [Value] {
  static func failure(_ error: PowerShellError, _ value: Value, _ name: String, _ type: TypeReference)
    -> PowerShellError
  {
    // The name of the method is put in by the caller, who knows it.
    let text = (try? value.displayString()) ?? ""
    return PowerShellError(
      "Cannot convert argument \"\(name)\", with value: \"\(text)\", for \"%\" to type \"\(type.name)\": "
        + "\"\(error.message)\"",
      id: "MethodArgumentConversionInvalidCastArgument", category: .notSpecified,
      exceptionType: "System.Management.Automation.MethodException", inner: error.inner)
  }

  func converted(_ index: Int, _ name: String, _ type: TypeReference) throws -> Value {
    let value = at(index) ?? .null
    do { return try value.converted(to: type).unwrapped } catch let error as PowerShellError {
      throw Self.failure(error, value, name, type)
    }
  }

  func int(_ index: Int, _ name: String) throws -> Int {
    Int(try converted(index, name, BuiltInType.int32).exactInteger ?? 0)
  }

  func long(_ index: Int, _ name: String) throws -> Int64 {
    try converted(index, name, BuiltInType.int64).exactInteger ?? 0
  }

  func double(_ index: Int, _ name: String) throws -> Double {
    try converted(index, name, BuiltInType.double).doubleValue ?? 0
  }

  func bool(_ index: Int) -> Bool { at(index)?.isTrue ?? false }

  func text(_ index: Int) throws -> String { try at(index)?.displayString() ?? "" }

  func character(_ index: Int, _ name: String) throws -> UInt16 {
    guard case .character(let unit) = try converted(index, name, BuiltInType.character) else { return 0 }
    return unit
  }

  func timeSpan(_ index: Int, _ name: String) throws -> TimeSpan {
    guard case .timeSpan(let span) = try converted(index, name, BuiltInType.timeSpan) else { return .zero }
    return span
  }

  func dateTime(_ index: Int, _ name: String) throws -> DateTime {
    guard case .dateTime(let date) = try converted(index, name, BuiltInType.dateTime) else { return .earliest }
    return date
  }

  func enumeration(_ index: Int, _ name: String, _ type: EnumType) throws -> Int64 {
    guard index < count else { return 0 }
    return try converted(index, name, type).exactInteger ?? 0
  }

  /// An argument that is a collection, as its elements; a single value is one element.
  func elements(_ index: Int) -> [Value] { at(index).map { $0.reference?.enumerated ?? [$0] } ?? [] }

  /// The arguments from a place on, or those of the one array that stands there (a `params` parameter).
  func rest(from index: Int) -> [Value] {
    if count == index + 1, case .array(let array) = self[index].unwrapped { return array.elements }
    return Array(dropFirst(index))
  }
}
