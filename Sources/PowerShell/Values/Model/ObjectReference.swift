/// An object with identity. Subclasses are the language's own kinds; `HostObject` is what other targets make.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package class ObjectReference: @unchecked Sendable {
  // SAFETY: an evaluator and every object it made are used by one thread at a time, as in a runspace of PowerShell;
  // what a job or another evaluator gets is a copy.

  /// Members that were added to this one object; nil for nearly all.
  package var added: AddedMembers?

  package init() {}

  /// What `GetType()` gives.
  package var type: TypeReference { BuiltInType.object }

  /// What `ToString()` gives.
  package func text(_ context: ValueContext) throws -> String { type.name }

  /// What a pipeline, `foreach` and `@()` take out of it one by one; nil when it is one thing.
  package var enumerated: [Value]? { nil }

  /// `-eq` of two objects.
  package func isEqual(_ other: ObjectReference) -> Bool { self === other }

  /// Its order against another value, negative, 0 or positive, for `-lt` and sorting; nil when it has none.
  package func order(to other: Value, _ context: ValueContext) throws -> Int? { nil }

  /// Called when a pipeline or loop has taken what `enumerated` gave; an enumerator is at its end then.
  package func didEnumerate() {}

  /// The properties that are data of the object itself rather than of its type, in order; nil when there are none.
  package var dynamicPropertyNames: [String] { [] }

  /// A property that is data of the object itself. `name` may be of any case.
  package func dynamicProperty(_ name: String) -> Value? { nil }

  /// Sets a property that is data of the object itself; false when it has none of that name.
  package func setDynamicProperty(_ name: String, _ value: Value) throws -> Bool { false }

  /// Gives up what it holds, when nothing refers to it any more; see `Dismantling`.
  func takeContents() -> [Value] { [] }

  package func addedMembers() -> AddedMembers {
    if let added { return added }
    let fresh = AddedMembers()
    added = fresh
    return fresh
  }
}

/// Members that one object has beyond its type's (Add-Member), and the names of types it goes by (PSTypeName).
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class AddedMembers: @unchecked Sendable {
  // SAFETY: as the object that owns it.
  package enum Member: Sendable {
    case note(Value)
    /// Another name for a property.
    case alias(String)
    case scriptProperty(get: Value, set: Value?)
    case scriptMethod(Value)
  }

  package private(set) var members = NamedValues<Member>()
  /// The first is the most particular; they come before those of the object's own type.
  package var typeNames: [String] = []

  package init() {}

  package subscript(name: String) -> Member? {
    get { members[name] }
    set { members[name] = newValue }
  }
}

/// A scalar with added members.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class WrappedValue: ObjectReference, @unchecked Sendable {
  package let base: Value

  /// `base` is taken out of its own wrapper first.
  package init(_ base: Value) { self.base = base.unwrapped }

  package override var type: TypeReference { base.type }
  package override func text(_ context: ValueContext) throws -> String { try base.text(context) }
}

/// An object of another target: its type says which members it has, its payload is that target's own.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class HostObject: ObjectReference, @unchecked Sendable {
  package let hostType: TypeReference
  package let payload: any Sendable
  private let describe: @Sendable (any Sendable) -> String?

  /// `describe` gives the text of the object; nil for its type's name.
  package init(
    _ type: TypeReference, payload: any Sendable, describe: @escaping @Sendable (any Sendable) -> String? = { _ in nil }
  ) {
    (hostType, self.payload, self.describe) = (type, payload, describe)
  }

  package override var type: TypeReference { hostType }
  package override func text(_ context: ValueContext) throws -> String { describe(payload) ?? hostType.name }

  /// Payloads that can be compared are; others are equal only to themselves.
  package override func isEqual(_ other: ObjectReference) -> Bool {
    if self === other { return true }
    guard let other = other as? HostObject, hostType.isSame(as: other.hostType),
      let own = payload as? any Equatable
    else { return false }
    return own.equals(other.payload)
  }
}

extension Equatable {
  fileprivate func equals(_ other: any Sendable) -> Bool { (other as? Self) == self }
}
