internal import Ethernet
internal import FoundationEssentials
internal import Glibc
internal import GuestLink
public import HyperV
internal import Images
internal import Logging
internal import Machines
internal import Processes

/// Start, suspend, resume, shut down, turn off, restart. Each goes through the machine's gate.
extension MachineService {
  /// The longest that a guest may take to shut down, in seconds.
  static let shutdownLimit = 60.0

  /// Starts a machine, or lets one go on that is paused; one that runs already is left as it is.
  public func start(_ name: String) async throws -> MachineResource {
    let id = try id(name)
    try await entry(id).gate.run {
      let entry = try entry(id)
      if let running = entry.running { return try await resume(id, running) }
      entries[id]?.transition = .starting
      defer { entries[id]?.transition = nil }
      try await launch(id, entry.configuration)
    }
    return resource(id, try entry(id))
  }

  private func launch(_ id: UUID, _ configuration: MachineConfiguration) async throws {
    let engine = try engine(for: configuration, id: id)
    try await checkNesting(configuration)
    defer { startingBytes[id] = nil }
    try await makeRoom(for: configuration, id: id)
    let depth = try await settings.current().nesting.remainingDepth(inherited: HostFacts.inheritedNestingDepth)
    let launch = try machineLaunch(id, configuration, engine: engine, nestingDepth: depth)
    try Files.makeFolder(folder(id))
    do {
      try await switches.plug(machine: id, ports: ports(id, configuration))
      let process = try await MachineProcess.start(launch)
      do {
        try await store.saveProcess(id, MachineRun(identity: process.identity, engine: engine))
      } catch {
        await process.turnOff()
        throw error
      }
      entries[id]?.ending = nil
      run(id, process, engine: engine)
    } catch {
      try? await switches.plug(machine: id, ports: [])
      throw error
    }
  }

  /// What runs the machine, or Hyper-V's text for why nothing can.
  private func engine(for configuration: MachineConfiguration, id: UUID) throws -> Engine {
    let report = accelerator.report
    if let wanted = host.engine, wanted != report.engine {
      throw StartRefusal.noHypervisor(
        name: configuration.name, id: id, cause: "\(report.engineReason)",
        hint: "on the host that runs this one, turn it off and expose the extensions: "
          + "droste set MACHINE --nested on (in a lab file: nested: true)")
    }
    if configuration.processor.exposeVirtualizationExtensions, !report.nestingSupported {
      throw StartRefusal.noNesting(name: configuration.name, cause: report.nestingReason)
    }
    if configuration.processor.exposeVirtualizationExtensions, let limit = report.nestedProcessorLimit,
      configuration.processor.count > limit
    {
      throw StartRefusal.tooManyNestedProcessors(
        name: configuration.name, count: configuration.processor.count, limit: limit)
    }
    return report.engine
  }

  /// Memory that is given to a running guest is used at once, and most of it for what can be moved away again, so that it
  /// can be taken back (Linux, admin-guide/mm/memory-hotplug). `swiotlb=noforce`: a kernel that may get memory beyond 4 GiB
  /// keeps 64 MiB for devices that do not reach there, and fills them with zeros, 0.1 s of an emulated processor; a machine
  /// has no such device.
  private static let memoryOptions =
    " memhp_default_state=online memory_hotplug.online_policy=auto-movable swiotlb=noforce"

  /// What a machine can be given beyond its memory while it runs. Whoever boots an image can; what a disk holds may not
  /// use it, and would lose 64 MiB to its kernel's precautions, so it has headroom only where its memory shall be dynamic.
  private func headroom(_ configuration: MachineConfiguration) -> UInt64 {
    if case .disk = configuration.boot, !configuration.memory.dynamicMemoryEnabled { return 0 }
    return HostMemory.now()?.headroom(startup: configuration.memory.startupBytes) ?? 0
  }

  private func machineLaunch(
    _ id: UUID, _ configuration: MachineConfiguration, engine: Engine, nestingDepth: Int?
  ) throws -> MachineLaunch {
    var disks: [DiskAttachment] = []
    let boot: MachineLaunch.Boot
    switch configuration.boot {
    case .image(let name):
      let image = try images.image(name)
      boot = .kernel(
        kernelPath: image.kernelPath, initrdPath: image.initrdPath,
        commandLine: image.commandLine + Self.memoryOptions
          + " droste.name=\(HostFacts.hostName(from: configuration.name))"
          + (nestingDepth.map { " \(HostFacts.nestingDepthKey)=\($0)" } ?? ""))
      if image.attachesLibrary {
        disks.append(
          DiskAttachment(path: try images.libraryDisk().path, readOnly: true, format: .raw, serial: "droste-library"))
      }
    case .disk(let path):
      boot = .disk
      disks.append(
        DiskAttachment(path: path, readOnly: false, format: try DiskAttachment.format(of: path), serial: nil))
    }
    return MachineLaunch(
      id: id, name: configuration.name, directory: folder(id), processors: configuration.processor.count,
      memoryBytes: configuration.memory.startupBytes,
      headroomBytes: headroom(configuration),
      hasDynamicMemory: configuration.memory.dynamicMemoryEnabled, engine: engine, vendor: accelerator.report.vendor,
      exposeVirtualizationExtensions: configuration.processor.exposeVirtualizationExtensions, boot: boot, disks: disks,
      adapters: configuration.adapters.map { LaunchAdapter(macAddress: $0.macAddress ?? .zero) },
      secondComPortPath: configuration.secondComPortPath,
      runAs: geteuid() == 0 ? MachineLaunch.Identity.forMachine(id) : nil)
  }

  /// Takes charge of a process, new or found again.
  func run(_ id: UUID, _ process: MachineProcess, engine: Engine) {
    let expectsHost =
      if case .image(let name) = entries[id]?.configuration.boot { name == "host" } else { false }
    let running = RunningMachine(
      process: process, engine: engine, linkSocket: folder(id) + "/link.sock", expectsHost: expectsHost, log: log)
    entries[id]?.running = running
    running.begin { [weak self] reason in await self?.ended(id, process.identity, reason: reason) }
    // What it has is not what it was started with when it was found again.
    Task { [log] in
      do { try await running.memory.refresh() } catch {
        log.debug("machine does not tell of its memory", metadata: ["machine": "\(id)", "error": "\(error)"])
      }
    }
    followMemory()
  }

  /// A machine's process has ended: nothing else is disturbed, and the reason is kept. Both who asked for the end and
  /// who watches the process come here; whoever comes second waits for the first.
  private func ended(_ id: UUID, _ identity: ProcessIdentity, reason: String?) async {
    if let ending = endings[identity] { return await ending.value }
    guard let entry = entries[id], entry.running?.process.identity == identity else { return }
    let ending = Task { await settle(id, entry, reason: reason) }
    endings[identity] = ending
    await ending.value
    endings[identity] = nil
  }

  private func settle(_ id: UUID, _ entry: Entry, reason: String?) async {
    await entry.running?.stop()
    entries[id]?.running = nil
    entries[id]?.refusedChange = nil
    if let path = entries[id]?.configuration.secondComPortPath { ComPortSocket.remove(path) }
    // What was asked for needs no reason.
    let unasked = entry.transition == .stopping ? nil : reason
    entries[id]?.ending = unasked
    log.info("machine is off", metadata: ["machine": "\(entry.configuration.name)", "reason": "\(reason ?? "")"])
    do {
      try await store.removeProcess(id, reason: unasked)
      try await switches.plug(machine: id, ports: [])
    } catch {
      log.error("machine's end cannot be recorded", metadata: ["machine": "\(id)", "error": "\(error)"])
    }
  }

  /// Through the agent; waits until the machine is Off.
  public func shutDown(_ name: String) async throws -> MachineResource {
    let id = try id(name)
    try await entry(id).gate.run {
      let entry = try entry(id)
      guard let running = entry.running else { return }
      guard !running.process.isPaused else {
        throw StateRefusal.wrongState(name: name, state: .paused, hint: "droste start \(name), which lets it go on")
      }
      let isEnabled = entry.configuration.integrationServices[.shutdown]
      guard isEnabled, running.guest.status.connected else {
        throw DrosteError(
          .invalidState,
          "Hyper-V cannot shut down virtual machine \(name) because the Shutdown integration service is unavailable.",
          cause: isEnabled
            ? "The agent in the machine does not answer." : "The service is not enabled for this machine.",
          hint: "droste stop \(name) --turn-off")
      }
      entries[id]?.transition = .stopping
      defer { entries[id]?.transition = nil }
      try await running.link.shutDown()
      guard await running.process.waitForExit(seconds: Self.shutdownLimit) else {
        throw DrosteError(
          .timeout, "The guest of \"\(name)\" was told to shut down and did not within \(Int(Self.shutdownLimit)) s.",
          hint: "droste stop \(name) --turn-off")
      }
      await ended(id, running.process.identity, reason: nil)
    }
    return resource(id, try entry(id))
  }

  /// As pulling the plug.
  public func turnOff(_ name: String) async throws -> MachineResource {
    let id = try id(name)
    try await entry(id).gate.run {
      guard let running = try entry(id).running else { return }
      entries[id]?.transition = .stopping
      defer { entries[id]?.transition = nil }
      await running.process.turnOff()
      await ended(id, running.process.identity, reason: nil)
    }
    return resource(id, try entry(id))
  }

  /// A hard reset: same process, same uptime of the process, a new boot of the guest, which runs also when the machine was paused.
  public func restart(_ name: String) async throws -> MachineResource {
    let id = try id(name)
    try await entry(id).gate.run {
      let running = try runningOrRefusal(name)
      try await running.process.reset()
      try await resume(id, running)
    }
    return resource(id, try entry(id))
  }

  // MARK: Pause

  /// Stops the machine's processors; one that is paused already is left as it is.
  public func suspend(_ name: String) async throws -> MachineResource {
    let id = try id(name)
    try await entry(id).gate.run {
      let running = try runningOrRefusal(name)
      guard !running.process.isPaused else { return }
      entries[id]?.transition = .pausing
      defer { entries[id]?.transition = nil }
      try await running.process.pause()
    }
    return resource(id, try entry(id))
  }

  /// Lets a paused machine go on; one that runs is left as it is.
  public func resume(_ name: String) async throws -> MachineResource {
    let id = try id(name)
    try await entry(id).gate.run { try await resume(id, try runningOrRefusal(name)) }
    return resource(id, try entry(id))
  }

  private func resume(_ id: UUID, _ running: RunningMachine) async throws {
    guard running.process.isPaused else { return }
    entries[id]?.transition = .resuming
    defer { entries[id]?.transition = nil }
    try await running.process.resume()
  }

  private func runningOrRefusal(_ name: String) throws -> RunningMachine {
    guard let running = try entry(try id(name)).running else {
      throw StateRefusal.wrongState(name: name, state: .off, hint: "droste start \(name)")
    }
    return running
  }

  // MARK: Recovery

  /// Finds the machines of an earlier life of the service.
  func recover() async throws {
    let endings = try await store.endings()
    for (id, configuration) in try await store.resources(.machine, as: MachineConfiguration.self) {
      entries[id] = Entry(configuration: configuration, ending: endings[id])
      let recorded = try await store.process(id, as: MachineRun.self)
      guard let found = recorded ?? unrecordedRun(id) else { continue }
      let pairs = MachineLaunch.queuePairs(processors: configuration.processor.count)
      if let process = await MachineProcess.attach(
        found.identity, directory: folder(id), adapters: configuration.adapters.count, queuePairs: pairs)
      {
        if recorded == nil { try await store.saveProcess(id, found) }
        run(id, process, engine: found.engine)
        await Self.runStateKnown(process)
        try? await switches.plug(machine: id, ports: ports(id, configuration))
      } else {
        let reason = "QEMU ended while the service was away"
        try await store.removeProcess(id, reason: reason)
        entries[id]?.ending = reason
        if let path = configuration.secondComPortPath { ComPortSocket.remove(path) }
      }
    }
  }

  /// Returns when it is known whether a machine that was found again is paused, after 1 s at the latest: a monitor that is slow to
  /// answer must hold up nobody, and then tells later.
  private static func runStateKnown(_ process: MachineProcess) async {
    let (known, end) = AsyncStream.makeStream(of: Never.self)
    Task {
      await process.refreshRunState()
      end.finish()
    }
    let timer = Task {
      try? await Task.sleep(for: .seconds(1))
      end.finish()
    }
    for await _ in known {}
    timer.cancel()
  }

  /// A process that was started in the instant before a crash, and so is in no record: QEMU's own pid file tells.
  private func unrecordedRun(_ id: UUID) -> MachineRun? {
    MachineProcess.identity(inDirectory: folder(id)).map { MachineRun(identity: $0, engine: accelerator.report.engine) }
  }
}

/// What is recorded of a machine that runs.
struct MachineRun: Codable, Sendable {
  var identity: ProcessIdentity
  var engine: Engine
}
