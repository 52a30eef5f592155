/// What can be waited for in a machine (Hyper-V's `Wait-VM -For`).
public enum WaitCondition: String, Codable, Sendable, CaseIterable {
  /// The agent answers and, in a machine of the image `host`, the service inside does.
  case ready = "Ready"
  /// The agent answers.
  case heartbeat = "Heartbeat"
  /// The agent tells an IPv4 address.
  case ipAddress = "IPAddress"
  /// The guest has started anew since the wait began, and its agent answers.
  case reboot = "Reboot"
}
