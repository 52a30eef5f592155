public import FoundationEssentials

/// What a machine boots from.
public enum BootSource: Hashable, Sendable {
  /// An image of the library by name: `guest` or `host`.
  case image(String)
  /// A disk image file (raw or qcow2), booted through the firmware.
  case disk(path: String)
}

/// A machine, as asked for.
public struct MachineConfiguration: Codable, Hashable, Sendable {
  /// 1 to 100 characters, unique on a host without regard to case.
  public var name: String
  public var version: ConfigurationVersion
  public var boot: BootSource
  public var processor: ProcessorConfiguration
  public var memory: MemoryConfiguration
  public var adapters: [NetworkAdapterConfiguration]
  /// Free text; a lab keeps its name here.
  public var notes: String

  public init(
    name: String, version: ConfigurationVersion = .newest, boot: BootSource = .image("guest"),
    processor: ProcessorConfiguration = .init(), memory: MemoryConfiguration = .init(),
    adapters: [NetworkAdapterConfiguration] = [], notes: String = ""
  ) {
    self.name = name
    self.version = version
    self.boot = boot
    self.processor = processor
    self.memory = memory
    self.adapters = adapters
    self.notes = notes
  }
}

/// Hyper-V's machine states that this host has.
public enum MachineState: String, Codable, Sendable, CaseIterable {
  case off = "Off"
  case starting = "Starting"
  case running = "Running"
  case stopping = "Stopping"
}

/// What runs a machine.
public enum Engine: String, Codable, Sendable {
  /// QEMU with hardware assistance of the host it runs on.
  case kvm = "KVM"
  /// QEMU's emulation.
  case tcg = "TCG"
}

/// A machine, as it is.
public struct MachineStatus: Codable, Hashable, Sendable {
  public var state: MachineState
  /// Nil while off.
  public var engine: Engine?
  /// QEMU's process id; nil while off.
  public var processID: Int32?
  /// Time since QEMU started, in seconds, from the process's own start time; 0 while off.
  public var uptime: Double
  /// Why the machine is Off when it was not asked to be: how QEMU ended, the last lines of its log.
  public var reason: String?
  public var guest: GuestStatus
  /// What the guest was seen to have of the extensions; nil until the agent has answered.
  public var extensions: ExtensionVerification?

  public init(
    state: MachineState = .off, engine: Engine? = nil, processID: Int32? = nil, uptime: Double = 0,
    reason: String? = nil, guest: GuestStatus = .init(), extensions: ExtensionVerification? = nil
  ) {
    self.state = state
    self.engine = engine
    self.processID = processID
    self.uptime = uptime
    self.reason = reason
    self.guest = guest
    self.extensions = extensions
  }
}

/// What the agent last told.
public struct GuestStatus: Codable, Hashable, Sendable {
  /// Whether the guest link is up.
  public var connected: Bool
  /// IPv4 addresses with prefix, in the order of the guest's interfaces.
  public var addresses: [String]
  /// The kernel's release, `6.1.0-56-cloud-amd64`.
  public var kernel: String?
  /// The service inside, when the machine is a nested host and it answers.
  public var isHost: Bool

  public init(connected: Bool = false, addresses: [String] = [], kernel: String? = nil, isHost: Bool = false) {
    self.connected = connected
    self.addresses = addresses
    self.kernel = kernel
    self.isHost = isHost
  }
}

/// The exposed extensions, as configured and as the guest's processor shows them.
public struct ExtensionVerification: Codable, Hashable, Sendable {
  /// What the configuration asks for.
  public var asked: Bool
  /// vmx or svm, when the guest's CPUID has it; nil when it does not.
  public var found: String?
  /// Whether the guest's /dev/kvm ran a probe of real guest code; nil when it has none.
  public var kvmRuns: Bool?
  public var verified: Bool { asked == (found != nil) }

  public init(asked: Bool, found: String?, kvmRuns: Bool?) {
    self.asked = asked
    self.found = found
    self.kvmRuns = kvmRuns
  }
}

/// A machine: what was asked and what is.
public struct MachineResource: Codable, Hashable, Sendable {
  public var id: UUID
  public var configuration: MachineConfiguration
  public var status: MachineStatus

  public init(id: UUID, configuration: MachineConfiguration, status: MachineStatus) {
    self.id = id
    self.configuration = configuration
    self.status = status
  }
}

extension BootSource: Codable {
  private enum Key: String, CodingKey { case image, disk }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let image = try container.decodeIfPresent(String.self, forKey: .image)
    let disk = try container.decodeIfPresent(String.self, forKey: .disk)
    switch (image, disk) {
    case (let image?, nil): self = .image(image)
    case (nil, let disk?): self = .disk(path: disk)
    default:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a machine boots from exactly one of image and disk"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .image(let name): try container.encode(name, forKey: .image)
    case .disk(let path): try container.encode(path, forKey: .disk)
    }
  }
}
