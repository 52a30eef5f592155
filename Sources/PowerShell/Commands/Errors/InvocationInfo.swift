/// Where and how a command was called: what an error's position message and category line are made of.
// SAFETY: used on the evaluator's thread; what is worked out late depends on constants alone.
package final class InvocationInfo: ObjectReference, @unchecked Sendable {
  /// A stretch of a source, looked at when somebody asks: most calls fail at nothing.
  private struct Place {
    let source: SourceText
    let range: SourceRange
  }

  /// What a place looks like.
  private struct Details {
    var line = 0
    var column = 0
    var endColumn = 0
    var lineText = ""
  }

  /// The command, or "" for an error of a script's statement.
  package let commandName: String
  /// As it was called: an alias, `&`, `.`, or the command's name.
  package let invocationName: String
  /// The second part of FullyQualifiedErrorId; "" for none.
  package let errorSource: String
  /// The script file; nil for what was typed.
  package let scriptName: String?
  /// PipelinePosition and PipelineLength.
  package let pipelinePosition: Int
  package let pipelineLength: Int
  /// $PSBoundParameters of the call.
  package let boundParameters: DictionaryObject?
  /// MyCommand: gives the command as `Get-Command` would; nil leaves it to the name.
  package var command: (() -> Value)?
  /// Arguments that no parameter took.
  package var unboundArguments: [Value] = []
  package var expectsInput = false
  private let place: Place?
  private lazy var details: Details = place.map(Self.details) ?? Details()

  package init(
    commandName: String = "", invocationName: String? = nil, errorSource: String = "", scriptName: String? = nil,
    line: Int = 0, column: Int = 0, endColumn: Int? = nil, lineText: String = "", pipelinePosition: Int = 1,
    pipelineLength: Int = 1, boundParameters: DictionaryObject? = nil
  ) {
    self.commandName = commandName
    self.invocationName = invocationName ?? commandName
    self.errorSource = errorSource
    self.scriptName = scriptName
    self.pipelinePosition = pipelinePosition
    self.pipelineLength = pipelineLength
    self.boundParameters = boundParameters
    place = nil
    super.init()
    details = Details(
      line: max(0, line), column: max(0, column), endColumn: endColumn ?? column, lineText: lineText)
  }

  /// `range` in a source.
  package init(
    commandName: String = "", invocationName: String? = nil, errorSource: String = "", source: SourceText,
    range: SourceRange, pipelinePosition: Int = 1, pipelineLength: Int = 1, boundParameters: DictionaryObject? = nil
  ) {
    self.commandName = commandName
    self.invocationName = invocationName ?? commandName
    self.errorSource = errorSource
    scriptName = source.name
    self.pipelinePosition = pipelinePosition
    self.pipelineLength = pipelineLength
    self.boundParameters = boundParameters
    place = Place(source: source, range: range)
    super.init()
  }

  private static func details(_ place: Place) -> Details {
    let start = place.source.position(at: place.range.start)
    let end = place.source.position(at: place.range.end)
    let text = place.source.line(start.line)
    return Details(
      line: start.line, column: start.column,
      endColumn: end.line == start.line ? end.column : text.utf16.count + 1, lineText: text)
  }

  /// From 1; 0 when there is no place.
  package var line: Int { details.line }
  /// From 1, in UTF-16 units.
  package var column: Int { details.column }
  /// The column after the last, on the line where the extent starts.
  package var endColumn: Int { details.endColumn }
  /// The text of the line.
  package var lineText: String { details.lineText }

  package override var type: TypeReference { Self.typeReference }

  package static let typeReference = TypeReference(
    "System.Management.Automation.InvocationInfo", .custom, base: BuiltInType.object, members: table)
}
