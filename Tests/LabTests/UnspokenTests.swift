internal import HyperV
internal import Lab
internal import Testing

/// What a lab file does not speak of stays as somebody set it.
@Suite(.timeLimit(.minutes(1))) struct UnspokenTests {
  let world = FakeWorld()

  private func lab(mtu: Int, spoofing: String) throws -> Lab {
    try Lab(
      yaml: """
        name: l
        switches: [{name: Net, type: Internal, mtu: \(mtu)}]
        machines: [{name: m, image: guest, adapters: [{switch: Net, macSpoofing: \(spoofing)}]}]
        """, file: "l.yaml")
  }

  @Test func isKeptByAChange() async throws {
    try await LabRunner.up(try lab(mtu: 1500, spoofing: "off"), on: world.host, timing: .quick)
    var machine = try await world.host.machine("m").configuration
    machine.adapters[0].vlan = .access(id: 5)
    machine.adapters[0].dhcpGuard = .on
    machine.adapters[0].routerGuard = .on
    machine.comPorts[1].path = "/run/com2"
    machine.integrationServices[.guestServiceInterface] = true
    _ = try await world.host.updateMachine("m", machine)
    var network = try #require(try await world.host.status().switches.first).configuration
    network.hostAdapterVLAN = .access(id: 9)
    _ = try await world.host.updateSwitch("Net", network)

    try await LabRunner.up(try lab(mtu: 1400, spoofing: "on"), on: world.host, timing: .quick)
    let status = try await world.host.status()
    machine.adapters[0].macAddressSpoofing = .on
    #expect(status.machines.map(\.configuration) == [machine])
    network.mtu = 1400
    #expect(status.switches.map(\.configuration) == [network])
  }
}
