internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct RestartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restart", abstract: "Reset a machine, as its reset button does.",
    discussion: """
      Example:
        droste restart L1
      """)

  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath

  func run() async throws {
    _ = try await withHost(path.hosts) { try await $0.restartMachine(path.name) }
    Output.standard.writeLine("\(path) starts again.")
  }
}
