internal import Ethernet

/// One network that frames travel: a switch, and every external switch inside that bridges to it.
final class Segment {
  /// Nil when only the network outside the lab knows.
  let prefix: IPv4Prefix?
  /// Whether somebody there answers DHCP, as far as the file tells.
  let hasLeases: Bool
  /// Static addresses and who has them.
  private var taken: [IPv4Address: (owner: String, line: Int)] = [:]

  init(prefix: IPv4Prefix? = nil, hasLeases: Bool) {
    self.prefix = prefix
    self.hasLeases = hasLeases
  }

  /// Takes an address; who has it already, when somebody does.
  func take(_ address: IPv4Address, owner: String, line: Int) -> (owner: String, line: Int)? {
    if let other = taken[address] { return other }
    taken[address] = (owner, line)
    return nil
  }
}

/// A prefix in use on a host or on one of those around it.
struct UsedPrefix {
  let prefix: IPv4Prefix
  /// `switch "Lab"`.
  let owner: String
  /// `this host` or `host L1`.
  let host: String
  let line: Int
}

/// What is known of the host whose part of the file is being checked.
struct HostScope {
  /// Names of the machines from outside in; empty for the host that reads the file.
  let path: [String]
  /// The prefixes of the hosts around this one.
  let outer: [UsedPrefix]
  /// The segments of this host's own adapters, in their order; nil for one that is not connected. Nil as a whole
  /// for the host that reads the file, whose adapters the file does not list.
  let uplinks: [Segment?]?

  /// `this host`, or `host L1`, `host L1/L2`.
  var title: String { path.isEmpty ? "this host" : "host \(path.joined(separator: "/"))" }
}

/// Finds names that are used twice, without regard to case.
struct NameTable {
  private var lines: [String: Int] = [:]

  /// The line where the name is already, if it is.
  mutating func insert(_ name: String, line: Int) -> Int? {
    if let other = lines[name.lowercased()] { return other }
    lines[name.lowercased()] = line
    return nil
  }
}
