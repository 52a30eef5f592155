internal import PowerShell

/// New-Object.
enum NewObjectCommand {
  static var command: CommandInfo {
    .core(
      "New-Object", in: ModuleName.utility, "NewObjectCommand",
      [
        "!TypeName@0 in Net", "ArgumentList@1 Object[] = Args in Net", "!ComObject@0 in Com",
        "Strict SwitchParameter in Com", "Property System.Collections.IDictionary",
      ], defaultSet: "Net", synopsis: "Makes an object of a .NET type."
    ) { invocation in
      let bound = invocation.bound
      if let name = bound.string("ComObject") {
        throw PowerShellError(
          "Cannot load COM type \(name): COM is a matter of Windows, and there is none on this system.",
          id: "CannotLoadComObjectType", category: .invalidType,
          exceptionType: "System.Management.Automation.PSArgumentException", target: .string(name))
      }
      let (session, _) = try invocation.requireSession()
      let name = bound.string("TypeName") ?? ""
      guard let type = try? session.findType(name) else {
        throw PowerShellError(
          "Cannot find type [\(name)]: verify that the assembly containing this type is loaded.", id: "TypeNotFound",
          category: .invalidType, exceptionType: "System.Management.Automation.PSArgumentException")
      }
      let made = try make(type, bound.elements("ArgumentList") ?? [], invocation)
      if let table = bound["Property"]?.reference(as: DictionaryObject.self) {
        try set(table, on: made, invocation)
      }
      try invocation.writeOutput(made)
    }
  }

  private static func make(_ type: TypeReference, _ arguments: [Value], _ invocation: Invocation) throws -> Value {
    // PowerShell's own name for an object of nothing but properties.
    if type.kind == .psCustomObject, arguments.isEmpty { return .object(PropertyBag()) }
    do {
      return try Members.construct(type, arguments, invocation.host.values)
    } catch var error as PowerShellError {
      switch error.id {
      case "CannotFindAppropriateCtor", "MethodCountCouldNotFindBest":
        throw PowerShellError(
          "A constructor was not found. Cannot find an appropriate constructor for type \(type.name).",
          id: "CannotFindAppropriateCtor", category: .objectNotFound,
          exceptionType: "System.Management.Automation.PSArgumentException")
      default:
        if error.exceptionType == "System.Management.Automation.MethodInvocationException" {
          error.id = "ConstructorInvokedThrowException"
          error.category = .invalidOperation
        }
        throw error
      }
    }
  }

  private static func set(_ table: DictionaryObject, on object: Value, _ invocation: Invocation) throws {
    let context = invocation.host.values
    for (key, value) in table.pairs {
      let name = try key.displayString(context)
      if let bag = object.reference(as: PropertyBag.self) {
        bag[name] = value
        continue
      }
      do {
        try Members.setProperty(object, name, to: value, context)
      } catch let error as PowerShellError where error.id == "PropertyNotFound" {
        let members = Members.propertyNames(object).map { "\($0)" }.joined(separator: ", ")
        throw PowerShellError(
          "The member \"\(name)\" was not found for the specified .NET object. Its properties are: \(members).",
          id: "InvalidOperationException", category: .invalidOperation,
          exceptionType: "System.InvalidOperationException", target: object)
      }
    }
  }
}
