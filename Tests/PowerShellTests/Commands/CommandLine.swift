import PowerShell

/// Arguments written in a line, for tables of tests: `-Name`, `-Name:value`, words, numbers, `a,b`, `$null`, `$true`,
/// `$false`, `''` for the empty string, `@()` for the empty array, `--`; `@` before a `-Name:value` splats it.
enum CommandLine {
  static func arguments(_ line: String) -> [RuntimeArgument] {
    line.split(separator: " ").map { word in
      if word == "--" { return .endOfParameters }
      let isSplatted = word.hasPrefix("@-")
      let text = isSplatted ? word.dropFirst() : word
      guard text.hasPrefix("-"), let second = text.dropFirst().first, !second.isNumber else {
        return .value(value(text), text: Int32(text) == nil ? nil : String(text))
      }
      let parts = text.dropFirst().split(separator: ":", maxSplits: 1).map(String.init)
      let given = parts.count > 1 ? Optional(value(parts[1][...])) : .none
      return RuntimeArgument(.parameter(name: parts.first ?? "", value: given), isSplatted: isSplatted)
    }
  }

  static func value(_ word: Substring) -> Value {
    switch word {
    case "$null": return .null
    case "$true": return true
    case "$false": return false
    case "''": return ""
    case "@()": return .array([])
    default:
      if word.contains(",") { return .array(word.split(separator: ",").map(value)) }
      return Int32(word).map { .int32($0) } ?? .string(String(word))
    }
  }
}

/// A cmdlet written as parameter lines.
func cmdlet(_ lines: String..., defaultSet: String? = nil, risky: Bool = false) -> CommandMetadata {
  do {
    return try CommandMetadata(
      cmdlet: "Test-It", module: "Testing", errorSource: "Testing.TestItCommand", lines, defaultSetName: defaultSet,
      supportsShouldProcess: risky)
  } catch {
    preconditionFailure("\(error)")
  }
}

/// The same parameters as a function's.
func function(_ lines: String..., defaultSet: String? = nil, advanced: Bool = true) -> CommandMetadata {
  do {
    let source = try CommandMetadata(cmdlet: "f", lines, defaultSetName: defaultSet)
    return try CommandMetadata(
      "f", parameters: source.parameters.filter { !$0.isCommon }, defaultSetName: defaultSet, isAdvanced: advanced,
      isFunction: true)
  } catch {
    preconditionFailure("\(error)")
  }
}

/// What was bound, in the order of binding: `Set: Name=a Force=True`; `$args` at the end as `args=a,b`.
func outcome(
  _ metadata: CommandMetadata, _ line: String, input: Value? = .none, context: BindingContext = BindingContext()
) -> String {
  let binder = ParameterBinder(metadata, context)
  do {
    try binder.bind(CommandLine.arguments(line), expectsInput: input.isGiven)
    if let input { try binder.bindInput(input) }
    return shown(binder.bound)
  } catch let error as PowerShellError {
    return "!\(error.id)"
  } catch {
    return "!\(error)"
  }
}

extension Value? {
  fileprivate var isGiven: Bool {
    if case .some = self { true } else { false }
  }
}

func shown(_ bound: BoundParameters) -> String {
  var parts = bound.values.entries.map { "\($0.name)=\(shown($0.value))" }
  if !bound.remaining.isEmpty { parts.append("args=\(bound.remaining.map(shown).joined(separator: ","))") }
  let set = bound.setName == CommandMetadata.allSetsName ? "" : "\(bound.setName): "
  return set + parts.joined(separator: " ")
}

func shown(_ value: Value) -> String {
  if value.isNull { return "null" }
  if let elements = value.reference?.enumerated { return "[" + elements.map(shown).joined(separator: ",") + "]" }
  if case .string(let text) = value.unwrapped { return text }
  return (try? value.displayString()).map { "\(value.type.shortName)(\($0))" } ?? "?"
}

/// The message of the error that binding ends in; "" where there is none.
func message(_ metadata: CommandMetadata, _ line: String, context: BindingContext = BindingContext()) -> String {
  do {
    try ParameterBinder(metadata, context).bind(CommandLine.arguments(line))
    return ""
  } catch let error as PowerShellError {
    return error.message
  } catch {
    return "\(error)"
  }
}
