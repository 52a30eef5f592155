import Doctor
import HyperV
import Testing

/// A change of a healthy nest by which it stays healthy.
struct HealthyNest: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let change: @Sendable (inout Nest) -> Void

  init(_ description: String, _ change: @escaping @Sendable (inout Nest) -> Void) {
    testDescription = description
    self.change = change
  }

  static let all: [HealthyNest] = [
    HealthyNest("frames were dropped, and none for minutes: the machine is behind a NAT now") { nest in
      nest.root.system.clock.seconds = 1000
      nest.root.switches[0].status.ports[0].drops = [
        DropCount(reason: .macSpoofing, frames: 412, lastMAC: Nest.mac, lastFrame: "DHCP Discover", lastSecond: 879)
      ]
    },
    HealthyNest("a single frame came from another address") { nest in
      nest.root.switches[0].status.ports[0].drops = [
        DropCount(reason: .macSpoofing, frames: 1, lastMAC: Nest.mac, lastFrame: nil)
      ]
    },
    HealthyNest("the machine goes on after its disk had no room") { $0.l1.qemu?.failedDrives = ["disk0: nospace"] },
    HealthyNest("a few packets came with wrong checksums") { $0.guest.network.checksumErrors = 7 },
    HealthyNest("a group of another number may open /dev/kvm") { nest in
      (nest.root.system.kvm.mode, nest.root.system.kvm.group) = (0o660, 36)
    },
    HealthyNest("a service without root's rights runs machines as itself") { nest in
      (nest.root.system.kvm.mode, nest.root.host.isRoot) = (0o600, false)
    },
    HealthyNest("iptables' old tables that cannot be read matter to NATs alone") { nest in
      (nest.root.system.network.legacyTables, nest.root.system.network.hasUnreadChains) = (["filter"], true)
    },
  ]
}
