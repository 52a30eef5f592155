internal import Ethernet
internal import FoundationEssentials
internal import GuestLink
public import HyperV
internal import Images
internal import Logging
internal import Machines
internal import Processes
internal import Switching

/// The host's machines: their configuration, and the one that runs for each that is not Off.
///
/// Reads never wait for a life-cycle operation; operations on one machine go through that machine's gate, one at a
/// time, and those on different machines do not wait for each other.
public actor MachineService {
  struct Entry {
    var configuration: MachineConfiguration
    let gate = SerialGate()
    /// `starting` and `stopping` while an operation is under way; otherwise what `running` says.
    var transition: MachineState?
    var running: RunningMachine?
    /// Why it is Off without having been asked.
    var ending: String?
  }

  let host: HostConfiguration
  let store: Store
  let switches: SwitchService
  let images: ImageLibrary
  let accelerator: Accelerator
  let log: Logger
  var entries: [UUID: Entry] = [:]
  /// The ends that are being settled, by process.
  var endings: [ProcessIdentity: Task<Void, Never>] = [:]

  init(
    host: HostConfiguration, store: Store, switches: SwitchService, images: ImageLibrary, accelerator: Accelerator,
    log: Logger
  ) {
    self.host = host
    self.store = store
    self.switches = switches
    self.images = images
    self.accelerator = accelerator
    self.log = log
  }

  // MARK: Reading

  public var isEmpty: Bool { entries.isEmpty }

  /// Every machine with its status, by name.
  public func list() -> [MachineResource] {
    entries.map { resource($0.key, $0.value) }.sorted { $0.configuration.name < $1.configuration.name }
  }

  public func resource(_ name: String) throws -> MachineResource {
    let id = try id(name)
    return resource(id, try entry(id))
  }

  func resource(_ id: UUID, _ entry: Entry) -> MachineResource {
    var status = MachineStatus(reason: entry.ending)
    if let running = entry.running {
      let guest = running.guest
      status.state = .running
      status.engine = running.engine
      status.processID = running.process.identity.pid
      status.uptime = running.process.uptime
      status.guest = guest.status
      status.extensions = guest.verification(
        asked: entry.configuration.processor.exposeVirtualizationExtensions)
    }
    if let transition = entry.transition { status.state = transition }
    return MachineResource(id: id, configuration: entry.configuration, status: status)
  }

  func id(_ name: String) throws -> UUID {
    guard let found = entries.first(where: { Names.same($0.value.configuration.name, name) }) else {
      throw DrosteError.machineNotFound(name, existing: entries.values.map(\.configuration.name).sorted())
    }
    return found.key
  }

  func entry(_ id: UUID) throws -> Entry {
    guard let entry = entries[id] else { throw DrosteError.machineNotFound(id.uuidString, existing: []) }
    return entry
  }

  func folder(_ id: UUID) -> String { host.folder("machines", id) }

  // MARK: Configuration

  public func create(_ asked: MachineConfiguration) async throws -> MachineResource {
    let id = UUID()
    let configuration = try await completed(asked, besides: id)
    guard !entries.values.contains(where: { Names.same($0.configuration.name, configuration.name) }) else {
      throw DrosteError(
        .alreadyExists, "There is a virtual machine \"\(configuration.name)\" already.",
        hint: "droste inspect \(configuration.name)")
    }
    entries[id] = Entry(configuration: configuration)
    do {
      try await store.save(.machine, id: id, name: configuration.name, value: configuration)
    } catch {
      entries[id] = nil
      throw error
    }
    return resource(id, try entry(id))
  }

  /// Replaces the configuration. What needs the Off state is refused on a machine that runs, and then nothing
  /// changes; switches and spoofing change while it runs.
  public func update(_ name: String, _ asked: MachineConfiguration) async throws -> MachineResource {
    let id = try id(name)
    return try await entry(id).gate.run {
      let old = try entry(id)
      var asked = asked
      // An adapter that is named without an address keeps the one it has.
      for index in asked.adapters.indices where asked.adapters[index].macAddress == nil {
        asked.adapters[index].macAddress =
          old.configuration.adapters.first { Names.same($0.name, asked.adapters[index].name) }?.macAddress
      }
      let configuration = try await completed(asked, besides: id)
      if entries.contains(where: { $0.key != id && Names.same($0.value.configuration.name, configuration.name) }) {
        throw DrosteError(.alreadyExists, "There is a virtual machine \"\(configuration.name)\" already.")
      }
      if configuration.version < old.configuration.version {
        throw DrosteError(
          .notSupported,
          "The configuration version of \"\(name)\" cannot be lowered from \(old.configuration.version) "
            + "to \(configuration.version).")
      }
      if old.running != nil || old.transition != nil {
        let changes = old.configuration.changesThatNeedOff(to: configuration)
        guard changes.isEmpty else {
          throw old.configuration.modifyRefusal(id: id, changes: changes, state: resource(id, old).status.state)
        }
        try await switches.plug(machine: id, ports: ports(id, configuration))
      }
      try await store.save(.machine, id: id, name: configuration.name, value: configuration)
      entries[id]?.configuration = configuration
      return resource(id, try entry(id))
    }
  }

  public func remove(_ name: String) async throws {
    let id = try id(name)
    try await entry(id).gate.run {
      let entry = try entry(id)
      guard entry.running == nil else {
        throw DrosteError(
          .invalidState, "The operation cannot be performed while the virtual machine is in its current state.",
          cause: "\"\(name)\" is Running.", hint: "droste stop \(name)")
      }
      try await store.remove(id)
      entries[id] = nil
      Files.removeFolder(folder(id))
    }
  }

  /// The configuration with a MAC address for every adapter. Throws one error with everything that is wrong.
  private func completed(_ asked: MachineConfiguration, besides id: UUID) async throws -> MachineConfiguration {
    var configuration = asked
    var problems = asked.problems(vendor: accelerator.report.vendor)
    let others = entries.filter { $0.key != id }.flatMap(\.value.configuration.adapters)
    for adapter in asked.adapters {
      if let mac = adapter.macAddress, others.contains(where: { $0.macAddress == mac }) {
        problems.append("adapters: \(mac) is the address of another machine's adapter")
      }
    }
    guard problems.isEmpty else {
      throw DrosteError(
        .invalidParameter,
        "The virtual machine \"\(asked.name)\" cannot be configured so:\n"
          + problems.joined(separator: "\n"))
    }
    for adapter in asked.adapters { if let name = adapter.switchName { try await switches.require(name) } }
    var taken = Set((others + asked.adapters).compactMap(\.macAddress))
    for index in configuration.adapters.indices where configuration.adapters[index].macAddress == nil {
      let address = try await MACPool(store: store).next(taken: taken)
      taken.insert(address)
      configuration.adapters[index].macAddress = address
    }
    return configuration
  }

  /// The switch ports that a running machine has.
  func ports(_ id: UUID, _ configuration: MachineConfiguration) -> [(switchName: String, port: PortConfiguration)] {
    configuration.adapters.enumerated().compactMap { index, adapter in
      guard let name = adapter.switchName else { return nil }
      return (
        name,
        PortConfiguration(
          name: "\(configuration.name)/\(adapter.name)", kind: .machine,
          endpoint: .stream(socketPath: "\(folder(id))/\(MachineLaunch.portSocketName(index))"),
          macAddress: adapter.macAddress, macAddressSpoofing: adapter.macAddressSpoofing)
      )
    }
  }
}
