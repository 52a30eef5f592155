internal import ArgumentParser
internal import Ethernet
internal import HostAPI
internal import HyperV
internal import Terminal

struct NATCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Translate the addresses of a prefix on their way out of a host. Needs root there.",
    discussion: """
      Example:
        droste nat create L1/LocalNAT --prefix 192.168.100.0/24
      """)

  @Argument(help: "The NAT: LocalNAT, or L1/LocalNAT for one on the host inside L1.", transform: Arguments.path)
  var path: MachinePath
  @Option(help: "The addresses inside, such as 192.168.100.0/24.", transform: Arguments.prefix) var prefix: IPv4Prefix

  func run() async throws {
    let configuration = NATConfiguration(name: path.name, internalPrefix: prefix)
    _ = try await withHost(path.hosts) { try await $0.createNAT(configuration) }
    Output.standard.writeLine("NAT \(path) translates \(prefix).")
  }
}
