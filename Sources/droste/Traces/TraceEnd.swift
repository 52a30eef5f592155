internal import Ethernet
internal import Glibc
internal import HyperV
internal import Terminal

/// What FROM and TO mean.
struct TraceEnd: Sendable {
  /// The machine's path, empty for L0; nil for an address that is nobody's here.
  var path: [String]?
  /// The address, where one was given.
  var address: IPv4Address?

  /// - Throws: `DrosteError`: objectNotFound, invalidParameter for a name that several machines have.
  static func find(_ text: String, in tree: HostTree) throws -> TraceEnd {
    if text == "L0" || text == "/" || text.isEmpty { return TraceEnd(path: [], address: nil) }
    if let address = IPv4Address(text) { return TraceEnd(path: owner(of: address, in: tree), address: address) }
    let names = text.split(separator: "/").map(String.init)
    let machines = all(in: tree)
    if let exact = machines.first(where: { same($0, names) }) { return TraceEnd(path: exact, address: nil) }
    let matching = machines.filter { Names.same($0.last ?? "", text) }
    if matching.count == 1 { return TraceEnd(path: matching[0], address: nil) }
    guard matching.isEmpty else {
      let paths = matching.map { $0.joined(separator: "/") }
      throw DrosteError(
        .invalidParameter, "\"\(text)\" is the name of \(matching.count) machines: \(paths.joined(separator: ", ")).",
        hint: "write the whole path: \(paths[0])")
    }
    if Names.same(tree.status?.host.name ?? "", text) { return TraceEnd(path: [], address: nil) }
    if names.count == 1, let address = resolve(text) {
      return TraceEnd(path: owner(of: address, in: tree), address: address)
    }
    throw DrosteError(
      .objectNotFound, "There is no machine \"\(text)\", and no host of that name.",
      cause: machines.isEmpty
        ? nil : "the machines: " + machines.map { $0.joined(separator: "/") }.joined(separator: ", "),
      hint: "droste status")
  }

  private static func same(_ a: [String], _ b: [String]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { Names.same($0, $1) }
  }

  private static func all(in tree: HostTree) -> [[String]] {
    tree.all.flatMap { host in
      let path = host.path.split(separator: "/").map(String.init)
      return (host.status?.machines ?? []).map { path + [$0.configuration.name] }
    }
  }

  /// Whose an address is, by what hosts and guests say; the innermost where several levels use it.
  static func owner(of address: IPv4Address, in tree: HostTree) -> [String]? {
    for host in tree.all.reversed() {
      let path = host.path.split(separator: "/").map(String.init)
      for machine in host.status?.machines ?? []
      where machine.status.adapterStatuses.contains(where: { $0.ipAddresses.contains("\(address)") }) {
        return path + [machine.configuration.name]
      }
      for resource in host.status?.switches ?? [] {
        if resource.status.hostAdapter?.addresses.contains(where: { $0.address == address }) ?? false { return path }
        if resource.configuration.type == .nat, resource.configuration.address?.address == address { return path }
      }
    }
    return nil
  }

  private static func resolve(_ name: String) -> IPv4Address? {
    var hints = addrinfo()
    hints.ai_family = AF_INET
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &list) == 0, let list else { return nil }
    defer { freeaddrinfo(list) }
    guard let address = list.pointee.ai_addr else { return nil }
    // SAFETY: the family asked for is AF_INET, so a sockaddr_in is there.
    return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
      IPv4Address(rawValue: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
    }
  }
}
