internal import PowerShell

/// Get-, Add-, Clear- and Invoke-History.
struct HistoryCommands: Sendable {
  let store: HistoryStore

  var all: [CommandInfo] {
    [
      .core(
        "Get-History", in: ModuleName.core, "GetHistoryCommand", aliases: ["h", "history", "ghy"],
        ["Id@0<value Int64[]", "Count@1 Int32"], synopsis: "Gets the commands that were typed in this session."
      ) { [self] in try get($0) },
      .core(
        "Add-History", in: ModuleName.core, "AddHistoryCommand",
        ["InputObject@0<value Object[]", "Passthru SwitchParameter"], synopsis: "Adds entries to the history."
      ) { [self] in try add($0) },
      .core(
        "Clear-History", in: ModuleName.core, "ClearHistoryCommand", aliases: ["clhy"],
        [
          "Id@0 Int32[] in IDParameter", "CommandLine String[] in CommandLineParameter", "Count@1 Int32",
          "Newest SwitchParameter",
        ],
        defaultSet: "IDParameter", shouldProcess: true, synopsis: "Deletes entries of the history."
      ) { [self] in try clear($0) },
      .core(
        "Invoke-History", in: ModuleName.core, "InvokeHistoryCommand", aliases: ["r", "ihy"], ["Id@0<property"],
        shouldProcess: true, synopsis: "Runs a command of the history again."
      ) { [self] in try invoke($0) },
    ]
  }

  private func get(_ invocation: Invocation) throws {
    let count = invocation.bound.integer("Count").map { Int(clamping: $0) }
    if let ids = invocation.bound.integers("Id") {
      for id in ids {
        if let entry = store.entry(Int(id)) {
          try invocation.writeOutput(entry.value)
        } else {
          try invocation.writeError(missing(Int(id)))
        }
      }
      return
    }
    try invocation.writeOutput(store.all.suffix(count ?? HistoryStore.limit).map(\.value))
  }

  private func add(_ invocation: Invocation) throws {
    for value in invocation.bound.elements("InputObject") ?? [] {
      let context = invocation.host.values
      guard let line = try Members.property(value, "CommandLine", context), !line.isNull else {
        try invocation.writeError(
          PowerShellError(
            "Cannot add history because the input object has a format that is not valid.", id: "AddHistoryInvalidInput",
            category: .invalidData, exceptionType: "System.Management.Automation.PSArgumentException", target: value))
        continue
      }
      let now = context.now()
      func time(_ name: String) throws -> DateTime {
        let found = try Members.property(value, name, context)?.tryConverted(to: BuiltInType.dateTime, context)
        if case .dateTime(let date)? = found { return date }
        return now
      }
      let status = try Members.property(value, "ExecutionStatus", context)?.displayString(context) ?? "Completed"
      let entry = store.add(
        try line.displayString(context), status: status, start: try time("StartExecutionTime"),
        end: try time("EndExecutionTime"))
      if invocation.bound.isSet("Passthru") { try invocation.writeOutput(entry.value) }
    }
  }

  private func clear(_ invocation: Invocation) throws {
    let bound = invocation.bound
    var chosen = store.all
    if let ids = bound.integers("Id") {
      for id in ids where store.entry(Int(id)) == nil { try invocation.writeError(missing(Int(id))) }
      chosen = chosen.filter { ids.contains(Int64($0.id)) }
    } else if let lines = bound.strings("CommandLine") {
      let patterns = try Patterns(lines)
      chosen = chosen.filter { patterns.match($0.commandLine) }
    }
    if let count = bound.integer("Count").map({ Int(clamping: $0) }) {
      chosen = bound.isSet("Newest") ? chosen.suffix(count) : Array(chosen.prefix(count))
    }
    guard !chosen.isEmpty, try invocation.shouldProcess("history", "Clear-History") else { return }
    let ids = Set(chosen.map(\.id))
    store.remove { ids.contains($0.id) }
  }

  private func invoke(_ invocation: Invocation) throws {
    let entry: HistoryStore.Entry
    if let id = invocation.bound.string("Id"), !id.isEmpty {
      let found = Int(id).map { store.entry($0) } ?? store.all.last { $0.commandLine.hasPrefix(id) }
      guard let found else {
        throw Int(id).map { missing($0) }
          ?? PowerShellError(
            "Cannot find the history entry whose command line begins with \(id).",
            id: "InvokeHistoryNoHistoryForCommandline",
            category: .objectNotFound, exceptionType: "System.ArgumentException", target: .string(id))
      }
      entry = found
    } else {
      guard let last = store.all.last else {
        throw PowerShellError(
          "Cannot find the most recent entry: the history is empty.", id: "InvokeHistoryNoLastHistoryEntryFound",
          category: .invalidOperation, exceptionType: "System.InvalidOperationException")
      }
      entry = last
    }
    guard try invocation.shouldProcess(entry.commandLine, "Invoke-History") else { return }
    let (session, _) = try invocation.requireSession()
    try invocation.host.write(.host(entry.commandLine))
    try invocation.run(session.scriptBlock(entry.commandLine))
  }

  private func missing(_ id: Int) -> PowerShellError {
    PowerShellError(
      "Cannot locate the history for Id \(id).", id: "GetHistoryNoHistoryForId", category: .objectNotFound,
      exceptionType: "System.ArgumentException", target: .count(id))
  }
}
