extension CommandMetadata {
  /// Finds the type of a name in a parameter line or a table.
  package typealias TypeLookup = (String) throws -> TypeReference

  /// A cmdlet with its parameters as `ParameterLine`s. `validations` are by parameter name, and so is `allowing`: "null",
  /// "emptyString" and "emptyCollection".
  package convenience init(
    cmdlet name: String, module: String? = nil, errorSource: String? = nil, _ lines: [String],
    defaultSetName: String? = nil, supportsShouldProcess: Bool = false, confirmImpact: ConfirmImpact = .medium,
    aliases: [String] = [], outputTypes: [String] = [], synopsis: String? = nil,
    validations: [String: [ParameterValidation]] = [:], allowing: [String: Set<ParameterAllowance>] = [:],
    types: TypeLookup = CommandMetadata.builtInType
  ) throws {
    var parameters = NamedValues<ParameterMetadata>()
    for line in try lines.map(ParameterLine.init) { try parameters.merge(line, types) }
    for (name, rules) in validations { parameters[try Self.known(name, parameters)]?.validations += rules }
    for (name, allowances) in allowing {
      let name = try Self.known(name, parameters)
      for allowance in allowances { parameters[name]?.allow(allowance) }
    }
    try self.init(
      name, module: module, errorSource: errorSource, parameters: parameters.entries.map(\.value),
      defaultSetName: defaultSetName, supportsShouldProcess: supportsShouldProcess, confirmImpact: confirmImpact,
      aliases: aliases, outputTypes: outputTypes, synopsis: synopsis)
  }

  /// The types that every evaluator knows, and `SwitchParameter` by its short name. Throws TypeNotFound.
  package static func builtInType(_ name: String) throws -> TypeReference {
    name.isSameName(as: "SwitchParameter") ? BuiltInType.switchParameter : try TypeRegistry().get(name)
  }

  private static func known(_ name: String, _ parameters: NamedValues<ParameterMetadata>) throws -> String {
    if parameters[name] != nil { return name }
    throw PowerShellError(
      "There is no parameter '\(name)'.", id: "ParameterLineNotValid", category: .invalidData,
      exceptionType: "System.FormatException")
  }
}

/// What a mandatory parameter may be given although it is nothing.
package enum ParameterAllowance: String, Sendable {
  case null, emptyString, emptyCollection
}

extension ParameterMetadata {
  mutating func allow(_ what: ParameterAllowance) {
    switch what {
    case .null: allowsNull = true
    case .emptyString: allowsEmptyString = true
    case .emptyCollection: allowsEmptyCollection = true
    }
  }
}

extension NamedValues<ParameterMetadata> {
  /// Adds a line's parameter, or its sets to the parameter that has its name.
  mutating func merge(_ line: ParameterLine, _ types: CommandMetadata.TypeLookup) throws {
    var entries: [ParameterSetEntry] = line.sets.isEmpty ? [line.entry] : []
    for set in line.sets {
      var entry = line.entry
      entry.setName = set
      entries.append(entry)
    }
    if self[line.name] != nil {
      self[line.name]?.entries += entries
    } else {
      self[line.name] = ParameterMetadata(
        line.name, try types(line.type ?? "String"), aliases: line.aliases, entries: entries)
    }
  }
}
