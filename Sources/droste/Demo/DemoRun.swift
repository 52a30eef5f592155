internal import HostAPI
internal import HyperV
internal import Images
internal import Lab
internal import Processes
internal import Synchronization
internal import Terminal

/// One demonstration: up, proof, down.
final class DemoRun: Sendable {
  let lab: Lab
  let place: DemoPlace
  private let leftovers: Leftovers
  private let style = Output.style

  private struct Held {
    var service: Service?
    var server: WebServer?
    /// Others' machines, switches and NATs are in the same home, or could be.
    var isShared: Bool
    /// Whether any of the lab may be there because of this run.
    var hasBegun = false
  }

  private let held: Mutex<Held>

  init(lab: Lab, place: DemoPlace) async {
    self.lab = lab
    self.place = place
    held = Mutex(Held(isShared: !place.isOwn))
    leftovers = await Leftovers(locations: place.locations)
  }

  /// Brings the lab up and proves it. Returns whether all holds.
  func bringUpAndProve() async throws -> Bool {
    let display = ProgressDisplay()
    defer { display.end() }
    try await prepareImages(display)
    let service = try await Service.connect(place.locations)
    let status = try await service.client.status()
    let server = try await WebServer.start()
    held.withLock { held in
      held.service = service
      held.server = server
      held.isShared = !status.has(only: lab.notes)
      held.hasBegun = true
    }
    try await LabRunner.up(lab, on: service.client) { display.show($0) }
    display.end()
    say("", "Lab \(lab.name) is up after \(Quantity.duration(display.elapsed)). This is what runs:", "")
    Output.standard.writeLines(StatusText(style: style).lines(try await HostWalk.tree(service.client, limit: 60)))
    return try await prove(service, server)
  }

  private func prepareImages(_ display: ProgressDisplay) async throws {
    let names = lab.level.images
    let builder = try ImageBuilder(
      library: ImageLibrary(directory: place.locations.images), binaries: ImageBuildCommand.binaries())
    // The host image's disk holds the guest image: building it builds both.
    for name in names.contains("host") ? ["host"] : names.sorted() {
      let wasCached = try await builder.build(name) { display.show($0) }.wasCached
      display.show(name, wasCached: wasCached)
    }
  }

  private func prove(_ service: Service, _ server: WebServer) async throws -> Bool {
    say("", "And this is what was measured, in the machines and on every level around them:", "")
    let prover = Prover(client: service.client, server: server)
    let text = ProofText(style: style)
    var proofs: [MachineProof] = []
    for names in lab.level.inner {
      try Task.checkCancellation()
      let proof = try await prover.prove(names)
      proofs.append(proof)
      Output.standard.writeLines(text.lines(proof) + [""])
    }
    say(text.verdict(proofs))
    return !proofs.isEmpty && proofs.allSatisfy(\.holds)
  }

  /// Takes everything down, whatever is there. Returns whether nothing is left.
  func takeDown(hurry: Bool) async -> Bool {
    guard held.withLock({ $0.hasBegun || !$0.isShared }) else { return true }
    say("", "Taking it down:")
    let display = ProgressDisplay()
    await held.withLock(\.server)?.stop()
    let service = await serviceForEnd()
    if let service {
      var timing = LabTiming()
      // In a hurry machines are turned off; else they get the time to shut down.
      if hurry { timing.shutDown = 0 }
      await attempt(90) { [lab, timing] in
        try await LabRunner.down(lab, on: service.client, timing: timing) { display.show($0) }
      }
    }
    display.end()
    if held.withLock(\.isShared) {
      say("The lab is down. \(place.locations.home) keeps what was there before.")
      return service != nil
    }
    if let service { await end(service) }
    await leftovers.kill()
    place.remove()
    return await report()
  }

  /// The service, a new one where the old one was killed: it knows what to undo.
  private func serviceForEnd() async -> Service? {
    let before = held.withLock(\.service)
    let now = try? await Service.connectIfAny(place.locations)
    guard let now else { return before }
    return now.process == nil ? before ?? now : now
  }

  private func end(_ service: Service) async {
    guard let process = service.process else {
      await attempt(10) { try await service.client.stopService() }
      return
    }
    // It may have ended by itself: nothing was left to look after.
    if process.isAlive { try? await service.client.stopService() }
    await attempt(15) { _ = await process.waitForExit() }
  }

  private func report() async -> Bool {
    var left = await leftovers.found()
    if !place.isOwn {
      left.removeAll { $0 == "folder \(place.locations.home)" || $0 == "folder \(place.locations.run)" }
    }
    guard left.isEmpty else {
      Output.report(
        DrosteError(.unspecified, "Something is left of the demonstration:\n\(left.joined(separator: "\n"))"))
      return false
    }
    say("Everything is down and nothing is left: \(Leftovers.kinds).")
    return true
  }

  private func attempt(_ seconds: Double, _ body: @escaping @Sendable () async throws -> Void) async {
    do {
      let late = DrosteError(.timeout, "It did not end within \(Quantity.duration(seconds)).")
      try await limited(seconds: seconds, failure: late, body)
    } catch {
      Output.report(
        error as? DrosteError ?? DrosteError(.unspecified, "Taking it down met an error.", cause: "\(error)"))
    }
  }

  private func say(_ lines: String...) { Output.standard.writeLines(lines) }
}

extension HostStatus {
  /// Whether everything that is here carries `notes`.
  fileprivate func has(only notes: String) -> Bool {
    (machines.map(\.configuration.notes) + switches.map(\.configuration.notes) + nats.map(\.configuration.notes))
      .allSatisfy { $0 == notes }
  }
}

extension LabLevel {
  /// The images that its machines boot, on all levels.
  fileprivate var images: Set<String> {
    machines.reduce(into: []) { names, machine in
      if case .image(let name) = machine.configuration.boot { names.insert(name) }
      names.formUnion(machine.inside.images)
    }
  }

  /// The paths of the machines to prove: those inside other machines; where there are none, all.
  fileprivate var inner: [[String]] {
    let all = paths(below: [])
    let inner = all.filter { $0.count > 1 }
    return inner.isEmpty ? all : inner
  }

  private func paths(below path: [String]) -> [[String]] {
    machines.flatMap { machine in [path + [machine.name]] + machine.inside.paths(below: path + [machine.name]) }
  }
}
