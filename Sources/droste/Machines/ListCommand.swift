internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the machines of a host. For all levels at once: droste status.",
    discussion: """
      Examples:
        droste list
        droste list L1 --json
      """)

  @Argument(help: Arguments.hostHelp, transform: Arguments.host) var host = HostPath(names: [])
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    let status = try await HostStatus.read(host)
    if json { return try Output.json(status?.machines ?? []) }
    let style = Output.style
    var table = TextTable([
      .init("name"), .init("state"), .init("engine"), .init("processors", right: true), .init("memory", right: true),
      .init("up"), .init("addresses"),
    ])
    for machine in status?.machines ?? [] {
      table.append([
        style.paint(machine.configuration.name.printable, .name), machine.status.state.rawValue,
        machine.status.engine?.rawValue ?? "", "\(machine.configuration.processor.count)",
        Quantity.bytes(machine.memoryBytes),
        machine.status.state == .off ? "" : Quantity.duration(machine.status.uptime),
        machine.status.guest.addresses.map(\.printable).joined(separator: " "),
      ])
    }
    if table.rows.isEmpty { return Output.standard.writeLine("\(host) has no machines.") }
    Output.table(table)
  }
}

extension HostStatus {
  /// The status of the host at a path; nil when it is this host, no service runs and nothing was ever made.
  static func read(_ host: HostPath) async throws -> HostStatus? {
    let status = try await Service.reading { service in
      let status = try await service.within(host.names) { try await $0.status() }
      if host.names.isEmpty { await service.endIfIdle(status) }
      return status
    }
    guard status != nil || host.names.isEmpty else {
      throw DrosteError(.objectNotFound, "This host has no machines: there is no \(host).", hint: "droste up FILE")
    }
    return status
  }
}
