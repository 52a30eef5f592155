/// A property of a type.
package struct Property: Sendable {
  package typealias Getter = @Sendable (Value, ValueContext) throws -> Value
  package typealias Setter = @Sendable (Value, Value, ValueContext) throws -> Void

  package let name: String
  package let get: Getter
  /// Nil: it is read only.
  package let set: Setter?

  package init(_ name: String, set: Setter? = nil, _ get: @escaping Getter) {
    (self.name, self.get, self.set) = (name, get, set)
  }

  package init(_ name: String, get: @escaping Getter, set: @escaping Setter) {
    (self.name, self.get, self.set) = (name, get, set)
  }
}

/// A method of a type. For a static method and a constructor, the first argument of `call` is the type.
package struct Method: Sendable {
  package typealias Call = @Sendable (Value, [Value], ValueContext) throws -> Value

  package let name: String
  /// How many arguments some overload takes.
  package let arity: ClosedRange<Int>
  package let call: Call

  package init(_ name: String, _ arity: ClosedRange<Int>, _ call: @escaping Call) {
    (self.name, self.arity, self.call) = (name, arity, call)
  }

  package init(_ name: String, _ count: Int, _ call: @escaping Call) { self.init(name, count...count, call) }
}

/// The members of a type, by folded name.
package struct MemberTable: Sendable {
  package private(set) var properties: [String: Property] = [:]
  package private(set) var methods: [String: Method] = [:]
  package private(set) var staticProperties: [String: Property] = [:]
  package private(set) var staticMethods: [String: Method] = [:]
  package private(set) var constructor: Method?
  /// Makes a value of the type out of another, for casts; gives nil when it cannot.
  package private(set) var convert: (@Sendable (Value, ValueContext) throws -> Value?)?
  /// The names of the properties in the order in which they are shown.
  package private(set) var propertyNames: [String] = []

  package init(
    properties: [Property] = [], methods: [Method] = [], staticProperties: [Property] = [],
    staticMethods: [Method] = [], constructor: Method? = nil,
    convert: (@Sendable (Value, ValueContext) throws -> Value?)? = nil
  ) {
    self.convert = convert
    propertyNames = properties.map(\.name)
    for property in properties { self.properties[property.name.caseFolded] = property }
    for method in methods { self.methods[method.name.caseFolded] = method }
    for property in staticProperties { self.staticProperties[property.name.caseFolded] = property }
    for method in staticMethods { self.staticMethods[method.name.caseFolded] = method }
    self.constructor = constructor
  }
}
