internal import PowerShell

/// New-, Get-, Remove-, Enter- and Exit-PSSession.
enum SessionCommands {
  static func all(_ state: RemotingState) -> [CommandInfo] {
    [new(state), get(state), remove(state), enter(state), exit(state)]
  }

  private static let refused = [
    "Port", "UseSSL", "ConfigurationName", "ApplicationName", "SessionOption", "Authentication",
    "CertificateThumbprint", "ConnectionUri", "AllowRedirection", "EnableNetworkAccess", "ContainerId",
    "RunAsAdministrator",
  ]
  private static let reason = "sessions go over the guest link, which has nothing of the kind."

  private static func new(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "New-PSSession", "NewPSSessionCommand",
      [
        "ComputerName@0<value<property String[] = Cn in ComputerName", "!VMName<property String[] in VMName",
        "!VMId<property Guid[] = VMGuid in VMId", "Name String[]", "Credential Object", "ThrottleLimit Int32",
        "!Session<value<property PSSession[] in Session",
      ] + refused.map { "\($0) Object in ComputerName" },
      defaultSet: "ComputerName", aliases: ["nsn"], outputTypes: [SessionTypes.session.name],
      synopsis: "Opens a session in a machine that stays open for several commands."
    ) {
      ClosureCmdlet { invocation in
        try invocation.refuse(refused + ["Session"], because: reason)
        try invocation.acceptCredential()
        var targets = try RemoteTargets.targets(invocation.bound)
        if targets.isEmpty { targets = [.localProcess] }
        let names = invocation.bound.strings("Name") ?? []
        for (index, target) in targets.enumerated() {
          do {
            let session = try state.open(
              target, name: index < names.count ? names[index] : "", isStopping: { invocation.isStopping })
            try invocation.writeOutput(SessionTypes.object(session))
          } catch let error as PowerShellError {
            try invocation.host.session?.checkpoint()
            try invocation.writeError(error)
          }
        }
      }
    }
  }

  private static func get(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Get-PSSession", "GetPSSessionCommand",
      [
        "Name String[] in Name", "!Id@0 Int32[] in Id", "!InstanceId Guid[] in InstanceId",
        "!ComputerName@0 String[] = Cn in ComputerName", "!VMName String[] in VMName", "State String",
      ],
      defaultSet: "Name", aliases: ["gsn"], outputTypes: [SessionTypes.session.name],
      synopsis: "Gives the sessions that are open, or were and have not been removed."
    ) {
      ClosureCmdlet { invocation in
        for session in try select(state.sessions, invocation) {
          try invocation.writeOutput(SessionTypes.object(session))
        }
      }
    }
  }

  private static func remove(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Remove-PSSession", "RemovePSSessionCommand",
      [
        "!Id@0<property Int32[] in Id", "!Session@0<value<property PSSession[] in Session",
        "!Name<property String[] in Name", "!InstanceId<property Guid[] in InstanceId",
        "!ComputerName String[] = Cn in ComputerName", "!VMName String[] in VMName",
      ],
      defaultSet: "Id", aliases: ["rsn"], supportsShouldProcess: true, synopsis: "Closes sessions."
    ) {
      ClosureCmdlet { invocation in
        let found =
          try invocation.bound.objects("Session", as: RemoteSession.self) ?? select(state.sessions, invocation)
        for session in found where try invocation.shouldProcess(session.name) { state.remove(session) }
      }
    }
  }

  /// The sessions that the parameters Id, Name, InstanceId, ComputerName, VMName and State ask for. A number or a plain
  /// name that no session has is an error that does not end the command.
  private static func select(_ sessions: [RemoteSession], _ invocation: Invocation) throws -> [RemoteSession] {
    let bound = invocation.bound
    var found = sessions
    if let ids = bound.integers("Id") {
      found = try ids.flatMap { id in
        try reported(sessions.filter { $0.id == id }, "the session ID \(id)", "SessionId", invocation)
      }
    }
    if let names = bound.strings("Name") {
      found = try names.flatMap { name in
        try reported(
          sessions.filter { try matches($0.name, name) }, hasWildcard(name) ? nil : "the name \(name)", "Name",
          invocation)
      }
    }
    if let ids = bound.elements("InstanceId") {
      found = try ids.flatMap { id in
        let text = try id.displayString()
        return try reported(
          sessions.filter { $0.instanceID.text.isSameName(as: text) }, "the session ID \(text)", "RunspaceId",
          invocation)
      }
    }
    for name in ["ComputerName", "VMName"] {
      guard let computers = bound.strings(name) else { continue }
      found = try sessions.filter { session in try computers.contains { try matches(session.computerName, $0) } }
    }
    guard let state = bound.string("State"), !state.isSameName(as: "All") else { return found }
    return found.filter { $0.state.rawValue.isSameName(as: state) }
  }

  private static func hasWildcard(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

  static func matches(_ text: String, _ pattern: String) throws -> Bool {
    try Wildcard(pattern, isCaseSensitive: false).matches(text)
  }

  private static func reported(
    _ found: [RemoteSession], _ what: String?, _ id: String, _ invocation: Invocation
  ) throws -> [RemoteSession] {
    if found.isEmpty, let what {
      try invocation.writeError(
        invocation.error(
          "The remote session with \(what) is not available.", id: "RemoteRunspaceNotAvailableForSpecified\(id)",
          category: .objectNotFound, exceptionType: "System.ArgumentException"))
    }
    return found
  }

  private static func enter(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Enter-PSSession", "EnterPSSessionCommand",
      [
        "!ComputerName@0<value<property String = Cn in ComputerName", "!Session@0<value<property PSSession in Session",
        "!VMName<property String in VMName", "!VMId@0<value<property Guid = VMGuid in VMId", "Id@0 Int32 in Id",
        "Name String in Name", "InstanceId Guid in InstanceId", "Credential Object",
      ] + refused.map { "\($0) Object in ComputerName" },
      defaultSet: "ComputerName", aliases: ["etsn"],
      synopsis: "Sends the lines that are typed from now on to a machine, until Exit-PSSession."
    ) {
      ClosureCmdlet { invocation in
        try invocation.refuse(refused, because: reason)
        guard state.isInteractive else {
          throw CommandFailure(
            invocation.error(
              "Enter-PSSession needs a user who types the lines that go to the other session. In a script, use "
                + "Invoke-Command.", id: "HostDoesNotSupportPushRunspace", category: .invalidArgument,
              exceptionType: "System.ArgumentException"))
        }
        try invocation.acceptCredential()
        if let target = try RemoteTargets.targets(invocation.bound).first {
          let session = try RemoteSession.open(
            target, name: target.text, through: state.connector, isStopping: { invocation.isStopping })
          return state.enter(session, isOwned: true)
        }
        let found =
          try invocation.bound.object("Session", as: RemoteSession.self).map { [$0] }
          ?? select(state.sessions, invocation)
        guard let session = found.first else { return }
        guard session.state == .opened else { throw RemoteErrors.notOpen(session) }
        state.enter(session, isOwned: false)
      }
    }
  }

  private static func exit(_ state: RemotingState) -> CommandInfo {
    RemotingModule.cmdlet(
      "Exit-PSSession", "ExitPSSessionCommand", [], aliases: ["exsn"],
      synopsis: "Goes back from a session that Enter-PSSession entered."
    ) { ClosureCmdlet { _ in state.leave() } }
  }
}
