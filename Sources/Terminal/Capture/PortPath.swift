public import HyperV

/// A port as it is written on the command line: the name of a machine (`L1`), of one of its adapters
/// (`L1/Network Adapter`), of a host adapter (`vEthernet (Outer)`) or an uplink (`eth0`); with the way to the host that has
/// it in front (`L1/natted`, `L1/natted/Lan`, `L1/eth0`).
///
/// `L1/natted` may be an adapter of L1 here, or a machine on the host inside L1. What there is decides: see `candidates`.
public struct PortPath: Hashable, Sendable, CustomStringConvertible {
  /// Where a port may be.
  public struct Candidate: Hashable, Sendable {
    /// The machines to walk through, outermost first.
    public var hosts: [String]
    /// The port's name there.
    public var port: String

    public init(hosts: [String], port: String) {
      self.hosts = hosts
      self.port = port
    }
  }

  private let path: MachinePath

  public init(_ text: String) throws(DrosteError) {
    do {
      path = try MachinePath(text)
    } catch {
      throw DrosteError(
        .invalidParameter, "\"\(text)\" is not a port: names with / between them.",
        hint:
          "write L1 for a machine, \"L1/Network Adapter\" for one of its adapters, L1/natted for a machine inside L1")
    }
  }

  /// The places to look, the outer one first.
  public var candidates: [Candidate] {
    let names = path.names
    var found = [Candidate(hosts: path.hosts, port: path.name)]
    if names.count > 1 {
      found.insert(Candidate(hosts: Array(names.dropLast(2)), port: names.suffix(2).joined(separator: "/")), at: 0)
    }
    return found
  }

  public var description: String { path.description }
}
