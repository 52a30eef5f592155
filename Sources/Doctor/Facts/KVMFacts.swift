/// KVM on a computer: the device, what running guest code in it showed, and the modules.
public struct KVMFacts: Codable, Hashable, Sendable {
  public var deviceExists = false
  /// Permission bits of /dev/kvm, and its group.
  public var mode: UInt32 = 0
  public var group: UInt32 = 0
  /// errno of opening /dev/kvm for reading and writing, in words; nil where it opened.
  public var openError: String?
  /// Nil where guest code was not run: there is no device.
  public var probe: KVMProbeFacts?
  /// Of kvm, kvm_intel and kvm_amd, those that are there.
  public var modules: [KernelModuleFacts] = []
  /// What modprobe.d and the kernel's command line set of them: `kvm_intel.nested` → `1`.
  public var configured: [String: String] = [:]
  /// Modules of other hypervisors that are loaded: vboxdrv, vmmon …
  public var otherHypervisors: [String] = []
  /// `y`, `m` or `n`: CONFIG_KVM of the kernel's configuration; nil where that is not told.
  public var kernelOption: String?

  public init() {}

  func module(_ name: String) -> KernelModuleFacts? { modules.first { $0.name == name } }

  /// Of a module's parameter: whether it is on; nil where there is none.
  func isOn(_ module: String, _ parameter: String) -> Bool? {
    self.module(module)?.parameters[parameter].map(Self.isOn)
  }

  static func isOn(_ text: String) -> Bool { ["y", "1", "yes", "on"].contains(text.lowercased()) }

  public var isWorldWritable: Bool { deviceExists && mode & 0o002 != 0 }

  /// Whether a process without root's rights can be given the device. Group 0 is no way: it opens much else.
  var isOpenToOthers: Bool { mode & 0o006 == 0o006 || (mode & 0o060 == 0o060 && group != 0) }
}

/// What guest code in /dev/kvm showed.
public struct KVMProbeFacts: Codable, Hashable, Sendable {
  public enum Outcome: String, Codable, Sendable {
    case works = "Works"
    case noDevice = "NoDevice"
    case failed = "Failed"
    case hangs = "Hangs"
    case slow = "Slow"
    case wrong = "Wrong"
    case noProbe = "NoProbe"
  }

  public var outcome: Outcome
  /// What failed, or where the guest code stopped.
  public var detail: String

  public init(_ outcome: Outcome, _ detail: String) {
    self.outcome = outcome
    self.detail = detail
  }

  public var works: Bool { outcome == .works }
}

/// A module of the kernel, loaded or built in.
public struct KernelModuleFacts: Codable, Hashable, Sendable {
  public var name: String
  public var isBuiltIn: Bool
  /// How many use it; a module that is used cannot be unloaded.
  public var users: Int
  public var parameters: [String: String]

  public init(name: String, isBuiltIn: Bool = false, users: Int = 0, parameters: [String: String] = [:]) {
    self.name = name
    self.isBuiltIn = isBuiltIn
    self.users = users
    self.parameters = parameters
  }
}

/// A QEMU process, whoever started it.
public struct EmulatorFacts: Codable, Hashable, Sendable {
  public static let limit = 64

  public var processID: Int32
  /// The name it was given (`-name`), else its program's.
  public var name: String
  /// kvm or tcg, as its arguments say; nil where they do not.
  public var accelerator: String?
  /// The argument of `-cpu`.
  public var processor: String?
  /// Whether it has /dev/kvm open; nil where its descriptors cannot be seen.
  public var holdsKVM: Bool?

  public init(
    processID: Int32, name: String, accelerator: String? = nil, processor: String? = nil, holdsKVM: Bool? = nil
  ) {
    self.processID = processID
    self.name = name
    self.accelerator = accelerator
    self.processor = processor
    self.holdsKVM = holdsKVM
  }

  /// Whether the processor is emulated: it has no /dev/kvm, or where that is not seen its arguments do not ask for KVM.
  var isEmulated: Bool { holdsKVM.map { !$0 } ?? (accelerator != "kvm") }
}
