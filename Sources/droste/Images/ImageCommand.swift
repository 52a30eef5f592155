internal import ArgumentParser

struct ImageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "The images that machines boot: build, list.",
    subcommands: [ImageBuildCommand.self, ImageListCommand.self])
}
