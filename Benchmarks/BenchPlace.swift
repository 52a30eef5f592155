import Ethernet
import FoundationEssentials
import HostAPI
import HyperV
import TestSupport

/// A service with folders of its own, and one NAT switch.
struct BenchPlace: Sendable {
  let droste: Droste
  let service: ForegroundService
  /// The image library.
  let images: String

  static let switchName = "Bench"

  var client: HostClient { droste.client }

  init() async throws {
    guard let images = ProcessInfo.processInfo.environment["DROSTE_IMAGES"], !images.isEmpty else {
      throw BenchError(text: "DROSTE_IMAGES names no image library; make bench sets it")
    }
    self.images = images
    droste = try Droste()
    service = try await droste.startService()
    _ = try await droste.client.createSwitch(
      SwitchConfiguration(name: Self.switchName, type: .nat, address: IPv4Prefix("10.99.0.1/24")))
  }

  /// Removes everything and stops the service.
  func close() async throws {
    for machine in try await client.status().machines {
      _ = try await client.turnOffMachine(machine.configuration.name)
      try await client.removeMachine(machine.configuration.name)
    }
    try await client.removeSwitch(Self.switchName)
    try await service.stop()
    droste.folder.remove()
  }

  /// Creates a machine with one adapter on the switch.
  func create(
    _ name: String, image: String, processors: Int = 1, memory: UInt64, nested: Bool = false
  ) async throws {
    _ = try await client.createMachine(
      MachineConfiguration(
        name: name, boot: .image(image),
        processor: .init(count: processors, exposeVirtualizationExtensions: nested),
        memory: .init(startupBytes: memory), adapters: [.init(switchName: Self.switchName)]))
  }

  /// The words of the command line of a running machine's QEMU.
  func arguments(of machine: String) async throws -> [String] {
    guard let pid = try await client.machine(machine).status.processID else {
      throw BenchError(text: "\(machine) does not run")
    }
    return ProcessTable.arguments(pid)
  }

  /// Runs `droste WORDS` and returns how long it took, from before the process was made to after its end.
  func time(_ words: String...) async throws -> Double {
    try await Stopwatch.run(droste.command(words))
  }
}

/// A measurement that cannot be made.
struct BenchError: Error, CustomStringConvertible {
  var text: String
  var description: String { text }
}
