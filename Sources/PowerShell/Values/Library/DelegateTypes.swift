/// `[Func[int, bool]] { … }`, `[Action] {…}`, `[Predicate[T]] {…}`: a script block as a delegate.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class DelegateObject: ObjectReference, @unchecked Sendable {
  let block: Value
  private let delegateType: TypeReference

  init(_ type: TypeReference, _ block: Value) {
    delegateType = type
    self.block = block
    super.init()
  }

  package override var type: TypeReference { delegateType }
}

enum DelegateTypes {
  /// Names and how many type arguments they may have.
  private static let names: [String: ClosedRange<Int>] = [
    "func": 1...8, "action": 0...8, "predicate": 1...1, "comparison": 1...1, "converter": 2...2,
    "eventhandler": 0...1,
  ]

  static func type(_ folded: String, _ arguments: [TypeReference]) -> TypeReference? {
    guard let counts = names[folded], counts.contains(arguments.count) else { return nil }
    let title = folded == "eventhandler" ? "EventHandler" : folded.prefix(1).uppercased() + folded.dropFirst()
    let inner = arguments.map { "[\($0.name)]" }.joined(separator: ",")
    let name = arguments.isEmpty ? "System.\(title)" : "System.\(title)`\(arguments.count)[\(inner)]"
    return TypeReference(name, .custom, base: BuiltInType.object, arguments: arguments, members: table(name))
  }

  private static func table(_ name: String) -> MemberTable {
    MemberTable(
      methods: [
        Method("Invoke", 0...8) { value, arguments, context in
          guard let delegate = value.reference(as: DelegateObject.self) else { return .null }
          return try call(delegate, arguments, context)
        }
      ],
      convert: { value, context in
        guard value.type.kind == .scriptBlock, let type = context.types.find(name) else { return nil }
        return .object(DelegateObject(type, value))
      })
  }

  /// What the block gives, as the delegate's last type where it is one that gives something.
  private static func call(_ delegate: DelegateObject, _ arguments: [Value], _ context: ValueContext) throws -> Value {
    let output = Value.collected(try context.invoke(delegate.block, arguments.first, arguments))
    let name = delegate.type.name
    if name.hasPrefix("System.Action") || name.hasPrefix("System.EventHandler") { return .nothing }
    if name.hasPrefix("System.Predicate") { return .boolean(output.isTrue) }
    if name.hasPrefix("System.Comparison") { return try output.converted(to: BuiltInType.int32, context) }
    return try delegate.type.arguments.last.map { try output.converted(to: $0, context) } ?? output
  }

  /// Calls a delegate or script block that a method of a collection was given.
  static func call(_ value: Value, _ arguments: [Value], _ context: ValueContext) throws -> Value {
    if let delegate = value.reference(as: DelegateObject.self) { return try call(delegate, arguments, context) }
    return .collected(try context.invoke(value, arguments.first, arguments))
  }
}
