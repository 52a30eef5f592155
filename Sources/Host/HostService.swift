internal import Doctor
internal import Glibc
internal import HostNetwork
public import HyperV
internal import Images
public import Logging
internal import Machines

/// A host: its machines, switches and NATs, put together. Knows no transport.
public final class HostService: Sendable {
  /// The product's version.
  public static let version = Product.version

  public let configuration: HostConfiguration
  public let machines: MachineService
  public let switches: SwitchService
  public let nats: NATService
  public let traces: TraceService
  private let store: Store
  private let journal: HostChangeStore
  private let adapters: HostAdapters
  private let accelerator: Accelerator
  let probes: ProbeMemory
  let gatherer = SystemGatherer()
  let checksums = ChecksumCounters()
  private let settings: HostSettingsStore
  private let log: Logger
  private let lock: HomeLock

  /// Opens the store, measures what can run machines, and takes over what an earlier life left running. Throws
  /// `invalidState` when another service has the same home.
  public init(_ configuration: HostConfiguration, log: Logger) async throws {
    self.configuration = configuration
    self.log = log
    try Files.makeFolder(configuration.home)
    try Files.makeFolder(configuration.run)
    lock = try HomeLock(home: configuration.home)
    store = try Store(path: configuration.home + "/droste.sqlite")
    accelerator = await Accelerator.measured()
    probes = ProbeMemory(accelerator.report.probe)
    journal = HostChangeStore(store: store)
    adapters = HostAdapters(journal: journal)
    settings = HostSettingsStore(store: store, home: configuration.home)
    switches = SwitchService(
      host: configuration, store: store, adapters: adapters, log: log)
    machines = MachineService(
      host: configuration, store: store, switches: switches,
      images: ImageLibrary(directory: configuration.images), accelerator: accelerator, settings: settings, log: log)
    nats = NATService(store: store, translation: HostNATs(journal: journal), adapters: adapters, log: log)
    traces = TraceService(switches: switches)
  }

  // MARK: The host itself

  public func currentSettings() async throws -> HostSettings { try await settings.current() }

  /// Changes the settings. Throws `invalidParameter` with everything that is wrong, `notSupported` for a path that cannot change.
  /// A stricter policy for nesting meets machines when they are changed or started; those that run go on.
  public func updateSettings(_ new: HostSettings) async throws -> HostSettings { try await settings.update(new) }

  /// The host's Ethernet adapters, those of its switches among them.
  public func hostAdapters() async throws -> [HostAdapter] { try await adapters.list() }

  // MARK: Switches

  /// Makes a switch what `configuration` says. A new name is a new name in the machines whose adapters name the switch too; both
  /// are saved together or not at all.
  public func updateSwitch(_ name: String, _ configuration: SwitchConfiguration) async throws -> SwitchResource {
    let old = try await switches.resource(name).configuration.name
    guard old != configuration.name else { return try await switches.update(name, configuration) }
    try await machines.renameSwitch(old, to: configuration.name) { [switches] machines in
      _ = try await switches.update(name, configuration, saving: machines)
    }
    return try await switches.resource(configuration.name)
  }

  /// Finds switches and machines of an earlier life, undoes what belongs to nobody any more, and brings up what is
  /// missing.
  public func recover() async throws {
    try await switches.recover()
    try await machines.recover()
    await switches.bringUpAll()
    try await nats.recover()
    var owners = try await store.resourceIDs()
    if await !nats.isEmpty { owners.insert(HostNATs.sharedOwner) }
    await journal.undoOrphans(owners: owners, adapters: adapters, log: log)
  }

  /// Whether there is nothing that a service would be needed for.
  public var isEmpty: Bool {
    get async {
      let machinesEmpty = await machines.isEmpty
      let switchesEmpty = await switches.isEmpty
      let natsEmpty = await nats.isEmpty
      return machinesEmpty && switchesEmpty && natsEmpty
    }
  }

  /// Everything, in one answer.
  public func status() async -> HostStatus {
    async let switchList = switches.list()
    async let natList = nats.list()
    return HostStatus(
      host: information, machines: await machines.list(), switches: await switchList, nats: await natList)
  }

  public var information: HostInformation {
    let report = accelerator.report
    return HostInformation(
      name: HostFacts.hostName(), version: Self.version, kernel: HostFacts.kernelRelease(),
      processors: sysconf(Int32(_SC_NPROCESSORS_ONLN)), memory: HostFacts.totalMemory() ?? 0, vendor: report.vendor,
      engine: report.engine, engineReason: report.engineReason, nestingSupported: report.nestingSupported,
      nestingReason: report.nestingReason, isRoot: geteuid() == 0, processID: getpid(),
      requiredEngine: configuration.engine)
  }

  /// Called when the service ends while nothing is left to come back to: takes its folders away.
  public func removeEmptyFolders() {
    for kind in ["machines", "switches"] { rmdir("\(configuration.run)/\(kind)") }
  }
}
