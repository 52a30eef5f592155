import FoundationEssentials
import TestSupport

/// What the shell costs: a cmdlet from start to exit, and two loops beside CPython's.
///
/// Expects the ten machines that `IdleBenchmark` has made.
struct ShellBenchmark: Sendable {
  let place: BenchPlace

  private static let runs = 25
  private static let loopRuns = 7

  private static let loop = "for ($i = 0; $i -lt 1000000; $i++) { $s += $i }"
  private static let pythonLoop = """
    s = 0
    for i in range(1000000): s += i
    """
  private static let pipeline = "$null = 1..100000 | Where-Object { $_ % 2 } | Measure-Object -Sum"
  private static let pythonPipeline = "sum(x for x in range(1, 100001) if x % 2)"

  func run() async throws -> [Row] {
    [
      try await cmdlet(),
      try await loop("a loop of a million additions", Self.loop, Self.pythonLoop, limit: 4),
      try await loop("a pipeline of 100,000 numbers", Self.pipeline, Self.pythonPipeline, limit: 6),
    ]
  }

  private func cmdlet() async throws -> Row {
    var measured: [Double] = []
    var peer: [Double] = []
    for index in 0..<(Self.runs + 3) {
      let (nothing, time) = (try await place.time("--help"), try await place.time("Get-VM"))
      // The first ones warm the caches.
      guard index >= 3 else { continue }
      peer.append(nothing)
      measured.append(time)
    }
    return Row(
      what: "droste Get-VM, 10 machines", measured: .seconds(median(measured)), peerName: "droste --help",
      peer: .seconds(median(peer)), limit: .seconds(0.060), runs: Self.runs)
  }

  /// Both programs time the work themselves, so that their starts do not count, and take turns.
  private func loop(_ what: String, _ script: String, _ python: String, limit: Double) async throws -> Row {
    let timed = """
      $clock = [System.Diagnostics.Stopwatch]::StartNew()
      \(script)
      $clock.Elapsed.TotalSeconds
      """
    let pythonTimed = """
      import time
      def work():
      \(python.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      begin = time.perf_counter()
      work()
      print(time.perf_counter() - begin)
      """
    var measured: [Double] = []
    var peer: [Double] = []
    for index in 0..<(Self.loopRuns + 1) {
      let other = try await Self.seconds(Command(["python3", "-c", pythonTimed]))
      let own = try await Self.seconds(place.droste.command(["powershell", "-NoProfile", "-Command", timed]))
      guard index >= 1 else { continue }
      peer.append(other)
      measured.append(own)
    }
    return Row(
      what: what, measured: .seconds(median(measured)), peerName: "CPython", peer: .seconds(median(peer)),
      limit: .seconds(median(peer) * limit), runs: Self.loopRuns)
  }

  private static func seconds(_ command: Command) async throws -> Double {
    let result = try await command.run()
    guard result.succeeded, let text = result.output.split(separator: "\n").last, let seconds = Double(text) else {
      throw BenchError(text: "\(command.words[0]) told no time: \(result)")
    }
    return seconds
  }
}
