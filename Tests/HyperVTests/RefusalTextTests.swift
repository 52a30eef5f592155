import FoundationEssentials
import HyperV
import Testing

/// The texts of refusals, word for word as Hyper-V prints them.
@Suite struct RefusalTextTests {
  static let id = UUID(uuidString: "7cca7664-2d4c-4b86-a7a5-0123456789ab") ?? UUID()
  static let guid = "7CCA7664-2D4C-4B86-A7A5-0123456789AB"

  /// Seen where an inner machine was started in a machine without virtualization extensions:
  /// `'<VM>' failed to start.` / `Failed to start the virtual machine '<VM>' because one of the Hyper-V components is
  /// not running.` / `'<VM>' failed to start. (Virtual machine ID …)` / `The Virtual Machine Management Service failed
  /// to start the virtual machine '<VM>' because one of the Hyper-V components is not running (Virtual machine ID …).`
  @Test func innerMachineWithoutExtensions() {
    let error = StartRefusal.noHypervisor(name: "bridged", id: Self.id, cause: "no /dev/kvm", hint: "nested: true")
    #expect(
      error.message.split(separator: "\n", omittingEmptySubsequences: false) == [
        "'bridged' failed to start.",
        "Failed to start the virtual machine 'bridged' because one of the Hyper-V components is not running.",
        "'bridged' failed to start. (Virtual machine ID \(Self.guid))",
        "The Virtual Machine Management Service failed to start the virtual machine 'bridged' because one of the Hyper-V "
          + "components is not running (Virtual machine ID \(Self.guid)).",
      ])
    #expect(error.cause == "no /dev/kvm")
    #expect(error.hint == "nested: true")
  }

  /// Seen at start time on platforms whose processor or system cannot nest.
  @Test func platformWithoutNesting() {
    let many = StartRefusal.tooManyNestedProcessors(name: "L2", count: 4, limit: 1)
    #expect(many.message.hasPrefix("'L2' failed to start."))
    #expect(many.hint?.hasPrefix("droste set L2 --processors 1") == true)
    let error = StartRefusal.noNesting(name: "L1", cause: "no svm")
    #expect(error.code == .notSupported)
    #expect(
      error.message
        == "The virtual machine could not be started because this platform does not support nested virtualization.")
    #expect(error.hint?.contains("droste set L1") == true)
  }

  /// Seen with `Start-VM` on a host without enough memory; `0x8007000E` is E_OUTOFMEMORY.
  @Test func memory() {
    let error = StartRefusal.outOfMemory(
      name: "X", id: Self.id, bytes: 2200 << 20, available: 1000 << 20, left: 1000 << 20)
    #expect(error.code == .outOfMemory)
    let lines = error.message.split(separator: "\n").map(String.init)
    #expect(
      lines.starts(with: [
        "'X' failed to start.",
        "Not enough memory in the system to start the virtual machine X.",
        "Could not initialize memory: Not enough memory resources are available to complete this operation. (0x8007000E).",
        "'X' failed to start. (Virtual machine ID \(Self.guid))",
        "Not enough memory in the system to start the virtual machine X with ram size 2200 megabytes. "
          + "(Virtual machine ID \(Self.guid))",
      ]))
    #expect(error.cause?.contains("1000 MiB") == true)
    #expect(error.hint?.contains("droste set X --memory 500MiB") == true)
  }

  /// What other machines were promised cannot be had either.
  @Test func memoryThatIsPromised() {
    let error = StartRefusal.outOfMemory(
      name: "X", id: Self.id, bytes: 2200 << 20, available: 3000 << 20, left: 1000 << 20)
    #expect(
      error.cause == "3000 MiB are available on this host; machines that run have yet to use 2000 MiB of them.")
    #expect(error.hint?.contains("--memory 500MiB") == true)
  }

  /// The hint never proposes less than a machine may have.
  @Test func memoryHintStaysInRange() {
    let error = StartRefusal.outOfMemory(name: "X", id: Self.id, bytes: 64 << 20, available: 0, left: 0)
    #expect(error.hint?.contains("--memory 32MiB") == true)
  }

  @Test func machineNotFound() {
    let error = DrosteError.machineNotFound("X", existing: ["L1", "L2"])
    #expect(error.code == .objectNotFound)
    #expect(error.message == "Hyper-V was unable to find a virtual machine with name \"X\".")
    #expect(error.hint?.contains("L1, L2") == true)
    #expect(DrosteError.machineNotFound("X", existing: []).hint == "droste list")
  }

  @Test func switchNotFound() {
    let error = DrosteError.switchNotFound("VmNta", existing: ["VmNAT"])
    #expect(error.code == .objectNotFound)
    #expect(error.message == "Hyper-V was unable to find a virtual switch with name \"VmNta\".")
    #expect(error.hint?.contains("VmNAT") == true)
    #expect(DrosteError.switchNotFound("X", existing: []).hint == "droste switch create X --type NAT")
  }

  @Test func description() {
    let error = DrosteError(.timeout, "It took too long.", cause: "slow", hint: "wait")
    #expect(error.description == "It took too long.\nCause: slow\nMend it: wait")
    #expect(DrosteError(.timeout, "a").description == "a")
  }

  /// The first eight are Hyper-V's own reasons in error ids.
  @Test func codes() {
    #expect(
      DrosteError.Code.allCases.prefix(8).map(\.rawValue) == [
        "InvalidParameter", "ObjectNotFound", "NotSupported", "InvalidState", "OutOfMemory", "AccessDenied",
        "InvalidOperation", "Unspecified",
      ])
  }

  @Test(arguments: [
    (Engine?.some(.tcg), true, 2, true), (.tcg, true, 1, false), (.tcg, false, 2, false), (.kvm, true, 2, false),
    (nil, true, 2, false),
  ])
  func severalProcessorsOfAnEmulatedHostAreRisky(engine: Engine?, exposed: Bool, count: Int, cautioned: Bool) {
    let machine = MachineResource(
      id: Self.id,
      configuration: MachineConfiguration(
        name: "L1", processor: .init(count: count, exposeVirtualizationExtensions: exposed)),
      status: MachineStatus(state: .running, engine: engine))
    #expect((machine.caution != nil) == cautioned)
    if cautioned { #expect(machine.caution?.contains("droste set L1 --processors 1") == true) }
  }
}
