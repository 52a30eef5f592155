public import HyperV

/// One step of the chain from this host to a machine: what its host says runs it, and what it sees itself.
public struct EngineFact: Hashable, Sendable {
  /// The machine's path.
  public var path: [String]
  /// What the host that runs it says.
  public var engine: Engine?
  /// What the processor's CPUID leaf 0x40000000 says inside the machine.
  public var signature: String?
  /// vmx or svm, when the machine's processor shows it.
  public var extensions: String?
  /// Whether the machine's own /dev/kvm ran guest code; nil when it has none.
  public var kvmRuns: Bool?

  public init(path: [String], engine: Engine?, signature: String?, extensions: String?, kvmRuns: Bool?) {
    self.path = path
    self.engine = engine
    self.signature = signature
    self.extensions = extensions
    self.kvmRuns = kvmRuns
  }

  /// The signatures of KVM and of QEMU's emulation.
  public static let kvmSignature = "KVMKVMKVM"
  public static let tcgSignature = "TCGTCGTCGTCG"

  /// Whether both sides tell the same.
  public var agrees: Bool {
    switch engine {
    case .kvm: signature == Self.kvmSignature
    case .tcg: signature == Self.tcgSignature
    case nil: false
    }
  }
}

/// An interface's address and where it is from.
public struct AddressFact: Hashable, Sendable {
  public enum Origin: Hashable, Sendable {
    /// What the machine's DHCP client was told: pairs such as `server`, `192.168.100.1`.
    case dhcp([(String, String)])
    /// Not from a lease: set through the agent, as labs do, or by hand.
    case fixed

    public static func == (a: Self, b: Self) -> Bool {
      switch (a, b) {
      case (.fixed, .fixed): true
      case (.dhcp(let a), .dhcp(let b)): a.elementsEqual(b) { $0 == $1 }
      default: false
      }
    }

    public func hash(into hasher: inout Hasher) {
      guard case .dhcp(let facts) = self else { return }
      for (name, value) in facts {
        hasher.combine(name)
        hasher.combine(value)
      }
    }
  }

  public var interface: InterfaceFact
  public var origin: Origin
  /// Which switch's DHCP server keeps the lease: `switch Outer on this host`.
  public var keeper: String?

  public init(interface: InterfaceFact, origin: Origin, keeper: String? = nil) {
    self.interface = interface
    self.origin = origin
    self.keeper = keeper
  }
}

/// A transfer from the web server on this host, measured inside the machine.
public struct FetchFact: Hashable, Sendable {
  public var url: String
  /// Bytes that came, and that should.
  public var bytes: UInt64
  public var expectedBytes: UInt64
  public var checksum: String
  public var expectedChecksum: String
  /// Seconds by the machine's own clock.
  public var seconds: Double
  /// Requests for it that the web server answered meanwhile, by the server's own count.
  public var requests: Int
  /// What went wrong.
  public var problem: String?

  public init(
    url: String, bytes: UInt64 = 0, expectedBytes: UInt64, checksum: String = "", expectedChecksum: String,
    seconds: Double = 0, requests: Int = 0, problem: String? = nil
  ) {
    self.url = url
    self.bytes = bytes
    self.expectedBytes = expectedBytes
    self.checksum = checksum
    self.expectedChecksum = expectedChecksum
    self.seconds = seconds
    self.requests = requests
    self.problem = problem
  }

  public var holds: Bool {
    problem == nil && requests > 0 && bytes == expectedBytes && checksum == expectedChecksum
  }
}

/// What was measured about one machine.
public struct MachineProof: Hashable, Sendable {
  /// From the outermost machine to this one.
  public var engines: [EngineFact]
  public var addresses: [AddressFact]
  public var path: [MeasuredHop]
  /// Why the path is not known to its end.
  public var pathProblem: String?
  public var fetch: FetchFact
  /// Why nothing could be measured.
  public var problem: DrosteError?
  public var names: [String]

  public init(names: [String], fetch: FetchFact) {
    self.names = names
    self.fetch = fetch
    engines = []
    addresses = []
    path = []
  }

  /// Inner machines run under KVM, each level's host and the machine itself telling the same. A machine of this host
  /// runs under what its host says.
  public var engineHolds: Bool {
    guard let last = engines.last, engines.count == names.count, engines.allSatisfy(\.agrees) else { return false }
    return names.count == 1 || last.engine == .kvm
  }
  public var addressHolds: Bool { addresses.contains { !$0.interface.addresses.isEmpty } }
  /// Every hop carried at least the bytes of the fetch.
  public var pathHolds: Bool {
    pathProblem == nil && !path.isEmpty && path.allSatisfy { $0.count?.carried(fetch.expectedBytes) ?? false }
  }
  /// In the order in which they are shown.
  public var checks: [Bool] { [engineHolds, addressHolds, pathHolds, fetch.holds] }
  public var holds: Bool { problem == nil && checks.allSatisfy(\.self) }
}
