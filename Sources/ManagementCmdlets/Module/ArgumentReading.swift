internal import PowerShell

/// The arguments of a .NET method.
extension [Value] {
  func text(_ index: Int) throws -> String { index < count ? try self[index].displayString() : "" }

  func flag(_ index: Int) -> Bool { index < count ? self[index].isTrue : false }

  func number(_ index: Int) throws -> Int64 {
    index < count ? try self[index].converted(to: BuiltInType.int64).integerValue ?? 0 : 0
  }

  /// An argument that is a collection, as its elements; a single value is one element.
  func list(_ index: Int) -> [Value] {
    guard index < count else { return [] }
    return self[index].reference?.enumerated ?? [self[index]]
  }
}

extension StringProtocol {
  /// Without blanks, tabs and line ends at either end.
  func trimmed() -> String {
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}

extension PowerShellError {
  /// An exception that a .NET method throws; calling the method wraps it into "Exception calling".
  static func thrown(_ type: String, _ message: String) -> PowerShellError {
    let id = type.split(separator: ".").last.map(String.init) ?? type
    return PowerShellError(message, id: id, category: .notSpecified, exceptionType: type)
  }
}

extension Value {
  /// A number of bytes or the like as the unsigned type that CIM gives.
  static func uint64(_ number: UInt64) -> Value { .integer(SizedInteger(number)) }
  static func uint32(_ number: UInt32) -> Value { .integer(SizedInteger(number)) }
  static func uint16(_ number: UInt16) -> Value { .integer(SizedInteger(number)) }

  static func strings(_ texts: some Sequence<String>) -> Value {
    .array(ArrayObject(texts.map { .string($0) }, of: BuiltInType.string))
  }

  /// Null where there is none.
  static func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
}
