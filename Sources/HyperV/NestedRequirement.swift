/// What Hyper-V's documentation asks of a machine that runs machines, and whether it is so (hyperv/nested.md section 1).
public struct NestedRequirement: Codable, Hashable, Sendable {
  /// Which one. The spelling is part of the interface.
  public enum Name: String, Codable, Sendable, CaseIterable {
    case configurationVersion = "ConfigurationVersion"
    case hostVersion = "HostVersion"
    case guestVersion = "GuestVersion"
    case nestedPaging = "NestedPaging"
    case otherHypervisors = "OtherHypervisors"
    case memory = "Memory"
    case dynamicMemory = "DynamicMemory"
    case processors = "Processors"
    case extensionsExposed = "ExtensionsExposed"
    case extensionsEffective = "ExtensionsEffective"
  }

  public var name: Name
  /// What is asked.
  public var required: String
  /// What was found.
  public var measured: String
  /// Nil where it cannot be told: the machine is Off, or its guest does not answer.
  public var isMet: Bool?
  /// Why it is asked.
  public var reason: String
  /// The command that mends it; nil where nothing is to be mended.
  public var mend: String?
}

/// What the requirements are told from.
public struct NestedFacts: Hashable, Sendable {
  public var configuration: MachineConfiguration
  public var isMemoryDynamic: Bool
  public var vendor: ProcessorVendor
  public var engine: Engine
  /// Whether machines of the host can be given extensions, and why not.
  public var nestingSupported: Bool
  public var nestingReason: String
  /// The host kernel's release; KVM has nested virtualization on by itself since 4.20.
  public var kernel: String
  /// EPT or NPT of the host's KVM; nil where there is none, as under emulation, which has it always.
  public var nestedPaging: Bool?
  /// The processor itself is emulated: two processors of a machine that runs machines crash.
  public var isEmulated: Bool
  /// Of the guest, by its agent; nil where it has not told.
  public var guestKernel: String?
  public var guestExtensions: ExtensionVerification?
  public var otherHypervisors: [String]?

  public init(
    configuration: MachineConfiguration, vendor: ProcessorVendor, engine: Engine,
    nestingSupported: Bool, nestingReason: String, kernel: String, nestedPaging: Bool? = nil, isEmulated: Bool = false,
    guestKernel: String? = nil, guestExtensions: ExtensionVerification? = nil, otherHypervisors: [String]? = nil
  ) {
    self.configuration = configuration
    isMemoryDynamic = configuration.memory.dynamicMemoryEnabled
    self.vendor = vendor
    self.engine = engine
    self.nestingSupported = nestingSupported
    self.nestingReason = nestingReason
    self.kernel = kernel
    self.nestedPaging = nestedPaging
    self.isEmulated = isEmulated
    self.guestKernel = guestKernel
    self.guestExtensions = guestExtensions
    self.otherHypervisors = otherHypervisors
  }
}

extension NestedRequirement {
  /// Memory that a machine which runs machines should have.
  public static let leastMemory: UInt64 = 4 << 30

  /// Every requirement, in the order of the documentation.
  public static func all(_ facts: NestedFacts) -> [NestedRequirement] {
    let name = facts.configuration.name
    return [version(facts, name), hostVersion(facts), guestVersion(facts), paging(facts), others(facts, name)]
      + memory(facts, name) + [processors(facts, name)] + extensions(facts, name)
  }

  /// Those that a start is to warn of: what is known to be missed before the guest runs. Empty for a machine that does not
  /// expose extensions.
  public static func missedAtStart(_ facts: NestedFacts) -> [NestedRequirement] {
    guard facts.configuration.processor.exposeVirtualizationExtensions else { return [] }
    return all(facts).filter { $0.isMet == false && $0.isKnownAtStart }
  }

  /// Whether it is about what is so before the guest runs.
  public var isKnownAtStart: Bool {
    switch name {
    case .guestVersion, .otherHypervisors, .extensionsEffective: false
    default: true
    }
  }

  /// One sentence for a warning: what is asked, what is, and what mends it.
  public func warning(machine: String) -> String {
    "The virtual machine \"\(machine)\" exposes virtualization extensions and misses a requirement of nested "
      + "virtualization: \(required); found: \(measured)." + (mend.map { " Mend it: \($0)" } ?? "")
  }

  private static func version(_ facts: NestedFacts, _ name: String) -> NestedRequirement {
    let least = facts.vendor.minimumNestingVersion
    let isMet = facts.configuration.version >= least
    return NestedRequirement(
      name: .configurationVersion, required: "configuration version \(least) or higher",
      measured: facts.configuration.version.description, isMet: isMet,
      reason: "Extensions cannot be exposed by machines of lower versions on \(facts.vendor.rawValue) processors.",
      mend: isMet ? nil : "Update-VMVersion -Name \(name)")
  }

  /// A release's first two numbers.
  private static func number(_ release: String) -> (Int, Int)? {
    let parts = release.split { !$0.isNumber }.prefix(2).compactMap { $0.utf8.count <= 6 ? Int($0) : nil }
    return parts.count == 2 ? (parts[0], parts[1]) : nil
  }

  private static func hostVersion(_ facts: NestedFacts) -> NestedRequirement {
    let isMet = facts.engine == .tcg ? true : number(facts.kernel).map { $0 >= (4, 20) }
    return NestedRequirement(
      name: .hostVersion, required: "a host with Linux 4.20 or later, or one that emulates", measured: facts.kernel,
      isMet: isMet, reason: "KVM has nested virtualization on by itself since then.",
      mend: isMet == false ? "Install a later kernel on the host" : nil)
  }

  private static func guestVersion(_ facts: NestedFacts) -> NestedRequirement {
    let isMet = facts.guestKernel.flatMap(number).map { $0 >= (4, 20) }
    return NestedRequirement(
      name: .guestVersion, required: "a guest with Linux 4.20 or later",
      measured: facts.guestKernel ?? "the guest has not told", isMet: isMet,
      reason: "Its KVM runs the inner machines.", mend: isMet == false ? "Install a later kernel in the guest" : nil)
  }

  private static func paging(_ facts: NestedFacts) -> NestedRequirement {
    let paging = facts.vendor == .intel ? "EPT" : "NPT"
    let module = facts.vendor == .intel ? "kvm_intel" : "kvm_amd"
    let hasPaging = facts.engine == .tcg ? true : facts.nestedPaging
    let isMet = facts.nestingSupported ? hasPaging : false
    return NestedRequirement(
      name: .nestedPaging,
      required: "a processor with \(facts.vendor.virtualizationFlag) and \(paging), offered to machines",
      measured: facts.nestingSupported
        ? "\(facts.vendor.rawValue), "
          + (facts.engine == .tcg
            ? "emulated, with \(paging)" : hasPaging.map { "\(paging) \($0 ? "on" : "off")" } ?? "\(paging) not known")
        : facts.nestingReason,
      isMet: isMet, reason: "Without nested paging inner machines are many times slower, and Hyper-V does not start.",
      mend: isMet == false
        ? "modprobe -r \(module) && modprobe \(module) nested=1 \(paging.lowercased())=1, on the host" : nil)
  }

  private static func others(_ facts: NestedFacts, _ name: String) -> NestedRequirement {
    let found = facts.otherHypervisors
    return NestedRequirement(
      name: .otherHypervisors, required: "no other hypervisor in the guest",
      measured: found.map { $0.isEmpty ? "none" : $0.joined(separator: " ") } ?? "the guest has not told",
      isMet: found.map(\.isEmpty), reason: "One hypervisor at a time can use the extensions.",
      mend: found.flatMap {
        $0.isEmpty ? nil : "droste exec \(name) -- modprobe -r \($0.joined(separator: " "))"
      })
  }

  private static func memory(_ facts: NestedFacts, _ name: String) -> [NestedRequirement] {
    let bytes = facts.configuration.memory.startupBytes
    let isEnough = bytes >= leastMemory
    return [
      NestedRequirement(
        name: .memory, required: "4096 MB of memory or more", measured: "\(bytes >> 20) MB", isMet: isEnough,
        reason: "With less, Hyper-V in a machine may not be able to start machines.",
        mend: isEnough ? nil : "Set-VMMemory -VMName \(name) -StartupBytes 4GB"),
      NestedRequirement(
        name: .dynamicMemory, required: "dynamic memory off", measured: facts.isMemoryDynamic ? "on" : "off",
        isMet: !facts.isMemoryDynamic,
        reason: "While a hypervisor runs in a machine, the amount of its memory does not change.",
        mend: facts.isMemoryDynamic ? "Set-VMMemory -VMName \(name) -DynamicMemoryEnabled $false" : nil),
    ]
  }

  private static func processors(_ facts: NestedFacts, _ name: String) -> NestedRequirement {
    let count = facts.configuration.processor.count
    // Emulated machines that run machines are safe with one processor only.
    let isOneRight = facts.engine == .tcg || facts.isEmulated
    let isMet = isOneRight || count >= 2
    return NestedRequirement(
      name: .processors,
      required: isOneRight ? "2 processors or more; 1 where the processor is emulated" : "2 processors or more",
      measured: "\(count)", isMet: isMet, reason: "Hosts of containers and of Hyper-V's machines need two.",
      mend: isMet ? nil : "Set-VMProcessor -VMName \(name) -Count 2")
  }

  private static func extensions(_ facts: NestedFacts, _ name: String) -> [NestedRequirement] {
    let isExposed = facts.configuration.processor.exposeVirtualizationExtensions
    let seen = facts.guestExtensions
    let isEffective = seen.map { $0.found != nil && $0.kvmRuns == true }
    return [
      NestedRequirement(
        name: .extensionsExposed, required: "ExposeVirtualizationExtensions on", measured: isExposed ? "on" : "off",
        isMet: isExposed, reason: "Without it the guest's processor has no vmx or svm.",
        mend: isExposed ? nil : "Set-VMProcessor -VMName \(name) -ExposeVirtualizationExtensions $true"),
      NestedRequirement(
        name: .extensionsEffective, required: "the guest sees the extensions, and its KVM runs guests",
        measured: seen.map { seen in
          (seen.found ?? "no extensions") + ", "
            + (seen.kvmRuns.map { $0 ? "KVM runs guests" : "KVM does not run guests" } ?? "no /dev/kvm")
        } ?? "the guest has not told", isMet: isEffective,
        reason: "What is configured takes effect at a start, and the guest's kernel must support it.",
        mend: isEffective == false ? "droste doctor \(name)" : nil),
    ]
  }
}

extension StartRefusal {
  /// The machine misses documented requirements, and the host enforces them.
  public static func requirementsMissed(name: String, _ missed: [NestedRequirement]) -> DrosteError {
    DrosteError(
      .notSupported,
      (["'\(name)' failed to start.", "It misses requirements of nested virtualization, which this host enforces:"]
        + missed.map { "\($0.required); found: \($0.measured)" }).joined(separator: "\n"),
      cause: "EnforceNestedRequirements is True on this host.",
      hint: missed.compactMap(\.mend).first ?? "Set-VMHost -EnforceNestedRequirements $false")
  }
}
