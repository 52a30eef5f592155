/// A record of a stream that was redirected into the output or a file: it shows itself as its message, and has what
/// scripts ask of it (WarningRecord, VerboseRecord, DebugRecord, InformationRecord).
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class StreamRecordObject: ObjectReference, @unchecked Sendable {
  package let record: StreamRecord
  private let time = DateTime.systemNow()

  package init(_ record: StreamRecord) { self.record = record }

  package override var type: TypeReference {
    switch record {
    case .warning: Self.types.warning
    case .verbose: Self.types.verbose
    case .debug: Self.types.debug
    default: Self.types.information
    }
  }

  private static let types = (
    warning: TypeReference("System.Management.Automation.WarningRecord", base: informational),
    verbose: TypeReference("System.Management.Automation.VerboseRecord", base: informational),
    debug: TypeReference("System.Management.Automation.DebugRecord", base: informational),
    information: TypeReference("System.Management.Automation.InformationRecord", base: BuiltInType.object)
  )
  private static let informational = TypeReference(
    "System.Management.Automation.InformationalRecord", base: BuiltInType.object)

  package override func text(_ context: ValueContext) throws -> String {
    switch record {
    case .warning(let text), .verbose(let text), .debug(let text), .host(let text): text
    case .information(let record): try record.message.displayString(context)
    case .error(let record): record.message
    case .progress(let record): record.activity
    }
  }

  /// Properties by name; there are none that are shown.
  package override func dynamicProperty(_ name: String) -> Value? {
    switch (record, name.caseFolded) {
    case (.information(let record), "messagedata"): record.message
    case (.information(let record), "tags"): .array(record.tags.map { .string($0) })
    case (.information, "timegenerated"): .dateTime(time.localized)
    case (.information, "computer"): .string(SystemFacts.machineName())
    case (.information, "user"): .string(SystemFacts.userName())
    case (.information, "source"): "Write-Information"
    case (.information, _): nil
    case (_, "message"): (try? text(ValueContext.standalone)).map { .string($0) }
    default: nil
    }
  }
}
