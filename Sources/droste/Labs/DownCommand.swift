internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Lab
internal import Terminal

struct DownCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "Take a lab down: shut down and remove its machines, switches and NATs.",
    discussion: """
      Without a file, every lab of this host. What no lab made stays.

      Examples:
        droste down
        droste down examples/nested.yaml
      """)

  @Argument(help: "The lab file; every lab when left out.") var file: String?

  func run() async throws {
    let name = try file.map { try Lab(contentsOf: $0).name }
    guard let service = try await Service.connectIfAny() else { return Self.nothing() }
    let names: [String]
    if let name { names = [name] } else { names = Lab.names(in: try await service.client.status()) }
    let display = ProgressDisplay()
    do {
      try await Interruption.shared.run(grace: 0) {
        for name in names {
          try await LabRunner.down(named: name, on: service.client) { display.show($0) }
        }
      }
    } catch {
      display.end()
      if error is Interrupted {
        Output.error.writeLine("\nInterrupted: the rest is still there.\n  go on: droste down")
      }
      throw error
    }
    display.end()
    // The service may have ended by now: it had nothing left to look after.
    if let status = try? await Service.running()?.client.status() { await service.endIfIdle(status) }
    if names.isEmpty { return Self.nothing() }
    for name in names { Output.standard.writeLine("Lab \(name) is down.") }
  }

  private static func nothing() { Output.standard.writeLine("No lab is up.") }
}
