/// Feature bits of a virtio network device (VIRTIO 1.2, sections 5.1.3 and 6; the numbers of linux/virtio_net.h and
/// linux/virtio_config.h).
public struct VirtioFeatures: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  /// The device takes frames whose checksum is missing.
  public static let checksum = VirtioFeatures(bit: 0)
  /// The driver takes frames whose checksum is missing.
  public static let guestChecksum = VirtioFeatures(bit: 1)
  public static let mtu = VirtioFeatures(bit: 3)
  public static let guestTSO4 = VirtioFeatures(bit: 7)
  public static let guestTSO6 = VirtioFeatures(bit: 8)
  public static let guestECN = VirtioFeatures(bit: 9)
  public static let guestUFO = VirtioFeatures(bit: 10)
  public static let hostTSO4 = VirtioFeatures(bit: 11)
  public static let hostTSO6 = VirtioFeatures(bit: 12)
  public static let hostECN = VirtioFeatures(bit: 13)
  public static let hostUFO = VirtioFeatures(bit: 14)
  /// A frame may fill several receive buffers.
  public static let mergeableBuffers = VirtioFeatures(bit: 15)
  public static let status = VirtioFeatures(bit: 16)
  public static let controlQueue = VirtioFeatures(bit: 17)
  public static let guestAnnounce = VirtioFeatures(bit: 21)
  public static let multiqueue = VirtioFeatures(bit: 22)
  /// Header and data may be laid out in any way over descriptors (legacy drivers; implied by version 1).
  public static let anyLayout = VirtioFeatures(bit: 27)
  public static let indirectDescriptors = VirtioFeatures(bit: 28)
  public static let eventIndex = VirtioFeatures(bit: 29)
  /// vhost-user's own: the front end may ask for protocol features.
  public static let protocolFeatures = VirtioFeatures(bit: 30)
  public static let version1 = VirtioFeatures(bit: 32)
  public static let accessPlatform = VirtioFeatures(bit: 33)
  public static let packedRing = VirtioFeatures(bit: 34)
  public static let inOrder = VirtioFeatures(bit: 35)
  public static let guestUSO4 = VirtioFeatures(bit: 54)
  public static let guestUSO6 = VirtioFeatures(bit: 55)
  public static let hostUSO = VirtioFeatures(bit: 56)

  /// What the switch offers to every machine. A constant: a front end that connects again finds what it had.
  public static let offered: VirtioFeatures = [
    .checksum, .guestChecksum, .mtu, .guestTSO4, .guestTSO6, .guestECN, .guestUFO, .hostTSO4, .hostTSO6, .hostECN,
    .hostUFO, .mergeableBuffers, .multiqueue, .anyLayout, .indirectDescriptors, .eventIndex, .protocolFeatures,
    .version1, .packedRing, .inOrder, .guestUSO4, .guestUSO6, .hostUSO, .guestAnnounce, .controlQueue, .status,
  ]

  /// Bytes of the header before each frame (VIRTIO 1.2, section 5.1.6): `num_buffers` is there with version 1 or
  /// mergeable buffers.
  public var headerLength: Int { isDisjoint(with: [.version1, .mergeableBuffers]) ? 10 : 12 }
}
