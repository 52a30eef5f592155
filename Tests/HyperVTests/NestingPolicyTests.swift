import HyperV
import Testing

/// Which machines may expose extensions, and what nesting requires.
struct NestingPolicyTests {
  @Test(
    arguments: [
      (NestingPolicy(), nil, nil),
      (NestingPolicy(mode: .forbidden), nil, "Set-VMHost -NestedVirtualizationPolicy Allowed"),
      (NestingPolicy(mode: .named, machines: ["l1"]), nil, nil),
      (
        NestingPolicy(mode: .named, machines: ["X"]), nil, "Set-VMHost -NestedVirtualizationMachine X, L1"
      ), (NestingPolicy(depth: 1), nil, nil),
      (NestingPolicy(depth: 0), nil, "Set-VMHost -NestedVirtualizationDepth 1"), (NestingPolicy(), 1, nil),
      (NestingPolicy(), 0, "Set-VMHost -NestedVirtualizationDepth, on the outer host"),
    ] as [(NestingPolicy, Int?, String?)])
  func require(_ policy: NestingPolicy, _ inherited: Int?, _ command: String?) throws {
    guard let command else { return try policy.require("L1", inherited: inherited) }
    let error = #expect(throws: DrosteError.self) { try policy.require("L1", inherited: inherited) }
    #expect(error?.code == .accessDenied)
    #expect(error?.hint?.hasPrefix(command) == true)
    #expect(error?.cause?.contains("NestedVirtualization") == true)
  }

  @Test(arguments: [(nil, nil, nil), (2, nil, 1), (nil, 1, 0), (3, 1, 0), (0, nil, 0)] as [(Int?, Int?, Int?)])
  func remainingDepth(_ own: Int?, _ inherited: Int?, _ left: Int?) {
    #expect(NestingPolicy(depth: own).remainingDepth(inherited: inherited) == left)
  }

  private static func facts(_ change: (inout NestedFacts) -> Void = { _ in }) -> NestedFacts {
    var facts = NestedFacts(
      configuration: MachineConfiguration(
        name: "L1", processor: .init(count: 2, exposeVirtualizationExtensions: true),
        memory: .init(startupBytes: 4 << 30)),
      vendor: .intel, engine: .kvm, nestingSupported: true, nestingReason: "off here", kernel: "6.1.0",
      nestedPaging: true,
      guestKernel: "6.1.0", guestExtensions: ExtensionVerification(asked: true, found: "vmx", kvmRuns: true),
      otherHypervisors: [])
    change(&facts)
    return facts
  }

  @Test func allAreMet() {
    let all = NestedRequirement.all(Self.facts())
    #expect(all.map(\.name) == NestedRequirement.Name.allCases)
    #expect(all.allSatisfy { $0.isMet == true && $0.mend == nil })
  }

  private static let missed: [(NestedRequirement.Name, @Sendable (inout NestedFacts) -> Void)] = [
    (.configurationVersion, { ($0.vendor, $0.configuration.version) = (.amd, .init(9, 2)) }),
    (.hostVersion, { $0.kernel = "4.19.3" }), (.guestVersion, { $0.guestKernel = "3.10.0-1160.el7" }),
    (.nestedPaging, { $0.nestedPaging = false }), (.nestedPaging, { $0.nestingSupported = false }),
    (.otherHypervisors, { $0.otherHypervisors = ["vboxdrv"] }),
    (.memory, { $0.configuration.memory.startupBytes = (4 << 30) - (1 << 20) }),
    (.dynamicMemory, { $0.isMemoryDynamic = true }), (.processors, { $0.configuration.processor.count = 1 }),
    (.extensionsExposed, { $0.configuration.processor.exposeVirtualizationExtensions = false }),
    (.extensionsEffective, { $0.guestExtensions = ExtensionVerification(asked: true, found: nil, kvmRuns: nil) }),
    (.extensionsEffective, { $0.guestExtensions = ExtensionVerification(asked: true, found: "vmx", kvmRuns: false) }),
  ]

  @Test(arguments: missed.indices) func oneIsMissed(_ index: Int) {
    let (name, change) = Self.missed[index]
    let missed = NestedRequirement.all(Self.facts(change)).filter { $0.isMet != true }
    #expect(missed.map(\.name) == [name])
    #expect(missed.allSatisfy { $0.isMet == false && $0.mend?.isEmpty == false && !$0.reason.isEmpty })
  }

  @Test func whatAGuestHasNotToldIsNotKnown() {
    let all = NestedRequirement.all(
      Self.facts { ($0.guestKernel, $0.guestExtensions, $0.otherHypervisors) = (nil, nil, nil) })
    #expect(all.filter { $0.isMet == nil }.map(\.name) == [.guestVersion, .otherHypervisors, .extensionsEffective])
    #expect(NestedRequirement.missedAtStart(Self.facts { $0.otherHypervisors = ["x"] }).isEmpty)
  }

  @Test func anEmulatedMachineIsRightWithOneProcessor() {
    let found = NestedRequirement.missedAtStart(
      Self.facts { ($0.engine, $0.vendor, $0.nestedPaging, $0.configuration.processor.count) = (.tcg, .amd, nil, 1) })
    #expect(found.isEmpty)
  }

  @Test func nothingIsAskedWithoutExtensions() {
    let found = NestedRequirement.missedAtStart(
      Self.facts {
        $0.configuration.processor.exposeVirtualizationExtensions = false
        $0.configuration.memory.startupBytes = 1 << 30
      })
    #expect(found.isEmpty)
  }
}
