internal import Netlink
internal import PowerShell

/// The file of names that need no server (hosts(5)).
struct HostsFile {
  /// Lines that are read.
  static let lineLimit = 100_000

  let entries: [(address: IPAddress, names: [String])]

  init(_ text: String) {
    entries = text.textLines.prefix(Self.lineLimit).compactMap { line in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.count > 1, let address = IPAddress(words[0]) else { return nil }
      return (address, words.dropFirst().map(String.init))
    }
  }

  func addresses(of name: String) -> [IPAddress] {
    entries.filter { $0.names.contains { $0.isSameName(as: name) } }.map(\.address)
  }

  func name(of address: IPAddress) -> String? { entries.first { $0.address == address }?.names.first }
}

/// From names to addresses for cmdlets that connect: addresses as they are, the hosts file, then DNS. The C library's
/// own way needs modules that it loads while it runs, which a program that is linked statically has not.
struct NameLookup {
  let environment: NetworkEnvironment
  var isStopped: () -> Bool = { false }

  /// IPv4 addresses first. Errors: DNSClient.Failure.
  func addresses(of name: String) throws -> [IPAddress] {
    if let address = IPAddress(name) { return [address] }
    if name.isSameName(as: "localhost") { return [.loopbackV4, .loopbackV6] }
    let known = HostsFile(Files.read(environment.hostsFile) ?? "").addresses(of: name)
    if !known.isEmpty { return known.sorted() }
    if name.isSameName(as: SystemFacts.machineName()) || name == "." { return [.loopbackV4] }
    let resolver = ResolverConfiguration(environment)
    var client = DNSClient(servers: resolver.allServers(), environment: environment)
    client.isStopped = isStopped
    var last: any Error = DNSClient.Failure.refused(3)
    for candidate in Self.candidates(name, resolver.suffixes()) {
      do {
        var found: [IPAddress] = []
        for type: UInt16 in [1, 28] {
          let answer = try client.ask(candidate, type)
          if answer.code != 0 { last = DNSClient.Failure.refused(answer.code) }
          for record in answer.records where record.section == .answer {
            if case .address(let address) = record.data { found.append(address) }
          }
        }
        if !found.isEmpty { return found }
      } catch {
        last = error
      }
    }
    throw last
  }

  /// Names with a dot as they are first; others with the suffixes first (resolv.conf(5), ndots 1).
  static func candidates(_ name: String, _ suffixes: [String]) -> [DNSName] {
    let plain = DNSName(name)
    guard !name.hasSuffix(".") else { return [plain].compactMap(\.self) }
    let longer = suffixes.compactMap { DNSName("\(name).\($0)") }
    let isShort = !name.contains(".")
    return (isShort ? longer : []) + [plain].compactMap(\.self) + (isShort ? [] : longer)
  }
}
