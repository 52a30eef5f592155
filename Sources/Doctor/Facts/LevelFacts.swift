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

  /// A guest's file system that is looked at.
  package static let guestFolder = "/"

  /// Takes out what the host told of itself as the guest that it is, too: the same as its agent would tell.
  package mutating func takeGuest() -> SystemFacts {
    var guest = system
    guest.storage = system.storage.filter { $0.path == Self.guestFolder }
    guest.network.droppingChains = nil
    guest.network.hasUnreadChains = nil
    system.storage.removeAll { $0.path == Self.guestFolder }
    system.network.paths = []
    return guest
  }
}
