internal import FoundationEssentials
internal import HyperV
internal import Logging
internal import Machines
internal import Processes

/// Memory that moves: rounds that divide the host's among its dynamic machines, and changes that were asked for.
extension MachineService {
  /// Time between two rounds.
  private static let round = Duration.milliseconds(450)
  /// Time in a round that guests have for telling of their memory: emulated ones take some milliseconds.
  private static let telling = Duration.milliseconds(50)
  /// How long a guest may do nothing about a change before it is not waited for. Emulated ones give 280 MiB in a second
  /// through the balloon, and 600 MiB of the headroom.
  private static let patience = Duration.seconds(5)
  /// How long a guest may take to tell of its memory, in seconds.
  private static let reportLimit = 3.0

  // MARK: Rounds

  /// Sees to it that rounds are made as long as a dynamic machine runs.
  func followMemory() {
    guard memoryRounds == nil, !dynamicMachines().isEmpty else { return }
    memoryRounds = Task { [weak self] in
      while await self?.memoryRound() ?? false { try? await Task.sleep(for: Self.round) }
    }
  }

  private func dynamicMachines() -> [(id: UUID, configuration: MachineConfiguration, running: RunningMachine)] {
    entries.compactMap { id, entry in
      guard entry.configuration.memory.dynamicMemoryEnabled, let running = entry.running else { return nil }
      return (id, entry.configuration, running)
    }
  }

  /// Looks at the dynamic machines and moves their memory. False when there is none any more, and so no next round.
  private func memoryRound() async -> Bool {
    let machines = dynamicMachines()
    guard !machines.isEmpty else {
      memoryRounds = nil
      return false
    }
    await withTaskGroup { group in
      for machine in machines { group.addTask { try? await machine.running.memory.ask() } }
    }
    try? await Task.sleep(for: Self.telling)
    await withTaskGroup { group in
      for machine in machines {
        let mayHold = machine.configuration.processor.exposeVirtualizationExtensions
        group.addTask { [log] in
          do { try await machine.running.memory.look(mayHoldHypervisor: mayHold) } catch {
            // It ended meanwhile, or has no time for us: the next round is soon.
            log.debug(
              "machine does not tell of its memory", metadata: ["machine": "\(machine.id)", "error": "\(error)"])
          }
        }
      }
    }
    guard let host = HostMemory.now() else { return true }
    let targets = MemoryBalance.targets(
      dynamicMachines().compactMap(share),
      spare: host.spare(promised: startingBytes.values.reduce(promised()) { $0.adding($1) }))
    for (id, _, running) in dynamicMachines() {
      guard let target = targets[id], target != running.memory.view.memory?.assigned else { continue }
      do { try await running.memory.move(to: target) } catch {
        log.debug("machine's memory cannot be moved", metadata: ["machine": "\(id)", "error": "\(error)"])
      }
    }
    return true
  }

  /// A machine among which memory is divided; nil for one that has not told, or whose memory stays what it is.
  private func share(
    _ id: UUID, _ configuration: MachineConfiguration, _ running: RunningMachine
  ) -> MemoryShare? {
    let view = running.memory.view
    guard let memory = view.memory, let demand = view.demand, !view.isHeld, !running.process.isPaused else {
      return nil
    }
    let wanted = configuration.memory
    return MemoryShare(
      id: id, assigned: memory.assigned, demand: demand, minimum: wanted.minimumBytes,
      maximum: min(wanted.maximumBytes, memory.limit), buffer: wanted.buffer, priority: wanted.priority)
  }

  /// What running machines have and have not touched yet.
  private func promised() -> UInt64 {
    entries.values.reduce(0) { sum, entry in
      guard let running = entry.running else { return sum }
      let assigned = assigned(entry.configuration, running)
      let resident = HostMemory.resident(running.process.identity.pid)
      return sum + (assigned > resident ? assigned - resident : 0)
    }
  }

  /// What a running machine has. One that was not looked at yet has what it was started with.
  func assigned(_ configuration: MachineConfiguration, _ running: RunningMachine) -> UInt64 {
    running.memory.view.memory?.assigned ?? configuration.memory.startupBytes
  }

  // MARK: Starts

  /// Sees to it that a machine finds its memory when it starts: what is missing, dynamic machines give of their buffers.
  /// Until it runs, or did not start, what it was promised is in `startingBytes`.
  ///
  /// - Throws: `outOfMemory`, at once when they do not have as much to give, or when none came back for a while.
  func makeRoom(for configuration: MachineConfiguration, id: UUID) async throws {
    let asked = configuration.memory.startupBytes
    startingBytes[id] = asked
    guard var room = room(for: id), room.left < asked else { return }
    let hoped = room.left.adding(MemoryBalance.reclaimable(dynamicMachines().compactMap(share)))
    let clock = ContinuousClock()
    var (most, moved) = (room.left, clock.now)
    while room.left < asked {
      guard hoped >= asked, clock.now - moved < Self.patience else {
        throw StartRefusal.outOfMemory(
          name: configuration.name, id: id, bytes: asked, available: room.available, left: room.left)
      }
      // Nobody tells when memory becomes free: the rounds take it, and the kernel is asked.
      try await Task.sleep(for: .milliseconds(100))
      room = self.room(for: id) ?? room
      // Less than this comes and goes with what else the computer does.
      if room.left > most.adding(16 << 20) { (most, moved) = (room.left, clock.now) }
    }
  }

  /// What the host has for a machine that starts: all that is available, and what of it nobody else was promised. Nil where
  /// the kernel does not tell.
  private func room(for id: UUID) -> (available: UInt64, left: UInt64)? {
    guard let host = HostMemory.now() else { return nil }
    let others = startingBytes.reduce(promised()) { $1.key == id ? $0 : $0.adding($1.value) }
    return (host.available, host.available > others ? host.available - others : 0)
  }

  // MARK: Changes

  /// Refuses a change of amounts that a running machine cannot take. Before anything else is changed.
  func checkMemoryChange(
    _ id: UUID, from old: MachineConfiguration, to new: MachineConfiguration, _ running: RunningMachine
  ) async throws {
    guard old.memory.changesAmount(to: new.memory) else { return }
    if old.processor.exposeVirtualizationExtensions, try await running.memory.isHypervisorActive() {
      throw MemoryRefusal.held(old.name, id: id)
    }
    guard old.memory.changesThatNeedOff(to: new.memory).isEmpty else { return }
    let memory = try await running.memory.refresh()
    if old.memory.dynamicMemoryEnabled {
      guard new.memory.maximumBytes > old.memory.maximumBytes else { return }
      let limit = memory?.limit ?? old.memory.startupBytes
      guard new.memory.maximumBytes <= limit else {
        throw MemoryRefusal.beyondLimit(old.name, id: id, asked: new.memory.maximumBytes, limit: limit)
      }
    } else if new.memory.startupBytes != old.memory.startupBytes {
      let asked = new.memory.startupBytes
      guard let memory, asked <= memory.limit else {
        throw MemoryRefusal.beyondLimit(old.name, id: id, asked: asked, limit: memory?.limit)
      }
      guard !running.process.isPaused else {
        throw StateRefusal.wrongState(
          name: old.name, state: .paused, hint: "droste start \(old.name), which lets it go on")
      }
      guard asked > memory.assigned, let host = HostMemory.now() else { return }
      let spare = host.spare(promised: promised())
      guard Int64(clamping: asked - memory.assigned) <= spare else {
        throw MemoryRefusal.outOfMemory(
          old.name, id: id, more: asked - memory.assigned, spare: UInt64(max(0, spare)))
      }
    }
  }

  /// Gives a static machine that runs what it is asked to have, or takes it: as much as its guest lets go. Returns what
  /// it has then, in whole MiB, and why it is not what was asked for.
  func resize(
    _ configuration: MachineConfiguration, _ running: RunningMachine, to asked: UInt64
  ) async throws -> (assigned: UInt64, shortfall: String?) {
    let control = running.memory
    let mayHold = configuration.processor.exposeVirtualizationExtensions
    let clock = ContinuousClock()
    var (assigned, shortfall) = (UInt64(0), String?.none)
    var target = asked
    if let memory = try await control.refresh(), asked < memory.assigned {
      let need = try await control.need(seconds: Self.reportLimit)
      target = max(asked, min(need ?? 0, memory.assigned))
      if target > asked { shortfall = "Its guest needs \(target >> 20) MiB." }
    }
    var moved = clock.now
    while let memory = try await control.refresh() {
      if memory.assigned != assigned { moved = clock.now }
      assigned = memory.assigned
      // A block of the headroom is the nearest that it can come.
      if max(assigned, target) - min(assigned, target) < MachineMemory.block { break }
      if mayHold, try await control.isHypervisorActive() {
        try await control.hold()
        shortfall = MemoryRefusal.heldCause
        break
      }
      if clock.now - moved >= Self.patience {
        shortfall = "Its guest " + (assigned < target ? "did not take more." : "gave no more back.")
        break
      }
      try await control.move(to: target)
      // QEMU tells of changes once a second at most, and not to a service that was away: it is asked.
      try await Task.sleep(for: .milliseconds(100))
    }
    return ((assigned >> 20) << 20, shortfall)
  }
}
