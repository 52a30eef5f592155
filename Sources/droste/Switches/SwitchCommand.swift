internal import ArgumentParser

struct SwitchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "switch", abstract: "Virtual switches: create, list, remove.",
    subcommands: [SwitchCreateCommand.self, SwitchListCommand.self, SwitchRemoveCommand.self])
}
