import GuestLink
import HostAPI
import TestSupport

/// L1 of the example, from `droste start` until a command ran in it over the guest link, against the same machine by
/// hand until init runs.
struct BootBenchmark: Sendable {
  let place: BenchPlace

  private static let runs = 5

  func run() async throws -> Row {
    try await place.create("L1", image: "host", processors: 1, memory: 4 << 30, nested: true)
    // Not counted: it brings the images into the page cache, and tells how QEMU is started.
    _ = try await timeToLink()
    let bare = BareMachine(like: try await place.arguments(of: "L1"), image: "host", library: place.images)
    try await turnOff()
    var measured: [Double] = []
    var peer: [Double] = []
    for _ in 0..<Self.runs {
      peer.append(try await bare.secondsToInit())
      measured.append(try await timeToLink())
      try await turnOff()
    }
    try await place.client.removeMachine("L1")
    let init0 = median(peer)
    return Row(
      what: "L1, droste start to guest link", measured: .seconds(median(measured)), peerName: "bare QEMU to init",
      peer: .seconds(init0), limit: .seconds(1.5 * init0), runs: Self.runs)
  }

  private func timeToLink() async throws -> Double {
    let client = place.client
    let start = ContinuousClock.now
    _ = try await place.time("start", "L1")
    let answered = try await eventually(within: .seconds(120)) {
      (try? await client.execute("L1", ExecRequest(arguments: ["true"])))?.exitCode == 0
    }
    let time = Stopwatch.seconds(since: start)
    guard answered else { throw BenchError(text: "L1 has no guest link: \(try await client.console("L1"))") }
    return time
  }

  private func turnOff() async throws { _ = try await place.client.turnOffMachine("L1") }
}
