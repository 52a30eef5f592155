internal import PowerShell

/// Commands that are known and cannot be done here: they say why.
enum RefusedCommands {
  static let all: [CommandInfo] = [
    make("Connect-PSSession", "ConnectPSSessionCommand", "cnsn", "Would connect to a disconnected session.", sessions),
    make(
      "Disconnect-PSSession", "DisconnectPSSessionCommand", "dnsn", "Would leave a session running without its user.",
      sessions),
    make(
      "Receive-PSSession", "ReceivePSSessionCommand", "rcsn", "Would fetch what a disconnected session gave.",
      sessions),
    make("Suspend-Job", "SuspendJobCommand", "sujb", "Would suspend a workflow job.", jobs),
    make("Resume-Job", "ResumeJobCommand", "rujb", "Would resume a workflow job.", jobs),
  ]

  private static let sessions = "A session lives as long as its link: it cannot be disconnected and connected again."
  private static let jobs = "Only workflow jobs can be suspended, and there are none here."

  private static func make(
    _ name: String, _ source: String, _ alias: String, _ synopsis: String, _ reason: String
  ) -> CommandInfo {
    RemotingModule.cmdlet(
      name, source,
      [
        "Session@0<value Object", "Job Object", "Name String[]", "Id Object[]", "InstanceId Object[]",
        "ComputerName String[]",
      ], aliases: [alias], synopsis: "\(synopsis) Not supported."
    ) {
      ClosureCmdlet { invocation in
        throw CommandFailure(
          invocation.error(
            "\(name) is not supported. \(reason)", id: "CommandNotSupported", category: .notImplemented,
            exceptionType: "System.Management.Automation.PSNotSupportedException"))
      }
    }
  }
}
