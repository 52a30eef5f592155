/// Whether a host and the agent in a machine have a session.
public enum LinkState: Hashable, Sendable {
  /// In a session with the agent of the boot of this id (the guest kernel's `boot_id`, a UUID).
  case connected(bootID: String)
  /// No session, and why: what the last try met.
  case disconnected(reason: String)

  public var isConnected: Bool {
    if case .connected = self { true } else { false }
  }
}
