internal import ArgumentParser
internal import Ethernet
internal import HyperV
internal import Terminal

struct SwitchListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the switches of a host.",
    discussion: """
      Examples:
        droste switch list
        droste switch list L1 --json
      """)

  @Argument(help: Arguments.hostHelp, transform: Arguments.host) var host = HostPath(names: [])
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    let switches = try await HostStatus.read(host)?.switches ?? []
    if json { return try Output.json(switches) }
    if switches.isEmpty { return Output.standard.writeLine("\(host) has no switches.") }
    var table = TextTable([
      .init("name"), .init("type"), .init("address"), .init("adapter"), .init("state"), .init("ports", right: true),
      .init("dropped", right: true),
    ])
    for found in switches {
      let dropped = found.status.ports.flatMap(\.drops).reduce(UInt64(0)) { $0 + $1.frames }
      table.append([
        Output.style.paint(found.configuration.name.printable, .name), found.configuration.type.rawValue,
        found.configuration.address?.description ?? "", found.configuration.netAdapterName?.printable ?? "",
        found.status.running ? "up \(Quantity.duration(found.status.uptime))" : "not running",
        "\(found.status.ports.count)", Quantity.count(dropped),
      ])
    }
    Output.table(table)
  }
}
