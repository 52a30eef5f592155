internal import HostAPI
internal import HyperV
internal import Images
internal import Lab
internal import Processes
internal import Synchronization
internal import Terminal

/// A lab that is on this computer for a while: its place, the service there, and how all of it goes again.
final class LabStay: Sendable {
  let place: DemoPlace
  private let leftovers: Leftovers
  /// Where is told what happens.
  private let output: OutputStream
  private let style: OutputStyle
  /// What it is for, in sentences: `the demonstration`.
  private let purpose: String

  private struct Held {
    var service: Service?
    /// Others' machines, switches and NATs are in the same home, or could be.
    var isShared: Bool
    /// Whether any of the lab may be there because of this run.
    var hasBegun = false
  }

  private let held: Mutex<Held>

  init(_ purpose: String, place: DemoPlace, output: OutputStream, style: OutputStyle) async {
    self.purpose = purpose
    self.place = place
    self.output = output
    self.style = style
    held = Mutex(Held(isShared: !place.isOwn))
    leftovers = await Leftovers(locations: place.locations)
  }

  func display() -> ProgressDisplay { ProgressDisplay(output: output, style: style) }

  /// Makes the images that are missing or of another version.
  func prepareImages(_ names: Set<String>, _ display: ProgressDisplay) async throws {
    let builder = try ImageBuilder(
      library: ImageLibrary(directory: place.locations.images), binaries: ImageBuildCommand.binaries())
    // The host image's disk holds the guest image: building it builds both.
    for name in names.contains("host") ? ["host"] : names.sorted() {
      let wasCached = try await builder.build(name) { display.show($0) }.wasCached
      display.show(name, wasCached: wasCached)
    }
  }

  /// The service. From here on something may be there that has to go.
  func begin(_ lab: Lab) async throws -> Service {
    let service = try await Service.connect(place.locations)
    let status = try await service.client.status()
    held.withLock { held in
      held.service = service
      held.isShared = !status.has(only: lab.notes)
      held.hasBegun = true
    }
    return service
  }

  /// Takes everything down, whatever is there. Returns whether nothing is left.
  func takeDown(_ lab: Lab, hurry: Bool) async -> Bool {
    guard held.withLock({ $0.hasBegun || !$0.isShared }) else { return true }
    output.writeLines(["", "Taking it down:"])
    let display = display()
    let service = await serviceForEnd()
    if let service {
      var timing = LabTiming()
      // In a hurry machines are turned off; else they get the time to shut down.
      if hurry { timing.shutDown = 0 }
      await attempt(90) { [timing] in
        try await LabRunner.down(lab, on: service.client, timing: timing) { display.show($0) }
      }
    }
    display.end()
    if held.withLock(\.isShared) {
      output.writeLine("The lab is down. \(place.locations.home) keeps what was there before.")
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
      Output.report(DrosteError(.unspecified, "Something is left of \(purpose):\n\(left.joined(separator: "\n"))"))
      return false
    }
    output.writeLine("Everything is down and nothing is left: \(Leftovers.kinds).")
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
}

extension HostStatus {
  /// Whether everything that is here carries `notes`.
  fileprivate func has(only notes: String) -> Bool {
    (machines.map(\.configuration.notes) + switches.map(\.configuration.notes) + nats.map(\.configuration.notes))
      .allSatisfy { $0 == notes }
  }
}
