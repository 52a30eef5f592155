internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Terminal

struct HostStopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "End the service. Machines and switches go on.",
    discussion: """
      Example:
        droste host stop
      """)

  func run() async throws {
    guard let service = Service.running() else { return Output.standard.writeLine("No service runs.") }
    do {
      try await service.client.stopService()
    } catch  where HostClient.isUnanswered(error) {
      return Output.standard.writeLine("No service runs.")
    }
    Output.standard.writeLine("The service ends; machines and switches go on.")
  }
}
