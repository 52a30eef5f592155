import Ethernet
import FoundationEssentials
import HostAPI
import HyperV
import TestSupport
import Testing

/// What an adapter may send and receive reaches its switch: when the machine starts, and while it runs.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .serialized, .timeLimit(.minutes(3)))
struct PortPolicyTests {
  /// What the process of a switch was told of its ports.
  private struct Told: Decodable {
    var ports: [Port]

    struct Port: Decodable, Equatable {
      var name: String
      var vlan: VLANConfiguration
      var dhcpGuard: OnOffState
      var allowedMACAddresses: [MACAddress]
      var portMirroring: PortMirroringMode
      var bandwidth: BandwidthConfiguration
      var stormLimit: UInt32
      var accessControl: [AccessControlEntry]

      init(name: String, _ adapter: NetworkAdapterConfiguration) {
        self.name = name
        vlan = adapter.vlan
        dhcpGuard = adapter.dhcpGuard
        allowedMACAddresses = adapter.allowedMACAddresses
        portMirroring = adapter.portMirroring
        bandwidth = adapter.bandwidth
        stormLimit = adapter.stormLimit
        accessControl = adapter.accessControl
      }
    }
  }

  private func told(_ place: RunningMachines, _ id: UUID) throws -> [Told.Port] {
    let file = "\(place.droste.run)/switches/\(id.uuidString.prefix(8).lowercased())/config.json"
    return try JSONDecoder().decode(Told.self, from: Data(contentsOf: URL(filePath: file))).ports
  }

  private func full() throws -> NetworkAdapterConfiguration {
    NetworkAdapterConfiguration(
      name: "LAN", switchName: "Net", dhcpGuard: .on, vlan: .privateIsolated(primary: 10, secondary: 200),
      allowedMACAddresses: [try #require(MACAddress("02-00-00-00-00-01"))], portMirroring: .source,
      bandwidth: .init(minimumWeight: 5, maximum: 1_000_000), stormLimit: 100,
      accessControl: [
        .init(action: .meter, direction: .inbound, remote: .anyIP),
        .init(
          action: .deny, direction: .outbound, local: .anyIP, remote: .anyIP, payloadProtocol: 17, remotePorts: 53...53,
          weight: 3, isExtended: true),
      ])
  }

  @Test func policiesReachTheSwitch() async throws {
    try await RunningMachines.with { place in
      let made = try await place.client.createSwitch(.init(name: "Net", type: .private))
      let wanted = try full()
      try await place.make("m", adapters: [wanted])
      let running = try await place.client.startMachine("m")
      #expect(try told(place, made.id) == [.init(name: "m/LAN", wanted)])
      #expect(try await place.client.status().switches[0].status.ports.map(\.vlan) == [wanted.vlan])

      let changed = try await place.change("m") {
        $0.adapters[0].vlan = .access(id: 5)
        $0.adapters[0].stormLimit = 0
        $0.adapters[0].portMirroring = .destination
        $0.adapters[0].accessControl.removeLast()
      }
      #expect(changed.status.processID == running.status.processID)
      #expect(try told(place, made.id) == [.init(name: "m/LAN", changed.configuration.adapters[0])])
      #expect(try await place.client.status().switches[0].status.ports.map(\.vlan) == [.access(id: 5)])
      let wrong = await place.refusal { try await place.change("m") { $0.adapters[0].bandwidth.minimumAbsolute = 8 } }
      #expect(wrong?.code == .invalidParameter)
      #expect(try await place.client.machine("m").configuration == changed.configuration)
    }
  }

  /// Private VLANs of two machines that contradict each other: the second one is refused, and the switch goes on as it was.
  @Test func contradictionsAreRefused() async throws {
    try await RunningMachines.with { place in
      let made = try await place.client.createSwitch(.init(name: "Net", type: .private))
      try await place.make(
        "a", adapters: [.init(switchName: "Net", vlan: .privateIsolated(primary: 10, secondary: 200))])
      // QEMU locks the disk of a machine that runs.
      let disk = place.disk + ".b"
      try FileManager.default.copyItem(atPath: place.disk, toPath: disk)
      _ = try await place.client.createMachine(
        MachineConfiguration(
          name: "b", boot: .disk(path: disk), memory: .init(startupBytes: 64 << 20),
          adapters: [.init(switchName: "Net", vlan: .privateIsolated(primary: 20, secondary: 200))]))
      _ = try await place.client.startMachine("a")
      let first = try told(place, made.id)
      let refusal = await place.refusal { _ = try await place.client.startMachine("b") }
      #expect(refusal?.code == .invalidParameter)
      #expect(refusal?.message.contains("secondary id 200 has the primary id 10") == true, "\(refusal?.message ?? "")")
      #expect(try told(place, made.id) == first)
      try await place.change("b") { $0.adapters[0].vlan = .privateCommunity(primary: 10, secondary: 201) }
      _ = try await place.client.startMachine("b")
      let other = await place.refusal {
        try await place.change("b") { $0.adapters[0].vlan = .privateCommunity(primary: 10, secondary: 200) }
      }
      #expect(other?.code == .invalidParameter)
      #expect(try told(place, made.id).map(\.vlan.description) == ["Isolated 200 of 10", "Community 201 of 10"])
      #expect(try await place.client.machine("b").configuration.adapters[0].vlan.description == "Community 201 of 10")
    }
  }
}
