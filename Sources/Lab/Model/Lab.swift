public import Ethernet
public import HyperV

/// A lab: what one host is to hold, and what the hosts inside it are to hold, to any depth. Valid by construction.
public struct Lab: Hashable, Sendable {
  /// `[A-Za-z0-9._-]`, 1 to 64 characters.
  public let name: String
  /// The file that it was read from, as it was named.
  public let file: String
  /// What the host itself is to hold.
  public let level: LabLevel
  /// What may not be meant as it is written; sorted by line.
  public let warnings: [LabDiagnostic]

  /// What every object of this lab carries in its notes, so that it is found again without the file.
  public var notes: String { Self.notes(for: name) }

  /// `lab:NAME`.
  public static func notes(for name: String) -> String { "lab:\(name)" }

  /// The names of the labs that have objects on a host, sorted.
  public static func names(in status: HostStatus) -> [String] {
    let notes =
      status.machines.map(\.configuration.notes) + status.switches.map(\.configuration.notes)
      + status.nats.map(\.configuration.notes)
    return Set(notes.filter { $0.hasPrefix("lab:") }.map { String($0.dropFirst(4)) }).sorted()
  }
}

/// What a lab asks of one host.
public struct LabLevel: Hashable, Sendable {
  public var switches: [LabSwitch] = []
  public var nats: [LabNAT] = []
  public var machines: [LabMachine] = []

  public init() {}

  public var isEmpty: Bool { switches.isEmpty && nats.isEmpty && machines.isEmpty }
}

/// A switch that a lab asks for.
public struct LabSwitch: Hashable, Sendable {
  public let configuration: SwitchConfiguration
  public let place: LabPlace
}

/// A NAT that a lab asks for.
public struct LabNAT: Hashable, Sendable {
  public let configuration: NATConfiguration
  public let place: LabPlace
}

/// A machine that a lab asks for, with what is to be inside it.
public struct LabMachine: Hashable, Sendable {
  /// Adapters whose MAC address the file does not give have none here.
  public let configuration: MachineConfiguration
  public let adapters: [LabAdapter]
  /// Empty unless the machine is a nested host.
  public let inside: LabLevel
  public let place: LabPlace
  /// Where `nested` stands, or would stand.
  public let nestedPlace: LabPlace

  public var name: String { configuration.name }
  public var isNested: Bool { configuration.processor.exposeVirtualizationExtensions }
}

/// An adapter of a machine, with what is to be set inside the machine.
public struct LabAdapter: Hashable, Sendable {
  public let configuration: NetworkAdapterConfiguration
  /// The policies that the file speaks of. Others stay as they are on an adapter that is there.
  let spoken: Set<AdapterPolicy>
  /// Nil: by DHCP, where it is expected.
  public let address: IPv4Prefix?
  public let gateway: IPv4Address?
  public let dns: [IPv4Address]
  /// Whether `up` waits for an address by DHCP: no static one, and a switch of type NAT or External.
  public let expectsLease: Bool
  /// The prefix of the network that the adapter reaches, through external switches too; nil when only the network
  /// outside the lab knows.
  public let network: IPv4Prefix?
  public let place: LabPlace
  /// Where `macSpoofing` stands, or would stand.
  public let macSpoofingPlace: LabPlace
}
