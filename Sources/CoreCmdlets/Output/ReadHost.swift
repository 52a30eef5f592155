internal import PowerShell

/// Read-Host.
enum ReadHostCommand {
  static var command: CommandInfo {
    .core(
      "Read-Host", in: ModuleName.utility, "ReadHostCommand",
      ["Prompt@0<remaining Object", "AsSecureString SwitchParameter"], allowing: ["Prompt": [.null]],
      synopsis: "Reads a line that the user types."
    ) { invocation in
      let (session, _) = try invocation.requireSession()
      var prompt = ""
      if let given = invocation.bound["Prompt"], !given.isNull {
        let elements = given.reference?.enumerated ?? [given]
        prompt = try elements.map { try $0.displayString(invocation.host.values) }.joined(separator: " ") + ": "
      }
      let isSecret = invocation.bound.isSet("AsSecureString")
      let line = try isSecret ? session.host.readSecret(prompt: prompt) : session.host.readLine(prompt: prompt)
      // At the end of input PowerShell's console gives an empty string.
      let text = line ?? ""
      try invocation.writeOutput(isSecret ? SecureString(text).value : .string(text))
    }
  }
}
