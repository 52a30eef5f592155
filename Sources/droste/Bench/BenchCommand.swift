internal import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure what this host can do.", subcommands: [BenchNestCommand.self])
}
