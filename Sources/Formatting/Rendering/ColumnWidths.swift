/// Gives the columns of a table their widths, as PowerShell does: those without a width share what is left of the line;
/// what is too wide loses columns from the right, after the last one that fits was narrowed.
enum ColumnWidths {
  /// Between two columns.
  static let separator = 1

  /// - Parameters:
  ///   - widths: 0 for a column without one.
  ///   - room: columns of the line.
  /// - Returns: a width for each; 0 for one that is left out.
  static func fit(_ widths: [Int], in room: Int) -> [Int] {
    var widths = widths
    let free = widths.indices.filter { widths[$0] <= 0 }
    for index in free { widths[index] = 1 }
    var rest = room - total(widths)
    if rest > 0, !free.isEmpty {
      let share = rest / free.count
      for index in free { widths[index] += share }
      rest -= share * free.count
      for index in free.prefix(rest) { widths[index] += 1 }
    }
    trim(&widths, room)
    return widths
  }

  private static func trim(_ widths: inout [Int], _ room: Int) {
    while let last = widths.lastIndex(where: { $0 > 0 }) {
      let excess = total(widths) - room
      guard excess > 0 else { return }
      widths[last] = max(0, widths[last] - excess)
    }
  }

  private static func total(_ widths: [Int]) -> Int {
    let shown = widths.filter { $0 > 0 }
    return shown.reduce(0, +) + separator * max(0, shown.count - 1)
  }
}
