internal import Ethernet
public import FoundationEssentials

extension MachineConfiguration {
  /// Memory that a machine may have: 32 MiB to 12 TiB (Hyper-V's limit for generation 2).
  public static let memoryRange: ClosedRange<UInt64> = (32 << 20)...(12 << 40)
  /// Processors that a machine may have (Hyper-V's limit for generation 2).
  public static let processorRange = 1...240
  /// Adapters that a machine may have (Hyper-V 2019: 64).
  public static let adapterLimit = 64

  /// Everything that is wrong with this configuration on a host with processors of `vendor`, each as
  /// `field: text`; empty when it may be used.
  public func problems(vendor: ProcessorVendor) -> [String] {
    var found: [String] = []
    if let problem = Names.problem(name) { found.append("name: \(problem)") }
    if !ConfigurationVersion.supported.contains(version) {
      let list = ConfigurationVersion.supported.map(\.description).joined(separator: ", ")
      found.append("version: \(version) is not supported by this host, which runs \(list)")
    }
    if !Self.processorRange.contains(processor.count) {
      found.append("processor.count: \(processor.count) is out of range, the range is 1 through 240")
    }
    found += memory.problems().map { "memory.\($0)" }
    if let problem = nestingProblem(vendor: vendor) {
      found.append("processor.exposeVirtualizationExtensions: \(problem)")
    }
    if adapters.count > Self.adapterLimit {
      found.append("adapters: \(adapters.count) adapters, a machine may have \(Self.adapterLimit)")
    }
    found += adapterProblems()
    found += comPortProblems()
    found += integrationServices.problems()
    if case .image(let image) = boot, image.isEmpty || image.contains("/") || image.hasPrefix(".") {
      found.append("boot.image: \"\(image)\" is not the name of an image")
    }
    if case .disk(let path) = boot, !path.hasPrefix("/") {
      found.append("boot.disk: \"\(path)\" is not an absolute path")
    }
    return found
  }

  private func adapterProblems() -> [String] {
    var found: [String] = []
    for (index, adapter) in adapters.enumerated() {
      if let problem = Names.problem(adapter.name) { found.append("adapters[\(index)].name: \(problem)") }
      if adapters[..<index].contains(where: { Names.same($0.name, adapter.name) }) {
        found.append("adapters[\(index)].name: there is another adapter \"\(adapter.name)\"")
      }
      found += adapter.policyProblems.map { "adapters[\(index)].\($0)" }
      for (place, address) in adapter.allowedMACAddresses.enumerated() {
        guard address != adapter.macAddress, adapters.contains(where: { $0.macAddress == address }) else { continue }
        found.append("adapters[\(index)].allowedMACAddresses[\(place)]: \(address) is another adapter's")
      }
      if let mac = adapter.macAddress {
        if mac.isMulticast || mac == .zero {
          found.append("adapters[\(index)].macAddress: \(mac) is not the address of one adapter")
        }
        if adapters[..<index].contains(where: { $0.macAddress == mac }) {
          found.append("adapters[\(index)].macAddress: \(mac) is another adapter's")
        }
      }
    }
    return found
  }

  /// Why this machine may not expose virtualization extensions: its version is too low for them.
  func nestingProblem(vendor: ProcessorVendor) -> String? {
    guard processor.exposeVirtualizationExtensions, version < vendor.minimumNestingVersion else { return nil }
    return "nested virtualization needs configuration version \(vendor.minimumNestingVersion) or higher on "
      + "\(vendor == .amd ? "AMD" : "Intel") processors, \"\(name)\" has \(version)"
  }

  /// What may not change from this configuration to `new` while the machine is not Off: the device that Hyper-V
  /// would name, and the property. Empty when all changes can be made to a running machine.
  public func changesThatNeedOff(to new: MachineConfiguration) -> [(device: String, property: String)] {
    var found: [(device: String, property: String)] = []
    if processor.exposeVirtualizationExtensions != new.processor.exposeVirtualizationExtensions {
      found.append(("Processor", "ExposeVirtualizationExtensions"))
    }
    if processor.count != new.processor.count { found.append(("Processor", "Count")) }
    found += memory.changesThatNeedOff(to: new.memory).map { ("Memory", $0) }
    if version != new.version { found.append(("Virtual machine", "Version")) }
    if boot != new.boot { found.append(("Hard Drive", "Path")) }
    // An adapter is its address and its place: it may get another name at any time.
    if adapters.map(\.macAddress) != new.adapters.map(\.macAddress) {
      found.append(("Network Adapter", "MacAddress"))
    }
    if secondComPortPath != new.secondComPortPath { found.append(("Serial Port", "Path")) }
    return found
  }

  /// Hyper-V's text for a change that needs the Off state, in its shape: summary, then the same with the machine's
  /// name and id (hyperv/nested.md section 5, hyperv/semantics.md section 2).
  public func modifyRefusal(
    id: UUID, changes: [(device: String, property: String)], state: MachineState
  ) -> DrosteError {
    let device = changes.first?.device ?? "Processor"
    let properties = changes.map { "\($0.device) \($0.property)" }.joined(separator: ", ")
    return DrosteError(
      .invalidState,
      """
      Failed to modify device '\(device)'.
      The operation cannot be performed while the virtual machine is in its current state.
      '\(name)' failed to modify device '\(device)'. (Virtual machine ID \(id.uuidString))
      """,
      cause: "\(properties) can be changed only while the machine is Off; it is \(state.rawValue).",
      hint: "droste stop \(name)")
  }
}

/// Hyper-V's texts around starting machines (hyperv/nested.md section 5, hyperv/semantics.md section 2).
public enum StartRefusal {
  /// The host that shall run the machine has no working hypervisor, and emulation is not wanted on it.
  public static func noHypervisor(name: String, id: UUID, cause: String, hint: String) -> DrosteError {
    let guid = id.uuidString
    return DrosteError(
      .unspecified,
      """
      '\(name)' failed to start.
      Failed to start the virtual machine '\(name)' because one of the Hyper-V components is not running.
      '\(name)' failed to start. (Virtual machine ID \(guid))
      The Virtual Machine Management Service failed to start the virtual machine '\(name)' because one of the \
      Hyper-V components is not running (Virtual machine ID \(guid)).
      """, cause: cause, hint: hint)
  }

  /// The machine shall expose extensions that its host does not have.
  public static func noNesting(name: String, cause: String) -> DrosteError {
    DrosteError(
      .notSupported,
      "The virtual machine could not be started because this platform does not support nested virtualization.",
      cause: cause, hint: "droste set \(name) --nested off")
  }

  /// The machine shall expose extensions on more processors than is safe on its host.
  public static func tooManyNestedProcessors(name: String, count: Int, limit: Int) -> DrosteError {
    DrosteError(
      .notSupported,
      """
      '\(name)' failed to start.
      It exposes virtualization extensions on \(count) processors; this host, whose own processor is emulated, can do \
      so on \(limit).
      """,
      cause: "Emulated hosts crash when two processors of a machine run machines inside it.",
      hint: "droste set \(name) --processors \(limit) (in a lab file: processors: \(limit))")
  }

  /// - Parameters:
  ///   - available: bytes that the host could still give.
  ///   - left: those of them that machines which run were not promised.
  public static func outOfMemory(name: String, id: UUID, bytes: UInt64, available: UInt64, left: UInt64) -> DrosteError
  {
    let guid = id.uuidString
    let megabytes = bytes >> 20
    return DrosteError(
      .outOfMemory,
      """
      '\(name)' failed to start.
      Not enough memory in the system to start the virtual machine \(name).
      Could not initialize memory: Not enough memory resources are available to complete this operation. (0x8007000E).
      '\(name)' failed to start. (Virtual machine ID \(guid))
      Not enough memory in the system to start the virtual machine \(name) with ram size \(megabytes) megabytes. \
      (Virtual machine ID \(guid))
      """,
      cause: "\(available >> 20) MiB are available on this host"
        + (left < available ? "; machines that run have yet to use \((available - left) >> 20) MiB of them." : "."),
      hint: "droste set \(name) --memory \(max(32, left >> 21))MiB, or turn another machine off")
  }
}

extension DrosteError {
  /// Hyper-V's sentence for a machine that is not there, with the names that are near.
  public static func machineNotFound(_ name: String, existing: [String]) -> DrosteError {
    DrosteError(
      .objectNotFound, "Hyper-V was unable to find a virtual machine with name \"\(name)\".",
      hint: existing.isEmpty ? "droste list" : "the machines here are: \(existing.joined(separator: ", "))")
  }

  /// Hyper-V's sentence for a switch that is not there, with the names that are.
  public static func switchNotFound(_ name: String, existing: [String]) -> DrosteError {
    DrosteError(
      .objectNotFound, "Hyper-V was unable to find a virtual switch with name \"\(name)\".",
      hint: existing.isEmpty
        ? "droste switch create \(name) --type NAT" : "the switches here are: \(existing.joined(separator: ", "))")
  }
}

extension MachineResource {
  /// What is known to go wrong with the way in which the machine runs, and what mends it; nil when nothing is.
  ///
  /// An emulated host with two processors crashes now and then when it runs machines (QEMU 7.2, Linux 6.1: 5 of 12 starts
  /// of a nest on a busy computer, none of 9 with one processor): an interrupt from the other processor reaches the
  /// hypervisor inside where it has turned interrupts off.
  public var caution: String? {
    let processor = configuration.processor
    guard status.engine == .tcg, processor.exposeVirtualizationExtensions, processor.count > 1 else { return nil }
    return "An emulated machine that runs machines may crash with \(processor.count) processors; one is safe: "
      + "droste set \(configuration.name) --processors 1, while it is Off (in a lab file: processors: 1)"
  }
}
