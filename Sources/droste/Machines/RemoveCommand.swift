internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct RemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a machine that is off, and all that is inside it.",
    discussion: """
      Examples:
        droste remove L1
        droste remove L1/natted --turn-off
      """)

  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath
  @Flag(help: "Turn it off first.") var turnOff = false

  func run() async throws {
    try await withHost(path.hosts) { client in
      if turnOff, try await client.machine(path.name).status.state != .off {
        _ = try await client.turnOffMachine(path.name)
      }
      try await client.removeMachine(path.name)
    }
    Output.standard.writeLine("\(path) is removed.")
  }
}
