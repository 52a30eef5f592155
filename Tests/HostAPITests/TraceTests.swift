import Ethernet
import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import TestSupport
import Testing

/// Traces through the service and the command, without machines: this host's kernel and a switch of it.
@Suite(
  .enabled(if: Droste.binaries != nil && geteuid() == 0, "DROSTE_BIN names no executables, or no root"), .serialized,
  .timeLimit(.minutes(3)))
struct TraceTests {
  @Test func kernelAndSwitchTellOfAProbe() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      _ = try await client.createSwitch(.init(name: "Net", type: .internal, address: IPv4Prefix("10.92.0.1/24")))
      let id: UInt64 = 0xFEED_0000_0000_0001
      let begun = try await client.trace(TraceOrder(.start, id: id, seconds: 60))
      #expect(begun.problems.isEmpty && begun.clock.monotonic > 0)
      let order = TraceOrder(.send, id: id, destination: IPv4Address("10.92.0.77"), count: 1, patience: 0.3)
      let sent = try #require(try await client.trace(order).sent)
      #expect(sent.problem == .noNeighbour && sent.source == IPv4Address("10.92.0.1"))
      let seen = try await eventually(within: .seconds(10)) {
        try await client.trace(TraceOrder(.read, id: id)).sightings.count == 6
      }
      let end = try await client.trace(TraceOrder(.end, id: id))
      #expect(seen, "\(end.sightings)")
      let texts = Set(
        end.sightings.map { "\($0.switchName ?? "kernel") \($0.place) \($0.direction.rawValue) \($0.carrier.rawValue)" }
      )
      #expect(texts == ["kernel \(sent.interface ?? "") Out ARP", "Net vEthernet (Net) In ARP"])
      #expect(end.system?.has(IPv4Address("10.92.0.1")!) == true)
      let gone = await #expect(throws: DrosteError.self) { try await client.trace(TraceOrder(.read, id: id)) }
      #expect(gone?.code == .objectNotFound)
      let wrong = await #expect(throws: DrosteError.self) {
        try await client.trace(TraceOrder(.start, id: id, seconds: 1e9))
      }
      #expect(wrong?.code == .invalidParameter)
    }
  }

  @Test func theCommandsCodesAndWords() async throws {
    let rows: [(words: [String], code: Int32, says: String)] = [
      (["L0", "10.92.0.77"], 3, "no other port is in the untagged network"),
      (["L0", "10.93.0.1"], 4, "there is no route to 10.93.0.1"),
      (["L0", "L9/deep"], 1, "There is no machine \"L9/deep\""),
      (["L0", "L0"], 1, "are the same machine"),
      (["10.92.0.78", "L0"], 1, "No machine here has the address 10.92.0.78"),
      (["L0", "10.92.0.77", "--count", "33"], 2, "--count takes 1 to 32"),
      (["L0", "10.92.0.77", "--wait", "0"], 2, "--wait takes 0.1 to 10 seconds"),
    ]
    try await RunningMachines.with { place in
      _ = try await place.client.createSwitch(.init(name: "Net", type: .internal, address: IPv4Prefix("10.92.0.1/24")))
      for row in rows {
        let result = try await place.droste.command(
          ["trace"] + row.words + ["-W", "0.3"].filter { _ in row.code != 2 }
        )
        .run()
        #expect(result.exitCode == row.code, "\(row.words): \(result)")
        #expect((result.output + result.error).contains(row.says), "\(row.words): \(result)")
      }
      let help = try await place.droste.command(["trace", "--help"]).run()
      #expect(help.exitCode == 0 && help.output.contains("droste trace L1/natted L0"))
    }
  }
}
