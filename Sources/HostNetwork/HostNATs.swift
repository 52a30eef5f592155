public import Ethernet
public import FoundationEssentials
internal import Glibc
public import HyperV
internal import Processes

/// NATs of the host (WinNAT's role) through nftables.
public struct HostNATs: Sendable {
  private let tools: NetworkTools
  private let journal: any HostChangeJournal
  private let gate = SerialGate()

  /// Owns what all NATs share in the journal: forwarding, which stays on until the last NAT goes.
  public static let sharedOwner = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0x6E, 0x65, 0x74, 0x6E, 0x61, 0x74))
  private static let forwarding = "net/ipv4/ip_forward"

  /// - Parameter namespace: where the NATs are; nil: this process's network namespace.
  public init(journal: any HostChangeJournal, namespace: NetworkNamespace? = nil) {
    self.journal = journal
    tools = NetworkTools(namespace: namespace)
  }

  /// Why a NAT of that prefix cannot be beside others; nil when it can.
  public static func conflict(of internalPrefix: IPv4Prefix, with others: [NATConfiguration]) -> DrosteError? {
    guard let other = others.first(where: { $0.internalPrefix.overlaps(internalPrefix) }) else { return nil }
    return DrosteError(
      .invalidParameter, "The parameter is incorrect.",
      cause: "The prefix \(internalPrefix) overlaps \(other.internalPrefix) of the NAT \"\(other.name)\".",
      hint: "Use a prefix that no other NAT has, or remove that one: Remove-NetNat -Name \"\(other.name)\"")
  }

  /// Makes or mends the rules of a NAT and turns forwarding on.
  /// - Throws: accessDenied without root.
  public func apply(id: UUID, internalPrefix: IPv4Prefix) async throws {
    try requireRoot("A NAT", hint: HostAdapters.rootHint)
    try await gate.run {
      let table = NATTable.name(id: id)
      let ledger = ledger(id)
      // Reading forgets what an earlier boot recorded.
      _ = try await ledger.changes()
      try await ledger.record(.nftTable(family: "ip", name: table))
      try await tools.nft(script: NATTable.script(table: table, internalPrefix: internalPrefix))
      try await self.ledger(Self.sharedOwner).setSysctl(Self.forwarding, "1")
    }
  }

  /// Undoes a NAT; one that is not there is fine. With the last one forwarding gets the value that it had before.
  public func remove(id: UUID) async throws {
    try await gate.run {
      try await ledger(id).undo()
      let shared = ledger(Self.sharedOwner)
      guard try await !shared.changes().isEmpty else { return }
      let listing = try await tools.nftList(["tables", "ip"])
      guard !listing.tables.contains(where: { $0.name.hasPrefix(NATTable.prefix) }) else { return }
      try await shared.undo()
    }
  }

  /// Whether the rules are in the kernel, and what they translated. Not active without root, for only root can look.
  public func status(id: UUID) async throws -> NATStatus {
    guard geteuid() == 0 else { return NATStatus(active: false) }
    let table = NATTable.name(id: id)
    let counters = try await tools.nftList(["counters", "ip"]).counters
    guard let counter = counters.first(where: { $0.table == table && $0.name == NATTable.counter }) else {
      return NATStatus(active: false)
    }
    return NATStatus(active: true, translatedPackets: counter.packets ?? 0)
  }

  private func ledger(_ owner: UUID) -> Ledger { Ledger(owner: owner, journal: journal, tools: tools) }
}
