import Glibc

/// Looks for lies that the switch believes. `droste-fuzz replay FILE...` runs cases; `droste-fuzz run SECONDS [SEED [CORPUS]]`
/// makes them up, from a seed, and keeps those of a corpus that something new came of. Built with libFuzzer
/// (`-sanitize=fuzzer -D LIBFUZZER`) it is libFuzzer's program.
@main
struct Program {
  static func main() throws {
    // A front end's socket may be closed by the other side at any time.
    signal(SIGPIPE, SIG_IGN)
    #if LIBFUZZER
      LibFuzzer.run()
    #else
      let arguments = CommandLine.arguments.dropFirst()
      switch (arguments.first, Array(arguments.dropFirst())) {
      case ("replay", let paths) where !paths.isEmpty: try replay(paths)
      case ("run", let rest) where (1...3).contains(rest.count):
        guard let seconds = Double(rest[0]), let seed = rest.count > 1 ? UInt64(rest[1]) : 1 else { usage() }
        var search = Search(seed: seed, corpus: rest.count > 2 ? rest[2] : nil)
        try search.run(seconds: seconds)
      default: usage()
      }
    #endif
  }

  private static func usage() -> Never {
    print("usage: droste-fuzz replay FILE... | droste-fuzz run SECONDS [SEED [CORPUS]]")
    exit(2)
  }

  private static func replay(_ paths: [String]) throws {
    let doors = try Doors()
    var failures = 0
    for path in paths {
      do {
        let outcome = try runCase(Files.read(path), doors)
        print("\(path): \(outcome.operations) operations, \(outcome.frames) frames")
      } catch {
        failures += 1
        let text = Array("\(path): \(error)\n".utf8)
        _ = write(STDERR_FILENO, text, text.count)
      }
    }
    exit(failures == 0 ? 0 : 1)
  }
}
