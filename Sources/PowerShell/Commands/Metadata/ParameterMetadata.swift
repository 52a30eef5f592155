/// How a parameter takes part in a parameter set (about_Parameter_Sets).
package struct ParameterSetEntry: Sendable {
  /// Nil: in every set (`__AllParameterSets`).
  package var setName: String?
  package var isMandatory: Bool
  /// Nil: by name only.
  package var position: Int?
  package var takesPipelineValue: Bool
  package var takesPipelineProperty: Bool
  package var takesRemainingArguments: Bool
  package var helpMessage: String?

  package init(
    setName: String? = nil, isMandatory: Bool = false, position: Int? = nil, takesPipelineValue: Bool = false,
    takesPipelineProperty: Bool = false, takesRemainingArguments: Bool = false, helpMessage: String? = nil
  ) {
    self.setName = setName
    self.isMandatory = isMandatory
    self.position = position
    self.takesPipelineValue = takesPipelineValue
    self.takesPipelineProperty = takesPipelineProperty
    self.takesRemainingArguments = takesRemainingArguments
    self.helpMessage = helpMessage
  }
}

/// A parameter of a command (about_Functions_Advanced_Parameters).
package struct ParameterMetadata: Sendable {
  package let name: String
  /// The name in lower case.
  package let key: String
  package var type: TypeReference
  package var aliases: [String]
  /// At least one.
  package var entries: [ParameterSetEntry]
  package var validations: [ParameterValidation]
  package var transformations: [ArgumentTransformation]
  /// `[PSTypeName('…')]`: a name that the argument's PSTypeNames must have.
  package var requiredTypeName: String?
  package var allowsNull: Bool
  package var allowsEmptyString: Bool
  package var allowsEmptyCollection: Bool
  /// DontShow: completion leaves it out.
  package var isHidden: Bool
  /// One of those that every advanced command has (about_CommonParameters).
  package var isCommon: Bool

  package init(
    _ name: String, _ type: TypeReference = BuiltInType.object, aliases: [String] = [],
    entries: [ParameterSetEntry] = [ParameterSetEntry()], validations: [ParameterValidation] = [],
    transformations: [ArgumentTransformation] = [], requiredTypeName: String? = nil, allowsNull: Bool = false,
    allowsEmptyString: Bool = false,
    allowsEmptyCollection: Bool = false, isHidden: Bool = false, isCommon: Bool = false
  ) {
    self.name = name
    key = name.caseFolded
    self.type = type
    self.aliases = aliases
    self.entries = entries.isEmpty ? [ParameterSetEntry()] : entries
    self.validations = validations
    self.transformations = transformations
    self.requiredTypeName = requiredTypeName
    self.allowsNull = allowsNull
    self.allowsEmptyString = allowsEmptyString
    self.allowsEmptyCollection = allowsEmptyCollection
    self.isHidden = isHidden
    self.isCommon = isCommon
  }

  package var isSwitch: Bool { type.kind == .switchParameter }

  /// Mandatory in one set at least.
  package var isMandatorySomewhere: Bool { entries.contains { $0.isMandatory } }

  package var takesPipelineInput: Bool { entries.contains { $0.takesPipelineValue || $0.takesPipelineProperty } }
}

/// A change to an argument before it is converted to the parameter's type (ArgumentTransformationAttribute).
package struct ArgumentTransformation: Sendable {
  package let transform: @Sendable (Value) throws -> Value

  package init(_ transform: @escaping @Sendable (Value) throws -> Value) { self.transform = transform }
}
