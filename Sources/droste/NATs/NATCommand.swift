internal import ArgumentParser

struct NATCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nat", abstract: "Address translation in a host's kernel: create, list, remove.",
    subcommands: [NATCreateCommand.self, NATListCommand.self, NATRemoveCommand.self])
}
