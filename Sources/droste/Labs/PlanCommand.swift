internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Lab
internal import Terminal

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show what droste up would do, and change nothing.",
    discussion: """
      Example:
        droste plan examples/nested.yaml
      """)

  @Argument(help: "The lab file.") var file: String

  func run() async throws {
    let lab = try Lab(contentsOf: file)
    Output.error.writeLines(lab.warnings.map { $0.line(in: file).printable })
    let found = try await Service.reading { service in
      let plan = try await LabPlan(lab, on: service.client)
      await service.endIfIdle(try await service.client.status())
      return plan
    }
    let plan = found ?? LabPlan(lab, levels: [:])
    Output.standard.writeLines(plan.description.printableLines)
    for refusal in plan.refusals {
      let place = refusal.place
      var error = refusal.error
      error.message = "\(file):\(place.position.line): \(place.path): \(error.message)"
      Output.report(error)
    }
    if !plan.refusals.isEmpty { throw ExitCode(Exit.failed) }
  }
}
