internal import PowerShell

/// Restart-, Stop- and Rename-Computer.
enum ComputerCommands {
  static let all: [CommandInfo] = [
    power(
      "Restart-Computer", "RestartComputerCommand", .restart, "Restarts the computer that the session runs on.",
      [
        "Wait SwitchParameter", "Timeout Int32 = TimeoutSec", "For", "Delay Int16", "AsJob SwitchParameter",
        "Protocol", "WsmanAuthentication",
      ]),
    power(
      "Stop-Computer", "StopComputerCommand", .stop, "Powers the computer off that the session runs on.",
      [
        "AsJob SwitchParameter", "Protocol", "WsmanAuthentication",
      ]),
    CommandInfo(
      cmdlet: "Rename-Computer", module: ModuleName.management, aliases: ["rnc"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Rename-Computer", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.RenameComputerCommand",
          [
            "!NewName@0<property", "ComputerName<property", "PassThru SwitchParameter", "Force SwitchParameter",
            "Restart SwitchParameter", "DomainCredential Object", "LocalCredential Object", "Protocol",
            "WsmanAuthentication",
          ], supportsShouldProcess: true, synopsis: "Gives the computer that the session runs on another name.")
      }, { ReportingCmdlet(rename) }),
  ]

  private static func power(
    _ name: String, _ source: String, _ action: ManagementOptions.PowerAction, _ synopsis: String, _ more: [String]
  ) -> CommandInfo {
    CommandInfo(
      cmdlet: name, module: ModuleName.management,
      metadata: {
        try CommandMetadata(
          cmdlet: name, module: ModuleName.management, errorSource: "Microsoft.PowerShell.Commands.\(source)",
          [
            "ComputerName@0<value<property String[] = CN, __SERVER, Server, IPAddress", "Credential@1 Object",
            "Force SwitchParameter",
          ] + more, supportsShouldProcess: true, synopsis: synopsis)
      }, { ReportingCmdlet { try run($0, action, more) } })
  }

  private static func run(
    _ invocation: Invocation, _ action: ManagementOptions.PowerAction, _ more: [String]
  ) throws {
    try invocation.requireThisComputer()
    try invocation.refuse(["Credential"], because: "the computer's own session has the rights or has not.")
    try invocation.refuse(
      more.map { String($0.prefix { $0 != " " }) },
      because: "a session cannot outlive the computer that it runs on.")
    let name = SystemFacts.machineName()
    guard
      try invocation.shouldProcess(
        "localhost (\(name))",
        action == .restart
          ? "Enable the Local shutdown access rights and restart the computer."
          : "Enable the Local shutdown access rights and shut down the computer.")
    else { return }
    try invocation.management().options.power(action)
  }

  private static func rename(_ invocation: Invocation) throws {
    try invocation.requireThisComputer()
    try invocation.refuse(
      ["DomainCredential", "LocalCredential", "Protocol", "WsmanAuthentication"], because: "there are no domains.")
    let name = invocation.bound.string("NewName") ?? ""
    let old = HostFacts().hostName
    // RFC 952 and 1123: letters, digits and dashes, not only digits; NetBIOS takes 15, DNS takes 63.
    let isName =
      1...63 ~= name.utf8.count
      && name.utf8.allSatisfy { byte in
        byte == 0x2D || 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
      } && !name.hasPrefix("-") && !name.hasSuffix("-") && !name.allSatisfy(\.isNumber)
    guard isName else {
      throw PowerShellError(
        "Cannot validate argument on parameter 'NewName'. '\(name)' is no name for a computer: 1 to 63 letters, digits "
          + "and dashes, no dash at either end, and not digits only.", id: "InvalidNewName", category: .invalidArgument,
        exceptionType: "System.InvalidOperationException", target: .string(name))
    }
    guard !name.isSameName(as: old) else {
      throw PowerShellError(
        "Skip computer '\(old)' with new name '\(name)' because the new name is the same as the current name.",
        id: "NewNameIsOldName", category: .invalidOperation, exceptionType: "System.InvalidOperationException",
        target: .string(name))
    }
    guard try invocation.shouldProcess(old, "Rename-Computer") else { return }
    let options = try invocation.management().options
    try options.renameComputer(name)
    if invocation.bound.isSet("PassThru") {
      try invocation.writeOutput(
        .object(
          PropertyBag(
            ["HasSucceeded": true, "NewComputerName": .string(name), "OldComputerName": .string(old)],
            typeName: "Microsoft.PowerShell.Commands.RenameComputerChangeInfo")))
    }
    if invocation.bound.isSet("Restart") { try options.power(.restart) }
  }
}
