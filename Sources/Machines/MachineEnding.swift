internal import Processes

/// How a machine's process ended.
public struct MachineEnding: Hashable, Codable, Sendable {
  public enum Kind: String, Codable, Sendable {
    /// The guest powered its machine off.
    case guestShutDown
    /// It was asked to: `turnOff`, or a signal that QEMU takes as a request.
    case turnedOff
    /// By a signal that it could not handle.
    case killed
    /// QEMU gave up.
    case failed
    /// It ended while nobody who could tell was there.
    case unknown
  }

  public var kind: Kind
  /// A sentence for people, with the last lines of QEMU's log where they may explain it.
  public var text: String

  /// - Parameters:
  ///   - exit: nil when the process was not our child.
  ///   - shutdown: the reason in QEMU's last SHUTDOWN event.
  ///   - log: the last lines of QEMU's log.
  init(exit: ProcessExit?, shutdown: String?, log: String) {
    let tail = log.isEmpty ? "" : "; the last lines of its log:\n\(log)"
    switch (exit, shutdown) {
    case (.signaled(let signal), _):
      self.init(.killed, "QEMU was killed by signal \(signal)\(Self.name(signal))")
    case (.exited(let code), _) where code != 0:
      self.init(.failed, "QEMU ended with exit code \(code)\(tail)")
    case (_, "guest-shutdown"?): self.init(.guestShutDown, "the guest shut down")
    case (_, "guest-panic"?): self.init(.failed, "the guest's kernel panicked")
    case (_, "host-qmp-quit"?): self.init(.turnedOff, "the machine was turned off")
    case (_, "host-signal"?): self.init(.turnedOff, "QEMU was told to end by a signal")
    case (_, let reason?): self.init(.turnedOff, "QEMU ended: \(reason)")
    case (.exited, nil): self.init(.unknown, "QEMU ended\(tail)")
    case (nil, nil):
      self.init(.unknown, "QEMU ended without saying why: killed, or out of memory (see dmesg)\(tail)")
    }
  }

  private init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  private static func name(_ signal: Int32) -> String {
    switch signal {
    case 6: " (abort)"
    case 9: " (kill)"
    case 11: " (segmentation fault)"
    case 15: " (terminate)"
    case 31: " (a system call that its sandbox forbids)"
    default: ""
    }
  }
}
