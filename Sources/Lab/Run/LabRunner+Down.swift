internal import HyperV

extension LabRunner {
  /// Machines first, side by side, then NATs, then switches. What fails does not keep the rest.
  func takeDown(notes: String, on host: any LabHost) async throws {
    let status = try await host.status()
    var failures: [any Error] = []
    func collecting(_ body: () async throws -> Void) async {
      do { try await body() } catch { failures.append(error) }
    }
    let machines = status.machines.filter { $0.configuration.notes == notes }
    await collecting { try await Failures.concurrently(machines) { try await remove($0, on: host, path: []) } }
    for name in status.nats.filter({ $0.configuration.notes == notes }).map(\.configuration.name) {
      await collecting {
        try await step([], .remove, "nat \(name)") { try await Self.ignoringMissing { try await host.removeNAT(name) } }
      }
    }
    for name in status.switches.filter({ $0.configuration.notes == notes }).map(\.configuration.name) {
      await collecting {
        try await step([], .remove, "switch \(name)") {
          try await Self.ignoringMissing { try await host.removeSwitch(name) }
        }
      }
    }
    try Failures.throwing(failures)
  }

  /// Shuts one machine down through its agent, turns it off when that takes too long, and removes it.
  func remove(_ machine: MachineResource, on host: any LabHost, path: [String]) async throws {
    let name = machine.configuration.name
    let node = path + [name]
    if machine.status.state != .off {
      _ = try await step(node, .shutDown, ended: \.self) { () async throws -> String in
        let canShutDown = machine.status.state == .running && machine.status.guest.connected
        if canShutDown, await shutsDown(name, on: host) { return "" }
        try await Self.ignoringMissing { _ = try await host.turnOffMachine(name) }
        return "turned off"
      }
    }
    try await step(node, .remove) { try await Self.ignoringMissing { try await host.removeMachine(name) } }
  }

  /// Whether the machine is Off within the bound. The request is not waited for beyond it: turning the machine off
  /// ends it.
  private func shutsDown(_ name: String, on host: any LabHost) async -> Bool {
    let (answers, continuation) = AsyncStream<Bool>.makeStream()
    let bound = timing.shutDown
    let request = Task {
      let state = try? await host.shutDownMachine(name).status.state
      continuation.yield(state == .off)
    }
    let timer = Task {
      try? await Task.sleep(for: .seconds(bound))
      continuation.yield(false)
    }
    defer {
      request.cancel()
      timer.cancel()
    }
    return await answers.first { _ in true } ?? false
  }

  /// What is to be gone may be gone already.
  static func ignoringMissing(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as DrosteError where error.code == .objectNotFound {
      return
    }
  }
}
