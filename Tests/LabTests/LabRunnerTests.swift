internal import FoundationEssentials
internal import HyperV
internal import Lab
internal import Synchronization
internal import Testing

@Suite(.timeLimit(.minutes(1))) struct LabRunnerTests {
  let world = FakeWorld()

  /// In the example, from 1.
  private func line(of text: String) throws -> Int {
    let file = repository.appending(path: "examples/nested.yaml")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.contains(text) }) + 1
  }

  @Test func bringsTheNestUp() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    let log = await world.log
    #expect(log.prefix(3) == ["L0: create switch Lab", "L0: create L1", "L0: start L1"])
    #expect(log[3..<6] == ["l1: create switch Bridge", "l1: create switch VmNAT", "l1: create nat LocalNAT"])
    // The two machines come up side by side.
    #expect(
      log[6...].sorted() == [
        "l1: create bridged", "l1: create natted", "l1: set natted 192.168.100.2/24 192.168.100.1 10.77.0.3",
        "l1: start bridged", "l1: start natted",
      ])
    let status = try await world.host.status()
    #expect(status.machines[0].configuration.notes == "lab:nested")
    #expect(Lab.names(in: status) == ["nested"])
  }

  @Test func changesNothingTheSecondTime() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    await world.clearLog()
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    #expect(await world.log.isEmpty)
  }

  @Test func bringsThreeLevelsUpAndDown() async throws {
    try await LabRunner.up(try exampleLab("three-levels"), on: world.host, timing: .quick)
    let inner = try await world.host.inside("L1").inside("L2").status()
    #expect(inner.machines.map(\.configuration.name).sorted() == ["bridged", "natted"])
    #expect(inner.machines.allSatisfy { $0.status.state == .running })
    try await LabRunner.down(named: "three-levels", on: world.host, timing: .quick)
    #expect(await world.counts([]) == [0, 0, 0])
    #expect(await world.counts(["l1"]) == [0, 0, 0])
  }

  @Test func movesMachinesBeforeTheirSwitchGoes() async throws {
    func lab(_ name: String) throws -> Lab {
      try Lab(
        yaml: """
          name: l
          switches: [{name: \(name), type: Private}]
          machines: [{name: m, image: guest, adapters: [{switch: \(name)}]}]
          """, file: "l.yaml")
    }
    try await LabRunner.up(try lab("Old"), on: world.host, timing: .quick)
    await world.clearLog()
    try await LabRunner.up(try lab("New"), on: world.host, timing: .quick)
    #expect(await world.log == ["L0: create switch New", "L0: update m", "L0: remove switch Old"])
  }

  @Test func freesAPrefixBeforeAnotherTakesIt() async throws {
    func lab(_ name: String) throws -> Lab {
      try Lab(
        yaml: """
          name: l
          switches: [{name: \(name), type: NAT, address: 10.5.0.1/24}]
          machines: [{name: \(name), image: guest, adapters: [{switch: \(name)}]}]
          """, file: "l.yaml")
    }
    try await LabRunner.up(try lab("Old"), on: world.host, timing: .quick)
    await world.clearLog()
    try await LabRunner.up(try lab("New"), on: world.host, timing: .quick)
    #expect(
      await world.log == [
        "L0: shut down Old", "L0: remove Old", "L0: remove switch Old", "L0: create switch New", "L0: create New",
        "L0: start New",
      ])
  }

  @Test func saysWhoDroppedTheFrames() async throws {
    let lab = try exampleLab { $0.replacing("macSpoofing: on", with: "macSpoofing: off") }
    let error = try #require(
      await #expect(throws: DrosteError.self) { try await LabRunner.up(lab, on: world.host, timing: .quick) })
    let mac = try #require(
      try await world.host.inside("L1").machine("bridged").configuration.adapters[0].macAddress)
    #expect(error.message.contains("L1/bridged has no address on adapter \"Network Adapter\""))
    #expect(error.message.contains("switch \"Lab\" on this host dropped "))
    #expect(error.message.contains(" frames at port \"L1/Network Adapter\", the last from \(mac) (DHCP Discover)"))
    let line = try line(of: "macSpoofing")
    #expect(
      error.hint
        == "macSpoofing: on at machines[0].adapters[0] (nested.yaml line \(line)), then droste up nested.yaml; or at once: "
        + "Set-VMNetworkAdapter -VMName L1 -MacAddressSpoofing On")
    // The neighbour came up all the same.
    #expect(try await world.host.inside("L1").machine("natted").status.guest.addresses == ["192.168.100.2/24"])
    // Mended as the hint says, the same command ends well.
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
  }

  @Test func saysWhichOfThreeSwitchesDropped() async throws {
    let lab = try exampleLab("three-levels") {
      $0.replacing("macSpoofing: on # the frames", with: "macSpoofing: off # the frames")
    }
    let error = try #require(
      await #expect(throws: DrosteError.self) { try await LabRunner.up(lab, on: world.host, timing: .quick) })
    #expect(error.message.contains("L1/L2/bridged has no address"))
    #expect(error.message.contains("switch \"Bridge\" on host L1 dropped"))
    #expect(error.hint?.contains("at machines[0].machines[0].adapters[0]") == true)
    #expect(error.hint?.hasSuffix("Set-VMNetworkAdapter -ComputerName L1 -VMName L2 -MacAddressSpoofing On") == true)
  }

  @Test func pointsAtNestedWhenMachinesCannotStart() async throws {
    let lab = try exampleLab { $0.replacing("nested: true", with: "nested: false") }
    #expect(lab.warnings.count == 1)
    let error = try #require(
      await #expect(throws: DrosteError.self) { try await LabRunner.up(lab, on: world.host, timing: .quick) })
    #expect(error.message.contains("'bridged' failed to start."))
    #expect(error.message.contains("'natted' because one of the Hyper-V components is not running."))
    #expect(error.cause == "/dev/kvm is missing")
    let line = try line(of: "nested: true")
    #expect(
      error.hint?.hasPrefix(
        "set nested: true at machines[0].nested (nested.yaml line \(line)), which L1 needs") == true)
    #expect(error.hint?.contains("\n") == false)
  }

  @Test func tellsTheCountersWhenNobodyAnswers() async throws {
    let lab = try Lab(
      yaml: """
        name: l
        switches: [{name: Out, type: External, adapter: eth0}]
        machines: [{name: m, image: guest, adapters: [{switch: Out}]}]
        """, file: "l.yaml")
    let error = try #require(
      await #expect(throws: DrosteError.self) { try await LabRunner.up(lab, on: world.host, timing: .quick) })
    #expect(error.code == .timeout)
    #expect(error.message.hasPrefix("m has no address on adapter \"Network Adapter\""))
    #expect(error.cause == "switch \"Out\" on this host, port \"m/Network Adapter\": connected, 0 frames in, 0 out")
  }

  @Test func takesDownWhatIsThere() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    _ = try await world.host.createMachine(.init(name: "mine"))
    _ = try await world.host.createSwitch(.init(name: "mine too", type: .private))
    await world.clearLog()
    try await LabRunner.down(try exampleLab(), on: world.host, timing: .quick)
    #expect(await world.log == ["L0: shut down L1", "L0: remove L1", "L0: remove switch Lab"])
    #expect(await world.counts([]) == [1, 1, 0])
    // Nothing is left of it: nothing to do.
    await world.clearLog()
    try await LabRunner.down(try exampleLab(), on: world.host, timing: .quick)
    #expect(await world.log.isEmpty)
  }

  @Test func turnsOffWhatDoesNotShutDown() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    await world.setHanging(["L1"])
    await world.clearLog()
    try await LabRunner.down(named: "nested", on: world.host, timing: .quick)
    #expect(await world.log.first == "L0: turn off L1")
    #expect(await world.counts([]) == [0, 0, 0])
  }

  @Test func goesOnWhenSomethingCannotBeRemoved() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    _ = try await world.host.createMachine(.init(name: "mine", adapters: [.init(switchName: "Lab")]))
    let error = await #expect(throws: DrosteError.self) {
      try await LabRunner.down(named: "nested", on: world.host, timing: .quick)
    }
    #expect(error?.code == .invalidOperation)
    #expect(await world.counts([]) == [1, 1, 0])
  }

  @Test func reportsEachStep() async throws {
    let seen = Mutex<[LabProgress]>([])
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick) { event in
      seen.withLock { $0.append(event) }
    }
    let events = seen.withLock { $0 }
    func key(_ event: LabProgress) -> String { "\(event.node.joined(separator: "/")) \(event.step) \(event.object)" }
    let started = events.filter { $0.state == .started }.map(key)
    let done = events.filter { $0.state == .done }.map(key)
    #expect(started.sorted() == done.sorted())
    for key in ["L1 start ", "L1 guest ", "L1 switch Bridge", "L1 nat LocalNAT", "L1/natted address Network Adapter"] {
      #expect(started.contains(key), "\(key)")
    }
    #expect(!events.contains { $0.state == .failed })
  }
}
