internal import PowerShell

/// Writes rows into columns.
struct TableWriter {
  private let layout: TableLayout
  private let widths: [Int]

  /// `widths`: 0 for a column without one. Lines are `room` columns wide.
  init(_ layout: TableLayout, widths: [Int], room: Int) {
    self.layout = layout
    self.widths = ColumnWidths.fit(widths, in: max(1, room))
  }

  /// The widths by labels and the rows at hand.
  static func measured(_ layout: TableLayout, _ rows: [[String]]) -> [Int] {
    layout.columns.enumerated().map { index, column in
      if layout.sizing == .firstRows {
        if let width = column.width { return width }
        if column.fillsLine { return 0 }
      }
      return rows.reduce(CellWidth.of(column.label)) { widest, row in
        index < row.count ? max(widest, CellWidth.of(Self.firstLine(row[index]))) : widest
      }
    }
  }

  /// The labels, which may take several lines, and the dashes below them.
  func header() -> [String] {
    guard !layout.hidesHeader, widths.contains(where: { $0 > 0 }) else { return [] }
    let dashes = layout.columns.enumerated().map { index, column in
      let length = CellWidth.of(column.label)
      return String(repeating: "-", count: length == 0 ? widths[index] : min(length, widths[index]))
    }
    return row(layout.columns.map(\.label), wraps: true) + row(dashes, wraps: false)
  }

  func row(_ values: [String], wraps: Bool) -> [String] {
    let shown = widths.indices.filter { widths[$0] > 0 }
    guard !shown.isEmpty else { return [] }
    let cells = shown.map { index in
      let text = index < values.count ? values[index] : ""
      let lines = wraps ? TextWrapping.lines(text, columns: widths[index]) : [Self.firstLine(text)]
      return lines.map { field($0, widths[index], layout.columns[index].alignment) }
    }
    let height = cells.map(\.count).max() ?? 1
    return (0..<height).map { line in
      cells.enumerated().map { index, lines in
        line < lines.count ? lines[line] : String(repeating: " ", count: widths[shown[index]])
      }.joined(separator: " ")
    }
  }

  /// What a cell of one line shows of a text of several.
  private static func firstLine(_ text: String) -> String {
    guard let end = text.unicodeScalars.firstIndex(where: { $0 == "\n" || $0 == "\r" }) else { return text }
    return text[..<end] + "..."
  }

  private func field(_ text: String, _ width: Int, _ alignment: ViewColumn.Alignment) -> String {
    let length = CellWidth.of(text)
    if length == width { return text }
    guard length < width else { return cut(text, width, alignment) }
    let (left, right): (Int, Int) =
      switch alignment {
      case .left: (0, width - length)
      case .right: (width - length, 0)
      case .center: ((width - length) / 2, width - length - (width - length) / 2)
      }
    return String(repeating: " ", count: left) + text + String(repeating: " ", count: right)
  }

  /// `abcd...`, or `...wxyz` where the end counts; without dots where there is room for no more than those.
  private func cut(_ text: String, _ width: Int, _ alignment: ViewColumn.Alignment) -> String {
    let dots = width > 3 ? "..." : ""
    let part =
      alignment == .right
      ? dots + CellWidth.suffix(text, width - dots.count) : CellWidth.prefix(text, width - dots.count) + dots
    let missing = width - CellWidth.of(part)
    return missing > 0 ? part + String(repeating: " ", count: missing) : part
  }
}
