public import Ethernet
public import FoundationEssentials

/// A network address translation for a prefix (WinNAT's `New-NetNat`), as asked for. Needs root on its host.
public struct NATConfiguration: Codable, Hashable, Sendable {
  /// Unique on a host without regard to case.
  public var name: String
  public var internalPrefix: IPv4Prefix
  public var notes: String

  public init(name: String, internalPrefix: IPv4Prefix, notes: String = "") {
    self.name = name
    self.internalPrefix = internalPrefix
    self.notes = notes
  }
}

/// A NAT, as it is.
public struct NATStatus: Codable, Hashable, Sendable {
  /// The rules are in the kernel.
  public var active: Bool
  /// Packets and bytes that were translated on their way out, first packets of connections only.
  public var translatedPackets: UInt64

  public init(active: Bool, translatedPackets: UInt64 = 0) {
    self.active = active
    self.translatedPackets = translatedPackets
  }
}

public struct NATResource: Codable, Hashable, Sendable {
  public var id: UUID
  public var configuration: NATConfiguration
  public var status: NATStatus

  public init(id: UUID, configuration: NATConfiguration, status: NATStatus) {
    self.id = id
    self.configuration = configuration
    self.status = status
  }
}
