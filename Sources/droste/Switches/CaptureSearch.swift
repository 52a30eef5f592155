internal import HostAPI
internal import HyperV
internal import Terminal

/// Finds the switch and the ports that the words of a capture mean.
struct CaptureSearch {
  /// What was found.
  struct Place: Sendable {
    /// The machines to walk through to the host.
    var hosts: [String]
    var switchName: String
    /// What to ask the switch for; nil: every port.
    var port: String?
    /// The names of the ports that there are now.
    var ports: [String]
  }

  let port: PortPath?
  let switchPath: MachinePath?

  func find() async throws -> Place {
    let service = try await Service.connect()
    guard let port else {
      guard let switchPath else { throw DrosteError(.invalidParameter, "A capture needs a port or a switch.") }
      let found = try await switches(service, switchPath.hosts)
      return Place(
        hosts: switchPath.hosts, switchName: found[0].configuration.name, port: nil,
        ports: found[0].status.ports.map(\.name))
    }
    var known: [String] = []
    // A switch inside says where the port is; else the port's own path does.
    let candidates =
      switchPath.map { $0.hosts.isEmpty ? port.candidates : [.init(hosts: $0.hosts, port: port.description)] }
      ?? port.candidates
    var problem: DrosteError?
    for candidate in candidates {
      do {
        let found = try await switches(service, candidate.hosts)
        if let place = try place(candidate, in: found) { return place }
        known += found.flatMap(\.status.ports).map { (candidate.hosts + [$0.name]).joined(separator: "/") }
      } catch  where candidate != candidates[0] {
        // That there is no host inside a machine is the answer only when nothing else is.
        problem = error as? DrosteError ?? DrosteError(.unspecified, "\(error)")
      }
    }
    throw DrosteError(
      .objectNotFound, "There is no port \"\(port)\", and no machine of that name on a port.",
      cause: problem?.message ?? (known.isEmpty ? nil : "the ports: " + known.sorted().joined(separator: ", ")),
      hint: "a machine has its ports while it runs: droste status")
  }

  /// The switches of a host, or the one that is asked for.
  private func switches(_ service: Service, _ hosts: [String]) async throws -> [SwitchResource] {
    let all = try await service.within(hosts) { try await $0.status().switches }
    guard let name = switchPath?.name else { return all }
    let found = all.filter { Names.same($0.configuration.name, name) }
    guard !found.isEmpty else { throw DrosteError.switchNotFound(name, existing: all.map(\.configuration.name)) }
    return found
  }

  private func place(_ candidate: PortPath.Candidate, in switches: [SwitchResource]) throws -> Place? {
    let asked = CaptureRequest(port: candidate.port)
    let found = switches.filter { $0.status.ports.contains { asked.takes(port: $0.name) } }
    guard let first = found.first else { return nil }
    guard found.count == 1 else {
      let names = found.map(\.configuration.name)
      throw DrosteError(
        .invalidParameter,
        "\"\(candidate.port)\" has ports on \(names.count) switches: \(names.joined(separator: ", ")).",
        hint: "say which: --switch \(names[0])")
    }
    return Place(
      hosts: candidate.hosts, switchName: first.configuration.name, port: candidate.port,
      ports: first.status.ports.map(\.name).filter { asked.takes(port: $0) })
  }
}
