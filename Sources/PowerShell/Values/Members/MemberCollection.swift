/// `$object.PSObject.Properties` and its like: the members of one object, in order and by name.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class MemberCollection: ObjectReference, @unchecked Sendable {
  package enum Selection: Sendable {
    case properties, methods, all
  }

  let subject: Value
  let selection: Selection

  package init(_ subject: Value, _ selection: Selection) {
    self.subject = subject
    self.selection = selection
    super.init()
  }

  package override var type: TypeReference { Self.collectionType }
  package override var enumerated: [Value]? { names.compactMap { member($0) } }

  private var methodNames: [String] {
    var names: [String] = []
    for entry in subject.reference?.added?.members.entries ?? [] {
      if case .scriptMethod = entry.value { names.append(entry.name) }
    }
    var next: TypeReference? = subject.type
    while let current = next {
      names += (current.members?.methods.values.map(\.name) ?? []).sorted()
      next = current.base
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0.caseFolded).inserted }
  }

  var names: [String] {
    switch selection {
    case .properties: Members.propertyNames(subject)
    case .methods: methodNames
    case .all: Members.propertyNames(subject) + methodNames
    }
  }

  func member(_ name: String) -> Value? {
    guard let exact = names.first(where: { $0.isSameName(as: name) }) else { return nil }
    return .object(MemberObject(subject, exact))
  }

  private static func at(_ value: Value) throws -> MemberCollection {
    guard let collection = value.reference(as: MemberCollection.self) else {
      throw PowerShellError.nullArgument("this")
    }
    return collection
  }

  private static let collectionType = TypeReference(
    "System.Management.Automation.PSMemberInfoIntegratingCollection", base: BuiltInType.object,
    members: MemberTable(
      properties: [Property("Count") { value, _ in .count(try at(value).names.count) }],
      methods: [
        Method("Item", 1) { value, arguments, _ in try at(value).member(arguments.text(0)) ?? .null },
        Method("Match", 1...2) { value, arguments, _ in
          let collection = try at(value)
          let pattern = try Wildcard(arguments.text(0))
          return .array(collection.names.filter { pattern.matches($0) }.compactMap { collection.member($0) })
        },
        Method("Add", 1...2) { value, arguments, context in
          try add(arguments[0], to: at(value).subject, context)
          return .nothing
        },
        Method("Remove", 1) { value, arguments, _ in
          let subject = try at(value).subject
          let name = try arguments.text(0)
          if let bag = subject.reference(as: PropertyBag.self), bag[name] != nil {
            bag[name] = nil
          } else if let added = subject.reference?.added, added[name] != nil {
            added[name] = nil
          }
          return .nothing
        },
      ]))

  private static func add(_ member: Value, to subject: Value, _ context: ValueContext) throws {
    guard let name = try Members.property(member, "Name", context)?.displayString(context), !name.isEmpty else {
      throw PowerShellError.nullArgument("member")
    }
    guard Members.propertyNames(subject).allSatisfy({ !$0.isSameName(as: name) }) else {
      throw PowerShellError(
        "Cannot add a member with the name \"\(name)\" because a member with that name already exists.",
        id: "AlreadyPresent", category: .notSpecified,
        exceptionType: "System.Management.Automation.ExtendedTypeSystemException")
    }
    let added = try MemberTypes.member(member, context)
    if case .note(let value) = added, let bag = subject.reference(as: PropertyBag.self) {
      bag[name] = value
    } else if let object = subject.reference {
      object.addedMembers()[name] = added
    }
  }

  /// A shallow copy of an object that is only properties; any other object is its own copy.
  static func copy(of subject: Value, _ context: ValueContext) throws -> Value {
    guard let bag = subject.reference(as: PropertyBag.self) else { return subject }
    let copy = PropertyBag(type: bag.type)
    for entry in bag.properties.entries { copy[entry.name] = entry.value }
    if let added = bag.added {
      copy.addedMembers().typeNames = added.typeNames
      for entry in added.members.entries { copy.addedMembers()[entry.name] = entry.value }
    }
    return .object(copy)
  }
}

extension Value {
  /// The member that `$object.PSObject.Properties['name']` gives; nil when this is no such collection.
  func memberByName(_ index: Value) throws -> Value?? {
    guard let collection = reference(as: MemberCollection.self) else { return nil }
    return .some(collection.member(try index.displayString()))
  }
}

/// One member of one object.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class MemberObject: ObjectReference, @unchecked Sendable {
  let subject: Value
  let name: String

  init(_ subject: Value, _ name: String) {
    self.subject = subject
    self.name = name
    super.init()
  }

  /// PSMemberTypes.
  var kind: String {
    switch subject.reference?.added?[name] {
    case .note?: return "NoteProperty"
    case .alias?: return "AliasProperty"
    case .scriptProperty?: return "ScriptProperty"
    case .scriptMethod?: return "ScriptMethod"
    case nil: break
    }
    if subject.reference is PropertyBag { return "NoteProperty" }
    if subject.reference?.dynamicProperty(name) != nil { return "Property" }
    var next: TypeReference? = subject.type
    while let current = next {
      if current.members?.properties[name.caseFolded] != nil { return "Property" }
      next = current.base
    }
    return "Method"
  }

  package override var type: TypeReference { kind.hasSuffix("Method") ? Self.methodType : Self.propertyType }
  package override func text(_ context: ValueContext) throws -> String { name }

  private static func property(
    _ name: String, set: Property.Setter? = nil, _ get: @escaping @Sendable (MemberObject, ValueContext) throws -> Value
  ) -> Property {
    Property(name, set: set) { value, context in
      try value.reference(as: MemberObject.self).map { try get($0, context) } ?? .null
    }
  }

  private static let common: [Property] = [
    property("MemberType") { member, _ in .string(member.kind) },
    property("Name") { member, _ in .string(member.name) },
    property("IsInstance") { member, _ in .boolean(member.kind.hasPrefix("Note")) },
  ]

  private static let propertyType = TypeReference(
    "System.Management.Automation.PSPropertyInfo", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property(
          "Value",
          set: { target, new, context in
            guard let member = target.reference(as: MemberObject.self) else { return }
            try Members.setProperty(member.subject, member.name, to: new, context)
          }
        ) { member, context in try Members.property(member.subject, member.name, context) ?? .null },
        property("TypeNameOfValue") { member, context in
          .string((try Members.property(member.subject, member.name, context) ?? .null).type.name)
        },
        property("IsSettable") { _, _ in true }, property("IsGettable") { _, _ in true },
      ] + common))

  private static let methodType = TypeReference(
    "System.Management.Automation.PSMethodInfo", base: BuiltInType.object,
    members: MemberTable(
      properties: common,
      methods: [
        Method("Invoke", 0...64) { value, arguments, context in
          guard let member = value.reference(as: MemberObject.self) else { return .null }
          return try Members.invoke(member.subject, member.name, arguments, context)
        }
      ]))
}

/// `$object.PSObject.TypeNames`, whose changes are the object's.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class TypeNameList: ObjectReference, @unchecked Sendable {
  let subject: Value

  init(_ subject: Value) {
    self.subject = subject
    super.init()
  }

  package override var type: TypeReference { Self.listType }
  package override var enumerated: [Value]? { subject.typeNames.map { .string($0) } }

  private static func change(_ value: Value, _ body: (inout [String]) -> Void) {
    guard let added = value.reference(as: TypeNameList.self)?.subject.reference?.addedMembers() else { return }
    body(&added.typeNames)
  }

  private static let listType = TypeReference(
    "System.Collections.ObjectModel.Collection`1[[System.String]]", base: BuiltInType.object,
    members: MemberTable(
      properties: [Property("Count") { value, _ in .count(value.reference?.enumerated?.count ?? 0) }],
      methods: [
        Method("Insert", 2) { value, arguments, _ in
          let (place, name) = (try arguments.int(0, "index"), try arguments.text(1))
          change(value) { $0.insert(name, at: min(max(0, place), $0.count)) }
          return .nothing
        },
        Method("Add", 1) { value, arguments, _ in
          let name = try arguments.text(0)
          change(value) { $0.append(name) }
          return .nothing
        },
        Method("Remove", 1) { value, arguments, _ in
          let name = try arguments.text(0)
          change(value) { names in names.removeAll { $0.isSameName(as: name) } }
          return .nothing
        },
        Method("Clear", 0) { value, _, _ in
          change(value) { $0 = [] }
          return .nothing
        },
        Method("Contains", 1) { value, arguments, _ in
          let name = try arguments.text(0)
          return .boolean(value.reference(as: TypeNameList.self)?.subject.typeNames.contains(name) ?? false)
        },
      ]))
}
