internal import Ethernet
internal import FoundationEssentials
internal import HostNetwork
public import HyperV
internal import Logging
internal import Processes
internal import Switching

/// The host's virtual switches: their configuration, the process of each, and the host adapters they need.
///
/// A switch's process is declared, not driven: whenever something changes, the whole configuration is written to
/// the process's folder and sent to it. A process that ends is started again at once and reads the same file.
public actor SwitchService {
  private struct Entry {
    var configuration: SwitchConfiguration
    var process: SwitchProcess?
    var supervision: Task<Void, Never>?
    /// The ports that running machines have here, by machine.
    var machinePorts: [UUID: [PortConfiguration]] = [:]
    /// What it has on the host.
    var fittings = SwitchPlumbing.Fittings()
    var failure: String?
  }

  private let host: HostConfiguration
  private let store: Store
  private let adapters: HostAdapters
  private let plumbing: SwitchPlumbing
  private let log: Logger
  private var entries: [UUID: Entry] = [:] {
    didSet { directory.replace(entries.map { ($0.key, $0.value.configuration.name) }) }
  }
  /// What others may know of the switches at any time.
  nonisolated let directory = SwitchDirectory()
  private let gate = SerialGate()

  init(host: HostConfiguration, store: Store, adapters: HostAdapters, log: Logger) {
    self.host = host
    self.store = store
    self.adapters = adapters
    plumbing = SwitchPlumbing(adapters: adapters, store: store)
    self.log = log
  }

  // MARK: Resources

  public var configurations: [SwitchConfiguration] { entries.values.map(\.configuration) }
  public var isEmpty: Bool { entries.isEmpty }

  /// Every switch with its status, by name.
  public func list() async -> [SwitchResource] {
    let sorted = entries.sorted { $0.value.configuration.name < $1.value.configuration.name }
    let running = sorted.compactMap { id, entry in entry.process.map { (id, $0.control) } }
    let answers = await SwitchControlClient.statuses(of: running.map(\.1))
    let answered = Dictionary(uniqueKeysWithValues: zip(running.map(\.0), answers))
    return sorted.map { id, entry in
      SwitchResource(id: id, configuration: entry.configuration, status: Self.status(entry, answered[id]))
    }
  }

  public func resource(_ name: String) async throws -> SwitchResource {
    let id = try self.id(name)
    guard let entry = entries[id] else { throw notFound(name) }
    return SwitchResource(id: id, configuration: entry.configuration, status: await status(entry))
  }

  private func status(_ entry: Entry) async -> SwitchStatus {
    guard let process = entry.process else { return Self.status(entry, nil) }
    return Self.status(entry, await SwitchControlClient.statuses(of: [process.control]).first)
  }

  private static func status(_ entry: Entry, _ answer: Result<SwitchStatus, any Error>?) -> SwitchStatus {
    var status = SwitchStatus(running: false, reason: entry.failure)
    switch answer {
    case .success(let found): status = found
    case .failure(let error):
      status = SwitchStatus(
        running: false, processID: entry.process?.process.identity.pid,
        reason: (error as? DrosteError)?.message ?? "\(error)")
    case nil: break
    }
    status.hostAdapter = entry.fittings.hostAdapter
    status.uplink = entry.fittings.uplink
    return status
  }

  // MARK: Changes

  public func create(_ configuration: SwitchConfiguration) async throws -> SwitchResource {
    try await gate.run {
      try await validate(configuration, besides: nil)
      let id = UUID()
      try await store.save(.switch, id: id, name: configuration.name, value: configuration)
      entries[id] = Entry(configuration: configuration)
      do {
        try await bringUp(id)
      } catch {
        try? await takeDown(id)
        try await store.remove(id)
        entries[id] = nil
        throw error
      }
    }
    return try await resource(configuration.name)
  }

  /// Makes a switch what `configuration` says: its name, type and adapter too. Machines stay plugged in. What cannot be done is
  /// taken back before the error is thrown.
  ///
  /// - Parameter records: what is saved together with the switch, the machines that name it when it is renamed.
  func update(
    _ name: String, _ configuration: SwitchConfiguration, saving records: [Store.Record] = []
  ) async throws -> SwitchResource {
    try await gate.run {
      let id = try self.id(name)
      guard let old = entries[id]?.configuration else { throw notFound(name) }
      try await validate(configuration, besides: id)
      guard configuration.bandwidthMode == old.bandwidthMode else {
        throw DrosteError(
          .invalidOperation,
          "The minimum bandwidth mode of the virtual switch \"\(old.name)\" cannot be changed from "
            + "\(old.bandwidthMode.rawValue) to \(configuration.bandwidthMode.rawValue).",
          hint: "remove the switch and make it anew: New-VMSwitch -MinimumBandwidthMode "
            + configuration.bandwidthMode.rawValue)
      }
      do {
        try await become(configuration, id, from: old)
        try await store.save(
          records + [Store.Record(.switch, id: id, name: configuration.name, value: configuration)])
      } catch {
        do {
          try await become(old, id, from: configuration)
        } catch {
          log.error("switch cannot be brought back", metadata: ["switch": "\(old.name)", "error": "\(error)"])
          entries[id]?.failure = (error as? DrosteError)?.message ?? "\(error)"
        }
        throw error
      }
    }
    return try await resource(configuration.name)
  }

  /// Changes what a switch is. A change of type or adapter takes the ports of the host out of the running switch first: their
  /// devices go or get another meaning.
  private func become(_ new: SwitchConfiguration, _ id: UUID, from old: SwitchConfiguration) async throws {
    if (old.type, old.netAdapterName, old.allowManagementOS) != (new.type, new.netAdapterName, new.allowManagementOS) {
      entries[id]?.fittings = .init()
      try await apply(id)
    }
    entries[id]?.configuration = new
    try await bringUp(id)
  }

  public func remove(_ name: String) async throws {
    try await gate.run {
      let id = try self.id(name)
      guard let entry = entries[id] else { throw notFound(name) }
      guard entry.machinePorts.isEmpty else {
        let ports = entry.machinePorts.values.joined().map(\.name).sorted().joined(separator: ", ")
        throw DrosteError(
          .invalidOperation,
          """
          Failed while removing virtual Ethernet switch.
          The virtual switch '\(entry.configuration.name)' cannot be deleted because it is being used by running \
          virtual machines or assigned to child pools.
          """, cause: "in use: \(ports)", hint: "turn these machines off, or disconnect their adapters")
      }
      try await takeDown(id)
      try await store.remove(id)
      entries[id] = nil
    }
  }

  private func validate(_ configuration: SwitchConfiguration, besides id: UUID?) async throws {
    var problems = configuration.problems()
    let others = entries.filter { $0.key != id }.map(\.value.configuration)
    if others.contains(where: { Names.same($0.name, configuration.name) }) {
      throw DrosteError(
        .alreadyExists, "There is a virtual switch \"\(configuration.name)\" already.",
        hint: "droste switch remove \(configuration.name)")
    }
    if let prefix = configuration.address {
      for other in others where other.address?.overlaps(prefix) ?? false {
        problems.append("address: \(prefix) overlaps \(other.address!) of switch \"\(other.name)\"")
      }
    }
    guard problems.isEmpty else {
      throw DrosteError(
        .invalidParameter,
        "The virtual switch \"\(configuration.name)\" cannot be made:\n"
          + problems.joined(separator: "\n"))
    }
    if configuration.type == .external, let name = configuration.netAdapterName {
      let adapter = try await adapters.find(name).interface
      for other in others where other.type == .external {
        if let otherName = other.netAdapterName, try await adapters.find(otherName).interface == adapter {
          throw DrosteError(
            .invalidOperation,
            """
            Failed while adding virtual Ethernet switch connections.
            External Ethernet adapter '\(name)' is already bound to the Microsoft Virtual Switch protocol.
            """, cause: "the switch \"\(other.name)\" has it", hint: "plug machines into \"\(other.name)\"")
        }
      }
    }
  }

  // MARK: Ports

  /// Plugs a machine's ports in and out: `ports` by switch name is all that the machine has from now on. Throws
  /// `objectNotFound` before anything changes when a switch is missing, and `invalidParameter` when a switch refuses the ports
  /// (private VLANs that contradict another machine's): that switch keeps those that the machine had.
  func plug(machine: UUID, ports: [(switchName: String, port: PortConfiguration)]) async throws {
    try await gate.run {
      var wanted: [UUID: [PortConfiguration]] = [:]
      for (name, port) in ports { wanted[try self.id(name), default: []].append(port) }
      for id in entries.keys where entries[id]?.machinePorts[machine] != wanted[id] {
        let old = entries[id]?.machinePorts[machine]
        entries[id]?.machinePorts[machine] = wanted[id]
        do {
          try await apply(id)
        } catch let error as DrosteError where error.code == .invalidParameter {
          // What a switch that starts anew reads is what it has.
          entries[id]?.machinePorts[machine] = old
          try? await apply(id)
          throw error
        }
      }
    }
  }

  /// Throws `objectNotFound` for a switch that is not there, and `invalidParameter` when it does not keep bandwidth in the way in
  /// which an adapter asks for it.
  func require(_ name: String, for adapter: NetworkAdapterConfiguration) throws {
    guard let found = entries[try id(name)]?.configuration else { throw notFound(name) }
    guard let problem = found.bandwidthMode.problem(adapter.bandwidth) else { return }
    throw DrosteError(
      .invalidParameter,
      "The network adapter \"\(adapter.name)\" cannot be plugged into the virtual switch \"\(found.name)\":\n"
        + "bandwidth.\(problem)",
      hint: "New-VMSwitch -MinimumBandwidthMode Default makes a switch that takes both")
  }

  /// The way to the process of a switch.
  func control(_ name: String) throws -> SwitchControlClient {
    guard let process = entries[try id(name)]?.process else {
      throw DrosteError(
        .unavailable, "The virtual switch \"\(name)\" does not run.", cause: entries[try id(name)]?.failure,
        hint: "droste status")
    }
    return process.control
  }

  private func id(_ name: String) throws -> UUID {
    guard let found = entries.first(where: { Names.same($0.value.configuration.name, name) }) else {
      throw notFound(name)
    }
    return found.key
  }

  private func notFound(_ name: String) -> DrosteError {
    .switchNotFound(name, existing: configurations.map(\.name).sorted())
  }

  // MARK: Processes

  /// Takes over the processes of an earlier life, and starts those that are missing.
  func recover() async throws {
    for (id, configuration) in try await store.resources(.switch, as: SwitchConfiguration.self) {
      var entry = Entry(configuration: configuration)
      let folder = host.folder("switches", id)
      if let identity = try await store.process(id, as: ProcessIdentity.self) {
        entry.process = SwitchProcess.adopt(identity, folder: folder)
      }
      entries[id] = entry
    }
  }

  /// Makes every switch what it shall be; a failure is kept as the switch's reason.
  func bringUpAll() async {
    for id in entries.keys {
      do {
        try await gate.run { try await bringUp(id) }
      } catch {
        log.error("switch does not come up", metadata: ["switch": "\(id)", "error": "\(error)"])
        entries[id]?.failure = (error as? DrosteError)?.message ?? "\(error)"
      }
    }
  }

  private func bringUp(_ id: UUID) async throws {
    guard let entry = entries[id] else { return }
    let folder = host.folder("switches", id)
    try Files.makeFolder(folder)
    entries[id]?.fittings = try await plumbing.prepare(id, entry.configuration)
    if entry.process?.process.isAlive == true {
      try await apply(id)
      supervise(id)
    } else {
      try await startProcess(id)
    }
  }

  private func startProcess(_ id: UUID) async throws {
    let folder = host.folder("switches", id)
    try SwitchProcess.write(try processConfiguration(id), folder: folder)
    let process = try await SwitchProcess.start(binaries: host.binaries, folder: folder)
    entries[id]?.process = process
    entries[id]?.failure = nil
    try await store.saveProcess(id, process.process.identity)
    supervise(id)
  }

  private func apply(_ id: UUID) async throws {
    let configuration = try processConfiguration(id)
    try SwitchProcess.write(configuration, folder: host.folder("switches", id))
    guard let process = entries[id]?.process, process.process.isAlive else { return }
    try await process.control.apply(configuration)
  }

  private func processConfiguration(_ id: UUID) throws -> SwitchProcessConfiguration {
    guard let entry = entries[id] else { throw notFound(id.uuidString) }
    let ports = entry.machinePorts.values.flatMap { $0 }.sorted { $0.name < $1.name } + entry.fittings.ports
    return SwitchProcessConfiguration(
      id: id, name: entry.configuration.name, mtu: entry.configuration.mtu, ports: ports,
      dhcp: entry.configuration.dhcp, workers: Self.workers)
  }

  /// Workers of each switch: one moves more than ten million small frames per second, so that only large hosts get more, a
  /// quarter of their processors up to four. The same for the life of the computer: a switch refuses to change it.
  private static let workers = max(1, min(4, ProcessInfo.processInfo.processorCount / 4))

  private func supervise(_ id: UUID) {
    entries[id]?.supervision?.cancel()
    guard let process = entries[id]?.process else { return }
    entries[id]?.supervision = Task { [weak self] in
      _ = await process.process.waitForExit()
      guard !Task.isCancelled else { return }
      await self?.processEnded(id, process)
    }
  }

  /// Starts the switch again at once; one that lived less than a second waits that long first, so that a switch
  /// that cannot run does not take a processor.
  private func processEnded(_ id: UUID, _ process: SwitchProcess) async {
    guard entries[id]?.process?.process.identity == process.process.identity else { return }
    let lived = process.process.uptime
    log.warning(
      "switch process ended", metadata: ["switch": "\(entries[id]?.configuration.name ?? "")", "lived": "\(lived)"])
    entries[id]?.failure = "the switch process ended; its log: \(process.folder)/switch.log"
    if lived < 1 { try? await Task.sleep(for: .seconds(1)) }
    try? await gate.run {
      guard entries[id]?.process?.process.identity == process.process.identity else { return }
      entries[id]?.process = nil
      try await startProcess(id)
    }
  }

  private func takeDown(_ id: UUID) async throws {
    entries[id]?.supervision?.cancel()
    if let process = entries[id]?.process {
      try? await process.control.stop()
      await process.process.end(graceSeconds: 2)
    }
    entries[id]?.process = nil
    try await store.removeProcess(id, reason: nil)
    try await plumbing.remove(id)
    Files.removeFolder(host.folder("switches", id))
  }
}
