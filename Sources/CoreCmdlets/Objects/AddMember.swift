internal import PowerShell

/// Add-Member.
enum AddMemberCommand {
  static var command: CommandInfo {
    .core(
      "Add-Member", in: ModuleName.utility, "AddMemberCommand",
      [
        "!InputObject<value Object", "!NotePropertyName@0 NotePropertyName in NotePropertySingleMemberSet",
        "!NotePropertyValue@1 Object in NotePropertySingleMemberSet",
        "!NotePropertyMembers@0 System.Collections.IDictionary in NotePropertyMultiMemberSet",
        "!MemberType@0 PSMemberTypes = Type in MemberSet", "!Name@1 in MemberSet", "Value@2 Object in MemberSet",
        "SecondValue@3 Object in MemberSet",
        "TypeName in MemberSet, NotePropertySingleMemberSet, NotePropertyMultiMemberSet",
        "!TypeName in TypeNameSet",
        "Force SwitchParameter in MemberSet, NotePropertySingleMemberSet, NotePropertyMultiMemberSet",
        "PassThru SwitchParameter",
      ], defaultSet: "TypeNameSet",
      allowing: ["NotePropertyValue": [.null, .emptyString, .emptyCollection]],
      synopsis: "Adds properties and methods to one object."
    ) { try process($0) }
  }

  /// A name that is not also that of a kind of member: `Add-Member NoteProperty a 1` means the kind.
  static let nameType = TypeReference(
    "System.Management.Automation.String", .custom, base: BuiltInType.object,
    members: MemberTable(convert: { value, context in
      let text = try value.displayString(context)
      guard value.reference?.enumerated == nil, !(value.reference is DictionaryObject),
        CoreTypes.memberTypes.value(named: text) == nil
      else { return nil }
      return .string(text)
    }))

  private static func process(_ invocation: Invocation) throws {
    let bound = invocation.bound
    let given = bound["InputObject"] ?? .null
    guard !given.isNull else { return }
    // A scalar is a value: what is added to it is seen only through what -PassThru gives.
    let target: Value = given.reference == nil ? .wrapped(WrappedValue(given)) : given
    if let name = bound.string("TypeName"), !name.isEmpty {
      target.reference?.addedMembers().typeNames.insert(name, at: 0)
    }
    switch invocation.parameterSetName {
    case "NotePropertySingleMemberSet":
      let name = try bound["NotePropertyName"]?.displayString(invocation.host.values) ?? ""
      try add(.note(bound["NotePropertyValue"] ?? .null), name, to: target, invocation)
    case "NotePropertyMultiMemberSet":
      for (key, value) in bound["NotePropertyMembers"]?.reference(as: DictionaryObject.self)?.pairs ?? [] {
        try add(.note(value), try key.displayString(invocation.host.values), to: target, invocation)
      }
    case "MemberSet":
      if let member = try member(invocation) { try add(member, bound.string("Name") ?? "", to: target, invocation) }
    default: break
    }
    if bound.isSet("PassThru") { try invocation.writeOutput(target) }
  }

  private static func member(_ invocation: Invocation) throws -> AddedMembers.Member? {
    let bound = invocation.bound
    let value = bound["Value"] ?? .null
    let kind = bound.enumeration("MemberType")?.text ?? ""
    switch kind {
    case "NoteProperty": return .note(value)
    case "AliasProperty": return .alias(try value.displayString(invocation.host.values))
    case "ScriptProperty":
      let get = try block(value, "Value", kind, invocation)
      let set = try bound["SecondValue"].map { try block($0, "SecondValue", kind, invocation) }
      return .scriptProperty(get: get, set: set)
    case "ScriptMethod": return .scriptMethod(try block(value, "Value", kind, invocation))
    default:
      try invocation.writeError(
        PowerShellError(
          "Cannot add a member with type \"\(kind)\". Specify NoteProperty, AliasProperty, ScriptProperty or "
            + "ScriptMethod for the MemberTypes parameter.", id: "CannotAddMemberType", category: .invalidOperation,
          exceptionType: "System.InvalidOperationException", target: bound["InputObject"] ?? .null))
      return nil
    }
  }

  private static func block(
    _ value: Value, _ parameter: String, _ kind: String, _ invocation: Invocation
  ) throws -> Value {
    if value.reference is ScriptBlockObject { return value }
    throw PowerShellError(
      "The \(parameter) parameter must be a script block for a member of the type \"\(kind)\".",
      id: "\(parameter)ShouldBeScriptBlock", category: .invalidArgument,
      exceptionType: "System.ArgumentException", target: value)
  }

  private static func add(
    _ member: AddedMembers.Member, _ name: String, to target: Value, _ invocation: Invocation
  ) throws {
    guard let object = target.reference else { return }
    let known = Members.propertyNames(target).contains { $0.isSameName(as: name) } || object.added?[name] != nil
    if known, !invocation.bound.isSet("Force") {
      return try invocation.writeError(
        PowerShellError(
          "Cannot add a member with the name \"\(name)\" because a member with that name already exists. To overwrite "
            + "the member anyway, add the Force parameter to your command.", id: "MemberAlreadyExists",
          category: .invalidOperation, exceptionType: "System.InvalidOperationException", target: target))
    }
    if let bag = object as? PropertyBag {
      if case .note(let value) = member {
        bag.added?[name] = nil
        bag[name] = value
        return
      }
      bag[name] = nil
    }
    object.addedMembers()[name] = member
  }
}
