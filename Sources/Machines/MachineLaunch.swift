public import Ethernet
public import FoundationEssentials
public import HyperV

/// Everything that a machine's process is made from. A plain value: building it has no effect.
public struct MachineLaunch: Codable, Hashable, Sendable {
  /// What the machine starts.
  public enum Boot: Codable, Hashable, Sendable {
    /// A kernel with its initramfs, without a boot loader.
    case kernel(kernelPath: String, initrdPath: String, commandLine: String)
    /// The first disk, through the firmware.
    case disk
  }

  /// The user without privileges that QEMU becomes.
  public struct Identity: Codable, Hashable, Sendable {
    public var uid: UInt32
    public var gid: UInt32

    public init(uid: UInt32, gid: UInt32) {
      self.uid = uid
      self.gid = gid
    }
  }

  public var id: UUID
  public var name: String
  /// The machine's folder: an absolute path, short enough that sockets in it have at most 107 bytes.
  public var directory: String
  public var processors: Int
  /// What the machine starts with: a multiple of 1 MiB.
  public var memoryBytes: UInt64
  /// What it can be given beyond that while it runs: a multiple of 128 MiB, which is what Linux takes in one piece.
  public var headroomBytes: UInt64
  /// Whether memory is given and taken by what the guest needs.
  public var hasDynamicMemory: Bool
  public var engine: Engine
  /// Whose extensions the machine would see.
  public var vendor: ProcessorVendor
  public var exposeVirtualizationExtensions: Bool
  public var boot: Boot
  public var disks: [DiskAttachment]
  public var adapters: [LaunchAdapter]
  /// The unix socket of COM 2, which the service makes and QEMU listens at; nil: the machine has no COM 2.
  public var secondComPortPath: String?
  /// Nil: QEMU runs as who we are. Needed where that is root.
  public var runAs: Identity?

  public init(
    id: UUID, name: String, directory: String, processors: Int, memoryBytes: UInt64,
    headroomBytes: UInt64 = 0, hasDynamicMemory: Bool = false, engine: Engine, vendor: ProcessorVendor,
    exposeVirtualizationExtensions: Bool, boot: Boot, disks: [DiskAttachment] = [],
    adapters: [LaunchAdapter] = [], secondComPortPath: String? = nil, runAs: Identity? = nil
  ) {
    self.id = id
    self.name = name
    self.directory = directory
    self.processors = processors
    self.memoryBytes = memoryBytes
    self.headroomBytes = headroomBytes
    self.hasDynamicMemory = hasDynamicMemory
    self.engine = engine
    self.vendor = vendor
    self.exposeVirtualizationExtensions = exposeVirtualizationExtensions
    self.boot = boot
    self.disks = disks
    self.adapters = adapters
    self.secondComPortPath = secondComPortPath
    self.runAs = runAs
  }

  /// The socket of the adapter at `index`, in the machine's folder. QEMU listens, the switch connects.
  public static func portSocketName(_ index: Int) -> String { "port-\(index).sock" }

  /// The queue pairs of each adapter of a machine with so many processors: one for each, up to 8.
  public static func queuePairs(processors: Int) -> Int { min(max(processors, 1), 8) }
}

/// A network adapter of a machine to be started.
public struct LaunchAdapter: Codable, Hashable, Sendable {
  public var macAddress: MACAddress
  /// What the adapter tells the guest as its largest payload, 576 to 9000 bytes; nil: nothing, DHCP does.
  public var mtu: Int?

  public init(macAddress: MACAddress, mtu: Int? = nil) {
    self.macAddress = macAddress
    self.mtu = mtu
  }
}
