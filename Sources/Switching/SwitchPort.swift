internal import Ethernet
internal import HyperV
internal import Virtio

/// The control thread's half of a port: its configuration, and what moves its frames. What workers need of it is in its
/// record.
package final class SwitchPort {
  /// Never given to another port.
  package let id: UInt64
  /// Its place among the records; given to another port once this one is removed.
  package let slot: Int32
  var configuration: PortConfiguration {
    // The record points into it: made anew only with another VLAN, which `updateRecord` follows before the next frame.
    didSet {
      if configuration.vlan != oldValue.vlan || configuration.kind != oldValue.kind {
        membership = VLANMembership(configuration)
      }
    }
  }
  private(set) var membership: VLANMembership
  /// Own what the record's handles point to; replaced with the handles, while no worker runs.
  var sources: AllowedSources
  var accessControl: AccessControlTable
  /// What moves its frames: rings that a machine shares, or another endpoint. Both nil while it could not be made;
  /// `problem` tells why.
  var vhost: VhostPort?
  package internal(set) var endpoint: (any PortEndpoint)? {
    didSet { box = endpoint.map(EndpointBox.init) }
  }
  private(set) var box: EndpointBox?
  var problem: String?
  /// The violation that the log has.
  var toldViolation: RingViolation?
  var dhcpAllowance = Allowance(perSecond: 16, burst: 32)

  init(id: UInt64, slot: Int32, _ configuration: PortConfiguration) {
    self.id = id
    self.slot = slot
    self.configuration = configuration
    membership = VLANMembership(configuration)
    sources = AllowedSources(own: configuration.macAddress, listed: configuration.allowedMACAddresses)
    accessControl = AccessControlTable(configuration.accessControl)
  }

  /// Whether frames would reach somebody now.
  var isConnected: Bool { vhost?.isConnected ?? endpoint?.isConnected ?? false }
  /// Whether something moves its frames.
  var isOpen: Bool { vhost != nil || endpoint != nil }
  /// The descriptor that the control thread waits on for it.
  package var controlDescriptor: Int32? { vhost?.descriptor }

  package var name: String { configuration.name }

  /// Uplinks and NAT lead to more than one adapter: they learn, whatever is configured.
  var isTrunk: Bool { configuration.kind == .uplink || configuration.kind == .nat }
  /// Whether addresses beside its own may send here.
  var learns: Bool { isTrunk || configuration.macAddressSpoofing == .on }
  /// How many addresses it may learn.
  var learningCap: Int { isTrunk ? max(configuration.learningCap, 4096) : configuration.learningCap }

  /// The addresses that are this port's for good: its adapter's with those listed for what is inside its machine, or those that libslirp answers ARP with.
  var staticAddresses: [MACAddress] {
    if case .userNAT(let nat) = configuration.endpoint {
      return [MACAddress(libslirp: nat.gateway), MACAddress(libslirp: nat.dns)]
    }
    return (configuration.macAddress.map { [$0] } ?? []) + configuration.allowedMACAddresses
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
