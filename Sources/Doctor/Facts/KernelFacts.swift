/// The kernel that runs.
public struct KernelFacts: Codable, Hashable, Sendable {
  /// `6.1.0-56-cloud-amd64`.
  public var release = ""
  /// `Linux version … (Debian 6.1.148-1)`: tells whose kernel it is.
  public var version = ""
  /// The command line that it was started with.
  public var commandLine = ""
  /// Of /etc/os-release: `debian`.
  public var distribution: String?

  public init() {}

  /// The number before the first character that is neither digit nor point: `6.1.0`.
  var number: KernelVersion? { KernelVersion(release) }

  /// Whose kernel it is; nil for one that nobody's packages made, so that its number tells what it holds.
  ///
  /// Distributions put fixes into kernels of an older number. Each marks its own by the release's tail.
  public var vendor: String? {
    let marks = [
      ("debian", "Debian"), ("ubuntu", "Ubuntu"), ("red hat", "Red Hat"), (".el", "Red Hat"), (".fc", "Fedora"),
      ("suse", "SUSE"), ("-default", "SUSE"), ("-pve", "Proxmox"), (".amzn", "Amazon Linux"), ("-gcp", "Ubuntu"),
      ("-aws", "Ubuntu"), ("-azure", "Ubuntu"), ("-generic", "Ubuntu"), ("-arch", "Arch Linux"), ("-amd64", "Debian"),
      ("uek", "Oracle"), ("-microsoft", "Microsoft"), ("cos", "Google"), ("nixos", "NixOS"), ("almalinux", "AlmaLinux"),
    ]
    let text = (release + " " + version).lowercased()
    return marks.first { text.contains($0.0) }?.1
  }
}

/// A kernel's number.
struct KernelVersion: Comparable, CustomStringConvertible {
  var major: Int
  var minor: Int
  var patch: Int

  init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    (self.major, self.minor, self.patch) = (major, minor, patch)
  }

  /// Reads the front of a release: `6.18.44-x` is 6.18.44. Nil without major and minor.
  init?(_ release: String) {
    let front = release.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let parts = front.split(separator: ".").prefix(3).compactMap { $0.utf8.count <= 6 ? Int($0) : nil }
    guard parts.count >= 2 else { return nil }
    self.init(parts[0], parts[1], parts.count > 2 ? parts[2] : 0)
  }

  static func < (a: Self, b: Self) -> Bool { (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch) }
  var description: String { "\(major).\(minor).\(patch)" }
}

/// The processor, as its kernel shows it.
public struct ProcessorFacts: Codable, Hashable, Sendable {
  /// `GenuineIntel`, `AuthenticAMD`.
  public var vendor = ""
  public var model = ""
  /// Processors online.
  public var count = 0
  /// Of /proc/cpuinfo: those of vmx, svm, ept, npt, nx, lm, hypervisor and the clock's, with those of its line `vmx flags`.
  public var flags: [String] = []
  /// CPUID leaf 0x40000000: `KVMKVMKVM`, `TCGTCGTCGTCG`, `Microsoft Hv`; nil where there is none.
  public var hypervisor: String?

  public init() {}

  func has(_ flag: String) -> Bool { flags.contains(flag) }
  /// vmx or svm, where it has one.
  public var extensions: String? { ["vmx", "svm"].first(where: has) }
  var isIntel: Bool { vendor == "GenuineIntel" }
  /// Whether the processor is QEMU's emulation.
  var isEmulated: Bool { hypervisor == "TCGTCGTCGTCG" }
  /// kvm_intel or kvm_amd.
  var module: String { isIntel ? "kvm_intel" : "kvm_amd" }
}

/// What the firmware and the system tell of the computer.
public struct ComputerFacts: Codable, Hashable, Sendable {
  /// DMI: `QEMU`, `Amazon EC2`, `Microsoft Corporation`.
  public var vendor = ""
  public var product = ""
  public var assetTag = ""
  public var biosVendor = ""
  /// docker, lxc, podman …; nil outside of containers.
  public var container: String?

  public init() {}
}

/// Bytes of memory.
public struct MemoryFacts: Codable, Hashable, Sendable {
  public var total: UInt64 = 0
  /// What programs could still get without swapping.
  public var available: UInt64 = 0

  public init() {}
}

/// A file system in which machines are kept.
public struct StorageFacts: Codable, Hashable, Sendable {
  /// The folder that was asked for.
  public var path = ""
  /// Bytes of the file system, and of it what is free.
  public var size: UInt64 = 0
  public var free: UInt64 = 0
  /// Which file system: equal for folders of the same one.
  public var device: UInt64 = 0

  public init() {}
}

/// The kernel's clock.
public struct ClockFacts: Codable, Hashable, Sendable {
  /// `tsc`, `kvm-clock`, `hpet`.
  public var current = ""
  public var available: [String] = []
  /// CLOCK_MONOTONIC when the facts were gathered.
  public var seconds: UInt64?

  public init() {}
}
