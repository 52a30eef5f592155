/// A `[pscustomobject]`: properties in order, by names of any case. The same class serves anything else that is only
/// properties under a type's name.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class PropertyBag: ObjectReference, @unchecked Sendable {
  package private(set) var properties = NamedValues<Value>()
  private let bagType: TypeReference
  /// The text of what it is a copy of; nil: a text of its own.
  package var savedText: String?

  package init(type: TypeReference = BuiltInType.psCustomObject) { bagType = type }

  package convenience init(_ pairs: KeyValuePairs<String, Value>, typeName: String? = nil) {
    self.init()
    for (name, value) in pairs { properties[name] = value }
    if let typeName { addedMembers().typeNames = [typeName] }
  }

  /// Nil: there is none of that name. Setting nil removes it.
  package subscript(name: String) -> Value? {
    get { properties[name] }
    set { properties[name] = newValue }
  }

  override func takeContents() -> [Value] {
    let contents = properties.entries.map(\.value)
    properties = NamedValues()
    return contents
  }

  deinit {
    var contents = takeContents()
    Dismantling.free(&contents)
  }

  package override var type: TypeReference { bagType }
  package override var dynamicPropertyNames: [String] { properties.entries.map(\.name) }
  package override func dynamicProperty(_ name: String) -> Value? { properties[name] }

  package override func setDynamicProperty(_ name: String, _ value: Value) throws -> Bool {
    guard properties[name] != nil else { return false }
    properties[name] = value
    return true
  }

  /// `@{Name=a; Count=1}`.
  package override func text(_ context: ValueContext) throws -> String {
    if let savedText { return savedText }
    guard bagType.kind == .psCustomObject else { return bagType.name }
    // A bag within a bag is shown as nothing, as PowerShell shows it; so this is never deeper than one.
    guard context.depth == 0 else { return "" }
    let parts = try properties.entries.map { entry in
      "\(entry.name)=\(try entry.value.displayString(context.deeper))"
    }
    return "@{\(parts.joined(separator: "; "))}"
  }
}
