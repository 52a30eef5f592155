import Doctor
import Ethernet
import HostAPI
import HyperV
import TestSupport
import Testing

/// What a host tells its doctor, and what it lets machines do.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .serialized, .timeLimit(.minutes(2)))
struct DoctorTests {
  @Test func factsOfAMachineThatRuns() async throws {
    try await RunningMachines.with { place in
      _ = try await place.make("m", processor: .init(count: 1, exposeVirtualizationExtensions: true))
      _ = try await place.client.startMachine("m")
      let facts = try await place.client.doctorFacts()
      #expect(!facts.system.kernel.release.isEmpty && facts.system.storage.count == 2)
      let machine = try #require(facts.machines.first)
      #expect(machine.qemu?.runState == "running" && machine.qemu?.processors == 1)
      #expect(machine.qemu?.offersExtensions == true && machine.qemu?.isHypervisorActive == false)
      #expect(machine.qemu?.memory == machine.resource.configuration.memory.startupBytes)
      #expect(machine.disks.map(\.path) == [place.disk])
      // A guest that halts in its boot sector has no agent.
      #expect(machine.guest == nil && machine.guestProblem != nil && machine.refusedChange == nil)

      var other = machine.resource.configuration
      other.processor.exposeVirtualizationExtensions = false
      #expect(await place.refusal { _ = try await place.client.updateMachine("m", other) }?.code == .invalidState)
      let report = DoctorReport(try await place.client.doctorFacts())
      let refused = try #require(report.findings.first { $0.check == "vm.nested.state" })
      #expect(refused.object == "m" && refused.measured.contains("Processor ExposeVirtualizationExtensions"))
      _ = try await place.client.turnOffMachine("m")
      #expect(try await place.client.doctorFacts().machines.first?.refusedChange == nil)
    }
  }

  @Test func policyMeetsAStart() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      _ = try await place.make("m", processor: .init(count: 1, exposeVirtualizationExtensions: true))
      var settings = try await client.hostSettings()
      #expect(settings.nesting == NestingPolicy())
      settings.nesting = NestingPolicy(mode: .named, machines: ["other"], depth: 3)
      #expect(try await client.updateHostSettings(settings).nesting == settings.nesting)
      let refused = await place.refusal { _ = try await client.startMachine("m") }
      #expect(refused?.code == .accessDenied && refused?.cause?.contains("NamedMachines") == true)
      settings.nesting = NestingPolicy(enforcesRequirements: true)
      _ = try await client.updateHostSettings(settings)
      let missed = await place.refusal { _ = try await client.startMachine("m") }
      #expect(missed?.code == .notSupported && missed?.message.contains("4096 MB of memory or more") == true)
      settings.nesting = NestingPolicy()
      _ = try await client.updateHostSettings(settings)
      let started = try await client.startMachine("m")
      #expect(try await client.nestedRequirementsMissed(started).map(\.name).contains(.memory))
    }
  }
}
