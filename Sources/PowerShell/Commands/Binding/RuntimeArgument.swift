/// An argument as the evaluator hands it over: evaluated, in the order written, splatted tables and arrays spread out.
package struct RuntimeArgument: Sendable {
  package enum Kind: Sendable {
    /// A value, whose place decides; or the value of the `-Name` before it.
    case value(Value)
    /// `-Name`. With a value: `-Name:value`, or an entry of a splatted table.
    case parameter(name: String, value: Value?)
    /// `--`: what follows are values.
    case endOfParameters
  }

  package let kind: Kind
  /// Came out of a splatted variable. What is also given explicitly wins over it.
  package let isSplatted: Bool
  /// A number or bare word as written; what a parameter of type string gets.
  package let text: String?
  /// Where it is written; for messages.
  package let range: SourceRange?

  package init(_ kind: Kind, isSplatted: Bool = false, text: String? = nil, range: SourceRange? = nil) {
    self.kind = kind
    self.isSplatted = isSplatted
    self.text = text
    self.range = range
  }

  package static func value(_ value: Value, text: String? = nil, range: SourceRange? = nil) -> RuntimeArgument {
    RuntimeArgument(.value(value), text: text, range: range)
  }

  package static func parameter(_ name: String, _ value: Value? = nil, range: SourceRange? = nil) -> RuntimeArgument {
    RuntimeArgument(.parameter(name: name, value: value), range: range)
  }

  package static let endOfParameters = RuntimeArgument(.endOfParameters)

  /// What `@name` stands for: a table gives named parameters, an array gives values, anything else one value.
  package static func splatting(_ value: Value, range: SourceRange? = nil) -> [RuntimeArgument] {
    if let table = value.reference(as: DictionaryObject.self) {
      return table.pairs.map { key, value in
        let name = (try? key.text(ValueContext())) ?? ""
        return RuntimeArgument(.parameter(name: name, value: value), isSplatted: true, range: range)
      }
    }
    if let elements = value.reference?.enumerated {
      return elements.map { RuntimeArgument(.value($0), isSplatted: true, range: range) }
    }
    return value.isNull ? [] : [RuntimeArgument(.value(value), isSplatted: true, range: range)]
  }
}
