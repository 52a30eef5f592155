import FoundationEssentials
import HostAPI
import TestSupport

/// The command `droste start`, from before its process is made to after its end, against the same QEMU by hand until
/// the guest's first instruction.
struct StartBenchmark: Sendable {
  let place: BenchPlace

  private static let runs = 15
  /// What starting may cost on top, in seconds.
  private static let allowance = 0.060

  func run() async throws -> Row {
    try await place.create("small", image: "guest", memory: 256 << 20)
    _ = try await place.time("start", "small")
    let bare = BareMachine(like: try await place.arguments(of: "small"), image: "guest", library: place.images)
    _ = try await place.client.turnOffMachine("small")
    let rom = place.droste.folder.path + "/first.rom"
    try Data(BareMachine.rom()).write(to: URL(filePath: rom))
    _ = try await bare.secondsToFirstInstruction(rom: rom)
    var measured: [Double] = []
    var peer: [Double] = []
    for _ in 0..<Self.runs {
      peer.append(try await bare.secondsToFirstInstruction(rom: rom))
      measured.append(try await place.time("start", "small"))
      _ = try await place.client.turnOffMachine("small")
    }
    try await place.client.removeMachine("small")
    let first = median(peer)
    return Row(
      what: "droste start", measured: .seconds(median(measured)), peerName: "bare QEMU to first instruction",
      peer: .seconds(first), limit: .seconds(first + Self.allowance), runs: Self.runs)
  }
}
