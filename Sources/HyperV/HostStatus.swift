/// What a host is and can do.
public struct HostInformation: Codable, Hashable, Sendable {
  public var name: String
  /// The product's version.
  public var version: String
  public var kernel: String
  public var processors: Int
  /// Bytes.
  public var memory: UInt64
  public var vendor: ProcessorVendor
  /// What will run machines here, and why not the other.
  public var engine: Engine
  public var engineReason: String
  /// The only one that the service was told to run machines with: where the other is found, none starts. Nil: either.
  public var requiredEngine: Engine?
  /// Whether machines here can be given virtualization extensions, and why not.
  public var nestingSupported: Bool
  public var nestingReason: String
  public var isRoot: Bool
  public var processID: Int32

  public init(
    name: String, version: String, kernel: String, processors: Int, memory: UInt64, vendor: ProcessorVendor,
    engine: Engine, engineReason: String, nestingSupported: Bool, nestingReason: String, isRoot: Bool,
    processID: Int32, requiredEngine: Engine? = nil
  ) {
    self.name = name
    self.version = version
    self.kernel = kernel
    self.processors = processors
    self.memory = memory
    self.vendor = vendor
    self.engine = engine
    self.engineReason = engineReason
    self.nestingSupported = nestingSupported
    self.nestingReason = nestingReason
    self.isRoot = isRoot
    self.processID = processID
    self.requiredEngine = requiredEngine
  }
}

/// Everything that a host has, in one answer.
public struct HostStatus: Codable, Hashable, Sendable {
  public var host: HostInformation
  public var machines: [MachineResource]
  public var switches: [SwitchResource]
  public var nats: [NATResource]

  public init(
    host: HostInformation, machines: [MachineResource], switches: [SwitchResource], nats: [NATResource]
  ) {
    self.host = host
    self.machines = machines
    self.switches = switches
    self.nats = nats
  }
}
