internal import PowerShell

/// What of an object a command compares: its properties, or itself.
struct ComparedKey {
  /// Nil: the object has no such property.
  let values: [Value?]
}

/// Reads the keys of objects, and orders them as Sort-Object does.
struct KeyReader {
  private let parameters: [PropertyParameter]
  private let context: ValueContext
  let ignoresCase: Bool

  init(_ parameters: [PropertyParameter], ignoresCase: Bool, _ context: ValueContext) {
    (self.parameters, self.ignoresCase, self.context) = (parameters, ignoresCase, context)
  }

  func key(of value: Value) throws -> ComparedKey {
    if parameters.isEmpty { return ComparedKey(values: [value]) }
    return ComparedKey(
      values: try parameters.map { parameter in
        do { return try read(parameter, value) } catch let stop as StopUpstream {
          throw stop
        } catch {
          // A key that cannot be read counts as missing.
          return nil
        }
      })
  }

  private func read(_ parameter: PropertyParameter, _ value: Value) throws -> Value? {
    switch parameter.source {
    case .name(let name): try Members.property(value, name, context)
    case .pattern: try parameter.resolve(value, keepsMissing: false).first?.value(of: value, context)
    case .block: try parameter.resolve(value, keepsMissing: true).first?.value(of: value, context)
    }
  }

  /// Objects without the property come last, whatever the direction.
  func order(_ one: Value?, _ other: Value?, isDescending: Bool) -> Int {
    guard let one else { return other == nil ? 0 : 1 }
    guard let other else { return -1 }
    let order = compare(one, other)
    return isDescending ? -order : order
  }

  private func compare(_ one: Value, _ other: Value) -> Int {
    if one.isNull, other.isNull { return 0 }
    switch (one, other) {
    case (.int32(let first), .int32(let second)): return first < second ? -1 : first > second ? 1 : 0
    case (.string(let first), .string(let second)):
      return StringOrder.compare(first, second, ignoresCase: ignoresCase)
    case (.string, _) where other.isNumber:
      // The number decides how the two are compared, on whichever side it is.
      return -compare(other, one)
    default:
      if let order = try? Comparison.compare(one, other, ignoresCase: ignoresCase, context) { return order }
      let texts = ((try? one.text(context)) ?? "", (try? other.text(context)) ?? "")
      return StringOrder.compare(texts.0, texts.1, ignoresCase: ignoresCase)
    }
  }

  /// The key as one text, equal for keys that count as equal.
  func text(_ key: ComparedKey) throws -> String {
    try key.values.map { value in
      guard let value else { return "\u{1}" }
      let text = try value.displayString(context)
      return ignoresCase ? text.caseFolded : text
    }.joined(separator: "\u{0}")
  }
}

extension Invocation {
  /// -Property.
  func propertyParameters(
    _ allowed: Set<PropertyParameter.Key> = [], _ name: String = "Property"
  ) throws -> [PropertyParameter] {
    try (bound.elements(name) ?? []).map { try PropertyParameter($0, allowed: allowed) }
  }

  /// Keeps an object, up to the limit of an array.
  func keep(_ value: Value, in list: inout [Value]) throws {
    guard list.count < ValueLimits.arrayLength else {
      throw PowerShellError(
        "\(metadata.name) cannot hold more than \(ValueLimits.arrayLength) objects.", id: "ObjectLimit",
        category: .limitsExceeded, exceptionType: "System.OutOfMemoryException")
    }
    list.append(value)
  }
}
