internal import Ethernet
internal import HyperV

/// The switch's half of a port: policy, counters, and the endpoint that moves its frames.
package final class SwitchPort {
  /// Never given to another port.
  package let id: UInt64
  /// Its place in the engine's list; given to another port once this one is removed.
  let slot: Int32
  var configuration: PortConfiguration {
    didSet { vlan = PortVLAN(configuration) }
  }
  private(set) var vlan: PortVLAN
  /// Nil while it could not be made; `problem` tells why.
  package internal(set) var endpoint: (any PortEndpoint)?
  var problem: String?
  /// Whether the endpoint was sent to since its last flush.
  var needsFlush = false
  var learnedCount = 0
  var receivedFrames: UInt64 = 0
  var receivedBytes: UInt64 = 0
  var sentFrames: UInt64 = 0
  var sentBytes: UInt64 = 0
  var drops = DropTally()
  var dhcpAllowance = Allowance(perSecond: 16, burst: 32)

  init(id: UInt64, slot: Int32, _ configuration: PortConfiguration) {
    self.id = id
    self.slot = slot
    self.configuration = configuration
    vlan = PortVLAN(configuration)
  }

  package var name: String { configuration.name }

  /// Uplinks and NAT lead to more than one adapter: they learn, whatever is configured.
  var isTrunk: Bool { configuration.kind == .uplink || configuration.kind == .nat }
  /// Whether addresses beside its own may send here.
  var learns: Bool { isTrunk || configuration.macAddressSpoofing == .on }
  /// How many addresses it may learn.
  var learningCap: Int { isTrunk ? max(configuration.learningCap, 4096) : configuration.learningCap }

  /// The addresses that are this port's for good: its adapter's, or those that libslirp answers ARP with.
  var staticAddresses: [MACAddress] {
    if case .userNAT(let nat) = configuration.endpoint {
      return [MACAddress(libslirp: nat.gateway), MACAddress(libslirp: nat.dns)]
    }
    return configuration.macAddress.map { [$0] } ?? []
  }
}

extension MACAddress {
  /// The address that libslirp gives to the host that it plays at an IPv4 address: 52-55 and its four bytes.
  init(libslirp address: IPv4Address) {
    self.init(rawValue: 0x5255 << 32 | UInt64(address.rawValue))
  }
}

/// So many events per second on average, and so many at once.
struct Allowance {
  private let perSecond: UInt32
  private let burst: UInt32
  private var left: UInt32
  private var last: UInt32 = 0

  init(perSecond: UInt32, burst: UInt32) {
    self.perSecond = perSecond
    self.burst = burst
    left = burst
  }

  /// Takes one; false when there is none left. `now` is in seconds.
  mutating func take(at now: UInt32) -> Bool {
    if now != last {
      left = UInt32(min(UInt64(burst), UInt64(left) + UInt64(now &- last) * UInt64(perSecond)))
      last = now
    }
    guard left > 0 else { return false }
    left -= 1
    return true
  }
}
