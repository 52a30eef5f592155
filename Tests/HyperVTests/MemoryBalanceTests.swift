import FoundationEssentials
import HyperV
import Testing

/// Who gets how much of a host's memory. Amounts in MiB.
@Suite struct MemoryBalanceTests {
  struct Machine: Sendable {
    var assigned: UInt64
    var demand: UInt64
    var minimum: UInt64 = 256
    var maximum: UInt64 = 4096
    var buffer = 20
    var priority = 50
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var spare: Int64
    var machines: [Machine]
    var expected: [UInt64]

    init(_ name: String, spare: Int64 = 10000, _ machines: [Machine], _ expected: [UInt64]) {
      (testDescription, self.spare, self.machines, self.expected) = (name, spare, machines, expected)
    }
  }

  static func shares(_ machines: [Machine]) -> [MemoryShare] {
    machines.enumerated().map { index, machine in
      MemoryShare(
        id: UUID(uuidString: "00000000-0000-4000-8000-00000000000\(index)") ?? UUID(), assigned: machine.assigned << 20,
        demand: machine.demand << 20, minimum: machine.minimum << 20, maximum: machine.maximum << 20,
        buffer: machine.buffer, priority: machine.priority)
    }
  }

  @Test(arguments: [
    Row("nobody", [], []),
    Row("has what it needs", [.init(assigned: 512, demand: 427)], [512]),
    Row("needs more: the demand and a fifth", [.init(assigned: 512, demand: 470)], [564]),
    Row("has next to nothing left: twice its buffer", [.init(assigned: 512, demand: 500)], [700]),
    Row("has more than it needs", [.init(assigned: 1024, demand: 500)], [600]),
    Row("too little to move down", [.init(assigned: 512, demand: 415)], [512]),
    Row("a quarter of its buffer may be missing", [.init(assigned: 1000, demand: 850)], [1000]),
    Row("and no more", [.init(assigned: 1000, demand: 880)], [1056]),
    Row("not below its minimum", [.init(assigned: 512, demand: 10)], [256]),
    Row("not above its maximum", [.init(assigned: 3500, demand: 3500)], [4096]),
    Row("a minimum that it does not have", [.init(assigned: 254, demand: 10)], [256]),
    Row("a maximum below what it has", [.init(assigned: 1024, demand: 900, maximum: 1000)], [1000]),
    Row("a buffer of its own", [.init(assigned: 512, demand: 400, buffer: 100)], [800]),
    Row("the host has nothing", spare: 0, [.init(assigned: 512, demand: 500)], [512]),
    Row("the host has a part", spare: 50, [.init(assigned: 512, demand: 500)], [562]),
    Row(
      "equals share by what they lack", spare: 60,
      [.init(assigned: 1000, demand: 1000), .init(assigned: 500, demand: 500)], [1040, 520]),
    Row(
      "the higher priority first", spare: 250,
      [.init(assigned: 1000, demand: 1000, priority: 10), .init(assigned: 500, demand: 500, priority: 90)], [1050, 700]
    ),
    Row(
      "what comes back is not there yet", spare: 0,
      [.init(assigned: 1000, demand: 500), .init(assigned: 500, demand: 500)], [600, 500]),
    Row(
      "a lower priority gives its buffer", spare: 0,
      // 500 and an eighth of the fifth, in steps of 2 MiB.
      [.init(assigned: 600, demand: 500, priority: 10), .init(assigned: 500, demand: 500, priority: 90)], [514, 500]),
    Row(
      "an equal one keeps it", spare: 0, [.init(assigned: 600, demand: 500), .init(assigned: 500, demand: 500)],
      [600, 500]),
    Row("the host takes back", spare: -40, [.init(assigned: 600, demand: 500)], [560]),
    Row(
      "from the lowest first", spare: -100,
      [.init(assigned: 600, demand: 500, priority: 60), .init(assigned: 600, demand: 500, priority: 40)], [586, 514]),
    Row("never what is needed", spare: -5000, [.init(assigned: 600, demand: 500)], [514]),
    Row(
      "what is on its way back counts", spare: -100,
      [.init(assigned: 1000, demand: 500), .init(assigned: 600, demand: 500)], [600, 600]),
    Row(
      "no overflow", [.init(assigned: 1 << 30, demand: 1 << 43, maximum: 1 << 43, buffer: 2000)], [10000 + (1 << 30)]),
  ])
  func divides(_ row: Row) {
    let shares = Self.shares(row.machines)
    let targets = MemoryBalance.targets(shares, spare: row.spare << 20)
    #expect(shares.map { (targets[$0.id] ?? 0) >> 20 } == row.expected)
  }

  /// Of 600 MiB with a need of 500 all but an eighth of the fifth, in steps of 2 MiB; nothing of what is needed.
  @Test func whatCanBeTakenBack() {
    let shares = Self.shares([.init(assigned: 600, demand: 500), .init(assigned: 500, demand: 500)])
    #expect(MemoryBalance.reclaimable(shares) >> 20 == 86)
    #expect(MemoryBalance.reclaimable([]) == 0)
  }

  /// Machines that take and give at once come to rest at what they want, in a few rounds, and stay there.
  struct Rest: Sendable {
    var demands: [UInt64]
    var spare: Int64
  }

  @Test(arguments: [
    Rest(demands: [300, 1400, 700], spare: 4000), Rest(demands: [300, 300, 300], spare: 200),
    Rest(demands: [2000, 2000, 2000], spare: 1000), Rest(demands: [100, 3000, 100], spare: 2600),
  ])
  func comesToRest(_ row: Rest) {
    var machines = row.demands.map { Machine(assigned: 1024, demand: $0) }
    let all = Int64(machines.reduce(0) { $0 + $1.assigned }) + row.spare
    var lastMoved = -1
    for round in 0..<30 {
      let has = machines.reduce(0) { $0 + $1.assigned }
      let shares = Self.shares(machines)
      let targets = MemoryBalance.targets(shares, spare: (all - Int64(has)) << 20)
      for index in machines.indices {
        let target = (targets[shares[index].id] ?? 0) >> 20
        if target != machines[index].assigned { lastMoved = round }
        machines[index].assigned = target
        #expect(target >= 256 && target <= 4096)
      }
      #expect(Int64(machines.reduce(0) { $0 + $1.assigned }) <= all)
    }
    #expect(lastMoved < 10)
    for machine in machines where machine.assigned > machine.demand * 2 { #expect(machine.assigned == 256) }
  }
}

/// What a guest needs, by what it tells.
@Suite struct MemoryGaugeTests {
  struct Step: Sendable {
    var assigned: UInt64
    var total: UInt64
    var available: UInt64
    var update: Int64
    var demand: UInt64?

    init(_ assigned: UInt64, _ total: UInt64, _ available: UInt64, _ update: Int64, _ demand: UInt64?) {
      (self.assigned, self.total, self.available, self.update, self.demand) = (
        assigned, total, available, update, demand
      )
    }
  }

  struct Story: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var steps: [Step]

    init(_ name: String, _ steps: Step...) { (testDescription, self.steps) = (name, steps) }
  }

  /// What the machine has, what its guest tells, the second of it; then the demand, all in MiB.
  @Test(arguments: [
    Story("the guest has told nothing", Step(512, 0, 0, 0, nil)),
    Story(
      "100 MiB in use, 112 that the kernel keeps", Step(512, 400, 300, 1, 212), Step(512, 400, 300, 2, 212)),
    Story(
      "memory is given: the report before it and the one after it tell the same need", Step(512, 400, 300, 1, 212),
      Step(1024, 400, 300, 2, 212), Step(1024, 912, 812, 3, 212)),
    Story(
      "what the kernel takes of it for itself is seen", Step(512, 400, 300, 1, 212), Step(1024, 904, 804, 2, 212),
      Step(1024, 904, 803, 3, 230)),
    Story(
      "a fall is followed by two fifths of it in a second, and not by asking twice", Step(512, 400, 100, 1, 412),
      Step(512, 400, 300, 2, 332), Step(512, 400, 300, 2, 332), Step(512, 400, 300, 3, 284)),
    Story("a rise is followed at once, and seen ahead", Step(512, 400, 300, 1, 212), Step(512, 400, 250, 2, 312)),
    Story(
      "and half as far when it pauses", Step(512, 400, 300, 1, 212), Step(512, 400, 200, 2, 412),
      Step(512, 400, 200, 3, 392)),
    Story("more is available than there is", Step(512, 400, 500, 1, nil)),
    Story("what no machine has", Step(512, 400, 300, 1, 212), Step(512, 1 << 40, 1, 2, 212)),
    Story(
      "never more than the machine has, and what it grows by", Step(512, 600, 0, 1, 512), Step(512, 600, 0, 2, 512),
      Step(256, 400, 0, 3, 410)),
  ])
  func tells(_ story: Story) {
    var gauge = MemoryGauge()
    for step in story.steps {
      let report = GuestMemoryReport(total: step.total << 20, available: step.available << 20, update: step.update)
      let demand = gauge.demand(report, assigned: step.assigned << 20, time: Double(step.update))
      #expect(demand.map { ($0 + (1 << 19)) >> 20 } == step.demand, "\(step)")
    }
  }

  /// All of a fall is seen in time.
  @Test func aFallEnds() {
    var gauge = MemoryGauge()
    _ = gauge.demand(.init(total: 900 << 20, available: 100 << 20, update: 1), assigned: 1 << 30, time: 0)
    var demand: UInt64?
    for look in 1...20 {
      let report = GuestMemoryReport(total: 900 << 20, available: 800 << 20, update: 2)
      demand = gauge.demand(report, assigned: 1 << 30, time: Double(look) / 2)
    }
    #expect(demand.map { $0 >> 20 } ?? 0 <= 224 + 5)
  }

  /// A guest that lies in every way, at all times.
  @Test func liesHaveNoEffectBeyondTheMachine() {
    var gauge = MemoryGauge()
    var numbers = SystemRandomNumberGenerator()
    for look in 0..<2000 {
      let report = GuestMemoryReport(
        total: numbers.next() >> UInt64.random(in: 0...63), available: numbers.next() >> UInt64.random(in: 0...63),
        update: Int64(bitPattern: numbers.next()))
      let assigned = UInt64.random(in: 1...(1 << 34))
      let demand = gauge.demand(report, assigned: assigned, time: Double(look) * Double.random(in: 0...1))
      #expect(demand ?? 0 <= 2 << 34)
    }
  }

  @Test(arguments: [
    (600, 500, MemoryStatus.ok), (551, 500, .ok), (549, 500, .low), (513, 500, .low), (511, 500, .warning),
    (500, 500, .warning), (400, 500, .warning), (4096, 500, .ok),
  ])
  func status(_ assigned: UInt64, _ demand: UInt64, _ expected: MemoryStatus) {
    #expect(MemoryStatus(assigned: assigned << 20, demand: demand << 20, buffer: 20) == expected)
  }
}
