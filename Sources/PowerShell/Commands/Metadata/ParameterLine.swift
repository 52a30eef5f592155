/// A parameter in one line of text, so that a cmdlet's parameters read as a table:
///
///     !Path@0<value<property String[] = FullName, PSPath in Path, Both
///
/// - `!` before the name: mandatory
/// - `@n`: position n
/// - `<value`, `<property`: taken from the pipeline, by value or by property name
/// - `<remaining`: takes the remaining arguments
/// - a type after a blank; `String` where there is none
/// - aliases after `=`, sets after ` in `; every set where there is none
///
/// Two lines with one name say what differs between sets; the first one's type and aliases hold.
package struct ParameterLine: Sendable {
  /// Characters of a line.
  package static let lengthLimit = 4096

  package let name: String
  package let type: String?
  package let aliases: [String]
  /// Empty: every set.
  package let sets: [String]
  /// Without set names.
  package let entry: ParameterSetEntry

  /// Throws ParameterLineNotValid with the line and what is wrong with it.
  package init(_ line: String) throws {
    guard line.utf8.count <= Self.lengthLimit else { throw Self.invalid(String(line.prefix(80)), "it is too long") }
    var rest = line.trimmingBlanks()
    sets = Self.cut(&rest, at: " in ")
    aliases = Self.cut(&rest, at: "=")
    let words = rest.split(separator: " ", maxSplits: 1)
    guard let mark = words.first else { throw Self.invalid(line, "it has no name") }
    type = words.count > 1 ? words[1].trimmingBlanks() : nil
    (name, entry) = try Self.entry(String(mark), line)
  }

  private static func entry(_ mark: String, _ line: String) throws -> (String, ParameterSetEntry) {
    var entry = ParameterSetEntry()
    var text = mark[...]
    if text.hasPrefix("!") {
      entry.isMandatory = true
      text = text.dropFirst()
    }
    let parts = text.split(separator: "<", omittingEmptySubsequences: false)
    for part in parts.dropFirst() {
      switch part {
      case "value": entry.takesPipelineValue = true
      case "property": entry.takesPipelineProperty = true
      case "remaining": entry.takesRemainingArguments = true
      default: throw invalid(line, "\"<\(part)\" is none of <value, <property and <remaining")
      }
    }
    let head = parts[0].split(separator: "@", omittingEmptySubsequences: false)
    if head.count > 1 {
      guard head.count == 2, let position = Int(head[1]), 0...1000 ~= position else {
        throw invalid(line, "the position is not a number from 0 to 1000")
      }
      entry.position = position
    }
    let name = String(head[0])
    let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard isName else { throw invalid(line, "\"\(name)\" is not a name") }
    return (name, entry)
  }

  /// Takes the list after a separator off the end.
  private static func cut(_ text: inout String, at separator: String) -> [String] {
    guard let range = text.firstRange(of: separator) else { return [] }
    let list = text[range.upperBound...].split(separator: ",").map { $0.trimmingBlanks() }
    text = text[..<range.lowerBound].trimmingBlanks()
    return list.filter { !$0.isEmpty }
  }

  private static func invalid(_ line: String, _ why: String) -> PowerShellError {
    PowerShellError(
      "The parameter line \"\(line)\" is not valid: \(why).", id: "ParameterLineNotValid", category: .invalidData,
      exceptionType: "System.FormatException")
  }
}
