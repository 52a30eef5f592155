public import HyperV

/// A host with all it has, and the hosts inside its machines.
public struct LevelFacts: Codable, Hashable, Sendable {
  public var system: SystemFacts
  public var host: HostInformation
  public var settings: HostSettings
  public var machines: [MachineFacts]
  public var switches: [SwitchResource]
  public var nats: [NATResource]
  /// By machine. Filled in by who walks the nest.
  public var inside: [String: LevelFacts] = [:]
  /// Why a host inside a machine did not answer, by machine.
  public var silent: [String: DrosteError] = [:]

  public init(
    system: SystemFacts, host: HostInformation, settings: HostSettings, machines: [MachineFacts],
    switches: [SwitchResource], nats: [NATResource]
  ) {
    self.system = system
    self.host = host
    self.settings = settings
    self.machines = machines
    self.switches = switches
    self.nats = nats
  }
}
