import Cmdlets
import CoreCmdlets
import Ethernet
import Formatting
import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import NetworkCmdlets
import PowerShell
import Testing

/// Runs examples as they stand, on a host that has what they name.
enum ExampleHost {
  /// What one example did.
  struct Outcome: Sendable {
    var errors: [String] = []
    /// The type names of each object that came out, the most particular first.
    var types: [[String]] = []
    /// What the script about its effect gave, where there is one, and what it should have given.
    var effect = ""
    var expectedEffect = ""
    var succeeded: Bool { errors.isEmpty && effect == expectedEffect }
  }

  /// The machines that the examples name, each with the names of its adapters.
  static let machines: [(String, [String])] = [
    ("TestVM", ["Network Adapter"]), ("Test", ["Network Adapter"]), ("VM1", ["Network Adapter"]),
    ("VM01", ["Network Adapter"]), ("Redmond", ["Network Adapter"]), ("Kirkland", ["Network Adapter", "Private"]),
    ("Bellevue", ["Network Adapter", "PM_Dest"]), ("Test VM", ["Network Adapter"]),
  ]

  /// Makes machines, switches and a NAT anew. `TestVM` runs or is paused where the example wants it so.
  static func prepare(_ client: HostClient, disk: String, for code: String) async throws {
    for nat in try await client.status().nats { try await client.removeNAT(nat.configuration.name) }
    for machine in try await client.status().machines {
      _ = try await client.turnOffMachine(machine.configuration.name)
      try await client.removeMachine(machine.configuration.name)
    }
    for found in try await client.status().switches { try await client.removeSwitch(found.configuration.name) }
    if code.contains("Set-NetNat ") {
      _ = try await client.createNAT(
        NATConfiguration(name: "TSQATenant", internalPrefix: try #require(IPv4Prefix("192.168.77.0/24"))))
    }
    for (name, adapters) in machines {
      // Each has a disk of its own, which QEMU locks.
      let own = "\(disk).\(name.replacing(" ", with: "_"))"
      try? FileManager.default.copyItem(atPath: disk, toPath: own)
      _ = try await client.createMachine(
        MachineConfiguration(
          name: name, boot: .disk(path: own), memory: .init(startupBytes: 32 << 20),
          adapters: adapters.map { NetworkAdapterConfiguration(name: $0) }))
    }
    for name in ["QoS Switch", "WA", "VMNetwork", "CA"] where code.contains(name) {
      _ = try await client.createSwitch(SwitchConfiguration(name: name, type: .private))
    }
    let (stops, resumes) = (code.contains("Stop-VM") || code.contains("Suspend-VM"), code.contains("Resume-VM"))
    guard stops || resumes else { return }
    for name in ["TestVM", "Test", "Test VM", "VM1"] where code.contains(name) || name.hasPrefix("Test") {
      _ = try await client.startMachine(name)
    }
    if resumes { _ = try await client.suspendMachine("TestVM") }
  }

  /// Runs a script on a thread of its own in a network namespace; every question is answered with yes.
  ///
  /// - Parameters:
  ///   - environment: where the network cmdlets find their files.
  ///   - effect: a script that is run afterwards, and the text that it must give.
  static func run(
    _ code: String, _ client: HostClient, namespace: String, environment: NetworkEnvironment = .live,
    effect: (script: String, expected: String)? = nil
  ) async throws -> Outcome {
    try await ScriptThread.run {
      try enter(namespace)
      let sockets = listen()
      defer { for descriptor in sockets { close(descriptor) } }
      let host = ExampleShell()
      let network = NetworkModule.commands(environment: environment)
      let session = Session(host: host, commands: CmdletSession.registry(client, network))
      for type in HyperVModule.types { session.register(type.0, accelerators: type.accelerators) }
      try session.run(code)
      guard let effect else { return host.outcome }
      var outcome = host.outcome
      host.outcome = Outcome()
      host.texts = []
      try session.run(effect.script)
      outcome.errors += host.outcome.errors
      (outcome.effect, outcome.expectedEffect) = (host.texts.joined(separator: " "), effect.expected)
      return outcome
    }
  }

  /// A UDP socket at 127.0.0.1 and one that takes connections at port 80, for the examples that ask for such.
  private static func listen() -> [Int32] {
    let places: [(type: __socket_type, address: UInt32, port: UInt16)] = [
      (SOCK_DGRAM, 0x7F00_0001, 0), (SOCK_STREAM, 0, 80),
    ]
    return places.map { place in
      let descriptor = socket(AF_INET, Int32(place.type.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = place.port.bigEndian
      address.sin_addr.s_addr = place.address.bigEndian
      _ = withUnsafeBytes(of: &address) { bytes in
        bytes.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
      }
      if place.port != 0 { _ = Glibc.listen(descriptor, 8) }
      return descriptor
    }
  }

  /// Only the calling thread enters.
  static func enter(_ namespace: String) throws {
    let descriptor = open("/run/netns/\(namespace)", O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let isInside = descriptor >= 0 && (setNamespace?(descriptor, 0x4000_0000) ?? -1) == 0
    if !isInside { throw DrosteError(.unspecified, "\(namespace) cannot be entered.") }
  }

  /// setns(2), which the Glibc module does not show.
  // SAFETY: the C library's function of that name has this signature.
  private static let setNamespace: (@convention(c) (Int32, Int32) -> Int32)? = dlsym(nil, "setns").map {
    unsafeBitCast($0, to: (@convention(c) (Int32, Int32) -> Int32).self)
  }
}

private final class ExampleShell: ShellHost {
  var outcome = ExampleHost.Outcome()
  var texts: [String] = []

  func write(_ value: Value) throws {
    outcome.types.append(value.typeNames)
    texts.append((try? value.displayString()) ?? "")
  }

  func write(_ record: StreamRecord) throws {
    if case .error(let record) = record { outcome.errors.append(record.fullyQualifiedErrorID) }
  }

  func choose(_ prompt: ChoicePrompt) throws -> Int { 0 }
}
