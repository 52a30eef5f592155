import Ethernet
import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import TestSupport
import Testing

/// Machines that run, through the API: real QEMU, real switch processes.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .serialized, .timeLimit(.minutes(3)))
struct MachineStateTests {
  @Test func pausedMachinesOutliveTheService() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      try await place.make("m")
      for verb in [client.suspendMachine, client.resumeMachine] {
        let off = await place.refusal { _ = try await verb("m") }
        #expect(off?.code == .invalidState && off?.cause == "\"m\" is Off.")
        #expect(
          off?.message == "The operation cannot be performed while the virtual machine is in its current state.")
      }
      let running = try await client.startMachine("m")
      #expect(running.status.state == .running && running.status.heartbeat == .noContact)
      #expect(running.status.memoryAssigned == 64 << 20)
      #expect((0...100).contains(running.status.cpuUsage))
      let paused = try await client.suspendMachine("m")
      #expect(paused.status.state == .paused && paused.status.heartbeat == .paused)
      #expect(paused.status.processID == running.status.processID)
      // Once more changes nothing.
      #expect(try await client.suspendMachine("m").status.state == .paused)
      let shutDown = await place.refusal { _ = try await client.shutDownMachine("m") }
      #expect(shutDown?.code == .invalidState && shutDown?.cause == "\"m\" is Paused.")
      let remove = await place.refusal { try await client.removeMachine("m") }
      #expect(remove?.cause == "\"m\" is Paused.")
      kill(try await client.status().host.processID, SIGKILL)
    } afterTheKill: { place in
      let client = place.client
      let found = try await client.machine("m")
      #expect(found.status.state == .paused && found.status.processID != nil)
      // Starting a paused machine lets it go on.
      let resumed = try await client.startMachine("m")
      #expect(resumed.status.state == .running && resumed.status.processID == found.status.processID)
      #expect(try await client.resumeMachine("m").status.state == .running)
      _ = try await client.suspendMachine("m")
      #expect(try await client.resumeMachine("m").status.state == .running)
      _ = try await client.suspendMachine("m")
      #expect(try await client.restartMachine("m").status.state == .running)
      _ = try await client.suspendMachine("m")
      let off = try await client.turnOffMachine("m")
      #expect(off.status.state == .off && off.status.reason == nil)
      #expect(off.status.memoryAssigned == 0 && off.status.heartbeat == nil && off.status.cpuUsage == 0)
    }
  }

  /// The sector's loop takes a whole processor.
  @Test func processorUsageIsMeasured() async throws {
    try await RunningMachines.with { place in
      try await place.make("m")
      _ = try await place.client.startMachine("m")
      let isBusy = try await eventually(within: .seconds(20)) {
        try await place.client.machine("m").status.cpuUsage > 0
      }
      #expect(isBusy)
      _ = try await place.client.suspendMachine("m")
      let isIdle = try await eventually(within: .seconds(20)) {
        try await place.client.machine("m").status.cpuUsage == 0
      }
      #expect(isIdle)
    }
  }

  @Test func renamedWhileItRuns() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      _ = try await client.createSwitch(.init(name: "Net", type: .private))
      try await place.make("old", adapters: [.init(name: "LAN", switchName: "net")])
      let running = try await client.startMachine("old")
      let port: @Sendable () async throws -> PortStatus? = {
        try await client.status().switches.first?.status.ports.first
      }
      let isConnected = try await eventually(within: .seconds(10)) { try await port()?.connected == true }
      #expect(isConnected)
      let renamed = try await place.change("old") { configuration in
        configuration.name = "new"
        configuration.adapters[0].name = "WAN"
        configuration.adapters[0].vlan = .access(id: 5)
        configuration.adapters[0].dhcpGuard = .on
        configuration.adapters[0].routerGuard = .on
      }
      #expect(renamed.id == running.id && renamed.status.processID == running.status.processID)
      #expect(renamed.status.adapterStatuses.map(\.name) == ["WAN"])
      #expect(renamed.status.adapterStatuses[0].connected && renamed.status.adapterStatuses[0].switchName == "Net")
      // The same port, still connected, under its new name.
      let found = try #require(try await port())
      #expect(found.name == "new/WAN" && found.connected && found.vlan == .access(id: 5))
      let gone = await place.refusal { _ = try await client.machine("old") }
      #expect(gone?.code == .objectNotFound)
      try await place.make("other")
      let taken = await place.refusal { try await place.change("other") { $0.name = "NEW" } }
      #expect(taken?.code == .alreadyExists)
      #expect(try await client.machine("other").configuration.createdAt != nil)
      #expect(renamed.configuration.createdAt == running.configuration.createdAt)
    }
  }

  @Test func integrationServices() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      try await place.make("m")
      let off = try await client.machine("m").status.integrationServices
      #expect(off.map(\.service) == IntegrationService.allCases && off.allSatisfy { $0.state == nil })
      _ = try await client.startMachine("m")
      let found = try await place.change("m") {
        $0.integrationServices[.heartbeat] = false
        $0.integrationServices[.shutdown] = false
        $0.integrationServices[.guestServiceInterface] = true
      }
      #expect(found.status.heartbeat == .disabled)
      let states = Dictionary(
        uniqueKeysWithValues: found.status.integrationServices.map { ($0.service, $0.state) })
      #expect(states[.guestServiceInterface] == .noContact && states[.keyValuePairExchange] == .noContact)
      for service in [IntegrationService.heartbeat, .shutdown, .timeSynchronization, .vss] {
        #expect(states[service] == .disabled)
      }
      let error = await place.refusal { _ = try await client.shutDownMachine("m") }
      #expect(
        error?.message
          == "Hyper-V cannot shut down virtual machine m because the Shutdown integration service is unavailable.")
      #expect(error?.cause == "The service is not enabled for this machine.")
      for service in [IntegrationService.timeSynchronization, .vss] {
        let refused = await place.refusal { try await place.change("m") { $0.integrationServices[service] = true } }
        #expect(refused?.code == .invalidParameter && refused?.message.contains(service.rawValue) == true)
      }
      let timeout = await place.refusal {
        _ = try await client.waitForMachine("m", for: .heartbeat, seconds: 0.1)
      }
      #expect(timeout?.code == .timeout)
    }
  }

  @Test func comPorts() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      try await place.make("m")
      let path = place.droste.folder.path + "/com2"
      let console = await place.refusal { try await place.change("m") { $0.comPorts[0].path = path } }
      #expect(console?.message.contains("COM 1 is the console and belongs to the service") == true)
      let set = try await place.change("m") { $0.comPorts[1].path = path }
      #expect(set.status.comPorts.map(\.number) == [1, 2] && set.status.comPorts[1].path == path)
      #expect(set.status.comPorts[0].path?.hasSuffix("/console.sock") == true)
      try await place.make("other")
      let taken = await place.refusal { try await place.change("other") { $0.comPorts[1].path = path } }
      #expect(taken?.message.contains("is the path of COM 2 of \"m\"") == true)
      #expect(access(path, F_OK) != 0)
      _ = try await client.startMachine("m")
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o600)
      let running = await place.refusal { try await place.change("m") { $0.comPorts[1].path = nil } }
      #expect(
        running?.code == .invalidState && running?.message.hasPrefix("Failed to modify device 'Serial Port'") == true)
      // Killed, it leaves no socket either.
      kill(try #require(try await client.machine("m").status.processID), SIGKILL)
      #expect(try await eventually(within: .seconds(10)) { access(path, F_OK) != 0 })
      #expect(try await client.machine("m").status.state == .off)
      // Only what was sent is replaced: a list without the ports leaves both unconnected.
      let cleared = try await place.change("m") { $0.comPorts = [] }
      #expect(cleared.configuration.comPorts == ComPortConfiguration.standard)
    }
  }
}
