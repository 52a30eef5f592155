internal import PowerShell

/// Get-Member: one listing for each type that comes.
final class GetMember: DirectInput {
  private var seen: Set<String> = []
  private var hasInput = false

  private struct Member {
    let name: String
    let kind: String
    let definition: String
  }

  func process(_ invocation: Invocation) throws {
    for value in invocation.expectsInput ? [invocation.input] : [invocation.bound["InputObject"] ?? .null] {
      if value.isNull { continue }
      hasInput = true
      let isStatic = invocation.bound.isSet("Static")
      let type: TypeReference? = if isStatic, case .type(let type) = value.unwrapped { type } else { nil }
      let typeName = type?.name ?? value.typeNames.first ?? ""
      guard seen.insert(typeName).inserted else { continue }
      var members = isStatic ? Self.statics(type ?? value.type) : try Self.members(value, invocation.host.values)
      if invocation.bound.isSet("Force"), !isStatic { members += Self.intrinsic }
      try write(members, typeName, invocation)
    }
  }

  func end(_ invocation: Invocation) throws {
    guard !hasInput else { return }
    try invocation.writeError(
      PowerShellError(
        "You must specify an object for the Get-Member cmdlet.", id: "NoObjectInGetMember", category: .closeError))
  }

  private func write(_ members: [Member], _ typeName: String, _ invocation: Invocation) throws {
    let names = try (invocation.bound.strings("Name") ?? ["*"]).map { try Wildcard($0) }
    let kinds = invocation.bound.strings("MemberType") ?? ["All"]
    let view = invocation.bound.string("View")?.caseFolded ?? "all"
    let shown = members.filter { member in
      names.contains { $0.matches(member.name) } && kinds.contains { Self.fits(member.kind, $0) }
        && Self.fits(member.kind, view: view)
    }
    for member in shown.sorted(by: Self.isBefore) {
      try invocation.writeOutput(
        .object(
          PropertyBag(
            [
              "TypeName": .string(typeName), "Name": .string(member.name), "MemberType": .string(member.kind),
              "Definition": .string(member.definition),
            ], typeName: "Microsoft.PowerShell.Commands.MemberDefinition")))
    }
  }

  private static func isBefore(_ one: Member, _ other: Member) -> Bool {
    one.kind == other.kind ? one.name.caseFolded < other.name.caseFolded : one.kind < other.kind
  }

  private static func fits(_ kind: String, _ asked: String) -> Bool {
    switch asked.caseFolded {
    case "all": true
    case "properties": kind.hasSuffix("Property")
    case "methods": kind.hasSuffix("Method")
    default: kind.isSameName(as: asked)
    }
  }

  /// What every object has.
  private static let common = [
    Member(name: "Equals", kind: "Method", definition: "bool Equals(System.Object obj)"),
    Member(name: "GetHashCode", kind: "Method", definition: "int GetHashCode()"),
    Member(name: "GetType", kind: "Method", definition: "type GetType()"),
    Member(name: "ToString", kind: "Method", definition: "string ToString()"),
  ]

  /// Methods of the language rather than of a type.
  private static let hidden: Set = ["ForEach", "Where"]

  /// What belongs to the type, and what was added to the object.
  private static func fits(_ kind: String, view: String) -> Bool {
    switch view {
    case "all": true
    case "extended": kind != "Method" && kind != "Property"
    default: kind == "Method" || kind == "Property"
    }
  }

  /// Beyond the type's own (-Force).
  private static let intrinsic = [
    Member(name: "psobject", kind: "MemberSet", definition: "psobject {Properties, TypeNames, BaseObject}"),
    Member(name: "pstypenames", kind: "CodeProperty", definition: "System.String[] pstypenames{get=PSTypeNames;}"),
  ]

  private static func members(_ value: Value, _ context: ValueContext) throws -> [Member] {
    var found: [Member] = []
    var seen: Set<String> = []
    func add(_ name: String, _ kind: String, _ definition: String) {
      if seen.insert(name.caseFolded).inserted { found.append(Member(name: name, kind: kind, definition: definition)) }
    }
    for (name, member) in value.reference?.added?.members.entries ?? [] {
      switch member {
      case .note(let note): add(name, "NoteProperty", self.note(name, note))
      case .alias(let other): add(name, "AliasProperty", "\(name) = \(other)")
      case .scriptProperty(let get, let set):
        let setter = set.map { "set=\((try? $0.text()) ?? "");" } ?? ""
        add(name, "ScriptProperty", "System.Object \(name) {get=\(try get.text());\(setter)}")
      case .scriptMethod: add(name, "ScriptMethod", "System.Object \(name)();")
      }
    }
    if !(value.reference is DictionaryObject) {
      for name in value.reference?.dynamicPropertyNames ?? [] {
        add(name, "NoteProperty", note(name, value.reference?.dynamicProperty(name) ?? .null))
      }
    }
    for method in common { add(method.name, method.kind, method.definition) }
    var type: TypeReference? = value.unwrapped.type
    while let current = type {
      for property in current.members?.properties.values ?? [:].values {
        let held = (try? property.get(value.unwrapped, context)) ?? .null
        let accessors = property.set == nil ? "{get;}" : "{get;set;}"
        add(
          property.name, "Property",
          "\(held.isNull ? "System.Object" : held.type.displayName) \(property.name) \(accessors)")
      }
      for method in current.members?.methods.values ?? [:].values where !hidden.contains(method.name) {
        add(method.name, "Method", signature(method))
      }
      type = current.base
    }
    return found
  }

  private static func statics(_ type: TypeReference) -> [Member] {
    var found: [Member] = []
    for property in type.members?.staticProperties.values ?? [:].values {
      found.append(Member(name: property.name, kind: "Property", definition: "static \(property.name) {get;}"))
    }
    for method in type.members?.staticMethods.values ?? [:].values {
      found.append(Member(name: method.name, kind: "Method", definition: "static " + signature(method)))
    }
    return found
  }

  private static func note(_ name: String, _ value: Value) -> String {
    let type = value.isNull ? "object" : value.type.displayName
    return "\(type) \(name)=\((try? value.text()) ?? "")"
  }

  /// The counts of arguments are known, their names and types are not.
  private static func signature(_ method: Method) -> String {
    let counts = method.arity
    let arguments =
      counts.lowerBound == counts.upperBound ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
    return counts == 0...0 ? "\(method.name)()" : "\(method.name)(\(arguments) argument\(arguments == "1" ? "" : "s"))"
  }
}
