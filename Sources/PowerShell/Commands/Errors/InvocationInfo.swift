/// Where and how a command was called: what an error's position message and category line are made of.
// SAFETY: all that is its own is constant.
package final class InvocationInfo: ObjectReference, @unchecked Sendable {
  /// The command, or "" for an error of a script's statement.
  package let commandName: String
  /// As it was called: an alias, `&`, `.`, or the command's name.
  package let invocationName: String
  /// The second part of FullyQualifiedErrorId; "" for none.
  package let errorSource: String
  /// The script file; nil for what was typed.
  package let scriptName: String?
  /// From 1; 0 when there is no place.
  package let line: Int
  /// From 1, in UTF-16 units.
  package let column: Int
  /// The column after the last, on the line where the extent starts.
  package let endColumn: Int
  /// The text of the line.
  package let lineText: String
  /// PipelinePosition and PipelineLength.
  package let pipelinePosition: Int
  package let pipelineLength: Int
  /// $PSBoundParameters of the call.
  package let boundParameters: DictionaryObject?

  package init(
    commandName: String = "", invocationName: String? = nil, errorSource: String = "", scriptName: String? = nil,
    line: Int = 0, column: Int = 0, endColumn: Int? = nil, lineText: String = "", pipelinePosition: Int = 1,
    pipelineLength: Int = 1, boundParameters: DictionaryObject? = nil
  ) {
    self.commandName = commandName
    self.invocationName = invocationName ?? commandName
    self.errorSource = errorSource
    self.scriptName = scriptName
    self.line = max(0, line)
    self.column = max(0, column)
    self.endColumn = endColumn ?? column
    self.lineText = lineText
    self.pipelinePosition = pipelinePosition
    self.pipelineLength = pipelineLength
    self.boundParameters = boundParameters
  }

  /// `extent` in a source; `pipeline` is the whole statement's, for PipelineLength.
  package convenience init(
    commandName: String = "", invocationName: String? = nil, errorSource: String = "", source: SourceText,
    range: SourceRange, pipelinePosition: Int = 1, pipelineLength: Int = 1, boundParameters: DictionaryObject? = nil
  ) {
    let start = source.position(at: range.start)
    let end = source.position(at: range.end)
    let text = source.line(start.line)
    self.init(
      commandName: commandName, invocationName: invocationName, errorSource: errorSource, scriptName: source.name,
      line: start.line, column: start.column,
      endColumn: end.line == start.line ? end.column : text.utf16.count + 1, lineText: text,
      pipelinePosition: pipelinePosition, pipelineLength: pipelineLength, boundParameters: boundParameters)
  }

  package override var type: TypeReference { Self.typeReference }

  package static let typeReference = TypeReference(
    "System.Management.Automation.InvocationInfo", .custom, base: BuiltInType.object, members: table)
}
