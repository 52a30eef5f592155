import Ethernet
import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Terminal
import TestSupport
import Testing

/// Captures through the service, to its client and to the command.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .serialized, .timeLimit(.minutes(3)))
struct CaptureTests {
  /// What a capture gave so far.
  final class Received: Sendable {
    private let state = Mutex<(reader: CaptureReader, blocks: Int, frames: [CapturedFrame])>((CaptureReader(), 0, []))
    var blocks: Int { state.withLock(\.blocks) }
    var frames: [CapturedFrame] { state.withLock(\.frames) }

    func take(_ piece: [UInt8]) throws {
      try state.withLock { state in
        state.reader.append(piece)
        while let block = try state.reader.next() {
          state.blocks += 1
          if let frame = block.frame { state.frames.append(frame) }
        }
      }
    }
  }

  @Test func aSwitchThatGoesEndsItsCaptures() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      _ = try await client.createSwitch(
        .init(name: "Net a/b".replacing("/", with: "-"), type: .nat, address: IPv4Prefix("10.91.0.1/24")))
      let received = Received()
      let capture = Task {
        try await client.capture(switch: "net A-B", CaptureRequest(port: "nat")) { try received.take($0) }
      }
      // The section and its one interface come at once, frames or not.
      #expect(try await eventually(within: .seconds(10)) { received.blocks == 2 })
      try await client.removeSwitch("Net a-b")
      try await capture.value
      // The statistics.
      #expect(received.blocks == 3 && received.frames.isEmpty)
    }
  }

  @Test func refusals() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      _ = try await client.createSwitch(.init(name: "Net", type: .nat, address: IPv4Prefix("10.91.0.1/24")))
      func refusal(_ name: String, _ request: CaptureRequest) async -> DrosteError? {
        await place.refusal { try await client.capture(switch: name, request) { _ in } }
      }
      #expect(await refusal("none", CaptureRequest())?.code == .objectNotFound)
      let port = await refusal("Net", CaptureRequest(port: "L1"))
      #expect(port?.code == .objectNotFound)
      #expect(port?.message == "The switch \"Net\" has no port \"L1\", and no machine of that name on a port.")
      #expect(port?.cause == "its ports: NAT")
      let values = await refusal("Net", CaptureRequest(count: 0, snapLength: 1))
      #expect(values?.code == .invalidParameter)
      #expect(values?.message.contains("count: 0 frames") == true && values?.message.contains("snap: 1 bytes") == true)
      let queries = [
        ("direction=up", "direction: \"up\" is not one of In, Out, Both"),
        ("drops=some", "drops: \"some\" is not one of Exclude, Include, Only"),
        ("count=-1", "count: \"-1\" is not a whole number"), ("snap=x", "snap: \"x\" is not a whole number"),
        ("colour=red", "colour: a capture takes port, direction, drops, count and snap"),
      ]
      for (query, message) in queries {
        let error = await place.refusal {
          try await HostClient.check(try await client.open(.GET, "/v1/switches/Net/capture?\(query)"))
        }
        #expect(error?.code == .invalidParameter && error?.message == message, "\(query): \(error?.message ?? "")")
      }
    }
  }

  @Test func aClientThatGoesMakesRoom() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      _ = try await client.createSwitch(.init(name: "Net", type: .nat, address: IPv4Prefix("10.91.0.1/24")))
      // No frame ever passes: nothing but the client's going can end them.
      for _ in 0..<2 {
        let received = (0..<4).map { _ in Received() }
        let captures = received.map { received in
          Task {
            for attempt in 0... {
              do {
                return try await client.capture(switch: "Net", CaptureRequest()) { try received.take($0) }
              } catch let error as DrosteError where error.code == .outOfMemory && attempt < 500 {
                try await Task.sleep(for: .milliseconds(10))
              }
            }
          }
        }
        #expect(try await eventually(within: .seconds(20)) { received.allSatisfy { $0.blocks >= 2 } })
        let full = await place.refusal { try await client.capture(switch: "Net", CaptureRequest()) { _ in } }
        #expect(full?.code == .outOfMemory)
        for capture in captures { capture.cancel() }
        for capture in captures { _ = try? await capture.value }
      }
    }
  }

  @Test(.enabled(if: geteuid() == 0, "host adapters need root")) func framesOfAHostAdapter() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      _ = try await client.createSwitch(
        .init(name: "Lab", type: .internal, address: IPv4Prefix("10.97.0.1/24")))
      // Each datagram to an address that nobody has begins with a question for it.
      let talking = Task {
        while !Task.isCancelled {
          _ = try await place.inNamespace(["bash", "-c", "echo x > /dev/udp/10.97.0.7/9"])
          try await Task.sleep(for: .milliseconds(200))
        }
      }
      defer { talking.cancel() }
      let lines = try await place.droste.command([
        "capture", "vethernet (lab)", "--text", "--count", "2", "--direction", "in",
      ]).run(limit: .seconds(30))
      #expect(lines.exitCode == 0, "\(lines)")
      #expect(lines.output.split(separator: "\n").count == 2, "\(lines)")

      let file = place.droste.folder.path + "/frames.pcapng"
      let written = try await place.droste.command(["capture", "--switch", "Lab", "-w", file]).run(limit: .seconds(60))
      {
        running in
        _ = try await eventually(within: .seconds(30)) {
          (FileManager.default.contents(atPath: file)?.count ?? 0) > 1000
        }
        running.interrupt()
      }
      #expect(written.exitCode == 0, "\(written)")
      let received = Received()
      try received.take(Array(FileManager.default.contents(atPath: file) ?? Data()))
      #expect(received.frames.count > 2)
      #expect(received.frames.allSatisfy { $0.port == "vEthernet (Lab)" && $0.direction == .in })

      let piped = try await Command(
        ["sh", "-c", "\"$@\" | wc -c", "sh"]
          + place.droste.command(["capture", "vEthernet (Lab)", "--count", "1", "--snap", "14"]).words,
        environment: place.droste.environment
      ).run(limit: .seconds(30))
      #expect(Int(piped.output.filter(\.isNumber)) ?? 0 > 200, "\(piped)")
      talking.cancel()
      _ = try? await talking.value
    }
  }

  /// A command whose reader leaves ends; a wrong one says what would be right.
  @Test func theCommandsMistakes() async throws {
    try await RunningMachines.with { place in
      _ = try await place.client.createSwitch(.init(name: "Net", type: .nat, address: IPv4Prefix("10.91.0.1/24")))
      _ = try await place.client.createSwitch(.init(name: "Two", type: .nat, address: IPv4Prefix("10.92.0.1/24")))
      let rows: [(words: [String], code: Int32, text: String)] = [
        ([], 2, "Name a port, or a switch with --switch."),
        (["L1", "--dropped", "--only-dropped"], 2, "Write --dropped or --only-dropped, not both."),
        (["L1", "--text", "-w", "x"], 2, "Write --text or --write, not both."),
        (["L1", "--count", "0"], 2, "count: 0 frames; 1 is the least"),
        (["L1", "--snap", "5"], 2, "snap: 5 bytes are not within 14 to 262144"),
        (["L1", "--direction", "up"], 2, "write in, out or both"),
        (["L1"], 1, "There is no port \"L1\", and no machine of that name on a port."),
        (["L1/x"], 1, "There is no port \"L1/x\""), (["--switch", "none"], 1, "\"none\""),
        (["NAT"], 1, "\"NAT\" has ports on 2 switches: Net, Two."),
        (["NAT", "--switch", "net", "-w", "/none/x"], 1, "The file /none/x cannot be written."),
      ]
      for row in rows {
        let result = try await place.droste.command(["capture"] + row.words).run(limit: .seconds(30))
        #expect(result.exitCode == row.code && result.error.contains(row.text), "\(row.words): \(result)")
      }
    }
  }
}
