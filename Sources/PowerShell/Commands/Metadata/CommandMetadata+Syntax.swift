extension CommandMetadata {
  /// One line for each set, as `Get-Command -Syntax` and help have them (about_Command_Syntax).
  package var syntax: [String] {
    guard !setNames.isEmpty else { return [syntax(ofSet: nil)] }
    let standard = setNames.filter { $0.isSameName(as: defaultSetName ?? "") }
    return (standard + setNames.filter { !$0.isSameName(as: defaultSetName ?? "") }).map { syntax(ofSet: $0) }
  }

  /// Positional parameters first, then mandatory ones, then the others.
  private func syntax(ofSet name: String?) -> String {
    let all = parameters(ofSet: name).filter { !$0.parameter.isHidden && !Self.isAlways($0.parameter) }
    let positional = all.filter { $0.entry.position != nil }
      .sorted { ($0.entry.position ?? 0) < ($1.entry.position ?? 0) }
    let named = all.filter { $0.entry.position == nil }
    let ordered = positional + named.filter(\.entry.isMandatory) + named.filter { !$0.entry.isMandatory }
    var words = [self.name] + ordered.map { Self.syntax($0.parameter, $0.entry) }
    if isAdvanced { words.append("[<CommonParameters>]") }
    return words.joined(separator: " ")
  }

  private static func isAlways(_ parameter: ParameterMetadata) -> Bool {
    parameter.isCommon && !["whatif", "confirm"].contains(parameter.key)
  }

  private static func syntax(_ parameter: ParameterMetadata, _ entry: ParameterSetEntry) -> String {
    var name = "-\(parameter.name)"
    if parameter.isSwitch { return entry.isMandatory ? name : "[\(name)]" }
    if entry.position != nil { name = "[\(name)]" }
    let text = "\(name) <\(typeText(parameter.type))>"
    return entry.isMandatory ? text : "[\(text)]"
  }

  /// Accelerators where there are some, as PowerShell shows them.
  package static func typeText(_ type: TypeReference) -> String {
    switch type.kind {
    case .array: (type.arguments.first.map(typeText) ?? "Object") + "[]"
    case .string: "string"
    case .int32: "int"
    case .int64: "long"
    case .boolean: "bool"
    case .nullable: type.arguments.first.map(typeText) ?? "Object"
    case .hashtable: "hashtable"
    case .scriptBlock: "scriptblock"
    case .uint8, .uint16, .uint32, .uint64, .int16, .double, .guid, .timeSpan, .version: type.shortName.lowercased()
    default: type.shortName
    }
  }
}
