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
  /// What QEMU took of the host's processors since the status was asked for before, in percent of all of them; 0 while off.
  public var cpuUsage: Int
  /// Bytes of memory that the machine has; 0 while off.
  public var memoryAssigned: UInt64
  /// Bytes that its guest needs; nil but for a dynamic machine whose guest has told.
  public var memoryDemand: UInt64?
  /// How it is off with its memory; nil where the demand is.
  public var memoryStatus: MemoryStatus?
  /// The most bytes that it can be given before it is Off the next time; nil while off, and where its memory cannot be
  /// changed while it runs.
  public var memoryLimit: UInt64?
  /// Whether a dynamic machine's memory stays what it is because a hypervisor is active inside.
  public var isMemoryHeld: Bool
  /// Nil while off.
  public var heartbeat: HeartbeatStatus?
  /// Why the machine is Off when it was not asked to be: how QEMU ended, the last lines of its log.
  public var reason: String?
  public var guest: GuestStatus
  /// What the guest was seen to have of the extensions; nil until the agent has answered.
  public var extensions: ExtensionVerification?
  /// One for each adapter of the configuration, in its order.
  public var adapterStatuses: [NetworkAdapterStatus]
  /// All six, in Hyper-V's order.
  public var integrationServices: [IntegrationServiceStatus]
  /// COM 1, with the socket of the console, and COM 2.
  public var comPorts: [ComPortConfiguration]

  public init(
    state: MachineState = .off, engine: Engine? = nil, processID: Int32? = nil, uptime: Double = 0, cpuUsage: Int = 0,
    memoryAssigned: UInt64 = 0, memoryDemand: UInt64? = nil, memoryStatus: MemoryStatus? = nil,
    memoryLimit: UInt64? = nil, isMemoryHeld: Bool = false, heartbeat: HeartbeatStatus? = nil, reason: String? = nil,
    guest: GuestStatus = .init(),
    extensions: ExtensionVerification? = nil, adapterStatuses: [NetworkAdapterStatus] = [],
    integrationServices: [IntegrationServiceStatus] = [], comPorts: [ComPortConfiguration] = []
  ) {
    self.state = state
    self.engine = engine
    self.processID = processID
    self.uptime = uptime
    self.cpuUsage = cpuUsage
    self.memoryAssigned = memoryAssigned
    self.memoryDemand = memoryDemand
    self.memoryStatus = memoryStatus
    self.memoryLimit = memoryLimit
    self.isMemoryHeld = isMemoryHeld
    self.heartbeat = heartbeat
    self.reason = reason
    self.guest = guest
    self.extensions = extensions
    self.adapterStatuses = adapterStatuses
    self.integrationServices = integrationServices
    self.comPorts = comPorts
  }

  /// What a host of an earlier version does not tell has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      state: try container.decode(MachineState.self, forKey: .state),
      engine: try container.decodeIfPresent(Engine.self, forKey: .engine),
      processID: try container.decodeIfPresent(Int32.self, forKey: .processID),
      uptime: try container.decode(Double.self, forKey: .uptime),
      cpuUsage: try container.decodeIfPresent(Int.self, forKey: .cpuUsage) ?? 0,
      memoryAssigned: try container.decodeIfPresent(UInt64.self, forKey: .memoryAssigned) ?? 0,
      memoryDemand: try container.decodeIfPresent(UInt64.self, forKey: .memoryDemand),
      memoryStatus: try container.decodeIfPresent(MemoryStatus.self, forKey: .memoryStatus),
      memoryLimit: try container.decodeIfPresent(UInt64.self, forKey: .memoryLimit),
      isMemoryHeld: try container.decodeIfPresent(Bool.self, forKey: .isMemoryHeld) ?? false,
      heartbeat: try container.decodeIfPresent(HeartbeatStatus.self, forKey: .heartbeat),
      reason: try container.decodeIfPresent(String.self, forKey: .reason),
      guest: try container.decode(GuestStatus.self, forKey: .guest),
      extensions: try container.decodeIfPresent(ExtensionVerification.self, forKey: .extensions),
      adapterStatuses: try container.decodeIfPresent([NetworkAdapterStatus].self, forKey: .adapterStatuses) ?? [],
      integrationServices: try container.decodeIfPresent([IntegrationServiceStatus].self, forKey: .integrationServices)
        ?? [],
      comPorts: try container.decodeIfPresent([ComPortConfiguration].self, forKey: .comPorts) ?? [])
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
