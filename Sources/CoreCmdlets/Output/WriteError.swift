internal import PowerShell

/// Write-Error: an error of the caller's, not of this command.
enum WriteErrorCommand {
  static var command: CommandInfo {
    .core(
      "Write-Error", in: ModuleName.utility, "WriteErrorCommand",
      [
        "!Message@0<value = Msg in NoException", "Message = Msg in WithException",
        "!Exception Exception in WithException", "!ErrorRecord ErrorRecord in ErrorRecord",
        "Category ErrorCategory in NoException, WithException", "ErrorId in NoException, WithException",
        "TargetObject Object in NoException, WithException", "RecommendedAction",
        "CategoryActivity = Activity", "CategoryReason = Reason", "CategoryTargetName = TargetName",
        "CategoryTargetType = TargetType",
      ], defaultSet: "NoException", allowing: ["Message": [.null, .emptyString]],
      synopsis: "Writes an error of the script's own."
    ) { invocation in
      let record = try record(invocation)
      try invocation.writeError(record)
      // `$?` of a script's own error is false.
      invocation.host.session?.commandSucceeded = false
    }
  }

  private static let defaultID = "Microsoft.PowerShell.Commands.WriteErrorException"

  private static func record(_ invocation: Invocation) throws -> ErrorRecord {
    let bound = invocation.bound
    let origin = origin(invocation)
    let category = bound.enumeration("Category").flatMap { PowerShellError.Category(rawValue: $0.text) }
    let made: ErrorRecord
    if let given = bound["ErrorRecord"]?.reference(as: ErrorRecord.self) {
      made = ErrorRecord(
        exception: given.exception, id: given.fullyQualifiedErrorID, category: given.category,
        target: given.targetObject, activity: given.activity,
        invocation: given.invocation.isNull ? .object(origin) : given.invocation, details: given.details)
    } else {
      let message = bound.string("Message") ?? ""
      let exception: ExceptionObject
      if let given = bound["Exception"]?.reference(as: ExceptionObject.self) {
        exception = given
      } else {
        exception = ExceptionObject(.exception(named: defaultID), message)
      }
      let id = bound.string("ErrorId") ?? (bound.contains("Exception") ? exception.exceptionType.name : defaultID)
      made = ErrorRecord(
        exception: exception, id: origin.errorSource.isEmpty ? id : "\(id),\(origin.errorSource)",
        category: category ?? .notSpecified, target: bound["TargetObject"] ?? .null, activity: "Write-Error",
        invocation: .object(origin),
        details: bound.contains("Exception") && !message.isEmpty ? message : nil)
      if let action = bound.string("RecommendedAction"), !action.isEmpty {
        made.addedMembers()["RecommendedAction"] = .note(.string(action))
      }
    }
    if let activity = bound.string("CategoryActivity") { made.activity = activity }
    made.shownCategory = (
      bound.string("CategoryReason"), bound.string("CategoryTargetName"), bound.string("CategoryTargetType")
    )
    return made
  }

  /// The call of the function that the error is reported for; a script's path, or the line that was typed.
  private static func origin(_ invocation: Invocation) -> InvocationInfo {
    let site = invocation.host.scope?.callSites.first
    if let site, !site.command.isEmpty { return site.origin }
    let script = site?.file ?? invocation.origin.scriptName
    let name = script ?? invocation.origin.lineText.trimmed()
    let source = script?.split(separator: "/").last.map(String.init) ?? ""
    return InvocationInfo(commandName: name, errorSource: source, scriptName: script)
  }
}
