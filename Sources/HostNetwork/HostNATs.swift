public import Ethernet
public import FoundationEssentials
internal import Glibc
public import HyperV
internal import Processes
internal import Synchronization

/// NATs of the host (WinNAT's role) through nftables.
public struct HostNATs: Sendable {
  let tools: NetworkTools
  private let journal: any HostChangeJournal
  private let gate = SerialGate()
  private let support = KernelSupport()

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
  /// - Throws: accessDenied without root; notSupported for what this kernel cannot do, having changed nothing.
  public func apply(id: UUID, _ configuration: NATConfiguration) async throws {
    try requireRoot("A NAT", hint: HostAdapters.rootHint)
    try await gate.run {
      let withTimeouts = try await support.hasTimeouts(tools)
      try Self.refuseUnsupported(configuration, withTimeouts: withTimeouts)
      let table = NATTable.name(id: id)
      let ledger = ledger(id)
      // Reading forgets what an earlier boot recorded.
      _ = try await ledger.changes()
      let outwards = try await outwards(configuration)
      try await ledger.record(.nftTable(family: "ip", name: table))
      let listing = try await tools.run("nft", ["-j", "list", "table", "ip", table], input: nil)
      let old = listing.succeeded ? try NFTListing(listing.output).timeouts.map(\.name) : []
      try await tools.nft(
        script: NATTable.script(
          table: table, configuration, outwards: outwards, withTimeouts: withTimeouts, oldTimeouts: old))
      try await self.ledger(Self.sharedOwner).setSysctl(Self.forwarding, "1")
    }
  }

  /// What Linux's NAT does in its own way: a wish for another way is refused by its name.
  private static func refuseUnsupported(_ configuration: NATConfiguration, withTimeouts: Bool) throws {
    let standard = NATConfiguration(name: "", internalPrefix: configuration.internalPrefix)
    func refuse(_ name: String, _ reason: String) -> DrosteError {
      DrosteError(.notSupported, "\(name) of the NAT \"\(configuration.name)\" cannot be changed.", cause: reason)
    }
    if configuration.icmpQueryTimeout != standard.icmpQueryTimeout {
      throw refuse(
        "IcmpQueryTimeout",
        "Linux keeps one for the whole host: net.netfilter.nf_conntrack_icmp_timeout, 30 s by default.")
    }
    if configuration.tcpFilteringBehavior != standard.tcpFilteringBehavior {
      throw refuse("TcpFilteringBehavior", "Linux lets only the answers of those in whom a machine called.")
    }
    if configuration.udpFilteringBehavior != standard.udpFilteringBehavior {
      throw refuse("UdpFilteringBehavior", "Linux lets only the answers of those in whom a machine called.")
    }
    if configuration.udpInboundRefresh {
      throw refuse("UdpInboundRefresh", "Linux counts packets of both ways as signs of life, and has no other way.")
    }
    guard !withTimeouts else { return }
    for (name, asked, usual) in [
      (
        "TcpEstablishedConnectionTimeout", configuration.tcpEstablishedConnectionTimeout,
        standard.tcpEstablishedConnectionTimeout
      ),
      (
        "TcpTransientConnectionTimeout", configuration.tcpTransientConnectionTimeout,
        standard.tcpTransientConnectionTimeout
      ),
      ("UdpIdleSessionTimeout", configuration.udpIdleSessionTimeout, standard.udpIdleSessionTimeout),
    ] where asked != usual {
      throw refuse(name, "This host's kernel has no ct timeout objects (CONFIG_NF_CONNTRACK_TIMEOUT).")
    }
  }

  /// The interfaces with an address in the external prefix; nil without one.
  private func outwards(_ configuration: NATConfiguration) async throws -> [(interface: String, address: IPv4Address)]?
  {
    guard let external = configuration.externalPrefix else { return nil }
    var found: [(interface: String, address: IPv4Address)] = []
    for link in try await tools.links() {
      let address = (link.addrInfo ?? []).lazy.filter { $0.family == "inet" }.compactMap { IPv4Address($0.local) }
        .first { external.contains($0) }
      if let address { found.append((link.ifname, address)) }
    }
    guard !found.isEmpty else {
      throw DrosteError(
        .invalidParameter, "The parameter is incorrect.", cause: "No address of this host is within \(external).",
        hint: "ip -4 address show")
    }
    return found
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
    let packets = try await tools.counted(table: NATTable.name(id: id), counter: NATTable.counter)
    return NATStatus(active: packets != nil, translatedPackets: packets ?? 0)
  }

  private func ledger(_ owner: UUID) -> Ledger { Ledger(owner: owner, journal: journal, tools: tools) }
}

/// What was found out of the kernel, once.
private final class KernelSupport: Sendable {
  private let timeouts = Mutex<Bool?>(nil)

  /// Whether the kernel takes ct timeout objects: tried with a table that is gone when the transaction ends.
  func hasTimeouts(_ tools: NetworkTools) async throws -> Bool {
    if let known = timeouts.withLock({ $0 }) { return known }
    let table = NATTable.prefix + "probe"
    let script = """
      add table ip \(table)
      add ct timeout ip \(table) t { protocol tcp ; l3proto ip ; policy = { established : 60 } ; }
      add chain ip \(table) c
      add rule ip \(table) c ip protocol tcp ct timeout set "t"
      delete table ip \(table)

      """
    let found = try await tools.run("nft", ["-f", "-"], input: script).succeeded
    timeouts.withLock { $0 = found }
    return found
  }
}
