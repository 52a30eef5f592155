package import PowerShell

/// What an embedder decides about the commands of this module.
package struct ManagementOptions: Sendable {
  /// A change of the computer's own state.
  package enum PowerAction: String, Sendable { case restart, stop }

  /// What `Get-Service vmms` and its like show: the state of Droste's service.
  package var serviceState: @Sendable () -> ServiceState = { .stopped }
  /// Starts, stops or restarts Droste's service; nil: it is refused with a text that says who does it.
  package var controlService: (@Sendable (ServiceAction) throws -> Void)?
  /// A program that nothing is piped into reads this process's standard input; else it reads the end of a file at once.
  package var inheritsInput = false
  /// Restarts or powers off the computer that the session runs on, without asking those who are logged in: what -Force
  /// wants on Windows is always so.
  package var power: @Sendable (_ action: PowerAction) throws -> Void = { try ComputerPower.run($0) }
  /// Clears the session's screen; nothing where there is none.
  package var clearScreen: @Sendable () -> Void = {}
  /// Gives the computer another name, now and after its next start.
  package var renameComputer: @Sendable (_ name: String) throws -> Void = { try ComputerName.set($0) }
  /// The lines that a redirection writes for values: as the embedder formats them. Strings are lines by themselves.
  package var lines: @Sendable (_ values: [Value], _ session: Session) throws -> [String] = { values, _ in
    try values.map { try $0.displayString() }
  }
  /// Where the facts of this computer are read: `/` but for tests.
  package var systemRoot = "/"

  package init() {}
}

/// System.ServiceProcess.ServiceControllerStatus.
package enum ServiceState: String, Sendable, CaseIterable {
  case stopped = "Stopped"
  case startPending = "StartPending"
  case stopPending = "StopPending"
  case running = "Running"
  case continuePending = "ContinuePending"
  case pausePending = "PausePending"
  case paused = "Paused"
}

/// What can be asked of a service.
package enum ServiceAction: String, Sendable { case start, stop, restart }
