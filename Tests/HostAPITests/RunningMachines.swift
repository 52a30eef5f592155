import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import TestSupport
import Testing

/// A service of a test's own, in a network namespace of its own where the test is root, with machines that run without an image:
/// their disk holds one sector that waits for ever.
struct RunningMachines {
  let droste: Droste
  var client: HostClient { droste.client }
  var disk: String { droste.folder.path + "/disk.img" }

  /// `body` gets the service running; whatever runs afterwards is ended.
  ///
  /// - Parameter afterTheKill: goes on with another service where `body` ended by killing its own.
  static func with(
    _ body: (RunningMachines) async throws -> Void,
    afterTheKill: ((RunningMachines) async throws -> Void)? = nil
  ) async throws {
    var droste = try Droste()
    defer { droste.folder.remove() }
    let isRoot = geteuid() == 0
    if isRoot {
      let name = "drh\(getpid())x\(UInt16.random(in: 0 ... .max))"
      try await ip(["netns", "add", name])
      try await ip(["-n", name, "link", "set", "dev", "lo", "up"])
      droste.namespace = name
    }
    let place = RunningMachines(droste: droste)
    // jmp $, and the mark of a boot sector.
    var sector: [UInt8] = [0xEB, 0xFE] + [UInt8](repeating: 0, count: 508) + [0x55, 0xAA]
    sector += [UInt8](repeating: 0, count: (1 << 20) - 512)
    try Data(sector).write(to: URL(filePath: place.disk))
    let result: Result<Void, any Error>
    do {
      if let afterTheKill {
        let service = try await droste.startService()
        do { try await body(place) } catch {
          try? await service.stop()
          throw error
        }
        // It was killed, which is no success.
        await #expect(throws: CommandFailed.self) { try await service.stop() }
        try await droste.withService { _ in
          try await afterTheKill(place)
          try await place.clear()
        }
      } else {
        try await droste.withService { _ in
          try await body(place)
          try await place.clear()
        }
      }
      result = .success(())
    } catch {
      result = .failure(error)
      try? await droste.withService { _ in try await place.clear() }
    }
    let left = ProcessTable.using(droste.folder.path)
    #expect(left.isEmpty, "processes are left: \(left)")
    if let name = droste.namespace { try await ip(["netns", "delete", name]) }
    try result.get()
  }

  private func clear() async throws {
    let status = try await client.status()
    for machine in status.machines {
      _ = try await client.turnOffMachine(machine.configuration.name)
      try await client.removeMachine(machine.configuration.name)
    }
    for network in status.switches { try await client.removeSwitch(network.configuration.name) }
    for nat in status.nats { try await client.removeNAT(nat.configuration.name) }
  }

  @discardableResult
  func make(
    _ name: String, processor: ProcessorConfiguration = .init(), adapters: [NetworkAdapterConfiguration] = []
  ) async throws -> MachineResource {
    try await client.createMachine(
      MachineConfiguration(
        name: name, boot: .disk(path: disk), processor: processor, memory: .init(startupBytes: 64 << 20),
        adapters: adapters))
  }

  /// Changes a machine's configuration.
  @discardableResult
  func change(
    _ name: String, _ body: (inout MachineConfiguration) throws -> Void
  ) async throws -> MachineResource {
    var configuration = try await client.machine(name).configuration
    try body(&configuration)
    return try await client.updateMachine(name, configuration)
  }

  func refusal(_ body: () async throws -> Void) async -> DrosteError? {
    await #expect(throws: DrosteError.self) { try await body() }
  }

  func inNamespace(_ words: [String]) async throws -> CommandResult {
    let entering = droste.namespace.map { ["ip", "netns", "exec", $0] } ?? []
    return try await Command(entering + words).run(limit: .seconds(20))
  }

  private static func ip(_ arguments: [String]) async throws {
    let result = try await Command(["ip"] + arguments).run(limit: .seconds(20))
    guard result.succeeded else { throw CommandFailed(result: result) }
  }
}
