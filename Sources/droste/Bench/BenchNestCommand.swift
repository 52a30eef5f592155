internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import HyperV
internal import LevelCost
internal import Terminal

struct BenchNestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nest", abstract: "Measure what one level more costs: processor, memory, disk, network.",
    discussion: """
      Brings machines inside machines up in a place of their own, measures on this host and on each level the same program,
      one level at a time, and takes all of it down, after Ctrl-C too. Images are built where they are missing. The table
      goes to stdout, what happens meanwhile to stderr. docs/benchmarks.md says what each row is. Two
      levels take a minute without hardware virtualization, three up to ten.

      Examples:
        droste bench nest
        droste bench nest --levels 3 --chart nest.svg
        droste bench nest --json > nest.json
      """)

  @Option(help: "Levels inside this host, 1 to 3.") var levels = 2
  @Option(help: "Seconds for each of the eleven quantities on each level, 0.02 to 60.") var seconds = 0.5
  @Flag(help: "Print JSON.") var json = false
  @Option(help: "Write the ratios as a chart, an SVG file.", completion: .file(extensions: ["svg"])) var chart: String?

  func validate() throws {
    if !(1...3).contains(levels) { throw ValidationError("--levels takes 1 to 3.") }
    if !(0.02...60).contains(seconds) { throw ValidationError("--seconds takes 0.02 to 60.") }
    guard let chart else { return }
    let folder = URL(filePath: chart).deletingLastPathComponent().absoluteURL.path
    if access(folder, W_OK) != 0 {
      throw ValidationError("--chart names \(chart), and nothing can be written in \(folder).")
    }
  }

  func run() async throws {
    let interruption = Interruption.shared
    let bench = try await NestBench(levels: levels, seconds: seconds)
    var cost: NestCost?
    var failure: (any Error)?
    do {
      cost = try await interruption.run(grace: 10) { try await bench.measure() }
    } catch {
      failure = error
      if let error = error as? DrosteError { Output.report(error) }
      if error is Interrupted { Output.error.writeLine("\nInterrupted.") }
    }
    // From here on signals are only remembered: nothing cuts this short.
    let isClean = await bench.takeDown()
    if interruption.caught != nil { throw Interrupted() }
    if let failure, !(failure is DrosteError) { throw failure }
    guard let cost else { throw ExitCode(Exit.failed) }
    Output.error.writeLine()
    if json { try Output.json(cost) } else { Output.standard.writeLines(CostTable(style: Output.style).lines(cost)) }
    if let chart { try write(CostChart(cost).text, to: chart) }
    if !isClean || !cost.isWhole { throw ExitCode(Exit.failed) }
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw DrosteError(
        .accessDenied, "The chart cannot be written to \(path).", cause: "\(error)",
        hint: "droste bench nest --chart /tmp/nest.svg")
    }
  }
}
