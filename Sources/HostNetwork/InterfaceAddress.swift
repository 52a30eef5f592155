/// An IPv4 or IPv6 address of an interface, with everything that `ip address add` can set again.
public struct InterfaceAddress: Codable, Hashable, Sendable {
  /// Without prefix length.
  public var local: String
  public var prefixLength: Int
  public var isIPv6: Bool
  /// The other end of a point-to-point link; the prefix length is then its.
  public var peer: String?
  public var broadcast: String?
  /// `global`, `link`, `host` or a number.
  public var scope: String?
  /// The label, when it is not the interface's name.
  public var label: String?
  /// The metric of the route that comes with it.
  public var metric: Int?
  /// No route comes with it.
  public var noPrefixRoute: Bool
  /// Seconds that are left; nil: for ever.
  public var validSeconds: Int?
  public var preferredSeconds: Int?

  public init(
    local: String, prefixLength: Int, isIPv6: Bool = false, peer: String? = nil, broadcast: String? = nil,
    scope: String? = nil, label: String? = nil, metric: Int? = nil, noPrefixRoute: Bool = false,
    validSeconds: Int? = nil, preferredSeconds: Int? = nil
  ) {
    self.local = local
    self.prefixLength = prefixLength
    self.isIPv6 = isIPv6
    self.peer = peer
    self.broadcast = broadcast
    self.scope = scope
    self.label = label
    self.metric = metric
    self.noPrefixRoute = noPrefixRoute
    self.validSeconds = validSeconds
    self.preferredSeconds = preferredSeconds
  }

  /// Whether both are the same address to the kernel, whatever their lifetimes.
  package func isSame(as other: InterfaceAddress) -> Bool {
    (local, prefixLength, peer) == (other.local, other.prefixLength, other.peer)
  }

  private var identity: String {
    peer.map { "\(local) peer \($0)/\(prefixLength)" } ?? "\(local)/\(prefixLength)"
  }

  /// `ip` batch line that adds it, or refreshes it where it is. Labels begin with their interface's name, so a label
  /// of another interface is left out.
  package func addLine(interface: String) -> String {
    var words = ["address replace", identity]
    if let broadcast { words.append("broadcast \(broadcast)") }
    words.append("dev \(interface)")
    if let scope { words.append("scope \(scope)") }
    if let label, label.hasPrefix(interface) { words.append("label \(label)") }
    if let metric { words.append("metric \(metric)") }
    if let validSeconds { words.append("valid_lft \(validSeconds)") }
    if let preferredSeconds { words.append("preferred_lft \(preferredSeconds)") }
    // The same address of the same station just left the other interface: nobody else can have it.
    if isIPv6 { words.append("nodad") }
    if noPrefixRoute { words.append("noprefixroute") }
    return words.joined(separator: " ")
  }

  package func deleteLine(interface: String) -> String { "address delete \(identity) dev \(interface)" }
}

/// An entry of `addr_info` in the output of `ip -j address show`.
package struct AddressEntry: Decodable, Sendable {
  package var family: String
  package var local: String
  package var prefixlen: Int
  package var address: String?
  package var broadcast: String?
  package var scope: String?
  package var label: String?
  package var metric: Int?
  package var noprefixroute: Bool?
  package var dynamic: Bool?
  package var temporary: Bool?
  package var validLifeTime: Int?
  package var preferredLifeTime: Int?

  /// Nil for addresses that the kernel makes by itself: IPv6 ones that are link-local or come from a router.
  package func movable(interface: String) -> InterfaceAddress? {
    let isIPv6 = family == "inet6"
    guard family == "inet" || isIPv6 else { return nil }
    if isIPv6, scope != "global" || dynamic == true || temporary == true { return nil }
    return InterfaceAddress(
      local: local, prefixLength: prefixlen, isIPv6: isIPv6, peer: address, broadcast: broadcast, scope: scope,
      label: label == interface ? nil : label, metric: metric, noPrefixRoute: noprefixroute ?? false,
      validSeconds: Self.seconds(validLifeTime), preferredSeconds: Self.seconds(preferredLifeTime))
  }

  /// The kernel's 2^32-1 stands for ever.
  private static func seconds(_ value: Int?) -> Int? { value == 0xFFFF_FFFF ? nil : value }
}
