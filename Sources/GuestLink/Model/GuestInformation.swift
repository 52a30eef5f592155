/// What the agent found in its guest, at one moment.
public struct GuestInformation: Codable, Hashable, Sendable {
  public var hostName: String
  /// The kernel's release, `6.1.0-56-cloud-amd64`.
  public var kernel: String
  /// The kernel's id of this boot, as a UUID; another one after each reboot.
  public var bootID: String
  /// Seconds since the guest's kernel started.
  public var uptime: Double
  /// Processors online.
  public var processors: Int
  /// Bytes that the kernel has (MemTotal).
  public var memoryBytes: UInt64
  /// CPUID leaf 0: `AuthenticAMD`, `GenuineIntel`.
  public var cpuVendor: String
  /// Those of vmx, svm, ept, npt, nested_paging, hypervisor, lm, nx that the processor shows.
  public var cpuFlags: [String]
  /// The signature in CPUID leaf 0x40000000 (`KVMKVMKVM`, `TCGTCGTCGTCG`, `Microsoft Hv`); nil when the processor says
  /// that there is no hypervisor.
  public var hypervisor: String?
  /// What guest code in /dev/kvm showed; nil when the guest has no /dev/kvm.
  public var kvm: KVMProbeReport?
  /// In the kernel's order, without the loopback.
  public var interfaces: [GuestInterface]
  /// IPv4 routes of the main table.
  public var routes: [GuestRoute]

  public init(
    hostName: String, kernel: String, bootID: String, uptime: Double, processors: Int, memoryBytes: UInt64,
    cpuVendor: String, cpuFlags: [String], hypervisor: String?, kvm: KVMProbeReport?, interfaces: [GuestInterface],
    routes: [GuestRoute]
  ) {
    self.hostName = hostName
    self.kernel = kernel
    self.bootID = bootID
    self.uptime = uptime
    self.processors = processors
    self.memoryBytes = memoryBytes
    self.cpuVendor = cpuVendor
    self.cpuFlags = cpuFlags
    self.hypervisor = hypervisor
    self.kvm = kvm
    self.interfaces = interfaces
    self.routes = routes
  }

  /// The gateway of the default route with the lowest metric.
  public var defaultGateway: String? {
    routes.filter { $0.destination == "0.0.0.0/0" && $0.gateway != nil }.min { $0.metric < $1.metric }?.gateway
  }
}

/// A network interface of a guest.
public struct GuestInterface: Codable, Hashable, Sendable {
  /// How an interface came to its IPv4 address.
  public enum Origin: String, Codable, Sendable {
    case dhcp = "Dhcp"
    case manual = "Manual"
  }

  /// The kernel's name: `eth0`.
  public var name: String
  /// `00-15-5D-00-04-11`; empty for an interface without one.
  public var macAddress: String
  /// Bytes.
  public var mtu: Int
  /// IPv4 addresses with prefix length: `192.168.100.2/24`.
  public var addresses: [String]
  /// Administratively up.
  public var isUp: Bool
  /// Nil without an IPv4 address.
  public var origin: Origin?
  /// The lease, where DHCP gave the address.
  public var lease: GuestLease?

  public init(
    name: String, macAddress: String, mtu: Int, addresses: [String], isUp: Bool, origin: Origin? = nil,
    lease: GuestLease? = nil
  ) {
    self.name = name
    self.macAddress = macAddress
    self.mtu = mtu
    self.addresses = addresses
    self.isUp = isUp
    self.origin = origin
    self.lease = lease
  }
}

/// What a DHCP server gave, as the guest's DHCP client wrote it down.
public struct GuestLease: Codable, Hashable, Sendable {
  /// The server's address.
  public var server: String?
  public var gateway: String?
  public var dns: [String]
  /// The whole lease's length in seconds.
  public var seconds: Int?

  public init(server: String? = nil, gateway: String? = nil, dns: [String] = [], seconds: Int? = nil) {
    self.server = server
    self.gateway = gateway
    self.dns = dns
    self.seconds = seconds
  }
}

/// An IPv4 route of a guest.
public struct GuestRoute: Codable, Hashable, Sendable {
  /// With prefix length: `0.0.0.0/0` for the default route.
  public var destination: String
  /// Nil for a directly connected network.
  public var gateway: String?
  public var interface: String
  public var metric: Int

  public init(destination: String, gateway: String?, interface: String, metric: Int) {
    self.destination = destination
    self.gateway = gateway
    self.interface = interface
    self.metric = metric
  }
}

/// What running guest code in /dev/kvm showed.
public struct KVMProbeReport: Codable, Hashable, Sendable {
  public enum Outcome: String, Codable, Sendable {
    /// Guest code ran to its end, at a speed worth having.
    case works = "Works"
    /// /dev/kvm cannot be opened.
    case noDevice = "NoDevice"
    /// A request to KVM failed.
    case failed = "Failed"
    /// Guest code did not get to its end in time.
    case hangs = "Hangs"
    /// Guest code ran slower than emulation would.
    case slow = "Slow"
    /// Guest code computed something wrong or ended where it must not.
    case wrong = "Wrong"
    /// The probe itself could not be started or was killed.
    case noProbe = "NoProbe"
  }

  public var outcome: Outcome
  /// What failed, or the last mark that the guest code reached.
  public var detail: String
  /// errno, 0 where no system call failed.
  public var error: Int32
  /// How many times slower a loop of guest code was than the same loop outside; nil where not measured.
  public var slowdown: Double?
  /// One exit to the host program and back, in nanoseconds; nil where not measured.
  public var exitNanoseconds: UInt64?
  /// How long the probe took, in nanoseconds.
  public var probeNanoseconds: UInt64

  /// Whether guest code runs, as it should.
  public var runs: Bool { outcome == .works }

  public init(
    outcome: Outcome, detail: String, error: Int32, slowdown: Double?, exitNanoseconds: UInt64?,
    probeNanoseconds: UInt64
  ) {
    self.outcome = outcome
    self.detail = detail
    self.error = error
    self.slowdown = slowdown
    self.exitNanoseconds = exitNanoseconds
    self.probeNanoseconds = probeNanoseconds
  }
}
