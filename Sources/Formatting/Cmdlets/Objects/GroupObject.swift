internal import PowerShell

/// Group-Object. Groups come in the order of their first objects.
final class GroupObject: DirectInput {
  private struct Group {
    let values: [Value]
    var objects: [Value]
    var count: Int
  }

  private var groups: [Group] = []
  private var places: [String: Int] = [:]
  private var reader: KeyReader?

  func begin(_ invocation: Invocation) throws {
    try invocation.refuse(["Culture"], because: ObjectCommands.cultureReason)
    let parameters = try invocation.propertyParameters([.expression])
    reader = KeyReader(
      parameters, ignoresCase: !invocation.bound.isSet("CaseSensitive"), invocation.host.values)
    if invocation.bound.isSet("AsString"), !invocation.bound.isSet("AsHashTable") {
      throw PowerShellError(
        "The AsString parameter can be used only with AsHashTable.", id: "ArgumentException",
        category: .invalidArgument, exceptionType: "System.ArgumentException")
    }
  }

  func process(_ invocation: Invocation) throws {
    guard let reader else { return }
    for value in invocation.subjects where !value.isNull {
      let key = try reader.key(of: value)
      let text = try reader.text(key)
      let keepsObjects = !invocation.bound.isSet("NoElement")
      if let place = places[text] {
        groups[place].count += 1
        if keepsObjects { try invocation.keep(value, in: &groups[place].objects) }
      } else {
        guard groups.count < ValueLimits.arrayLength else { throw Self.tooMany() }
        places[text] = groups.count
        groups.append(Group(values: key.values.map { $0 ?? .null }, objects: keepsObjects ? [value] : [], count: 1))
      }
    }
  }

  func end(_ invocation: Invocation) throws {
    let context = invocation.host.values
    if invocation.bound.isSet("AsHashTable") {
      let table = DictionaryObject(isCaseSensitive: invocation.bound.isSet("CaseSensitive"))
      for group in groups {
        let isText = invocation.bound.isSet("AsString") || group.values.count > 1
        let key: Value = isText ? .string(try Self.name(group, context)) : group.values.first ?? .null
        table[key.isNull ? "" : key] = .object(ListObject(group.objects))
      }
      return try invocation.writeOutput(.object(table))
    }
    let hasElements = !invocation.bound.isSet("NoElement")
    for group in groups {
      let name = try Self.name(group, context)
      let info = PropertyBag(
        ["Count": .count(group.count), "Name": .string(name)],
        typeName: "Microsoft.PowerShell.Commands.GroupInfo\(hasElements ? "" : "NoElement")")
      info["Group"] = .object(ListObject(group.objects))
      info["Values"] = .object(ListObject(group.values))
      try invocation.writeOutput(.object(info))
    }
  }

  private static func name(_ group: Group, _ context: ValueContext) throws -> String {
    try group.values.map { try $0.displayString(context) }.joined(separator: ", ")
  }

  private static func tooMany() -> PowerShellError {
    PowerShellError(
      "Group-Object cannot hold more than \(ValueLimits.arrayLength) groups.", id: "ObjectLimit",
      category: .limitsExceeded, exceptionType: "System.OutOfMemoryException")
  }
}
