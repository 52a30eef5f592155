package import PowerShell

/// The errors of sessions with other machines: texts, ids and categories of RemotingErrorIdStrings where Windows has
/// one.
package enum RemoteErrors {
  private static let transport = "System.Management.Automation.Remoting.PSRemotingTransportException"
  private static let structure = "System.Management.Automation.Remoting.PSRemotingDataStructureException"

  /// The link broke, or the other end spoke nonsense, while a session was in use.
  package static func broken(_ computer: String, _ cause: any Error) -> PowerShellError {
    PowerShellError(
      "[\(computer)] An error has occurred which Windows PowerShell cannot handle. A remote session might have ended. "
        + "\(cause)", id: "PSSessionStateBroken", category: .openError, exceptionType: transport,
      target: .string(computer))
  }

  /// A session could not be opened.
  package static func notOpened(_ target: RemoteTarget, _ cause: any Error) -> any Error {
    guard let failure = cause as? ConnectFailure else {
      if cause is PowerShellError || cause is CommandFailure { return cause }
      return broken(target.text, cause)
    }
    switch (failure, target) {
    case (.notSingle, .machineID(let id)):
      return argument("The input VMId \(id) does not resolve to a single virtual machine.", "InvalidVMIdNotSingle")
    case (.notSingle, _):
      return argument(
        "The input VMName \(target.text) does not resolve to a single virtual machine.", "InvalidVMNameNotSingle")
    case (.notRunning, _):
      return argument("The virtual machine \(target.text) is not in running state.", "InvalidVMState")
    case (.unavailable(let why), _):
      return PowerShellError(
        "[\(target.text)] Connecting to remote server \(target.text) failed with the following error message : \(why)",
        id: "PSSessionOpenFailed", category: .openError, exceptionType: transport, target: .string(target.text))
    case (.stopped, _):
      return PowerShellError(
        "The pipeline has been stopped.", id: "PipelineStopped", category: .operationStopped,
        exceptionType: "System.Management.Automation.PipelineStoppedException")
    }
  }

  private static func argument(_ message: String, _ id: String) -> PowerShellError {
    PowerShellError(
      message, id: id, category: .invalidArgument, exceptionType: "System.ArgumentException")
  }

  /// A value that could not be sent.
  package static func notSent(_ failure: CodingFailure, _ value: Value) -> ErrorRecord {
    let limit: Bool = if case .limit = failure { true } else { false }
    let error = PowerShellError(
      "An object of type \(value.isNull ? "null" : value.type.name) cannot be sent to the other session. "
        + failure.message, id: limit ? "RemoteObjectSizeLimit" : "RemoteObjectNotSent",
      category: limit ? .limitsExceeded : .invalidData, exceptionType: structure)
    return ErrorRecord(error)
  }

  package static func notOpen(_ session: RemoteSession) -> PowerShellError {
    PowerShellError(
      "Because the session state for session \(session.name), \(session.instanceID.text), \(session.computerName) is "
        + "not equal to Open, you cannot run a command in the session. The session state is "
        + "\(session.state.rawValue).", id: "InvalidSessionState",
      exceptionType: "System.Management.Automation.Runspaces.InvalidRunspaceStateException",
      target: .string(session.name))
  }

  package static func busy(_ session: RemoteSession) -> PowerShellError {
    PowerShellError(
      "The session \(session.name), \(session.instanceID.text), \(session.computerName) is busy: another command is "
        + "running in it. Wait for it, or open another session with New-PSSession.", id: "SessionBusy",
      category: .resourceBusy, target: .string(session.name))
  }
}

extension RemoteTarget {
  /// What the user calls it.
  package var text: String {
    switch self {
    case .machine(let name): name
    case .machineID(let id): id
    case .host(let path): path.joined(separator: "/")
    case .localProcess: "localhost"
    }
  }
}
