/// Makes a function's metadata out of its parameter block (about_Functions_Advanced).
package struct FunctionMetadata {
  /// The most parameters that a function may have.
  package static let parameterLimit = 1000

  /// What of a function's declaration only an evaluator can work out.
  package struct Evaluation {
    /// The type that a name means. Throws TypeNotFound.
    package var type: (TypeName) throws -> TypeReference
    /// An attribute's argument.
    package var constant: (Expression) throws -> Value
    /// The test that a `[ValidateScript({…})]` makes: the block's output, with `$_` as the argument, as a Boolean.
    package var test: (ScriptBlockExpression) throws -> @Sendable (Value) throws -> Bool
    /// What an attribute that is not built in does to the argument. Nil: it is not known, which is an error.
    package var custom: (Attribute) throws -> ArgumentTransformation?

    package init(
      type: @escaping (TypeName) throws -> TypeReference, constant: @escaping (Expression) throws -> Value,
      test: @escaping (ScriptBlockExpression) throws -> @Sendable (Value) throws -> Bool,
      custom: @escaping (Attribute) throws -> ArgumentTransformation? = { _ in nil }
    ) {
      self.type = type
      self.constant = constant
      self.test = test
      self.custom = custom
    }
  }

  let evaluation: Evaluation

  package init(_ evaluation: Evaluation) { self.evaluation = evaluation }

  /// A function without a parameter block is simple and takes what it gets as `$args`.
  package func metadata(
    named name: String, module: String? = nil, _ block: ParameterBlock?, synopsis: String? = nil
  ) throws -> CommandMetadata {
    let declarations = block?.parameters ?? []
    guard declarations.count <= Self.parameterLimit else {
      throw PowerShellError(
        "A function has at most \(Self.parameterLimit) parameters.", id: "TooManyParameters", category: .limitsExceeded)
    }
    let binding = try CmdletBinding(block?.attributes ?? [], evaluation)
    var readers = try declarations.map { try ParameterReader($0, evaluation) }
    let isAdvanced = binding.isPresent || readers.contains { $0.hasParameterAttribute }
    let hasOwnPlaces = readers.contains { $0.hasOwnPlace }
    if binding.positional, !hasOwnPlaces {
      var position = 0
      for index in readers.indices where !readers[index].parameter.isSwitch {
        for entry in readers[index].parameter.entries.indices {
          readers[index].parameter.entries[entry].position = position
        }
        position += 1
      }
    }
    return try CommandMetadata(
      name, module: module, parameters: readers.map(\.parameter), defaultSetName: binding.defaultSetName,
      isAdvanced: isAdvanced, supportsShouldProcess: binding.supportsShouldProcess,
      confirmImpact: binding.confirmImpact, outputTypes: binding.outputTypes, synopsis: synopsis, isFunction: true)
  }
}
