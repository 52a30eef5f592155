internal import PowerShell

/// A network cmdlet as a row: its parameters in `ParameterLine` notation, one a line; `~` before a line marks a
/// parameter that is known and refused by name.
struct NetworkCommand: Sendable {
  typealias Make = @Sendable (NetworkEnvironment) -> any Cmdlet

  let name: String
  let module: String
  var aliases: [String] = []
  let synopsis: String
  var errorSource: String?
  var defaultSetName: String?
  var supportsShouldProcess = false
  var confirmImpact = ConfirmImpact.medium
  let lines: String
  /// The names that an object given by value must have (PSTypeName), by parameter.
  var typeNames: [String: String] = [:]
  var validations: [String: [ParameterValidation]] = [:]
  var outputs: [String] = []
  let make: Make

  /// The parameters that are refused.
  var refused: [String] {
    rows.filter(\.isRefused).compactMap { try? ParameterLine($0.line).name }
  }

  private var rows: [(line: String, isRefused: Bool)] {
    lines.split(separator: "\n").map { line in
      let line = line.drop { $0 == " " }
      return line.hasPrefix("~") ? (String(line.dropFirst()), true) : (String(line), false)
    }
  }

  func info(_ environment: NetworkEnvironment) -> CommandInfo {
    let instance: @Sendable () -> any Cmdlet = {
      let refused = Set(refused)
      let cmdlet = make(environment)
      return refused.isEmpty ? cmdlet : RefusingCmdlet(cmdlet, refused)
    }
    return CommandInfo(cmdlet: name, module: module, aliases: aliases, metadata: { try metadata() }, instance)
  }

  /// Throws for a row that is not valid.
  func metadata() throws -> CommandMetadata {
    var parameters: [ParameterMetadata] = []
    for row in rows {
      let line = try ParameterLine(row.line)
      var entries: [ParameterSetEntry] = line.sets.isEmpty ? [line.entry] : []
      for set in line.sets {
        var entry = line.entry
        entry.setName = set
        entries.append(entry)
      }
      if let index = parameters.firstIndex(where: { $0.name.isSameName(as: line.name) }) {
        parameters[index].entries += entries
        continue
      }
      var made = ParameterMetadata(
        line.name, try NetworkTypes.find(line.type ?? "String"), aliases: line.aliases, entries: entries)
      made.requiredTypeName = typeNames[line.name]
      made.validations = validations[line.name] ?? []
      parameters.append(made)
    }
    return try CommandMetadata(
      name, module: module, errorSource: errorSource ?? name, parameters: parameters, defaultSetName: defaultSetName,
      supportsShouldProcess: supportsShouldProcess, confirmImpact: confirmImpact, aliases: aliases,
      outputTypes: outputs, synopsis: synopsis)
  }
}

/// Refuses a cmdlet's known but unsupported parameters before it does anything.
private final class RefusingCmdlet: Cmdlet {
  private let inner: any Cmdlet
  private let refused: Set<String>

  init(_ inner: any Cmdlet, _ refused: Set<String>) { (self.inner, self.refused) = (inner, refused) }

  func begin(_ invocation: Invocation) throws {
    try check(invocation)
    try inner.begin(invocation)
  }

  func process(_ invocation: Invocation) throws {
    try check(invocation)
    try inner.process(invocation)
  }

  func end(_ invocation: Invocation) throws { try inner.end(invocation) }
  func clean() { inner.clean() }

  private func check(_ invocation: Invocation) throws {
    for (name, _) in invocation.bound.values.entries where refused.contains(name) {
      throw NetworkFailure.parameter(name, invocation.metadata.name)
    }
  }
}

extension NetworkCommand {
  /// What every CIM cmdlet has for other computers and for jobs.
  static let remote = """
    ~CimSession CimSession[] = Session
    ~ThrottleLimit Int32
    ~AsJob SwitchParameter
    """
}
