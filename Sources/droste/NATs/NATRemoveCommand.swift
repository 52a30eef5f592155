internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct NATRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a NAT; its rules leave the kernel.",
    discussion: """
      Example:
        droste nat remove L1/LocalNAT
      """)

  @Argument(help: "The NAT: LocalNAT, or L1/LocalNAT for one on the host inside L1.", transform: Arguments.path)
  var path: MachinePath

  func run() async throws {
    try await withHost(path.hosts) { try await $0.removeNAT(path.name) }
    Output.standard.writeLine("NAT \(path) is removed.")
  }
}
