internal import HyperV

/// Brings one machine to what the file asks: created or changed, running, its agent answering, its addresses there,
/// and what is inside it likewise.
struct MachineRunner: Sendable {
  let level: LevelRunner
  let machine: LabMachine

  var name: String { machine.name }
  /// The machine's names from the outermost host inward.
  var node: [String] { level.path + [name] }
  /// `L1/bridged`.
  var title: String { node.joined(separator: "/") }
  var host: any LabHost { level.host }
  var runner: LabRunner { level.runner }

  func bring(from current: MachineResource?) async throws {
    var resource = try await configured(from: current)
    if resource.status.state == .off || resource.status.state == .stopping { resource = try await started() }
    // Only our images are known to hold the agent; of other disks it is expected when the file needs it.
    guard isOurImage || machine.adapters.contains(where: { $0.address != nil }) else { return }
    if !resource.status.guest.connected || (isHost && !resource.status.guest.isHost) {
      let bound = runner.timing.guest(depth: level.depth)
      resource = try await runner.step(node, .guest) { try await host.waitForGuest(name, seconds: bound) }
    }
    let addresses = AddressRunner(machine: self, resource: resource)
    try await addresses.setStatic()
    if isOurImage { try await addresses.awaitLeases() }
    guard isHost else { return }
    let inside = Site(host: host.inside(name), machine: machine)
    try await LevelRunner(runner: runner, lab: level.lab, sites: level.sites + [inside]).bring(machine.inside)
  }

  private var isOurImage: Bool {
    if case .image = machine.configuration.boot { true } else { false }
  }

  private var isHost: Bool {
    if case .image(let image) = machine.configuration.boot { image.lowercased() == "host" } else { false }
  }

  private func configured(from current: MachineResource?) async throws -> MachineResource {
    let wanted = machine.configuration
    guard let current else {
      return try await runner.step(node, .create, "", wanted.summary) { try await host.createMachine(wanted) }
    }
    let differences = current.configuration.differences(to: machine.configuration(over: current.configuration))
    guard !differences.isEmpty else { return current }
    return try await runner.step(node, .change, "", differences.map(\.text).joined(separator: ", ")) {
      try await host.updateMachine(name, machine.configuration(over: current.configuration))
    }
  }

  private func started() async throws -> MachineResource {
    try await runner.step(node, .start, "", ended: Self.startedDetail) {
      do {
        return try await host.startMachine(name)
      } catch let error as DrosteError {
        throw explained(error)
      }
    }
  }

  private static func startedDetail(_ machine: MachineResource) -> String {
    [machine.status.engine?.rawValue, machine.caution].compactMap { $0 }.joined(separator: ". ")
  }

  /// A host without extensions cannot start machines: the error stays Hyper-V's, the hint names the place in the file.
  private func explained(_ error: DrosteError) -> DrosteError {
    guard let parent = level.sites.last?.machine, !parent.isNested,
      error.description.contains("one of the Hyper-V components is not running")
    else { return error }
    var explained = error
    let name = level.path.joined(separator: "/")
    let place = parent.nestedPlace
    explained.hint =
      "set nested: true at \(place.path) (\(level.lab.file) line \(place.position.line)), which \(name) needs to run "
      + "machines; then droste stop \(name) and droste up \(level.lab.file)"
    return explained
  }
}
