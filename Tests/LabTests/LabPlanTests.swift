internal import FoundationEssentials
internal import HyperV
internal import Lab
internal import Testing

@Suite struct LabPlanTests {
  let world = FakeWorld()

  @Test func plansAnEmptyHost() async throws {
    let lab = try exampleLab()
    let plan = try await LabPlan(lab, on: world.host)
    #expect(
      plan.description == """
        lab nested
        + switch Lab (NAT 10.77.0.1/24, reaches the host's 127.0.0.1)
        + machine L1 (image host, 1 processor, 4 GiB, nested)
        to be created inside L1:
          + switch Bridge (External on Ethernet)
          + switch VmNAT (Internal 192.168.100.1/24)
          + nat LocalNAT (192.168.100.0/24)
          + machine bridged (image guest, 1 processor, 256 MiB)
          + machine natted (image guest, 1 processor, 256 MiB)
          ~ machine natted: address 192.168.100.2/24 by way of 192.168.100.1 on "Network Adapter"
        """)
    #expect(plan.refusals.isEmpty)
    #expect(await world.log.isEmpty)
  }

  @Test func hasNothingToDoAfterUp() async throws {
    let lab = try exampleLab()
    try await LabRunner.up(lab, on: world.host, timing: .quick)
    let plan = try await LabPlan(lab, on: world.host)
    #expect(plan.isEmpty)
    #expect(plan.description == "lab nested: nothing to do")
  }

  @Test func plansOnlyWhatDiffers() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    let changed = try exampleLab {
      $0.replacing("macSpoofing: on", with: "macSpoofing: off")
        .replacing(
          "      - { name: LocalNAT, prefix: 192.168.100.0/24 }",
          with: "      - { name: Other, prefix: 192.168.100.0/24 }"
        )
        .replacing("name: natted", with: "name: Fresh")
    }
    #expect(
      try await LabPlan(changed, on: world.host).description == """
        lab nested
        ~ machine L1: adapter "Network Adapter": macSpoofing on -> off
        inside L1:
          - machine natted
          - nat LocalNAT
          + nat Other (192.168.100.0/24)
          + machine Fresh (image guest, 1 processor, 256 MiB)
          ~ machine Fresh: address 192.168.100.2/24 by way of 192.168.100.1 on "Network Adapter"
        """)
  }

  @Test(arguments: [
    ("memory: 256 MiB", "memory: 384 MiB", "memory 256 MiB -> 384 MiB"),
    ("memory: 256 MiB", "memory: 128 MiB", "memory 256 MiB -> 128 MiB"),
  ])
  func changesWhatARunningMachineCanTake(_ old: String, _ new: String, _ text: String) async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    let changed = try exampleLab { $0.replacing(old, with: new) }
    let plan = try await LabPlan(changed, on: world.host)
    #expect(plan.refusals.isEmpty && plan.description.contains(": \(text)"), "\(plan.description)")
    try await LabRunner.up(changed, on: world.host, timing: .quick)
    #expect(try await LabPlan(changed, on: world.host).isEmpty)
  }

  @Test(arguments: [
    ("memory: 4 GiB", "memory: 2 GiB", "memory 4 GiB -> 2 GiB"),
    (
      "memory: 4 GiB", "memory: 4 GiB\n    dynamicMemory: { maximum: 8 GiB, priority: 60 }",
      "dynamicMemory off -> 512 MiB to 8 GiB, buffer 20 %, priority 60"
    ),
    ("processors: 1", "processors: 4", "processors 1 -> 4"),
    ("nested: true", "nested: false", "nested true -> false"),
  ])
  func refusesWhatARunningMachineCannotTake(_ old: String, _ new: String, _ text: String) async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    await world.clearLog()
    let changed = try exampleLab { $0.replacing(old, with: new) }
    let plan = try await LabPlan(changed, on: world.host)
    let refusal = try #require(plan.refusals.first)
    #expect(refusal.error.message == "Machine L1 is Running; this can be changed only while it is Off: \(text).")
    #expect(refusal.error.hint?.hasPrefix("droste stop L1, then droste up ") == true)
    #expect(plan.description.contains("! Machine L1 is Running"))
    let error = await #expect(throws: DrosteError.self) {
      try await LabRunner.up(changed, on: world.host, timing: .quick)
    }
    #expect(error?.code == .invalidState)
    #expect(await world.log.isEmpty)
  }

  @Test func changesAMachineThatIsOff() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    _ = try await world.host.turnOffMachine("L1")
    let changed = try exampleLab { $0.replacing("memory: 4 GiB", with: "memory: 3 GiB") }
    let plan = try await LabPlan(changed, on: world.host)
    #expect(plan.steps.prefix(2).map(\.description) == ["~ machine L1: memory 4 GiB -> 3 GiB", "> machine L1: start"])
    try await LabRunner.up(changed, on: world.host, timing: .quick)
    #expect(try await world.host.machine("L1").configuration.memory.startupBytes == 3 << 30)
    #expect(try await LabPlan(changed, on: world.host).isEmpty)
  }

  @Test func refusesAnInnerMachineByItsWholeName() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    let changed = try exampleLab {
      $0.replacing(
        "name: natted\n        image: guest\n        memory: 256 MiB",
        with: "name: natted\n        image: guest\n        memory: 256 MiB\n        processors: 2")
    }
    let refusal = try #require(try await LabPlan(changed, on: world.host).refusals.first)
    #expect(refusal.error.message.hasPrefix("Machine L1/natted is Running"))
    #expect(refusal.error.hint?.hasPrefix("droste stop L1/natted") == true)
  }

  @Test func neverLowersAVersion() async throws {
    try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    _ = try await world.host.turnOffMachine("L1")
    let changed = try exampleLab { $0.replacing("nested: true", with: "version: 9.3\n    nested: true") }
    let refusal = try #require(try await LabPlan(changed, on: world.host).refusals.first)
    #expect(refusal.error.message.contains("which is never lowered; the file asks for 9.3"))
  }

  @Test func leavesObjectsOfOthersAlone() async throws {
    _ = try await world.host.createSwitch(.init(name: "LAB", type: .private))
    _ = try await world.host.createMachine(.init(name: "l1", notes: "lab:other"))
    await world.clearLog()
    let messages = try await LabPlan(try exampleLab(), on: world.host).refusals.map(\.error.message)
    #expect(
      messages == [
        "A switch named \"Lab\" is on this host already and does not belong to a lab.",
        "A machine named \"L1\" is on this host already and belongs to lab \"other\".",
      ])
    let error = await #expect(throws: DrosteError.self) {
      try await LabRunner.up(try exampleLab(), on: world.host, timing: .quick)
    }
    #expect(error?.message.contains("switch named") == true && error?.message.contains("machine named") == true)
    #expect(await world.log.isEmpty)
  }
}

/// The nest of the examples folder, its text changed first.
func exampleLab(_ name: String = "nested", _ change: (String) -> String = { $0 }) throws -> Lab {
  let file = repository.appending(path: "examples/\(name).yaml")
  return try Lab(yaml: change(try String(contentsOf: file, encoding: .utf8)), file: "\(name).yaml")
}

extension LabTiming {
  /// Bounds for hosts that answer at once.
  static var quick: LabTiming {
    var timing = LabTiming()
    (timing.guest, timing.lease, timing.drops, timing.interval, timing.shutDown) = (1, 0.4, 0.05, 0.005, 0.05)
    return timing
  }
}
