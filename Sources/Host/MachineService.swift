internal import Doctor
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
    /// `starting`, `stopping`, `pausing` and `resuming` while an operation is under way; otherwise what `running` says.
    var transition: MachineState?
    var running: RunningMachine?
    /// Why it is Off without having been asked.
    var ending: String?
    /// The last change that its state did not allow; gone when it goes Off, or is changed.
    var refusedChange: RefusedChange?
  }

  let host: HostConfiguration
  let store: Store
  let switches: SwitchService
  let images: ImageLibrary
  let accelerator: Accelerator
  let settings: HostSettingsStore
  let log: Logger
  var entries: [UUID: Entry] = [:]
  /// Held while machines are made, and while a switch is renamed: both write names of switches into machines.
  let inventory = SerialGate()
  /// Divides memory among dynamic machines; nil while none runs.
  var memoryRounds: Task<Void, Never>?
  /// What machines shall have that are about to start.
  var startingBytes: [UUID: UInt64] = [:]
  /// The ends that are being settled, by process.
  var endings: [ProcessIdentity: Task<Void, Never>] = [:]

  init(
    host: HostConfiguration, store: Store, switches: SwitchService, images: ImageLibrary, accelerator: Accelerator,
    settings: HostSettingsStore, log: Logger
  ) {
    self.host = host
    self.store = store
    self.switches = switches
    self.images = images
    self.accelerator = accelerator
    self.settings = settings
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
}
