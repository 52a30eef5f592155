/// What the binder asks of the evaluator.
package struct BindingContext: Sendable {
  /// Asks for the mandatory parameters that are missing; gives a value for each, in their order. Nil: nobody can be
  /// asked, and the binder throws MissingMandatoryParameter instead.
  package typealias Prompt =
    @Sendable (_ caption: String, _ message: String, _ fields: [PromptField]) throws -> [Value]

  package var values: ValueContext
  /// `$PSDefaultParameterValues`; nil where there is none.
  package var defaults: DictionaryObject?
  package var prompt: Prompt?
  /// A property of a pipeline object, by a name of any case; nil when it has none.
  package var property: @Sendable (_ object: Value, _ name: String) throws -> Value?
  /// The place of the command in its pipeline, from 1.
  package var pipelinePosition = 1

  package init(
    values: ValueContext = ValueContext(), defaults: DictionaryObject? = nil, prompt: Prompt? = nil,
    property: (@Sendable (_ object: Value, _ name: String) throws -> Value?)? = nil, pipelinePosition: Int = 1
  ) {
    self.values = values
    self.defaults = defaults
    self.prompt = prompt
    self.property = property ?? { try $0.ownProperty($1, values) }
    self.pipelinePosition = pipelinePosition
  }
}

/// One thing that a prompt asks for.
package struct PromptField: Sendable {
  package let name: String
  package let type: TypeReference
  package let helpMessage: String?

  package init(name: String, type: TypeReference, helpMessage: String? = nil) {
    self.name = name
    self.type = type
    self.helpMessage = helpMessage
  }
}

extension Value {
  /// A property of the object itself; what the elements of an array have does not count.
  func ownProperty(_ name: String, _ context: ValueContext) throws -> Value? {
    guard reference?.enumerated == nil else { return nil }
    // The language gives every scalar these two; the binder sees only those that a type has.
    if ["count", "length"].contains(name.caseFolded), !hasOwnSize(name) { return nil }
    return try Members.property(self, name, context)
  }

  private func hasOwnSize(_ name: String) -> Bool {
    if case .string = unwrapped { return name.isSameName(as: "Length") }
    guard let reference else { return false }
    return reference.added?[name] != nil || reference.dynamicProperty(name) != nil
      || reference.type.members?.properties[name.caseFolded] != nil
  }
}
