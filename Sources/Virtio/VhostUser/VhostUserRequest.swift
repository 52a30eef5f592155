/// Front-end message types of the vhost-user protocol (docs/interop/vhost-user.rst, "Front-end message types"). All that
/// the document names are here, so that one that is refused is refused by its name.
public enum VhostUserRequest: UInt32, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case getFeatures = 1
  case setFeatures = 2
  case setOwner = 3
  case resetOwner = 4
  case setMemoryTable = 5
  case setLogBase = 6
  case setLogDescriptor = 7
  case setRingSize = 8
  case setRingAddress = 9
  case setRingBase = 10
  case getRingBase = 11
  case setRingKick = 12
  case setRingCall = 13
  case setRingError = 14
  case getProtocolFeatures = 15
  case setProtocolFeatures = 16
  case getQueueCount = 17
  case setRingEnable = 18
  case sendRARP = 19
  case setMTU = 20
  case setBackendRequestDescriptor = 21
  case translation = 22
  case setRingEndianness = 23
  case getConfiguration = 24
  case setConfiguration = 25
  case createCryptoSession = 26
  case closeCryptoSession = 27
  case postcopyAdvise = 28
  case postcopyListen = 29
  case postcopyEnd = 30
  case getInflight = 31
  case setInflight = 32
  case setGPUSocket = 33
  case resetDevice = 34
  case ringKick = 35
  case getMemorySlotLimit = 36
  case addMemoryRegion = 37
  case removeMemoryRegion = 38
  case setStatus = 39
  case getStatus = 40

  /// The document's name.
  public var description: String {
    let name =
      switch self {
      case .getFeatures: "GET_FEATURES"
      case .setFeatures: "SET_FEATURES"
      case .setOwner: "SET_OWNER"
      case .resetOwner: "RESET_OWNER"
      case .setMemoryTable: "SET_MEM_TABLE"
      case .setLogBase: "SET_LOG_BASE"
      case .setLogDescriptor: "SET_LOG_FD"
      case .setRingSize: "SET_VRING_NUM"
      case .setRingAddress: "SET_VRING_ADDR"
      case .setRingBase: "SET_VRING_BASE"
      case .getRingBase: "GET_VRING_BASE"
      case .setRingKick: "SET_VRING_KICK"
      case .setRingCall: "SET_VRING_CALL"
      case .setRingError: "SET_VRING_ERR"
      case .getProtocolFeatures: "GET_PROTOCOL_FEATURES"
      case .setProtocolFeatures: "SET_PROTOCOL_FEATURES"
      case .getQueueCount: "GET_QUEUE_NUM"
      case .setRingEnable: "SET_VRING_ENABLE"
      case .sendRARP: "SEND_RARP"
      case .setMTU: "NET_SET_MTU"
      case .setBackendRequestDescriptor: "SET_SLAVE_REQ_FD"
      case .translation: "IOTLB_MSG"
      case .setRingEndianness: "SET_VRING_ENDIAN"
      case .getConfiguration: "GET_CONFIG"
      case .setConfiguration: "SET_CONFIG"
      case .createCryptoSession: "CREATE_CRYPTO_SESSION"
      case .closeCryptoSession: "CLOSE_CRYPTO_SESSION"
      case .postcopyAdvise: "POSTCOPY_ADVISE"
      case .postcopyListen: "POSTCOPY_LISTEN"
      case .postcopyEnd: "POSTCOPY_END"
      case .getInflight: "GET_INFLIGHT_FD"
      case .setInflight: "SET_INFLIGHT_FD"
      case .setGPUSocket: "GPU_SET_SOCKET"
      case .resetDevice: "RESET_DEVICE"
      case .ringKick: "VRING_KICK"
      case .getMemorySlotLimit: "GET_MAX_MEM_SLOTS"
      case .addMemoryRegion: "ADD_MEM_REG"
      case .removeMemoryRegion: "REM_MEM_REG"
      case .setStatus: "SET_STATUS"
      case .getStatus: "GET_STATUS"
      }
    return "VHOST_USER_" + name
  }

  /// How many bytes its payload has, and how many descriptors come beside it; nil for those that this back end does not
  /// offer.
  var shape: (bytes: ClosedRange<Int>, descriptors: ClosedRange<Int>)? {
    switch self {
    case .getFeatures, .setOwner, .resetOwner, .getProtocolFeatures, .getQueueCount, .resetDevice, .getMemorySlotLimit,
      .getStatus:
      (0...0, 0...0)
    case .setFeatures, .setProtocolFeatures, .sendRARP, .setMTU, .setStatus: (8...8, 0...0)
    case .setRingSize, .setRingBase, .getRingBase, .setRingEnable: (8...8, 0...0)
    case .setRingAddress: (40...40, 0...0)
    case .setRingKick, .setRingCall, .setRingError: (8...8, 0...1)
    case .setMemoryTable: (8 + 32...8 + 8 * 32, 1...8)
    case .getConfiguration, .setConfiguration: (12 + 1...12 + 256, 0...0)
    // 20 bytes of fields, 24 with the padding that C puts behind them.
    case .getInflight: (20...24, 0...0)
    case .setInflight: (20...24, 1...1)
    case .addMemoryRegion: (40...40, 1...1)
    // "For compatibility with existing incorrect implementations" a descriptor may come with it.
    case .removeMemoryRegion: (40...40, 0...1)
    case .setLogBase, .setLogDescriptor, .setBackendRequestDescriptor, .translation, .setRingEndianness,
      .createCryptoSession, .closeCryptoSession, .postcopyAdvise, .postcopyListen, .postcopyEnd, .setGPUSocket,
      .ringKick:
      nil
    }
  }

  /// The protocol feature that allows it.
  var feature: VhostUserProtocolFeatures {
    switch self {
    case .getQueueCount: .multiqueue
    case .sendRARP: .rarp
    case .setMTU: .mtu
    case .getConfiguration, .setConfiguration: .configuration
    case .getInflight, .setInflight: .inflight
    case .resetDevice: .resetDevice
    case .getMemorySlotLimit, .addMemoryRegion, .removeMemoryRegion: .memorySlots
    case .setStatus, .getStatus: .status
    default: []
    }
  }
}

/// Protocol feature bits (docs/interop/vhost-user.rst, "Protocol features"), those that this back end knows.
public struct VhostUserProtocolFeatures: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  public static let multiqueue = VhostUserProtocolFeatures(bit: 0)
  public static let rarp = VhostUserProtocolFeatures(bit: 2)
  public static let replyAcknowledge = VhostUserProtocolFeatures(bit: 3)
  public static let mtu = VhostUserProtocolFeatures(bit: 4)
  public static let configuration = VhostUserProtocolFeatures(bit: 9)
  public static let inflight = VhostUserProtocolFeatures(bit: 12)
  public static let resetDevice = VhostUserProtocolFeatures(bit: 13)
  public static let memorySlots = VhostUserProtocolFeatures(bit: 15)
  public static let status = VhostUserProtocolFeatures(bit: 16)

  /// What every machine is offered. Without `configuration`: QEMU's network device has its configuration from QEMU, and
  /// warns of a back end that has one too (releases without Debian's patches end there).
  public static let offered: VhostUserProtocolFeatures = [
    .multiqueue, .rarp, .replyAcknowledge, .mtu, .inflight, .resetDevice, .memorySlots, .status,
  ]
}
