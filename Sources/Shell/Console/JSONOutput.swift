internal import Formatting
internal import PowerShell

/// Objects as a program reads them: one JSON value for one object, an array for several, `[]` for none. What cannot be
/// known until the end is written at the end.
final class JSONOutput {
  private let write: (String) throws -> Void
  private var values: [Value] = []
  /// Levels below an object: a machine with its adapters, and theirs as text.
  private static let depth = 2
  /// Objects that one command line may give as JSON.
  static let limit = 1_000_000

  init(_ write: @escaping (String) throws -> Void) { self.write = write }

  func write(_ value: Value) throws {
    guard values.count < Self.limit else {
      throw PowerShellError(
        "There are more than \(Self.limit) objects, which is more than one JSON text may hold.", id: "JSONOutputLimit",
        category: .limitsExceeded)
    }
    values.append(value)
  }

  func finish() throws {
    defer { values = [] }
    let whole: Value = values.count == 1 ? values[0] : .array(values)
    var style = JSONStyle.program
    style.depth = Self.depth
    try write(JSONText.text(whole, style) + "\n")
  }
}
