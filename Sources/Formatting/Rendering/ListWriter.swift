internal import PowerShell

/// Writes `Label : value` lines.
enum ListWriter {
  private static let separator = " : "

  static func lines(_ fields: [ListField], room: Int, paint: (String) -> String) -> [String] {
    guard !fields.isEmpty, room >= separator.count + 2 else { return [] }
    let widest = fields.map { CellWidth.of($0.label) }.max() ?? 0
    let width = min(widest, room - separator.count - 1)
    let margin = String(repeating: " ", count: width + separator.count)
    return fields.flatMap { field in
      let label = CellWidth.prefix(field.label, width)
      let head = label + String(repeating: " ", count: width - CellWidth.of(label)) + separator
      let lines = TextWrapping.lines(field.value, columns: room - width - separator.count)
      return lines.enumerated().map { $0 == 0 ? paint(head) + $1 : margin + $1 }
    }
  }
}
