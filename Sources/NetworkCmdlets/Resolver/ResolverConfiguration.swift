internal import FoundationEssentials
internal import Netlink
internal import PowerShell

/// The DNS servers of this machine.
///
/// Our guest images keep a part for each interface below /run (`resolv.IFACE`, written by the DHCP client's script) and
/// put them together into the resolver's file. Where that scheme is in use, an interface has servers of its own; where
/// it is not, Linux has one list for all of them, which every interface shows and changes.
struct ResolverConfiguration {
  /// Servers that are kept; the C library asks the first three.
  static let serverLimit = 16
  private static let sizeLimit = 64 << 10

  let environment: NetworkEnvironment

  init(_ environment: NetworkEnvironment) { self.environment = environment }

  private var partNames: [String] {
    Files.names(environment.runFolder).filter { $0.hasPrefix("resolv.") && $0 != "resolv.conf" }
  }

  private func part(_ interface: String) -> String { "\(environment.runFolder)/resolv.\(interface)" }

  /// The marker that keeps the DHCP client's script from writing the part.
  private func marker(_ interface: String) -> String { "\(environment.runFolder)/dns.\(interface)" }

  /// Whether the servers of an interface were set here, not by a lease.
  func isStatic(_ interface: String) -> Bool { Files.exists(marker(interface)) }

  /// Whether interfaces have parts of their own.
  var hasParts: Bool { Files.exists(environment.dhcpScript) || !partNames.isEmpty }

  /// The servers of an interface, in order.
  func servers(_ interface: String) -> [IPAddress] {
    Self.servers(Files.read(hasParts ? part(interface) : environment.resolverFile, limit: Self.sizeLimit) ?? "")
  }

  /// The servers that the resolver asks.
  func allServers() -> [IPAddress] {
    Self.servers(Files.read(environment.resolverFile, limit: Self.sizeLimit) ?? "")
  }

  /// The suffixes that are tried after short names.
  func suffixes() -> [String] {
    let lines = (Files.read(environment.resolverFile, limit: Self.sizeLimit) ?? "").textLines
    let words = lines.map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }) }
    return (words.last { $0.first == "search" || $0.first == "domain" } ?? []).dropFirst().prefix(6).map(String.init)
  }

  static func servers(_ text: String) -> [IPAddress] {
    text.textLines.compactMap { line in
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      return words.count > 1 && words[0] == "nameserver" ? IPAddress(words[1]) : nil
    }
  }

  /// A text with other servers: all lines stay but `nameserver`, and the new ones stand where the first of them stood.
  static func replacing(_ text: String, _ servers: [IPAddress]) -> String {
    var lines = text.textLines.map(String.init)
    func isServer(_ line: String) -> Bool {
      line.split(whereSeparator: { $0 == " " || $0 == "\t" }).first == "nameserver"
    }
    let place = lines.firstIndex(where: isServer).map { place in lines[..<place].count } ?? lines.count
    lines.removeAll(where: isServer)
    lines.insert(contentsOf: servers.map { "nameserver \($0)" }, at: min(place, lines.count))
    return lines.map { $0 + "\n" }.joined()
  }

  /// Suffixes that are kept; the C library tries the first six.
  static let suffixLimit = 50
  /// The part that holds them, the last of all, since the last `search` counts.
  private static let suffixPart = "~suffixes"

  /// Tries other suffixes after short names; none: the resolver's own rule.
  func setSuffixes(_ suffixes: [String]) throws {
    guard suffixes.count <= Self.suffixLimit else {
      throw NetworkFailure.argument(
        "\(suffixes.count) suffixes are more than the \(Self.suffixLimit) that are kept.",
        target: CimClass.client.target)
    }
    try checkResolverFile()
    let line = suffixes.isEmpty ? "" : "search \(suffixes.joined(separator: " "))\n"
    if hasParts {
      if line.isEmpty { try Files.remove(part(Self.suffixPart)) } else { try Files.write(part(Self.suffixPart), line) }
      return try assemble()
    }
    let old = (Files.read(environment.resolverFile, limit: Self.sizeLimit) ?? "").textLines.filter { line in
      let word = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).first
      return word != "search" && word != "domain"
    }
    try Files.write(environment.resolverFile, line + old.map { $0 + "\n" }.joined())
  }

  /// Gives an interface other servers.
  func set(_ interface: String, _ servers: [IPAddress]) throws {
    guard servers.count <= Self.serverLimit else {
      throw NetworkFailure.argument(
        "\(servers.count) DNS servers are more than the \(Self.serverLimit) that are kept.",
        target: CimClass.servers.target)
    }
    try checkResolverFile()
    let path = hasParts ? part(interface) : environment.resolverFile
    let text = Self.replacing(Files.read(path, limit: Self.sizeLimit) ?? "", servers)
    guard hasParts else { return try Files.write(path, text) }
    try Files.write(marker(interface), "")
    try Files.write(path, text)
    try assemble()
  }

  /// Gives an interface what its DHCP lease says again; without a lease, nothing.
  func reset(_ interface: String, lease: [String: String]?) throws {
    try checkResolverFile()
    guard hasParts else {
      throw PowerShellError(
        "The DNS servers of this machine cannot be reset: \(environment.resolverFile) does not tell where they were from. "
          + "Name them: Set-DnsClientServerAddress -ServerAddresses ADDRESS.", id: "ResetNotSupported",
        category: .notImplemented, exceptionType: NetworkFailure.cimException, target: CimClass.servers.target)
    }
    try Files.remove(marker(interface))
    let leased = (lease?["dns"] ?? "").split(separator: " ").compactMap { IPAddress($0) }
    if leased.isEmpty {
      try Files.remove(part(interface))
    } else {
      try Files.write(part(interface), Self.replacing(Files.read(part(interface)) ?? "", leased))
    }
    try assemble()
  }

  /// DHCP ends on an interface: what the lease brought goes, what was set stays.
  func forgetLease(_ interface: String) throws {
    guard hasParts, !Files.exists(marker(interface)), Files.exists(part(interface)) else { return }
    try Files.remove(part(interface))
    try assemble()
  }

  /// What the DHCP client's script does: all parts, one after the other.
  private func assemble() throws {
    let text = partNames.map { Files.read("\(environment.runFolder)/\($0)", limit: Self.sizeLimit) ?? "" }.joined()
    try Files.write(environment.resolverFile, text)
  }

  /// Errors: ResolverNotOurs, where another program writes the file.
  private func checkResolverFile() throws {
    let path = environment.resolverFile
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return }
    let mend =
      target.contains("systemd/resolve")
      ? "Use its own command: resolvectl dns INTERFACE ADDRESS." : "Change it where that program is configured."
    throw PowerShellError(
      "The DNS servers cannot be set: \(path) is a link to \(target), which another program writes. \(mend)",
      id: "ResolverNotOurs", category: .resourceUnavailable, exceptionType: NetworkFailure.cimException,
      target: CimClass.servers.target)
  }
}
