import FoundationEssentials
import Glibc

/// Measures the virtual switch beside what people use today, in the same run on the same two processors, and fails when
/// a promise is missed.
///
/// | promise | peer | limit |
/// |---|---|---|
/// | 64-byte frames, split rings | Open vSwitch with DPDK | 1.0 times as many |
/// | 64-byte frames, packed rings | the same | 1.3 times as many |
/// | 1500-byte frames | the same | 1.2 times as many |
/// | 64-byte frames, split rings | Linux bridge with tap | 10 times as many |
/// | median round trip of one 64-byte frame | Open vSwitch with DPDK | no longer |
/// | CPU time of 50 connected ports without traffic | | 1 % of a core |
/// | resident memory of the same, without the machines' own | | 20 MiB |
/// | iperf3 between two machines under QEMU | the same over `-netdev stream` | 3 times as much |
@main
struct SwitchBench {
  static func main() async {
    // What a measurement in a network namespace is to do there, by this very program.
    if CommandLine.arguments.dropFirst().first == TapPingPong.verb { exit(TapPingPong.main()) }
    Interruption.clearUpWhenTold()
    var code: Int32 = 2
    do {
      if CommandLine.arguments.contains("--help") {
        print(Options.usage)
        exit(0)
      }
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      code = try await run(options) ? 0 : 1
    } catch {
      say("droste-bench-switch: \(error)")
    }
    Child.killAll()
    Folder.removeAll()
    exit(code)
  }

  private static func run(_ options: Options) async throws -> Bool {
    try Requirements.check(options)
    let processors = try Processors()
    var rows: [Row] = []
    for part in options.parts {
      say("\(part.rawValue)…")
      switch part {
      case .throughput: rows += try await ThroughputBenchmark(processors: processors, options: options).run()
      case .latency: rows += try await LatencyBenchmark(processors: processors, options: options).run()
      case .scale: rows += try await ScaleBenchmark(processors: processors).run()
      case .idle: rows += try await IdleBenchmark(processors: processors).run()
      case .machines: rows += try await MachineBenchmark().run()
      }
    }
    if options.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(rows), as: UTF8.self))
    } else {
      print(Row.table(rows))
    }
    return rows.allSatisfy { $0.holds ?? true }
  }
}
