internal import Doctor
internal import FoundationEssentials
internal import Glibc
internal import GuestLink
public import HyperV
internal import Machines

/// What the doctor wants to know of the machines, and what nesting requires of each.
extension MachineService {
  /// How long one machine's QEMU and agent may take to tell, in seconds.
  static let inspectionPatience = 5.0

  /// Every machine, all asked at the same time; without what their guests tell.
  func doctorFacts() async -> [MachineFacts] {
    let asking = entries.keys.map { id in Task { await self.doctorFacts(id) } }
    var found: [MachineFacts] = []
    for task in asking { if let facts = await task.value { found.append(facts) } }
    return found.sorted { $0.name < $1.name }
  }

  private func doctorFacts(_ id: UUID) async -> MachineFacts? {
    guard let entry = entries[id] else { return nil }
    var facts = MachineFacts(resource(id, entry))
    facts.refusedChange = entry.refusedChange
    if case .disk(let path) = entry.configuration.boot { facts.disks = [DiskFacts(path: path)].compactMap(\.self) }
    guard let running = entry.running else { return facts }
    facts.qemu = try? await Deadline.run(seconds: Self.inspectionPatience) {
      QEMUFacts(try await running.process.inspect())
    }
    return facts
  }

  /// What a guest's agent tells of it: `SystemFacts` as JSON, unread.
  /// - Throws: `unavailable`, `invalidState` for a machine that stands still, `timeout`.
  package func guestFacts(_ name: String) async throws -> [UInt8] { try await guestFacts(running(name)) }

  private func guestFacts(_ running: RunningMachine) async throws -> [UInt8] {
    guard running.guest.status.connected else { throw DrosteError(.unavailable, "the agent does not answer") }
    // A guest that stands still answers nothing.
    guard !running.process.isPaused else { throw DrosteError(.invalidState, "the machine is paused") }
    return try await Deadline.run(seconds: Self.inspectionPatience) {
      try await running.link.body(at: "/v1/facts", for: "its facts")
    }
  }

  // MARK: Requirements

  /// Every documented requirement of nested virtualization, and whether the machine meets it.
  public func requirements(_ name: String) async throws -> [NestedRequirement] {
    let id = try id(name)
    let entry = try entry(id)
    var facts = nestedFacts(entry.configuration)
    if let running = entry.running {
      let status = resource(id, entry).status
      facts.guestKernel = running.guest.information?.kernel
      facts.guestExtensions = status.extensions
      if let json = try? await guestFacts(running) {
        facts.otherHypervisors = try? JSONDecoder().decode(SystemFacts.self, from: Data(json)).kvm.otherHypervisors
      }
    }
    return NestedRequirement.all(facts)
  }

  /// What is known before a machine runs.
  func nestedFacts(_ configuration: MachineConfiguration) -> NestedFacts {
    let report = accelerator.report
    return NestedFacts(
      configuration: configuration, vendor: report.vendor, engine: report.engine,
      nestingSupported: report.nestingSupported, nestingReason: report.nestingReason,
      kernel: HostFacts.kernelRelease(), nestedPaging: Accelerator.nestedPaging(report.vendor),
      isEmulated: report.nestedProcessorLimit != nil)
  }

  /// Throws when the machine may not expose extensions, or misses a requirement that this host enforces.
  func checkNesting(_ configuration: MachineConfiguration) async throws {
    guard configuration.processor.exposeVirtualizationExtensions else { return }
    let policy = try await settings.current().nesting
    try policy.require(configuration.name, inherited: HostFacts.inheritedNestingDepth)
    guard policy.enforcesRequirements else { return }
    let missed = NestedRequirement.missedAtStart(nestedFacts(configuration))
    guard missed.isEmpty else { throw StartRefusal.requirementsMissed(name: configuration.name, missed) }
  }
}

extension QEMUFacts {
  init(_ found: MachineInspection) {
    self.init()
    version = found.version
    runState = found.runState
    offersExtensions = found.offersExtensions
    processors = found.processors
    memory = found.memory
    missingFeatures = found.missingFeatures
    isHypervisorActive = found.isHypervisorActive
    processor = found.processor
    failedDrives = found.failedDrives
  }
}

extension DiskFacts {
  /// Nil where the disk is not there.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let room = StorageFacts(folder: path) else {
      return nil
    }
    self.init(
      path: path, virtualSize: DiskAttachment.virtualSize(of: path) ?? UInt64(max(0, status.st_size)),
      allocated: UInt64(max(0, status.st_blocks)) * 512, device: room.device, free: room.free)
  }
}
