import Ethernet
import HyperV
import Switching
import Testing
import VhostFrontend

/// Policies change while traffic flows.
@Suite("Changes under traffic", .timeLimit(.minutes(2)))
struct ChangesTests {
  private static let rounds = 120

  @Test("Policies that are not about a frame do not lose it, in order", arguments: RingFormat.allCases)
  func lossless(_ rings: RingFormat) async throws {
    var machines = RingProcess.Machines(4, rings)
    machines.buffers = 256
    try await RingProcess.run(machines) { lab in
      let outcome = try await NumberedTraffic.run(from: 0, to: 1, lab) { traffic in
        for round in 0..<Self.rounds {
          try await lab.change { Self.change(&$0.ports, round) }
          // Some frames under each configuration.
          try await traffic.wait(20)
        }
      }
      #expect(outcome.failure == nil)
      #expect(outcome.sent >= Self.rounds * 20)
      #expect(outcome.lost == 0)
      #expect(outcome.duplicates == 0)
      #expect(outcome.late == 0)
      let drops = try await lab.newDrops()
      // Who watches takes nothing, and loses what it has no room for.
      #expect(drops.keys.allSatisfy { $0 == "M3 QueueFull" }, "\(drops)")
    }
  }

  /// Policies of sender, receiver and others, none of which is about the traffic.
  private static func change(_ ports: inout [PortConfiguration], _ round: Int) {
    for port in 0..<2 {
      ports[port].dhcpGuard = round & 1 == 0 ? .on : .off
      ports[port].routerGuard = round & 2 == 0 ? .on : .off
      ports[port].stormLimit = round % 3 == 0 ? 1 : 0
      ports[port].accessControl =
        round % 4 == 1
        ? [AccessControlEntry(action: .deny, direction: .outbound, remote: AddressMatch("10.99.0.0/16")!)] : []
    }
    ports[0].macAddressSpoofing = round % 5 == 0 ? .on : .off
    ports[0].allowedMACAddresses = round % 5 == 1 ? [.inner(1), .inner(2)] : []
    ports[0].bandwidth.maximum = round % 7 == 3 ? BandwidthConfiguration.limit : 0
    ports[1].portMirroring = round % 6 == 2 ? .source : .none
    ports[3].portMirroring = round % 6 == 2 ? .destination : .none
    ports[2].vlan = round % 2 == 0 ? .access(id: 5) : .untagged
    ports[2].bandwidth.minimumWeight = round % 8 == 4 ? 50 : 0
  }
}
