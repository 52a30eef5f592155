/// Whether a port's frames are copied to those who watch (Hyper-V's `Set-VMNetworkAdapter -PortMirroring`).
///
/// Every frame that a source sends or receives is also given to every destination of the same switch that is in the frame's VLAN.
public enum PortMirroringMode: String, Codable, Hashable, Sendable, CaseIterable {
  case none = "None"
  /// The port is watched.
  case source = "Source"
  /// The port watches all sources.
  case destination = "Destination"
}
