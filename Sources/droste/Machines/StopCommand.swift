internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct StopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Shut a machine down through its agent, or turn it off.",
    discussion: """
      Examples:
        droste stop L1
        droste stop L1/natted --turn-off
      """)

  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath
  @Flag(help: "Turn it off at once, as pulling the plug does.") var turnOff = false

  func run() async throws {
    _ = try await withHost(path.hosts) { client in
      turnOff ? try await client.turnOffMachine(path.name) : try await client.shutDownMachine(path.name)
    }
    Output.standard.writeLine("\(path) is off.")
  }
}
