/// The variables that `-ErrorVariable` and its like fill, once they have something to hold.
struct StreamVariables {
  private var lists: [String: ListObject] = [:]

  mutating func add(_ value: Value, to target: CommonSettings.Target?, _ host: any CommandHost) throws {
    guard let target else { return }
    let key = target.name.caseFolded
    let list: ListObject
    if let known = lists[key] {
      list = known
    } else {
      let held = target.appends ? host.variable(target.name) : .nothing
      list = ListObject(held.isNull ? [] : held.reference?.enumerated ?? [held])
      lists[key] = list
      try host.setVariable(target.name, .object(list))
    }
    guard list.elements.count < ValueLimits.arrayLength else { throw PowerShellError.tooLong() }
    list.elements.append(value)
  }
}

extension Invocation {
  /// Passes an object down the pipeline. Throws when the pipeline is to stop; let that pass.
  package func writeOutput(_ value: Value) throws {
    try variables.add(value, to: common.outVariable, host)
    try host.writeOutput(value)
  }

  package func writeOutput(_ values: some Sequence<Value>) throws {
    for value in values { try writeOutput(value) }
  }

  /// Writes an error that does not end the command, unless `-ErrorAction Stop` makes it one.
  package func writeError(_ record: ErrorRecord) throws {
    let preference = common.errorAction ?? preference("ErrorActionPreference", .continue)
    hasErrors = true
    guard preference != .ignore else { return }
    try variables.add(.object(record), to: common.errorVariable, host)
    try host.note(.error(record))
    switch preference {
    case .silentlyContinue, .ignore: host.remember(record)
    case .stop: throw CommandFailure(record)
    case .inquire where try !mayContinue(record.details ?? record.exception.message):
      throw stopped(by: "The running command stopped because the user selected the Stop option.")
    case .continue, .inquire, .suspend, .break:
      host.remember(record)
      try host.write(.error(record))
    }
  }

  /// As `writeError`, for an error that something below threw.
  package func writeError(_ error: any Error) throws { try writeError(CommandFailure(error, origin: origin).record) }

  package func writeWarning(_ text: String) throws {
    let preference = common.warningAction ?? preference("WarningPreference", .continue)
    guard preference != .ignore else { return }
    try variables.add(.string(text), to: common.warningVariable, host)
    try host.note(.warning(text))
    if try passes(text, preference, "WarningPreference") { try host.write(.warning(text)) }
  }

  package func writeVerbose(_ text: String) throws {
    let preference = common.verbose.map(CommonSettings.shown) ?? preference("VerbosePreference", .silentlyContinue)
    if try passes(text, preference, "VerbosePreference") { try host.write(.verbose(text)) }
  }

  package func writeDebug(_ text: String) throws {
    let preference = common.debug.map(CommonSettings.shown) ?? preference("DebugPreference", .silentlyContinue)
    if try passes(text, preference, "DebugPreference") { try host.write(.debug(text)) }
  }

  /// What Write-Host writes is shown unless the preference is Ignore.
  package func writeInformation(_ record: InformationRecord) throws {
    let preference = common.informationAction ?? preference("InformationPreference", .silentlyContinue)
    guard preference != .ignore else { return }
    try variables.add(record.message, to: common.informationVariable, host)
    try host.note(.information(record))
    let isShown = try passes(try record.message.displayString(host.values), preference, "InformationPreference")
    if isShown || record.isHostOutput { try host.write(.information(record)) }
  }

  package func writeProgress(_ record: ProgressRecord) throws {
    let preference = common.progressAction ?? preference("ProgressPreference", .continue)
    if try passes(record.activity, preference, "ProgressPreference") { try host.write(.progress(record)) }
  }

  /// A preference variable's value.
  func preference(_ name: String, _ standard: ActionPreference) -> ActionPreference {
    ActionPreference(host.variable(name)) ?? standard
  }

  /// Whether a record is shown; throws where the preference ends the command.
  private func passes(_ text: String, _ preference: ActionPreference, _ variable: String) throws -> Bool {
    switch preference {
    case .silentlyContinue, .ignore: return false
    case .continue, .suspend, .break: return true
    case .inquire:
      if try mayContinue(text) { return true }
      throw stopped(by: "The running command stopped because the user selected the Stop option.")
    case .stop:
      throw stopped(
        by: "The running command stopped because the preference variable \"\(variable)\" or common parameter is set to "
          + "Stop: \(text)")
    }
  }

  private func stopped(by message: String) -> CommandFailure {
    let error = PowerShellError(
      message, id: "ActionPreferenceStop", category: .operationStopped,
      exceptionType: "System.Management.Automation.ActionPreferenceStopException")
    return CommandFailure(ErrorRecord(error, origin: origin))
  }
}
