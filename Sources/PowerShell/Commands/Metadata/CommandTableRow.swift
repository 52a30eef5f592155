/// A cmdlet's description as a row of a table, one JSON object per row. In a set's parameters, `!` is mandatory, `@n` a
/// position, `<value` and `<property` pipeline input, as in a `ParameterLine`.
package struct CommandTableRow: Decodable, Sendable {
  package struct ParameterSet: Decodable, Sendable {
    package let name: String
    package let `default`: Bool?
    package let parameters: [String]
  }

  package struct Parameter: Decodable, Sendable {
    package let name: String
    package let type: String
    package let aliases: [String]?
    /// The names of an enumeration; a set of strings where the type is not known as one.
    package let values: [String]?
    package let validate: [String: [String]]?
  }

  package let name: String
  package let module: String?
  package let shouldProcess: Bool?
  package let confirmImpact: String?
  package let outputs: [String]?
  package let sets: [ParameterSet]
  package let parameters: [Parameter]

  /// `errorSource` is the cmdlet's class. `types` gives a type for every name that the table uses, or throws.
  ///
  /// Throws CommandTableNotValid where the row contradicts itself or has a rule that is not known.
  package func metadata(errorSource: String? = nil, types: CommandMetadata.TypeLookup) throws -> CommandMetadata {
    let isRisky = shouldProcess ?? false
    var described = NamedValues<ParameterMetadata>()
    for set in sets {
      for line in try set.parameters.map(ParameterLine.init)
      where !(isRisky && Self.isRisk(line.name)) {
        guard let parameter = parameters.first(where: { $0.name.isSameName(as: line.name) }) else {
          throw invalid("set \"\(set.name)\" names the parameter \"\(line.name)\", which is not described")
        }
        var entry = line.entry
        entry.setName = set.name
        if described[line.name] == nil { described[line.name] = try make(parameter, types) }
        described[line.name]?.entries.append(entry)
      }
    }
    // What no set names is in all of them.
    for parameter in parameters where described[parameter.name] == nil && !(isRisky && Self.isRisk(parameter.name)) {
      described[parameter.name] = try make(parameter, types)
      described[parameter.name]?.entries = [ParameterSetEntry()]
    }
    var own = described.entries.map(\.value)
    for index in own.indices { own[index].mergeEqualEntries(setCount: sets.count) }
    let impact = try confirmImpact.map { name in
      guard let impact = ConfirmImpact(named: name) else { throw invalid("\"\(name)\" is not an impact") }
      return impact
    }
    return try CommandMetadata(
      name, module: module, errorSource: errorSource, parameters: own,
      defaultSetName: sets.first { $0.default ?? false }?.name, supportsShouldProcess: isRisky,
      confirmImpact: impact ?? .medium, outputTypes: outputs ?? [])
  }

  /// Those come with ShouldProcess itself.
  private static func isRisk(_ name: String) -> Bool { ["whatif", "confirm"].contains(name.caseFolded) }

  private func make(_ parameter: Parameter, _ types: CommandMetadata.TypeLookup) throws -> ParameterMetadata {
    let type = try types(parameter.type)
    var made = ParameterMetadata(parameter.name, type, aliases: parameter.aliases ?? [])
    made.entries = []
    let isEnumeration = type.kind == .enumeration || type.arguments.first?.kind == .enumeration
    if let values = parameter.values, !isEnumeration { made.validations.append(.set(values)) }
    for (rule, values) in (parameter.validate ?? [:]).sorted(by: { $0.key < $1.key }) {
      made.validations.append(try validation(rule, values))
    }
    return made
  }

  private func validation(_ rule: String, _ values: [String]) throws -> ParameterValidation {
    let numbers = values.compactMap(Int64.init)
    switch rule {
    case "ValidateSet": return .set(values)
    case "ValidateRange" where numbers.count == 2 && values.count == 2:
      return .range(.int64(numbers[0]), .int64(numbers[1]))
    case "ValidateLength" where numbers.count == 2 && values.count == 2:
      return .length(Int(clamping: numbers[0]), Int(clamping: numbers[1]))
    case "ValidateCount" where numbers.count == 2 && values.count == 2:
      return .count(Int(clamping: numbers[0]), Int(clamping: numbers[1]))
    case "ValidatePattern" where values.count == 1: return .pattern(values[0])
    case "ValidateNotNull": return .notNull
    case "ValidateNotNullOrEmpty": return .notNullOrEmpty
    default: throw invalid("the rule \(rule)(\(values.joined(separator: ", "))) is not known")
    }
  }

  private func invalid(_ why: String) -> PowerShellError {
    PowerShellError(
      "The table's row of \(name) is not valid: \(why).", id: "CommandTableNotValid", category: .invalidData,
      exceptionType: "System.FormatException")
  }
}

extension ParameterMetadata {
  /// One entry for all sets, where a parameter is the same in every one.
  fileprivate mutating func mergeEqualEntries(setCount: Int) {
    guard entries.count == setCount, let first = entries.first else { return }
    let isEqual = entries.allSatisfy { entry in
      (entry.isMandatory, entry.position, entry.takesPipelineValue, entry.takesPipelineProperty)
        == (first.isMandatory, first.position, first.takesPipelineValue, first.takesPipelineProperty)
    }
    guard isEqual else { return }
    entries = [first]
    entries[0].setName = nil
  }
}
