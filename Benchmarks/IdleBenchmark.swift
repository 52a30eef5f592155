import HostAPI
import HyperV
import TestSupport

/// What the product costs while nothing happens: ten machines, two of which run.
struct IdleBenchmark: Sendable {
  let place: BenchPlace

  private static let runs = 25

  func run() async throws -> [Row] {
    for index in 0..<10 { try await place.create("m\(index)", image: "guest", memory: 256 << 20) }
    for name in ["m0", "m1"] {
      _ = try await place.client.startMachine(name)
      _ = try await place.client.waitForGuest(name, seconds: 120)
    }
    // The guests settle, and the service stops asking them often.
    try await Task.sleep(for: .seconds(5))
    let status = try await place.client.status()
    guard let machine = status.machines.first(where: { $0.configuration.name == "m0" })?.status.processID,
      let network = status.switches.first?.status.processID
    else { throw BenchError(text: "machine or switch do not run") }
    let qemu = try Self.resident(machine)
    let service = try Self.resident(status.host.processID)
    let switchMemory = try Self.resident(network) - Self.shared(network)

    var measured: [Double] = []
    var peer: [Double] = []
    for index in 0..<(Self.runs + 3) {
      let (nothing, time) = (try await place.time("--help"), try await place.time("status"))
      // The first ones warm the caches.
      guard index >= 3 else { continue }
      peer.append(nothing)
      measured.append(time)
    }
    return [
      Row(
        what: "droste status, 10 machines", measured: .seconds(median(measured)), peerName: "droste --help",
        peer: .seconds(median(peer)), limit: .seconds(0.040), runs: Self.runs),
      Row(
        what: "memory of the idle service", measured: .bytes(service), peerName: "QEMU of a 256 MiB machine",
        peer: .bytes(qemu), limit: .bytes(60 * 1_048_576), runs: 1),
      Row(
        what: "memory of a switch", measured: .bytes(switchMemory), peerName: "QEMU of a 256 MiB machine",
        peer: .bytes(qemu), limit: .bytes(20 * 1_048_576), runs: 1),
    ]
  }

  /// Resident bytes, as /proc tells.
  private static func resident(_ pid: Int32) throws -> Double { try bytes("VmRSS", pid) }

  /// Those of them that are machines' memory, which a switch has mapped.
  private static func shared(_ pid: Int32) throws -> Double { try bytes("RssShmem", pid) }

  private static func bytes(_ field: String, _ pid: Int32) throws -> Double {
    guard let kilobytes = ProcessTable.field(field, of: pid).first.flatMap(Double.init) else {
      throw BenchError(text: "process \(pid) is gone")
    }
    return kilobytes * 1024
  }
}
