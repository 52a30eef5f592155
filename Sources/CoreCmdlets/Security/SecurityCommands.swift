internal import PowerShell

/// ConvertTo- and ConvertFrom-SecureString, Get-Credential.
enum SecurityCommands {
  static var all: [CommandInfo] {
    [
      .core(
        "ConvertTo-SecureString", in: ModuleName.security, "ConvertToSecureStringCommand",
        ["!String@0<value", "AsPlainText@1 SwitchParameter", "Force@2 SwitchParameter"],
        synopsis: "Makes a secure string of plain text."
      ) { invocation in
        guard invocation.bound.isSet("AsPlainText") else {
          throw PowerShellError(
            "Text that another session encrypted cannot be read here, because encrypted standard strings need the data "
              + "protection of Windows. Use -AsPlainText -Force.", id: "ImportSecureString_NotSupported",
            category: .notImplemented, exceptionType: "System.PlatformNotSupportedException")
        }
        guard invocation.bound.isSet("Force") else {
          throw PowerShellError(
            "The system cannot protect plain text input. To suppress this warning and convert the plain text to a "
              + "SecureString, reissue the command specifying the Force parameter. For more information, type: get-help "
              + "ConvertTo-SecureString.", id: "ImportSecureString_ForceRequired", category: .invalidArgument,
            exceptionType: "System.ArgumentException")
        }
        try invocation.writeOutput(SecureString(invocation.bound.string("String") ?? "").value)
      },
      .core(
        "ConvertFrom-SecureString", in: ModuleName.security, "ConvertFromSecureStringCommand",
        ["!SecureString@0<value SecureString", "AsPlainText SwitchParameter"],
        synopsis: "Gives the text of a secure string back."
      ) { invocation in
        guard let text = invocation.bound.object("SecureString", as: SecureString.self) else { return }
        guard invocation.bound.isSet("AsPlainText") else {
          throw PowerShellError(
            "ConvertFrom-SecureString cannot encrypt the text, because encrypted standard strings need the data "
              + "protection of Windows. Use -AsPlainText to get it as it is.", id: "ExportSecureString_NotSupported",
            category: .notImplemented, exceptionType: "System.PlatformNotSupportedException")
        }
        try invocation.writeOutput(.string(text.plainText))
      },
      .core(
        "Get-Credential", in: ModuleName.security, "GetCredentialCommand",
        ["Credential@0 Object in CredentialSet", "Message in MessageSet", "UserName@0 in MessageSet"],
        defaultSet: "CredentialSet", synopsis: "Asks for a user's name and password."
      ) { try getCredential($0) },
    ]
  }

  private static func getCredential(_ invocation: Invocation) throws {
    let bound = invocation.bound
    if let given = bound["Credential"]?.payload(as: CredentialObject.self) {
      return try invocation.writeOutput(given.value)
    }
    let host = try invocation.requireSession().session.host
    try host.write(.host("\nWindows PowerShell credential request"))
    try host.write(.host(bound.string("Message") ?? "Enter your credentials."))
    var name = bound.string("UserName") ?? ""
    if let given = bound["Credential"], !given.isNull { name = try given.displayString(invocation.host.values) }
    if name.isEmpty { name = try host.readLine(prompt: "User: ") ?? "" }
    guard !name.isEmpty else {
      throw PowerShellError(
        "Cannot process command because of one or more missing mandatory parameters: Credential.",
        id: "MissingMandatoryParameter", category: .invalidArgument,
        exceptionType: "System.Management.Automation.ParameterBindingException")
    }
    let password = try host.readSecret(prompt: "Password for user \(name): ") ?? ""
    try invocation.writeOutput(CredentialObject(name, SecureString(password)).value)
  }
}
