internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Lab
internal import Terminal

struct UpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Bring up what a lab file describes. Run again, it changes only what differs.",
    discussion: """
      Ctrl-C stops waiting; what is up stays up.

      Example:
        droste up examples/nested.yaml
      """)

  @Argument(help: "The lab file.") var file: String

  func run() async throws {
    let lab = try Lab(contentsOf: file)
    Output.error.writeLines(lab.warnings.map { $0.line(in: file).printable })
    let interruption = Interruption.shared
    let display = ProgressDisplay()
    let service: Service
    do {
      service = try await interruption.run(grace: 0) { try await Service.connect() }
      try await interruption.run(grace: 0) {
        try await LabRunner.up(lab, on: service.client) { display.show($0) }
      }
    } catch {
      display.end()
      if error is Interrupted {
        Output.error.writeLine(
          "\nInterrupted: what was up by now stays up.\n  see it: droste status\n  take it down: droste down \(file)")
      }
      throw error
    }
    display.end()
    let time = Quantity.duration(display.elapsed)
    Output.standard.writeLine(
      "Lab \(lab.name) is up after \(time).\n  see it: droste status\n  take it down: droste down \(file)")
  }
}
