internal import ArgumentParser
internal import Ethernet
internal import HyperV
internal import Terminal

struct NATListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the NATs of a host.",
    discussion: """
      Example:
        droste nat list L1
      """)

  @Argument(help: Arguments.hostHelp, transform: Arguments.host) var host = HostPath(names: [])
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    let nats = try await HostStatus.read(host)?.nats ?? []
    if json { return try Output.json(nats) }
    if nats.isEmpty { return Output.standard.writeLine("\(host) has no NATs.") }
    var table = TextTable([.init("name"), .init("prefix"), .init("state"), .init("connections", right: true)])
    for nat in nats {
      table.append([
        Output.style.paint(nat.configuration.name.printable, .name), nat.configuration.internalPrefix.description,
        nat.status.active ? "active" : "not active", Quantity.count(nat.status.translatedPackets),
      ])
    }
    Output.table(table)
  }
}
