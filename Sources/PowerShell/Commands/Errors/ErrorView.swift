/// The texts of an error on the console (`$ErrorView`).
package enum ErrorView: String, Sendable, CaseIterable {
  /// Message, place, category and id: what Windows PowerShell shows.
  case normal = "NormalView"
  /// One line of category.
  case category = "CategoryView"
  /// Message, with the line in scripts: what PowerShell 7 shows.
  case concise = "ConciseView"

  /// By the value of `$ErrorView`, in any case; `normal` for anything else.
  package init(_ name: String) { self = Self.allCases.first { $0.rawValue.isSameName(as: name) } ?? .normal }

  /// The lines for a console of `width` columns, joined with line feeds, without one at the end.
  package func text(_ record: ErrorRecord, width: Int = 120) -> String {
    // PowerShell's writer leaves the last column free.
    let columns = max(20, width - 1)
    switch self {
    case .normal: return TextWrapping.wrap(Self.normalText(record, width: max(21, width)), columns: columns)
    case .category: return TextWrapping.wrap(record.categoryInfo.message, columns: columns)
    case .concise: return ConciseError.text(record, columns: columns)
    }
  }

  /// Native programs' own error output is shown as it is.
  private static let nativeIDs: Set = ["NativeCommandError", "NativeCommandErrorMessage"]

  private static func normalText(_ record: ErrorRecord, width: Int) -> String {
    if nativeIDs.contains(record.fullyQualifiedErrorID) { return record.message }
    var text = prefix(record) + record.message
    let position =
      record.category == .parserError && record.origin?.commandName.isEmpty ?? true
      ? "" : record.origin?.positionMessage ?? ""
    if !position.isEmpty { text += "\n" + position }
    text += "\n" + folded("+ CategoryInfo          : \(record.categoryInfo.message)", width: width)
    text += "\n" + folded("+ FullyQualifiedErrorId : \(record.fullyQualifiedErrorID)", width: width)
    if case .note(let computer)? = record.added?["PSComputerName"], let name = try? computer.displayString() {
      text += "\n" + folded("+ PSComputerName        : \(name)", width: width)
    }
    return record.details == nil ? text + "\n " : text
  }

  private static func prefix(_ record: ErrorRecord) -> String {
    guard let origin = record.origin else { return "" }
    let isOperator = ["", "&", "."].contains(origin.invocationName)
    let name = isOperator ? origin.commandName : origin.invocationName
    return name.isEmpty ? "" : "\(name) : "
  }

  /// Chunks of `width - 6` units, each after four blanks, one behind the other: the writer's wrapping then makes lines
  /// of them. That is why the second line of a long id begins with three blanks.
  private static func folded(_ text: String, width: Int) -> String {
    let units = Array(text.utf16)
    let length = max(1, width - 6)
    var result = ""
    for start in stride(from: 0, to: units.count, by: length) {
      result += "    " + String(codeUnits: units[start..<min(start + length, units.count)])
    }
    return result
  }
}
