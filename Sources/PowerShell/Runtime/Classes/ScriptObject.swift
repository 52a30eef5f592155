/// An object of a class that a script defines.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class ScriptObject: ObjectReference, @unchecked Sendable {
  let scriptClass: ScriptClass
  var fields = NamedValues<Value>()

  init(_ scriptClass: ScriptClass) { self.scriptClass = scriptClass }

  package override var type: TypeReference { scriptClass }
  package override var dynamicPropertyNames: [String] {
    fields.entries.map(\.name).filter { !scriptClass.isHidden($0) }
  }
  package override func dynamicProperty(_ name: String) -> Value? { fields[name] }

  package override func setDynamicProperty(_ name: String, _ value: Value) throws -> Bool {
    guard fields[name] != nil else { return false }
    fields[name] = try scriptClass.converted(value, forField: name)
    return true
  }

  /// What the class's own `Equals` says, if it has one.
  package override func isEqual(_ other: ObjectReference) -> Bool {
    if self === other { return true }
    guard let method = scriptClass.method("equals"), method.arity.contains(1) else { return false }
    let argument = (other as? WrappedValue)?.base ?? .object(other)
    let context = scriptClass.body.session.context
    return (try? method.call(.object(self), [argument], context))?.isTrue ?? false
  }

  /// What the class's own `CompareTo` says, if it is an IComparable.
  package override func order(to other: Value, _ context: ValueContext) throws -> Int? {
    guard let method = scriptClass.method("compareto"), method.arity.contains(1),
      scriptClass.interfaces.contains(where: { $0.name.hasPrefix("System.IComparable") })
    else { return nil }
    return try method.call(.object(self), [other], context).converted(to: BuiltInType.int32, context).integerValue
      .map { Int($0) }
  }

  package override func text(_ context: ValueContext) throws -> String {
    guard let method = scriptClass.method("tostring"), method.arity.contains(0) else { return scriptClass.name }
    return try method.call(.object(self), [], context).displayString(context)
  }
}

/// A class that a script defines (about_Classes).
// SAFETY: made once when its definition runs; its statics belong to the session, which is used on one thread at a time.
package final class ScriptClass: TypeReference, @unchecked Sendable {
  let body: ScriptClassBody
  private let implemented: [TypeReference]

  init(_ name: String, base: TypeReference, interfaces: [TypeReference], _ body: ScriptClassBody) {
    self.body = body
    implemented = interfaces
    let isException = base.ancestry.contains(BuiltInType.exception.name)
    super.init(name, isException ? .exception : .custom, base: base, members: body.table)
    body.owner = self
  }

  var scriptBase: ScriptClass? { base as? ScriptClass }
  package override var ownInterfaces: [TypeReference] { implemented }

  func isHidden(_ name: String) -> Bool {
    body.property(name)?.isHidden ?? scriptBase?.isHidden(name) ?? false
  }

  func converted(_ value: Value, forField name: String) throws -> Value {
    guard let property = body.property(name) else { return try scriptBase?.converted(value, forField: name) ?? value }
    return try body.converted(value, for: property)
  }

  /// The nearest method of a folded name, its own before its ancestors'.
  func method(_ name: String) -> Method? {
    body.table.methods[name] ?? scriptBase?.method(name)
  }

  /// False when there is none of that name. Errors are those of the conversion and of the property's rules.
  func setStatic(_ name: String, _ value: Value) throws -> Bool {
    guard let property = body.property(name), property.isStatic else {
      return try scriptBase?.setStatic(name, value) ?? false
    }
    body.statics[name] = try body.converted(value, for: property)
    return true
  }

  /// Makes an object: fields of the ancestors first, then the constructor that fits.
  func construct(_ arguments: [Value]) throws -> Value {
    let object: ObjectReference =
      kind == .exception ? ExceptionObject(self, "") : ScriptObject(self)
    try initializeFields(of: object)
    try runConstructor(arguments, on: object)
    return .object(object)
  }

  private func initializeFields(of object: ObjectReference) throws {
    try scriptBase?.initializeFields(of: object)
    for property in body.properties where !property.isStatic {
      let value = try body.initialValue(of: property, on: object)
      if let object = object as? ScriptObject {
        object.fields[property.name] = value
      } else {
        object.addedMembers()[property.name] = .note(value)
      }
    }
  }

  func runConstructor(_ arguments: [Value], on object: ObjectReference) throws {
    let constructors = body.overloads.filter(\.isConstructor)
    guard !constructors.isEmpty else {
      if let exception = object as? ExceptionObject, scriptBase == nil, let first = arguments.first {
        exception.message = try first.displayString()
        return
      }
      guard arguments.isEmpty else { throw body.noOverload(".ctor", arguments.count) }
      try scriptBase?.runConstructor([], on: object)
      return
    }
    guard let chosen = body.choose(constructors, arguments) else { throw body.noOverload(".ctor", arguments.count) }
    try body.run(chosen, .object(object), arguments) { [self] frame in
      let given = try (chosen.baseArguments ?? []).map { try $0.value(frame) }
      if let scriptBase {
        try scriptBase.runConstructor(given, on: object)
      } else if let exception = object as? ExceptionObject {
        if let message = given.first { exception.message = try message.displayString() }
        if given.count > 1 { exception.inner = given[1].reference(as: ExceptionObject.self) }
      }
    }
  }
}
