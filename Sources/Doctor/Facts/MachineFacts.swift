public import HyperV

/// A machine: what was asked, what its QEMU really has, what its guest sees.
public struct MachineFacts: Codable, Hashable, Sendable {
  public var resource: MachineResource
  /// Whether its memory may move between a minimum and a maximum.
  public var isMemoryDynamic = false
  /// Nil while it is Off, or its monitor does not answer.
  public var qemu: QEMUFacts?
  public var disks: [DiskFacts] = []
  /// By its agent; nil where that does not answer.
  public var guest: SystemFacts?
  /// Why there is nothing of the guest.
  public var guestProblem: String?
  /// A change that was refused because of the machine's state and not made since.
  public var refusedChange: RefusedChange?

  public init(_ resource: MachineResource) {
    self.resource = resource
    isMemoryDynamic = resource.configuration.memory.dynamicMemoryEnabled
  }

  public var name: String { resource.configuration.name }
  var configuration: MachineConfiguration { resource.configuration }
  var isRunning: Bool { resource.status.state != .off }
  var isExposing: Bool { configuration.processor.exposeVirtualizationExtensions }
  /// Whether it is there to run machines: made from the host image, or a service answers in it.
  var isHost: Bool { configuration.boot == .image("host") || resource.status.guest.isHost }
}

/// What a machine's QEMU tells.
public struct QEMUFacts: Codable, Hashable, Sendable {
  /// `7.2.22`.
  public var version = ""
  /// query-status: `running`, `paused`, `io-error`.
  public var runState = ""
  /// Whether its processors offer vmx or svm.
  public var offersExtensions = false
  public var processors = 0
  /// Bytes.
  public var memory: UInt64 = 0
  /// Features of the processor that were asked for and that this host does not have.
  public var missingFeatures: [String] = []
  /// Whether a hypervisor is active in the guest: EFER.SVME or CR4.VMXE of its processors.
  public var isHypervisorActive = false
  /// The argument of `-cpu`.
  public var processor = ""
  /// Drives that an error has stopped: `disk0: nospace`.
  public var failedDrives: [String] = []

  public init() {}
}

/// A machine's disk.
public struct DiskFacts: Codable, Hashable, Sendable {
  public var path: String
  /// Bytes that the machine may write, and those that the file takes now.
  public var virtualSize: UInt64
  public var allocated: UInt64
  /// The file system's, as in `StorageFacts`; and what is free there.
  public var device: UInt64
  public var free: UInt64

  public init(path: String, virtualSize: UInt64, allocated: UInt64, device: UInt64, free: UInt64) {
    self.path = path
    self.virtualSize = virtualSize
    self.allocated = allocated
    self.device = device
    self.free = free
  }
}

/// A change of a machine that was refused.
public struct RefusedChange: Codable, Hashable, Sendable {
  /// `Processor ExposeVirtualizationExtensions`.
  public var properties: String
  /// What the machine was.
  public var state: MachineState

  public init(properties: String, state: MachineState) {
    self.properties = properties
    self.state = state
  }
}
