package import PowerShell

/// An argument of `-Property` and its like: a name, perhaps with wildcards, a script block, or a table that says more
/// (about_Calculated_Properties).
package struct PropertyParameter: Sendable {
  package enum Source: Sendable {
    case name(String)
    case pattern(Wildcard)
    case block(Value)
  }

  /// The keys of the table. Beginnings of them will do.
  package enum Key: String, Sendable, CaseIterable {
    case expression, label, name, formatstring, width, alignment, ascending, descending, depth
  }

  package let source: Source
  /// What it was given as: the name, or the block's text.
  package let text: String
  package private(set) var label: String?
  package private(set) var format: String?
  package private(set) var width: Int?
  package private(set) var alignment: ViewColumn.Alignment?
  package private(set) var isAscending: Bool?
  package private(set) var isDescending: Bool?
  package private(set) var depth: Int?

  /// Throws for a key that the command does not take (`allowed`), for a table without expression, and for a value of
  /// the wrong type.
  package init(_ value: Value, allowed: Set<Key>) throws {
    guard let table = value.reference as? DictionaryObject else {
      (source, text) = try Self.source(value)
      return
    }
    guard !allowed.isEmpty else {
      throw Self.invalid("A hash table cannot be used here: a property's name is expected.", "InvalidHashtable")
    }
    var given: [Key: Value] = [:]
    for (key, value) in table.pairs { given[try Self.key(try key.displayString(), allowed)] = value }
    guard let expression = given[.expression] else {
      throw Self.invalid("The \"expression\" key is mandatory in a hash table.", "DictionaryKeyMandatoryEntry")
    }
    (source, text) = try Self.source(expression)
    try take(given)
  }

  /// Of a view.
  init(name: String) {
    source = .name(name)
    text = name
  }

  private mutating func take(_ given: [Key: Value]) throws {
    label = try (given[.label] ?? given[.name])?.displayString()
    format = try given[.formatstring]?.displayString()
    if let value = given[.width] {
      guard let number = value.tryConverted(to: BuiltInType.int32).integerValue, number > 0 else {
        throw Self.invalid("The \"width\" must be a number above 0.", "DictionaryKeyIllegalValue")
      }
      width = Int(number)
    }
    if let value = given[.alignment] {
      switch try value.displayString().caseFolded {
      case "left": alignment = .left
      case "center": alignment = .center
      case "right": alignment = .right
      case let other:
        throw Self.invalid(
          "\"\(other)\" is not a valid \"alignment\". The possible values are \"left\", \"center\", \"right\".",
          "DictionaryKeyIllegalValue")
      }
    }
    isAscending = given[.ascending]?.isTrue
    isDescending = given[.descending]?.isTrue
    depth = given[.depth]?.integerValue.map(Int.init(clamping:))
  }

  private static func source(_ value: Value) throws -> (Source, String) {
    switch value.unwrapped {
    case .object(let object) where object.type.kind == .scriptBlock: return (.block(value), try value.text())
    case .null, .nothing: throw invalid("A property's name must not be null.", "DictionaryKeyIllegalValue")
    case let name:
      let text = try name.displayString()
      guard !text.isEmpty else {
        throw invalid("A property's name must not be empty.", "DictionaryKeyIllegalValue")
      }
      return Wildcard.isPattern(text) ? (.pattern(try Wildcard(text)), text) : (.name(text), text)
    }
  }

  private static func key(_ name: String, _ allowed: Set<Key>) throws -> Key {
    let folded = name.caseFolded
    let matches = Key.allCases.filter { allowed.contains($0) && !folded.isEmpty && $0.rawValue.hasPrefix(folded) }
    if let exact = matches.first(where: { $0.rawValue == folded }) ?? (matches.count == 1 ? matches.first : nil) {
      return exact
    }
    guard matches.isEmpty else {
      let list = matches.map(\.rawValue).sorted().joined(separator: ", ")
      throw invalid("The \(name) key is ambiguous. Possible matches are: \(list).", "DictionaryKeyAmbiguous")
    }
    throw invalid("The \(name) key is not valid.", "DictionaryKeyUnknown")
  }

  private static func invalid(_ message: String, _ id: String) -> PowerShellError {
    PowerShellError(message, id: id, category: .invalidArgument, exceptionType: "System.NotSupportedException")
  }
}

/// One property to be read, by its name on the object that it was resolved against.
package struct ResolvedProperty: Sendable {
  package let name: String
  package let parameter: PropertyParameter?
  private let block: Value?

  init(_ name: String, _ parameter: PropertyParameter? = nil, block: Value? = nil) {
    (self.name, self.parameter, self.block) = (name, parameter, block)
  }

  package var label: String { parameter?.label ?? name }

  /// Nil: the object has no such property. Throws what the property's getter or the block throws.
  package func value(of object: Value, _ context: ValueContext) throws -> Value? {
    if let block { return .collected(try context.invoke(block, object, [])) }
    return try Members.property(object, name, context)
  }
}

extension PropertyParameter {
  /// What it means for an object: each property that a pattern matches, the one of that name (as the object spells it)
  /// or, with `keepsMissing`, the name as it was given.
  package func resolve(_ object: Value, keepsMissing: Bool) -> [ResolvedProperty] {
    switch source {
    case .block(let block): return [ResolvedProperty(text, self, block: block)]
    case .pattern(let wildcard):
      return Members.propertyNames(object).filter(wildcard.matches).map { ResolvedProperty($0, self) }
    case .name(let name):
      if let known = Self.spelling(name, object) { return [ResolvedProperty(known, self)] }
      return keepsMissing ? [ResolvedProperty(name, self)] : []
    }
  }

  private static func spelling(_ name: String, _ object: Value) -> String? {
    if let found = Members.propertyNames(object).first(where: { $0.isSameName(as: name) }) { return found }
    // What every object has, and what a dynamic object answers to without listing it.
    return (try? Members.property(object, name)) != nil ? name : nil
  }
}
