/// `$ErrorView = 'ConciseView'`: one line for what was typed, the source line and the message below it for a script.
enum ConciseError {
  static func text(_ record: ErrorRecord, columns: Int) -> String {
    let origin = record.origin
    let name = origin.map { $0.invocationName.isEmpty || $0.invocationName == "&" ? $0.commandName : $0.invocationName }
    let title = name.flatMap { $0.isEmpty ? nil : $0 } ?? record.exception.exceptionType.shortName
    guard let origin, origin.line > 0, origin.scriptName != nil || origin.line > 1, !origin.lineText.isEmpty else {
      return TextWrapping.wrap("\(title): \(record.message)", columns: columns)
    }
    let excerpt = SourceExcerpt(
      line: origin.lineText, column: origin.column, endColumn: origin.endColumn, limit: max(20, columns - 10))
    let number = String(origin.line)
    let margin = max(4, number.count)
    let blank = String(repeating: " ", count: margin)
    let head = origin.scriptName.map { "\(title): \($0):\(origin.line)" } ?? "\(title):"
    var lines = [head, "Line" + blank.dropFirst(4) + " |"]
    lines.append(String(repeating: " ", count: margin - number.count) + number + " |  " + excerpt.text)
    let marks = String(repeating: " ", count: excerpt.indent) + String(repeating: "~", count: excerpt.length)
    lines.append("\(blank) |  \(marks)")
    for line in TextWrapping.lines(record.message, columns: max(10, columns - margin - 3)) {
      lines.append("\(blank) | \(line)")
    }
    return lines.joined(separator: "\n")
  }
}
