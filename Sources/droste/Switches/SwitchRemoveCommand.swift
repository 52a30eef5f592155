internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct SwitchRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a switch; what it changed on its host is undone.",
    discussion: """
      Example:
        droste switch remove L1/VmNAT
      """)

  @Argument(help: "The switch: VmNAT, or L1/VmNAT for one on the host inside L1.", transform: Arguments.path)
  var path: MachinePath

  func run() async throws {
    try await withHost(path.hosts) { try await $0.removeSwitch(path.name) }
    Output.standard.writeLine("Switch \(path) is removed.")
  }
}
