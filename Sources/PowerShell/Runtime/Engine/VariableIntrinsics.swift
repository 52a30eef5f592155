/// `$ExecutionContext.SessionState.PSVariable`.
enum VariableIntrinsics {
  static let type = TypeReference(
    "System.Management.Automation.PSVariableIntrinsics", base: BuiltInType.object,
    members: MemberTable(methods: [
      Method("Get", 1) { value, arguments, _ in
        let session = try EngineObject.session(value)
        return try session.findVariable(plain(arguments.text(0))).map { .object(VariableHandle($0)) } ?? .null
      },
      Method("GetValue", 1...2) { value, arguments, _ in
        let session = try EngineObject.session(value)
        return try session.variable(plain(arguments.text(0))) ?? arguments.at(1) ?? .null
      },
      Method("Set", 1...2) { value, arguments, context in
        let session = try EngineObject.session(value)
        if arguments.count == 2 {
          try session.setVariable(plain(arguments.text(0)), arguments[1])
        } else {
          let name = try Members.property(arguments[0], "Name", context)?.displayString(context) ?? ""
          try session.setVariable(name, Members.property(arguments[0], "Value", context) ?? .null)
        }
        return .nothing
      },
      Method("Remove", 1) { value, arguments, _ in
        try EngineObject.session(value).removeVariable(plain(arguments.text(0)))
        return .nothing
      },
    ]))

  /// Without the scope that may stand before a name.
  private static func plain(_ name: String) -> String {
    name.split(separator: ":", maxSplits: 1).last.map(String.init) ?? name
  }
}

/// A variable of a session as an object.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class VariableHandle: ObjectReference, @unchecked Sendable {
  let variable: Variable

  init(_ variable: Variable) {
    self.variable = variable
    super.init()
  }

  package override var type: TypeReference { Self.handleType }

  private static let handleType = TypeReference(
    "System.Management.Automation.PSVariable", base: BuiltInType.object,
    members: MemberTable(properties: [
      Property("Name") { value, _ in .string(value.reference(as: VariableHandle.self)?.variable.name ?? "") },
      Property("Description") { value, _ in
        .string(value.reference(as: VariableHandle.self)?.variable.description ?? "")
      },
      Property("Value", set: { target, new, _ in try target.reference(as: VariableHandle.self)?.variable.assign(new) })
      {
        value, _ in value.reference(as: VariableHandle.self)?.variable.value ?? .null
      },
    ]))
}
