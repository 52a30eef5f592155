internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show every machine, switch and NAT, on every level.",
    discussion: """
      Examples:
        droste status
        droste status --json
      """)

  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    let tree = try await Service.reading { service in
      let tree = try await HostWalk.settledTree(service.client)
      if let status = tree.status { await service.endIfIdle(status) }
      return tree
    }
    guard let tree else {
      if json { return try Output.json(HostTree()) }
      return Output.standard.writeLine("Nothing is here yet. Bring up a lab: droste up FILE")
    }
    if json { return try Output.json(tree) }
    Output.standard.writeLines(StatusText(style: Output.style).lines(tree))
  }
}
