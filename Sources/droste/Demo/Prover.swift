internal import Ethernet
internal import GuestLink
internal import HostAPI
internal import HyperV
internal import Terminal

/// Measures, inside a machine and on every level around it, what a proof says.
struct Prover: Sendable {
  let client: HostClient
  let server: WebServer

  /// Seconds for one answer from any level, and for the whole transfer.
  private static let answerLimit = 60.0
  private static let fetchLimit = 120.0

  func prove(_ names: [String]) async throws -> MachineProof {
    let expected = FetchFact(
      url: "", expectedBytes: UInt64(WebServer.size), expectedChecksum: server.checksum)
    var proof = MachineProof(names: names, fetch: expected)
    do {
      try await measure(&proof)
    } catch let error as CancellationError {
      throw error
    } catch {
      proof.problem =
        error as? DrosteError ?? DrosteError(.unspecified, "It could not be looked into.", cause: "\(error)")
    }
    return proof
  }

  private func measure(_ proof: inout MachineProof) async throws {
    let names = proof.names
    var guests: [String: GuestInformation] = [:]
    for depth in 1...names.count {
      let path = Array(names.prefix(depth))
      guests[path.joined(separator: "/")] = try await information(path)
    }
    let before = try await HostWalk.tree(client, limit: Self.answerLimit)
    proof.engines = (1...names.count).map { depth in
      Self.engine(Array(names.prefix(depth)), tree: before, guest: guests[names.prefix(depth).joined(separator: "/")])
    }
    guard let guest = guests[names.joined(separator: "/")], let way = Self.interface(of: guest) else {
      proof.fetch.problem = "it has no network interface"
      return
    }
    proof.addresses = guest.interfaces.map { Self.address($0, tree: before) }

    let path = PacketPath(
      machine: names, interface: way.fact, tree: before, facts: guests.mapValues(\.networkFacts))
    proof.pathProblem = path.problem
    guard let gateway = Self.gateway(of: path, in: before) else {
      proof.path = path.hops.map { MeasuredHop(hop: $0, count: nil) }
      proof.fetch.problem =
        "its way does not end at a NAT switch of this host that lets machines reach 127.0.0.1 (hostLoopback: true)"
      return
    }
    proof.fetch.url = "http://\(gateway):\(server.port)\(WebServer.path)"
    let requests = server.requests
    let count = try await fetch(&proof.fetch, names, interface: way.name)
    proof.fetch.requests = server.requests - requests
    let after = try await HostWalk.tree(client, limit: Self.answerLimit)
    proof.path = path.hops.map { hop in
      if case .interface = hop.place { return MeasuredHop(hop: hop, count: count) }
      let (now, then) = (HopCount(hop, in: after), HopCount(hop, in: before))
      return MeasuredHop(hop: hop, count: now.flatMap { now in then.map { now.since($0) } })
    }
  }

  // MARK: Inside

  private func host(_ names: [String]) -> HostClient { names.dropLast().reduce(client) { $0.inside($1) } }

  private func information(_ names: [String]) async throws -> GuestInformation {
    let (host, name) = (host(names), names[names.count - 1])
    let silent = DrosteError(.timeout, "The agent in \(names.joined(separator: "/")) did not answer.")
    return try await limited(seconds: Self.answerLimit, failure: silent) { try await host.guestInformation(name) }
  }

  /// Makes the transfer and returns what the machine's own interface counted meanwhile.
  private func fetch(_ fact: inout FetchFact, _ names: [String], interface: String) async throws -> HopCount? {
    let (host, name) = (host(names), names[names.count - 1])
    let request = ExecRequest(arguments: FetchScript(interface: interface, url: fact.url).arguments)
    let late = DrosteError(.timeout, "The transfer did not end within \(Quantity.duration(Self.fetchLimit)).")
    let result = try await limited(seconds: Self.fetchLimit, failure: late) { try await host.execute(name, request) }
    let report = FetchScript.Report(output: result.outputText)
    fact.seconds = report.seconds ?? 0
    fact.bytes = report.bytes ?? 0
    fact.checksum = report.checksum ?? ""
    if report.exitCode != 0 {
      fact.problem =
        "wget ended with code \(report.exitCode.map(String.init) ?? "unknown"): \(result.errorText.prefix(400))"
    }
    return report.count
  }

  // MARK: Facts

  private static func engine(_ path: [String], tree: HostTree, guest: GuestInformation?) -> EngineFact {
    let machine = path.last.flatMap { tree.host(at: path.dropLast())?.status?.machine(named: $0) }
    return EngineFact(
      path: path, engine: machine?.status.engine, signature: guest?.hypervisor,
      extensions: guest?.cpuFlags.first { $0 == "svm" || $0 == "vmx" }, kvmRuns: guest?.kvm?.runs)
  }

  /// The interface that packets to the outside leave through.
  private static func interface(of guest: GuestInformation) -> (name: String, fact: InterfaceFact)? {
    let route = guest.networkFacts.defaultInterface
    let found =
      guest.interfaces.first { $0.name == route } ?? guest.interfaces.first { !$0.addresses.isEmpty }
      ?? guest.interfaces.first
    return found.map { ($0.name, $0.fact) }
  }

  private static func address(_ interface: GuestInterface, tree: HostTree) -> AddressFact {
    guard interface.origin == .dhcp else { return AddressFact(interface: interface.fact, origin: .fixed) }
    var told: [(String, String)] = []
    if let server = interface.lease?.server { told.append(("server", server)) }
    if let gateway = interface.lease?.gateway { told.append(("gateway", gateway)) }
    if let dns = interface.lease?.dns, !dns.isEmpty { told.append(("DNS", dns.joined(separator: " "))) }
    if let seconds = interface.lease?.seconds { told.append(("lease for", Quantity.duration(Double(seconds)))) }
    told.append(("MTU", "\(interface.mtu)"))
    return AddressFact(interface: interface.fact, origin: .dhcp(told), keeper: keeper(interface, tree: tree))
  }

  /// The switch whose DHCP server has the lease in its own list: the other side of what the machine tells.
  private static func keeper(_ interface: GuestInterface, tree: HostTree) -> String? {
    let addresses = interface.addresses.compactMap { IPv4Prefix($0)?.address }
    for host in tree.all {
      for found in host.status?.switches ?? [] {
        let lease = found.status.leases.first {
          $0.macAddress == interface.fact.macAddress && addresses.contains($0.address)
        }
        guard lease != nil else { continue }
        return "switch \(found.configuration.name) on \(host.path.isEmpty ? "this host" : host.path)"
      }
    }
    return nil
  }

  /// The gateway of the NAT switch at the end of a path, when it leads to this host's 127.0.0.1.
  private static func gateway(of path: PacketPath, in tree: HostTree) -> IPv4Address? {
    guard let last = path.hops.last, last.computer.isEmpty, case .port(let name, .nat, _, .nat, _) = last.place,
      let found = tree.status?.switch(named: name), found.configuration.hostLoopback
    else { return nil }
    return found.configuration.address?.address
  }
}

extension GuestInterface {
  var fact: InterfaceFact { InterfaceFact(name: name, macAddress: MACAddress(macAddress), addresses: addresses) }
}

extension GuestInformation {
  var networkFacts: NetworkFacts {
    let route = routes.filter { $0.destination == "0.0.0.0/0" }.min { $0.metric < $1.metric }
    return NetworkFacts(interfaces: interfaces.map(\.fact), defaultInterface: route?.interface)
  }
}
