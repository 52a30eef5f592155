import FoundationEssentials
import Glibc
import GuestLink
import HostAPI
import HyperV
import Terminal
import TestSupport
import Testing

/// Processes that are killed and what is then seen, at once.
extension NestTests {
  /// Facts of a machine that a kill elsewhere must not change.
  private struct Life: Equatable {
    var path: String
    var processID: Int32?
    var state: MachineState
  }

  private static func lives(_ tree: HostTree) -> [Life] {
    tree.all.flatMap { host in
      (host.status?.machines ?? []).map {
        Life(path: host.path(of: $0.configuration.name), processID: $0.status.processID, state: $0.status.state)
      }
    }
  }

  private static func uptimes(_ tree: HostTree) -> [Double] {
    tree.all.flatMap { ($0.status?.machines ?? []).map(\.status.uptime) }
  }

  /// The very next status after the service's death shows every machine of every level, with its uptime.
  func nextStatusShowsAll(_ nest: Nest) async throws {
    for _ in 0..<3 {
      let before = try await nest.droste.tree()
      #expect(Self.lives(before).map(\.path) == ["L1", "L1/bridged", "L1/natted"])
      let service = try #require(before.status?.host.processID)
      kill(service, SIGKILL)
      let after = try await nest.droste.tree()
      #expect(after.status?.host.processID != service)
      #expect(Self.lives(after) == Self.lives(before))
      for (now, then) in zip(Self.uptimes(after), Self.uptimes(before)) { #expect(now >= then && now < then + 30) }
    }
  }

  /// Traffic of both ways flows within 2 s of the outer switch's return.
  func trafficReturnsInTime(_ nest: Nest) async throws {
    let server = try await WebServer(bytes: Array("ok".utf8))
    for machine in ["bridged", "natted"] {
      let network = try #require(try await nest.droste.client.status().switches.first?.status.processID)
      kill(network, SIGKILL)
      let back = try await eventually(within: .seconds(5)) {
        let status = try await nest.droste.client.status().switches.first?.status
        return status?.running == true && status?.processID != network
      }
      #expect(back)
      let returned = ContinuousClock.now
      let flows = try await eventually(within: .seconds(20)) {
        let fetch = ExecRequest(arguments: [
          "timeout", "1", "wget", "-q", "-O", "/dev/null", "http://10.77.0.1:\(server.port)/",
        ])
        return try await nest.droste.client.inside("L1").execute(machine, fetch).exitCode == 0
      }
      let time = ContinuousClock.now - returned
      #expect(flows && time <= .seconds(2), "\(machine): \(time)")
    }
    await server.stop()
  }

  /// The host inside L1 loses its service and a switch: same machines, and traffic again.
  func innerKillsDisturbNobody(_ nest: Nest) async throws {
    let inner = nest.droste.client.inside("L1")
    let before = try await inner.status()
    let network = try #require(before.switches.first { $0.configuration.name == "VmNAT" }?.status.processID)
    let killed = try await nest.exec("L1", "kill", "-9", "\(before.host.processID)", "\(network)")
    #expect(killed.succeeded, "\(killed)")
    let back = try await eventually(within: .seconds(30)) {
      guard let status = try? await inner.status() else { return false }
      return status.host.processID != before.host.processID && status.switches.allSatisfy(\.status.running)
        && status.machines.allSatisfy(\.status.guest.connected)
    }
    #expect(back)
    let after = try await inner.status()
    #expect(after.machines.map(\.id) == before.machines.map(\.id))
    #expect(after.machines.map(\.status.processID) == before.machines.map(\.status.processID))
    #expect(try await nest.hasTraffic("L1/natted", within: .seconds(20)))
  }

  /// A guest that restarts while it is being sent a file: the sender is told, no half file is there, and the link works
  /// again. Its console is kept when it is Off.
  func survivesAGuestsRestart(_ nest: Nest) async throws {
    let client = nest.droste.client
    _ = try await client.createMachine(
      MachineConfiguration(name: "small", memory: .init(startupBytes: 256 << 20)))
    _ = try await client.startMachine("small")
    _ = try await client.waitForGuest("small", seconds: 120)
    let first = try await client.guestInformation("small")

    let file = nest.droste.folder.path + "/long"
    #expect(FileManager.default.createFile(atPath: file, contents: nil))
    // More than the guest has memory for, so that it can never be complete.
    #expect(truncate(file, 1 << 30) == 0)
    async let copy = nest.droste("copy", file, "small:/tmp/long", limit: .seconds(60))
    _ = try await eventually(within: .seconds(10)) {
      let listing = try await client.execute("small", ExecRequest(arguments: ["du", "-s", "/tmp"]))
      return (listing.outputText.split(separator: "\t").first.flatMap { Int($0) } ?? 0) > 1024
    }
    _ = try? await client.execute("small", ExecRequest(arguments: ["reboot", "-f"]))
    let ended = try await copy
    #expect(ended.exitCode == 1, "\(ended)")
    #expect(ended.error.contains("droste: error:"), "\(ended)")

    let restarted = try await eventually(within: .seconds(60)) {
      (try? await client.guestInformation("small"))?.bootID ?? first.bootID != first.bootID
    }
    #expect(restarted)
    #expect(try await nest.exec("small", "ls", "/tmp").output == "")
    let small = try nest.droste.folder.write("after", to: "after")
    #expect(try await nest.droste("copy", small, "small:/tmp/after").succeeded)
    #expect(try await nest.exec("small", "cat", "/tmp/after").output == "after")

    _ = try await client.execute(
      "small", ExecRequest(arguments: ["sh", "-c", "echo the last words >/dev/console"]))
    let stopped = try await nest.droste("stop", "small")
    #expect(stopped.succeeded, "\(stopped)")
    let off = try await nest.machine("small")
    #expect(off.status.state == .off && off.status.reason == nil)
    let console = try await nest.droste("console", "small", "--output")
    #expect(console.output.contains("the last words"), "\(console)")
    #expect(try await nest.droste("remove", "small").succeeded)
  }
}
