/// Hyper-V's machine states that this host has.
public enum MachineState: String, Codable, Sendable, CaseIterable {
  case off = "Off"
  case starting = "Starting"
  case running = "Running"
  case stopping = "Stopping"
  /// On its way from Running to Paused.
  case pausing = "Pausing"
  /// The processors stand still; memory and devices stay as they are.
  case paused = "Paused"
  /// On its way from Paused to Running.
  case resuming = "Resuming"
}

/// Hyper-V's texts for operations that a machine's state does not allow (hyperv/semantics.md section 2).
public enum StateRefusal {
  public static let sentence = "The operation cannot be performed while the virtual machine is in its current state."

  /// - Parameters:
  ///   - state: what the machine is.
  ///   - hint: the command that brings it where the operation is allowed.
  public static func wrongState(name: String, state: MachineState, hint: String) -> DrosteError {
    DrosteError(.invalidState, sentence, cause: "\"\(name)\" is \(state.rawValue).", hint: hint)
  }
}
