internal import PowerShell

/// `$Host.UI` (System.Management.Automation.Internal.Host.InternalHostUserInterface).
enum HostUserInterface {
  static let type = TypeReference(
    "System.Management.Automation.Internal.Host.InternalHostUserInterface", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        Property("RawUI") { value, _ in
          value.connection.map { .object(HostObject(RawUserInterface.type, payload: $0)) } ?? .null
        },
        Property("SupportsVirtualTerminal") { value, _ in
          .boolean(!(value.connection?.console.isRedirected.output ?? true))
        },
      ],
      methods: [
        method("Write", 1...3) { try $0.show($1, newLine: false, $2) },
        method("WriteLine", 0...3) { try $0.show($1, newLine: true, $2) },
        method("WriteErrorLine", 1) { connection, arguments, context in
          connection.console.writeError(try arguments[0].displayString(context) + "\n")
        },
        method("WriteWarningLine", 1) { try $0.host.write(.warning(try $1[0].displayString($2))) },
        method("WriteVerboseLine", 1) { try $0.host.write(.verbose(try $1[0].displayString($2))) },
        method("WriteDebugLine", 1) { try $0.host.write(.debug(try $1[0].displayString($2))) },
        Method("ReadLine", 0) { value, _, _ in .string(try value.connection?.host.readLine(prompt: "") ?? "") },
        Method("ReadLineAsSecureString", 0) { value, _, _ in
          SecureString(try value.connection?.host.readSecret(prompt: "") ?? "").value
        },
        Method("PromptForChoice", 4) { value, arguments, context in
          guard let connection = value.connection else { return .null }
          return .count(try choose(connection, arguments, context))
        },
        Method("Prompt", 3) { value, arguments, context in
          guard let connection = value.connection else { return .null }
          return .object(try prompt(connection, arguments, context))
        },
        Method("PromptForCredential", 4...6) { value, arguments, context in
          guard let host = value.connection?.host else { return .null }
          var name = try arguments[2].displayString(context)
          try host.write(.host("\n\(try arguments[0].displayString(context))"))
          try host.write(.host(try arguments[1].displayString(context)))
          if name.isEmpty { name = try host.readLine(prompt: "User: ") ?? "" }
          let password = try host.readSecret(prompt: "Password for user \(name): ") ?? ""
          return CredentialObject(name, SecureString(password)).value
        },
      ]))

  private static func method(
    _ name: String, _ arity: ClosedRange<Int>,
    _ body: @escaping @Sendable (HostConnection, [Value], ValueContext) throws -> Void
  ) -> Method {
    Method(name, arity) { value, arguments, context in
      if let connection = value.connection { try body(connection, arguments, context) }
      return .nothing
    }
  }

  private static func method(
    _ name: String, _ count: Int, _ body: @escaping @Sendable (HostConnection, [Value], ValueContext) throws -> Void
  ) -> Method { method(name, count...count, body) }

  /// `(caption, message, choices, default)`; choices are ChoiceDescriptions or labels with `&` before the key.
  private static func choose(
    _ connection: HostConnection, _ arguments: [Value], _ context: ValueContext
  ) throws -> Int {
    let choices = try (arguments[2].reference?.enumerated ?? [arguments[2]]).map { element in
      let choice = try element.converted(to: HostTypes.choice, context)
      return ChoicePrompt.Choice(
        try Members.property(choice, "Label", context)?.displayString(context) ?? "",
        help: try Members.property(choice, "HelpMessage", context)?.displayString(context) ?? "")
    }
    guard !choices.isEmpty else {
      throw MethodError.make("System.ArgumentException", "The collection of choices must have at least one element.")
    }
    let standard = Int(try arguments[3].converted(to: BuiltInType.int32, context).integerValue ?? 0)
    guard -1..<choices.count ~= standard else {
      throw MethodError.make(
        "System.ArgumentOutOfRangeException",
        "Cannot process the choices because the parameter value \"defaultChoice\" \"\(standard)\" is not a valid index."
      )
    }
    return try connection.host.choose(
      ChoicePrompt(
        caption: try arguments[0].displayString(context), message: try arguments[1].displayString(context),
        choices: choices, defaultChoice: standard < 0 ? nil : standard))
  }

  private static func prompt(
    _ connection: HostConnection, _ arguments: [Value], _ context: ValueContext
  ) throws -> DictionaryObject {
    let fields = try (arguments[2].reference?.enumerated ?? [arguments[2]]).map { element in
      let field = try element.converted(to: HostTypes.field, context)
      return PromptField(
        name: try Members.property(field, "Name", context)?.displayString(context) ?? "", type: BuiltInType.string,
        helpMessage: try Members.property(field, "HelpMessage", context)?.displayString(context))
    }
    let values = try connection.host.prompt(
      caption: try arguments[0].displayString(context), message: try arguments[1].displayString(context),
      fields: fields)
    let answers = DictionaryObject()
    for (field, value) in zip(fields, values) { answers[field.name] = value }
    return answers
  }
}
