internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct StartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start a machine.",
    discussion: """
      Examples:
        droste start L1
        droste start L1/natted --wait
      """)

  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath
  @Flag(help: "Return only when its agent answers.") var wait = false
  @Option(help: "Seconds to wait at most.") var timeout: Double = 120

  func run() async throws {
    let (machine, missed) = try await withHost(path.hosts) { client in
      let started = try await client.startMachine(path.name)
      // Warnings are no reason to fail, not even where an older host does not know them.
      let missed = (try? await client.nestedRequirementsMissed(started)) ?? []
      return (wait ? try await client.waitForGuest(path.name, seconds: timeout) : started, missed)
    }
    let engine = machine.status.engine.map {
      " under " + StatusText.engine($0, in: path.hosts.joined(separator: "/"), level: path.level)
    }
    Output.standard.writeLine("\(path) runs\(engine ?? "").")
    for requirement in missed { Output.error.writeLine(requirement.warning(machine: path.description)) }
    if let caution = machine.caution { Output.error.writeLine(caution) }
  }
}
