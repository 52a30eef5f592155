/// Rows of text in aligned columns.
public struct TextTable: Sendable {
  /// A column: its heading, and whether its cells stand to the right (numbers).
  public struct Column: Sendable {
    public var heading: String
    public var right: Bool

    public init(_ heading: String, right: Bool = false) {
      self.heading = heading
      self.right = right
    }
  }

  public var columns: [Column]
  /// Cells may hold colours. Rows with fewer cells than columns are filled with empty ones.
  public private(set) var rows: [[String]] = []

  public init(_ columns: [Column]) { self.columns = columns }

  public mutating func append(_ row: [String]) { rows.append(row) }

  /// The lines, two spaces between columns, none at the ends of lines; headings first where any has text.
  public func lines(style: OutputStyle) -> [String] {
    let headed = columns.contains { !$0.heading.isEmpty }
    let headings = headed ? [columns.map { style.paint($0.heading, .faint) }] : []
    let all = headings + rows
    let widths = columns.indices.map { column in
      all.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
    }
    return all.map { row in
      var line = ""
      for (index, column) in columns.enumerated() where widths[index] > 0 {
        let cell = index < row.count ? row[index] : ""
        line += (line.isEmpty ? "" : "  ") + cell.padded(to: widths[index], right: column.right)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
