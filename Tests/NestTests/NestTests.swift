import FoundationEssentials
import Glibc
import GuestLink
import HostAPI
import HyperV
import Terminal
import TestSupport
import Testing

/// The real nest: machines boot, packets cross, processes are killed. One at a time: two nests would take each other's
/// processors.
@Suite(.serialized) struct NestTests {
  /// Everything that one running nest can show, in the order in which it disturbs it more.
  @Test func nestHolds() async throws {
    try await Nest.run { nest, up in
      try #require(up.succeeded, "\(up)")
      try await showsHardwareAssistance(nest)
      try await fetches(nest)
      try await separatesTheWays(nest)
      try await changesNothingWhenUpAgain(nest)
      try await refusesChangesWhileRunning(nest)
      try await refusesWhatIsInUse(nest)
      try await confinesQEMU(nest)
      try await confinesInnerQEMU(nest)
      try await copiesFiles(nest)
      try await carriesLargeFiles(nest)
      try await showsFramesOnBothLevels(nest)
      try await survivesKills(nest)
      try await nextStatusShowsAll(nest)
      try await trafficReturnsInTime(nest)
      try await aKilledSwitchIsHardlyNoticed(nest)
      try await aConnectionOutlivesTheSwitch(nest)
      try await innerKillsDisturbNobody(nest)
      try await survivesAGuestsRestart(nest)
      try await keepsTheReasonOfAKilledMachine(nest)
    }
  }

  private func showsHardwareAssistance(_ nest: Nest) async throws {
    let tree = try await nest.droste.tree()
    let outer = try #require(tree.status?.machines.first)
    #expect(outer.status.extensions?.verified == true)
    #expect(outer.status.extensions?.kvmRuns == true)
    let inner = try #require(tree.inside["L1"]?.status)
    #expect(inner.host.engine == .kvm)
    #expect(inner.machines.map(\.configuration.name) == ["bridged", "natted"])
    for machine in inner.machines {
      #expect(machine.status.engine == .kvm)
      #expect(machine.status.extensions?.verified == true)
      let information = try await nest.droste.client.inside("L1").guestInformation(machine.configuration.name)
      #expect(information.hypervisor == "KVMKVMKVM")
      // Not asked for, so not to be seen.
      #expect(!information.cpuFlags.contains("svm") && !information.cpuFlags.contains("vmx"))
      let interface = try #require(information.interfaces.first { !$0.addresses.isEmpty })
      #expect(interface.origin == (machine.configuration.name == "bridged" ? .dhcp : .manual))
    }
  }

  private func fetches(_ nest: Nest) async throws {
    let bytes = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    let server = try await WebServer(bytes: bytes)
    let expected = try nest.droste.folder.write("", to: "sum")
    try Data(bytes).write(to: URL(filePath: expected))
    let sum = try await Command(["sha256sum", expected]).run().output.prefix(64)
    for path in ["L1/bridged", "L1/natted"] {
      let url = "http://10.77.0.1:\(server.port)/"
      let fetched = try await nest.exec(path, "sh", "-c", "wget -q -O - \(url) | sha256sum")
      #expect(fetched.output.prefix(64) == sum, "\(path): \(fetched)")
    }
    await server.stop()
  }

  private func changesNothingWhenUpAgain(_ nest: Nest) async throws {
    let before = try await nest.machine("L1")
    let again = try await nest.droste("up", nest.file)
    #expect(again.succeeded, "\(again)")
    let after = try await nest.machine("L1")
    #expect(after.status.processID == before.status.processID)
    #expect(after.configuration == before.configuration)
  }

  private func refusesChangesWhileRunning(_ nest: Nest) async throws {
    let before = try await nest.machine("L1")
    for option in [["--nested", "off"], ["--processors", "2"], ["--memory", "2 GiB"]] {
      let refused = try await nest.droste.command(["set", "L1"] + option).run()
      #expect(refused.exitCode == 1, "\(option): \(refused)")
      #expect(refused.error.contains("Failed to modify device"))
      #expect(refused.error.contains(before.id.uuidString))
    }
    #expect(try await nest.machine("L1").configuration == before.configuration)
  }

  private func confinesQEMU(_ nest: Nest) async throws {
    let pid = try #require(try await nest.machine("L1").status.processID)
    #expect(ProcessTable.field("Seccomp", of: pid) == ["2"])
    #expect(ProcessTable.arguments(pid).contains { $0.hasPrefix("on,obsolete=deny") })
    if geteuid() == 0 { #expect(ProcessTable.field("Uid", of: pid).allSatisfy { $0 != "0" }) }
  }

  private func copiesFiles(_ nest: Nest) async throws {
    let folder = nest.droste.folder
    let bytes = (0..<(5 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let there = try folder.write("", to: "there")
    try Data(bytes).write(to: URL(filePath: there))
    let upload = try await nest.droste("copy", there, "L1/natted:/tmp/file")
    #expect(upload.succeeded, "\(upload)")
    let download = try await nest.droste("copy", "L1/natted:/tmp/file", folder.path + "/back")
    #expect(download.succeeded, "\(download)")
    #expect(FileManager.default.contents(atPath: folder.path + "/back").map(Array.init) == bytes)
    let failing = try await nest.exec("L1/natted", "sh", "-c", "echo out; echo err >&2; exit 7")
    #expect(failing.exitCode == 7 && failing.output == "out\n" && failing.error.contains("err"))
  }

  private func survivesKills(_ nest: Nest) async throws {
    for victims in [["service"], ["switch"], ["service", "switch"]] {
      let before = try await nest.droste.client.status()
      let machine = try #require(before.machines.first)
      let network = try #require(before.switches.first?.status.processID)
      if victims.contains("service") { kill(before.host.processID, SIGKILL) }
      if victims.contains("switch") { kill(network, SIGKILL) }
      let status = try await nest.droste("status")
      #expect(status.succeeded && status.output.contains("L1"), "\(victims): \(status)")
      let after = try await nest.machine("L1")
      #expect(after.id == machine.id)
      #expect(after.status.state == .running)
      #expect(after.status.processID == machine.status.processID)
      #expect(after.status.uptime >= machine.status.uptime)
      let returned = try await eventually(within: .seconds(10)) {
        try await nest.droste.client.status().switches.first?.status.running == true
      }
      #expect(returned, "\(victims): the switch came back")
      _ = try await nest.droste.client.waitForGuest("L1", seconds: 30)
      let traffic = try await nest.hasTraffic("L1/bridged", within: .seconds(10))
      #expect(traffic, "\(victims): traffic flows again")
    }
  }

  private func keepsTheReasonOfAKilledMachine(_ nest: Nest) async throws {
    let created = try await nest.droste("create", "extra", "--memory", "128 MiB")
    #expect(created.succeeded, "\(created)")
    let started = try await nest.droste("start", "extra")
    #expect(started.succeeded, "\(started)")
    let other = try await nest.machine("L1")
    let pid = try #require(try await nest.machine("extra").status.processID)
    kill(pid, SIGKILL)
    let off = try await eventually(within: .seconds(5)) { try await nest.machine("extra").status.state == .off }
    #expect(off)
    #expect(try await nest.machine("extra").status.reason?.contains("signal 9") == true)
    #expect(try await nest.machine("L1").status.processID == other.status.processID)
    let removed = try await nest.droste("remove", "extra")
    #expect(removed.succeeded, "\(removed)")
  }

  private static func spoofingOff(_ text: String) -> String {
    text.replacing("macSpoofing: on", with: "macSpoofing: off")
  }

  private static func nestedOff(_ text: String) -> String { text.replacing("nested: true", with: "nested: false") }

  @Test func spoofingOffIsDiagnosed() async throws {
    try await Nest.run(edit: Self.spoofingOff) { nest, up in
      #expect(up.exitCode == 1, "\(up)")
      for part in ["Lab", "L1/Network Adapter", "DHCP Discover", "00-15-5D-", "macSpoofing: on"] {
        #expect(up.error.contains(part), "\(part) in \(up.error)")
      }
      let address = try await nest.exec("L1/bridged", "ip", "-4", "-o", "addr", "show", "eth0")
      #expect(!address.output.contains("inet "))
      let drops = try await nest.droste.client.status().switches.flatMap(\.status.ports).flatMap(\.drops)
      #expect(drops.contains { $0.reason == .macSpoofing && $0.frames > 0 })
    }
  }

  @Test func nestedOffIsRefusedInside() async throws {
    try await Nest.run(edit: Self.nestedOff) { _, up in
      #expect(up.exitCode == 1, "\(up)")
      #expect(up.error.contains("'bridged' failed to start."))
      #expect(up.error.contains("because one of the Hyper-V components is not running"))
      #expect(up.error.contains("nested: true"))
    }
  }

  @Test func lowVersionsAreRefused() async throws {
    let droste = try Droste()
    try await droste.withService { client in
      let vendor = try await client.status().host.vendor
      let tooLow: ConfigurationVersion = vendor == .amd ? .init(9, 2) : .init(8, 0)
      guard tooLow < vendor.minimumNestingVersion else { return }
      let nested = ProcessorConfiguration(count: 1, exposeVirtualizationExtensions: true)
      let error = await #expect(throws: DrosteError.self) {
        try await client.createMachine(MachineConfiguration(name: "old", version: tooLow, processor: nested))
      }
      #expect(error?.code == .invalidParameter)
      #expect(error?.message.contains("\(vendor.minimumNestingVersion)") == true)
      #expect(try await client.status().machines.isEmpty)
    }
    droste.folder.remove()
  }

  /// Ctrl-C while the service starts, while L1 boots, and while the inner machines do.
  @Test(arguments: ["switch Lab: making", "L1: waiting for its agent", "L1/natted: starting"])
  func interruptionLeavesNothing(_ moment: String) async throws {
    let before = try await HostTraces.now()
    let droste = try Droste()
    let demo = try await droste.command(["demo", Repository.example("nested.yaml")]).run { running in
      try await running.wait(for: moment)
      running.interrupt()
    }
    #expect(demo.exitCode == 130, "\(demo)")
    let nest = Nest(droste: droste, file: "")
    try await nest.droste.expectNothingLeft(before)
    droste.folder.remove()
  }
}
