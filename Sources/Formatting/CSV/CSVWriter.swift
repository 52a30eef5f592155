internal import PowerShell

/// Objects as lines of values with a delimiter between them. The first object decides the columns; all values stand
/// within quotes, null is nothing at all.
struct CSVWriter {
  private let delimiter: String
  private(set) var names: [String]?

  init(delimiter: UInt16, names: [String]? = nil) {
    self.delimiter = delimiter.text
    self.names = names
  }

  /// The lines for an object: with those of the heading for the first.
  mutating func lines(
    _ value: Value, writesType: Bool, writesHeader: Bool = true, _ context: ValueContext
  ) throws -> [String] {
    var lines: [String] = []
    if names == nil {
      let own = Members.propertyNames(value)
      names = own
      if writesHeader {
        if writesType { lines.append("#TYPE \(value.typeNames.first ?? "System.Object")") }
        lines.append(own.map(quoted).joined(separator: delimiter))
      }
    }
    let cells = try (names ?? []).map { name in
      let cell = (try? Members.property(value, name, context)) ?? .null
      return cell.isNull ? "" : quoted(try cell.text(context))
    }
    lines.append(cells.joined(separator: delimiter))
    return lines
  }

  private func quoted(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\"")) else { return "\"\(text)\"" }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
