internal import PowerShell

/// The properties that Select-Object makes new objects of.
struct SelectedProperties {
  private let properties: [PropertyParameter]
  private let excluded: [Wildcard]
  private let expanded: PropertyParameter?

  /// Nil: objects stay as they are.
  init?(_ invocation: Invocation) throws {
    let bound = invocation.bound
    let given = try invocation.propertyParameters([.expression, .label, .name])
    excluded = try (bound.strings("ExcludeProperty") ?? []).map { try Wildcard($0) }
    expanded = try bound.string("ExpandProperty").map { try PropertyParameter(.string($0), allowed: []) }
    if given.isEmpty, excluded.isEmpty, expanded == nil { return nil }
    properties =
      given.isEmpty && !excluded.isEmpty ? [try PropertyParameter("*", allowed: [])] : given
  }

  func apply(to value: Value, _ invocation: Invocation) throws -> [Value] {
    if value.isNull { return [] }
    let context = invocation.host.values
    var chosen = NamedValues<Value>()
    for parameter in properties {
      var isPattern = false
      if case .pattern = parameter.source { isPattern = true }
      for property in parameter.resolve(value, keepsMissing: true) {
        let name = property.label
        if excluded.contains(where: { $0.matches(name) }) { continue }
        guard chosen[name] == nil else {
          if !isPattern { try invocation.writeError(Self.exists(name, value)) }
          continue
        }
        chosen[name] = try Self.read(property, value, context)
      }
    }
    guard let expanded else { return [made(chosen, of: value)] }
    return try expand(expanded, value, chosen, invocation)
  }

  private static func read(_ property: ResolvedProperty, _ value: Value, _ context: ValueContext) throws -> Value {
    do {
      let read = try property.value(of: value, context) ?? .null
      return read.isNull ? .null : read
    } catch let stop as StopUpstream {
      throw stop
    } catch {
      // A calculated property that fails is null.
      return .null
    }
  }

  private func made(_ chosen: NamedValues<Value>, of value: Value) -> Value {
    let bag = PropertyBag()
    for (name, value) in chosen.entries { bag[name] = value }
    bag.addedMembers().typeNames = ["Selected.\(value.typeNames.first ?? "System.Object")"]
    return .object(bag)
  }

  private func expand(
    _ parameter: PropertyParameter, _ value: Value, _ chosen: NamedValues<Value>, _ invocation: Invocation
  ) throws -> [Value] {
    let found = parameter.resolve(value, keepsMissing: false)
    guard let property = found.first else {
      try invocation.writeError(Self.missing(parameter.text, value))
      return []
    }
    guard found.count == 1 else {
      try invocation.writeError(Self.several(parameter.text, value))
      return []
    }
    let whole = try property.value(of: value, invocation.host.values) ?? .null
    let elements = whole.reference?.enumerated ?? [whole]
    guard chosen.count > 0 else { return elements }
    return elements.map { element in
      guard !element.isNull else { return element }
      let owner: ObjectReference = element.reference ?? WrappedValue(element)
      for (name, value) in chosen.entries { owner.addedMembers()[name] = .note(value) }
      return element.reference == nil ? .wrapped(owner) : element
    }
  }

  private static func exists(_ name: String, _ value: Value) -> PowerShellError {
    PowerShellError(
      "The property cannot be processed because the property \"\(name)\" already exists.",
      id: "AlreadyExistingUserSpecifiedPropertyNoExpand", category: .invalidOperation,
      exceptionType: "System.Management.Automation.PSArgumentException", target: value)
  }

  private static func missing(_ name: String, _ value: Value) -> PowerShellError {
    PowerShellError(
      "Property \"\(name)\" cannot be found.", id: "ExpandPropertyNotFound", category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSArgumentException", target: value)
  }

  private static func several(_ name: String, _ value: Value) -> PowerShellError {
    PowerShellError(
      "Multiple properties cannot be expanded: \"\(name)\" stands for several.", id: "MutlipleExpandProperties",
      category: .invalidArgument, exceptionType: "System.Management.Automation.PSArgumentException", target: value)
  }
}

extension Value {
  /// A wrapper as a value.
  fileprivate static func wrapped(_ owner: ObjectReference) -> Value {
    (owner as? WrappedValue).map { .wrapped($0) } ?? .object(owner)
  }
}
