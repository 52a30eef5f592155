import Glibc
import TestSupport

/// Measures what the product promises in numbers, each against a peer in the same run, and fails when one is missed.
///
/// | promise | peer | limit |
/// |---|---|---|
/// | L1 from `droste start` to an answer over the guest link | the same machine by hand, until init runs | 1.5 times |
/// | `droste start` | the same process by hand, until the guest's first instruction | 60 ms more |
/// | `droste status`, warm, 10 machines | the same executable, doing nothing | 40 ms |
/// | resident memory of the idle service | the QEMU of one of its machines | 60 MiB |
/// | resident memory of a switch | the same | 20 MiB |
/// | `droste Get-VM` from start to exit, warm, 10 machines | the same executable, doing nothing | 60 ms |
/// | a loop of a million additions in PowerShell | CPython's | 4 times |
/// | `1..100000 \| Where-Object \| Measure-Object -Sum` | CPython's generator | 6 times |
///
/// Every time is a median of several runs that take turns with the peer's, so that what else the computer does meets
/// both.
@main
struct Bench {
  static func main() async {
    do {
      let rows = try await Self.rows()
      print(Row.table(rows))
      exit(rows.allSatisfy(\.holds) ? 0 : 1)
    } catch {
      say("droste-bench: \(error)")
      exit(2)
    }
  }

  private static func rows() async throws -> [Row] {
    let place = try await BenchPlace()
    let result: Result<[Row], any Error>
    do {
      var rows: [Row] = []
      say("L1 against the same machine by hand…")
      rows.append(try await BootBenchmark(place: place).run())
      say("the start of a machine against that of its process…")
      rows.append(try await StartBenchmark(place: place).run())
      say("status and memory, 10 machines…")
      rows += try await IdleBenchmark(place: place).run()
      say("the shell, beside CPython…")
      rows += try await ShellBenchmark(place: place).run()
      result = .success(rows)
    } catch {
      result = .failure(error)
    }
    try await place.close()
    return try result.get()
  }

  /// Progress goes to stderr: the table is the output.
  static func say(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
