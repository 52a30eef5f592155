internal import Ethernet
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

  private func policyLab(_ policies: String) throws -> Lab {
    try Lab(
      yaml:
        "name: l\nswitches: [{name: Net, type: Private}]\nmachines: [{name: m, image: guest, adapters: [{switch: Net\(policies)}]}]",
      file: "l.yaml")
  }

  /// A policy that the file speaks of becomes what it says, also `none` of it; others stay.
  @Test func policiesThatAreSpokenOfChange() async throws {
    try await LabRunner.up(try policyLab(""), on: world.host, timing: .quick)
    var machine = try await world.host.machine("m").configuration
    machine.adapters[0].portMirroring = .source
    machine.adapters[0].stormLimit = 7
    machine.adapters[0].bandwidth.maximum = 1_000_000
    machine.adapters[0].accessControl = [.init(action: .deny, direction: .inbound)]
    machine.adapters[0].allowedMACAddresses = [.init("00-15-5D-01-00-01")!]
    _ = try await world.host.updateMachine("m", machine)
    try await LabRunner.up(
      try policyLab(", portMirroring: None, stormLimit: 9, vlan: {isolated: 200, primary: 10}, accessControl: []"),
      on: world.host, timing: .quick)
    machine.adapters[0].portMirroring = .none
    machine.adapters[0].stormLimit = 9
    machine.adapters[0].vlan = .privateIsolated(primary: 10, secondary: 200)
    machine.adapters[0].accessControl = []
    #expect(try await world.host.machine("m").configuration == machine)
    // Spoofing On needs no list.
    try await LabRunner.up(try policyLab(", macSpoofing: on"), on: world.host, timing: .quick)
    machine.adapters[0].macAddressSpoofing = .on
    machine.adapters[0].allowedMACAddresses = []
    #expect(try await world.host.machine("m").configuration == machine)
  }

  @Test func thePlanNamesPolicies() async throws {
    try await LabRunner.up(try policyLab(""), on: world.host, timing: .quick)
    let lab = try policyLab(
      ", dhcpGuard: on, bandwidth: {maximum: 10 Mbit/s}, accessControl: [{action: Deny, direction: Inbound}]")
    let plan = try await LabPlan(lab, on: world.host)
    let details = plan.steps.map(\.description).joined(separator: "\n")
    for text in [
      "dhcpGuard off -> on", "bandwidth unlimited -> at most 10 Mbit/s",
      "accessControl none -> Deny Inbound local Any remote Any",
    ] {
      #expect(details.contains(text), "\(details)")
    }
  }
}
