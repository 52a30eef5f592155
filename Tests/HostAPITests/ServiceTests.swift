import Ethernet
import FoundationEssentials
import Glibc
import GuestLink
import HostAPI
import HyperV
import TestSupport
import Testing

/// The real service and its client, as far as no machine needs to run.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .runningService, .serialized,
  .timeLimit(.minutes(1)))
struct ServiceTests {
  @Test func machinesComeAndGo() async throws {
    let client = try RunningService.current().client
    let asked = MachineConfiguration(
      name: "a b/ä?".replacing("/", with: "-"), memory: .init(startupBytes: 64 << 20),
      adapters: [.init(), .init(name: "2")],
      notes: "n")
    let made = try await client.createMachine(asked)
    #expect(made.status.state == .off && made.status.uptime == 0 && made.status.processID == nil)
    #expect(made.status.adapterStatuses.map(\.name) == ["Network Adapter", "2"])
    #expect(made.configuration.createdAt != nil)
    let addresses = made.configuration.adapters.compactMap(\.macAddress)
    #expect(Set(addresses).count == 2)
    #expect(addresses.allSatisfy { $0.description.hasPrefix("00-15-5D-") })
    #expect(try await client.machine("A B-Ä?") == made)

    var changed = made.configuration
    changed.processor.count = 2
    changed.adapters[0].macAddress = nil
    changed.adapters[1].macAddressSpoofing = .on
    let updated = try await client.updateMachine(asked.name, changed)
    #expect(updated.id == made.id)
    #expect(updated.configuration.processor.count == 2)
    #expect(updated.configuration.adapters[0].macAddress == addresses[0])
    #expect(try await client.status().machines == [updated])

    try await client.removeMachine(asked.name)
    #expect(try await client.status().machines.isEmpty)
    let error = await #expect(throws: DrosteError.self) { try await client.machine(asked.name) }
    #expect(error?.code == .objectNotFound)
  }

  @Test func refusals() async throws {
    let client = try RunningService.current().client
    _ = try await client.createMachine(.init(name: "first", version: .init(11, 0)))
    func refusal(_ configuration: MachineConfiguration) async -> DrosteError? {
      await #expect(throws: DrosteError.self) { try await client.createMachine(configuration) }
    }
    #expect(await refusal(.init(name: "FIRST"))?.code == .alreadyExists)
    let missing = await refusal(.init(name: "second", adapters: [.init(switchName: "none")]))
    #expect(missing?.message == "Hyper-V was unable to find a virtual switch with name \"none\".")
    let vendor = try await client.status().host.vendor
    let old = await refusal(
      .init(
        name: "second", version: vendor == .amd ? .init(9, 2) : .init(7, 0),
        processor: .init(exposeVirtualizationExtensions: true)))
    #expect(old?.code == .invalidParameter)
    #expect(
      old?.message.contains("nested virtualization needs configuration version \(vendor.minimumNestingVersion)") == true
    )
    let lowered = await #expect(throws: DrosteError.self) {
      try await client.updateMachine("first", .init(name: "first", version: .init(10, 0)))
    }
    #expect(lowered?.code == .notSupported)
    #expect(lowered?.message.contains("from 11.0 to 10.0") == true)
    let off = await #expect(throws: DrosteError.self) { try await client.execute("first", .init(arguments: ["true"])) }
    #expect(off?.code == .invalidState)
    #expect(off?.hint == "droste start first")
    #expect(try await client.status().machines.map(\.configuration.name) == ["first"])
    #expect(try await client.turnOffMachine("first").status.state == .off)
    try await client.removeMachine("first")
  }

  @Test func switchIsAProcess() async throws {
    let client = try RunningService.current().client
    let made = try await client.createSwitch(
      .init(name: "Net", type: .nat, address: IPv4Prefix("10.91.0.1/24")))
    let pid = try #require(made.status.processID)
    #expect(made.status.running && ProcessTable.isAlive(pid))
    #expect(made.status.ports.map(\.kind) == [.nat])
    let overlap = await #expect(throws: DrosteError.self) {
      try await client.createSwitch(.init(name: "Other", type: .nat, address: IPv4Prefix("10.91.0.129/25")))
    }
    #expect(overlap?.message.contains("overlaps 10.91.0.1/24 of switch \"Net\"") == true)

    // Killed, it is back at once with all that it was told.
    kill(pid, SIGKILL)
    let back = try await eventually(within: .seconds(5)) {
      let status = try await client.status().switches.first?.status
      return status?.running == true && status?.processID != pid
    }
    #expect(back)
    let again = try #require(try await client.status().switches.first)
    #expect(again.id == made.id && again.configuration == made.configuration)
    #expect(again.status.ports.map(\.kind) == [.nat])

    try await client.removeSwitch("net")
    #expect(try await client.status().switches.isEmpty)
    let last = try #require(again.status.processID)
    #expect(try await eventually(within: .seconds(5)) { !ProcessTable.isAlive(last) })
  }
}

/// The service's end and return.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .serialized, .timeLimit(.minutes(2)))
struct ServiceRestartTests {
  @Test func killedAndBack() async throws {
    let droste = try Droste()
    defer { droste.folder.remove() }
    let first = try await killedService(droste)
    try await droste.withService { client in
      let status = try await client.status()
      #expect(status.host.processID != first.host.processID)
      #expect(status.machines == first.machines)
      #expect(status.switches.map(\.configuration) == first.switches.map(\.configuration))
      // The switch never noticed.
      #expect(status.switches.map(\.status.processID) == first.switches.map(\.status.processID))
      try await client.removeSwitch("s")
      try await client.removeMachine("m")
    }
    #expect(ProcessTable.using(droste.folder.path).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: droste.socket))
  }

  /// A service with a machine and a switch, killed.
  private func killedService(_ droste: Droste) async throws -> HostStatus {
    let result = try await droste.command(["host"]).run(limit: .seconds(60)) { running in
      let client = droste.client
      guard try await eventually(within: .seconds(30), { (try? await client.status()) != nil }) else { return }
      _ = try await client.createMachine(.init(name: "m"))
      _ = try await client.createSwitch(.init(name: "s", type: .private))
      let status = try await client.status()
      try droste.folder.write(String(decoding: JSONEncoder().encode(status), as: UTF8.self), to: "status")
      kill(running.processID, SIGKILL)
    }
    #expect(result.signal == SIGKILL)
    // The socket of the killed service lies there still.
    #expect(FileManager.default.fileExists(atPath: droste.socket))
    return try JSONDecoder().decode(HostStatus.self, from: Data(droste.folder.text("status").utf8))
  }

  @Test func stopsThroughTheAPI() async throws {
    let droste = try Droste()
    defer { droste.folder.remove() }
    let result = try await droste.command(["host"]).run(limit: .seconds(60)) { _ in
      let client = droste.client
      guard try await eventually(within: .seconds(30), { (try? await client.status()) != nil }) else { return }
      try await client.stopService()
    }
    #expect(result.exitCode == 0)
    #expect(!FileManager.default.fileExists(atPath: droste.socket))
  }

  @Test func damagedStore() async throws {
    let droste = try Droste()
    defer { droste.folder.remove() }
    try FileManager.default.createDirectory(atPath: droste.home, withIntermediateDirectories: true)
    try Data(repeating: 7, count: 9000).write(to: URL(filePath: droste.home + "/droste.sqlite"))
    let result = try await droste.command(["host"]).run(limit: .seconds(30))
    #expect(result.exitCode != 0)
    #expect(result.text.contains("The store \(droste.home)/droste.sqlite cannot be opened."))
  }

  @Test func nobodyThere() async throws {
    let error = await #expect(throws: DrosteError.self) {
      try await HostClient(socketPath: "/tmp/there-is-no-such-folder/api.sock").status()
    }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("/tmp/there-is-no-such-folder/api.sock") == true)
  }
}
