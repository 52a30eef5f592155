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
  /// Always both, COM 1 and COM 2, once the service has taken the configuration.
  public var comPorts: [ComPortConfiguration]
  public var integrationServices: IntegrationServices
  /// When the machine was made (Hyper-V's `CreationTime`). The service fills it in and keeps it.
  public var createdAt: Date?
  /// Free text; a lab keeps its name here.
  public var notes: String

  public init(
    name: String, version: ConfigurationVersion = .newest, boot: BootSource = .image("guest"),
    processor: ProcessorConfiguration = .init(), memory: MemoryConfiguration = .init(),
    adapters: [NetworkAdapterConfiguration] = [], comPorts: [ComPortConfiguration] = ComPortConfiguration.standard,
    integrationServices: IntegrationServices = .standard, createdAt: Date? = nil, notes: String = ""
  ) {
    self.name = name
    self.version = version
    self.boot = boot
    self.processor = processor
    self.memory = memory
    self.adapters = adapters
    self.comPorts = comPorts
    self.integrationServices = integrationServices
    self.createdAt = createdAt
    self.notes = notes
  }

  /// What earlier versions did not write has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      version: try container.decode(ConfigurationVersion.self, forKey: .version),
      boot: try container.decode(BootSource.self, forKey: .boot),
      processor: try container.decode(ProcessorConfiguration.self, forKey: .processor),
      memory: try container.decode(MemoryConfiguration.self, forKey: .memory),
      adapters: try container.decode([NetworkAdapterConfiguration].self, forKey: .adapters),
      comPorts: try container.decodeIfPresent([ComPortConfiguration].self, forKey: .comPorts)
        ?? ComPortConfiguration.standard,
      integrationServices: try container.decodeIfPresent(IntegrationServices.self, forKey: .integrationServices)
        ?? .standard,
      createdAt: try container.decodeIfPresent(Date.self, forKey: .createdAt),
      notes: try container.decode(String.self, forKey: .notes))
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

  /// Bytes of memory that the machine has, or would start with while it is Off.
  public var memoryBytes: UInt64 {
    status.memoryAssigned > 0 ? status.memoryAssigned : configuration.memory.startupBytes
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
