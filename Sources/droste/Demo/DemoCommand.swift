internal import ArgumentParser
internal import HyperV
internal import Lab
internal import Terminal

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Bring a lab up, prove from measurements that it is what it claims, take it down.",
    discussion: """
      Builds the images where they are missing. Leaves nothing behind, after Ctrl-C either. With DROSTE_HOME set the
      lab lives there, else in a folder of its own.

      Example:
        droste demo examples/nested.yaml
      """)

  @Argument(help: "The lab file.") var file: String

  func run() async throws {
    let lab = try Lab(contentsOf: file)
    let interruption = Interruption.shared
    let demo = await DemoRun(lab: lab, place: try DemoPlace())
    var isProven = false
    var failure: (any Error)?
    do {
      isProven = try await interruption.run(grace: 10) { try await demo.bringUpAndProve() }
    } catch {
      failure = error
      if let error = error as? DrosteError { Output.report(error) }
      if error is Interrupted { Output.error.writeLine("\nInterrupted.") }
    }
    // From here on signals are only remembered: nothing cuts this short.
    let isClean = await demo.takeDown(hurry: failure != nil)
    if interruption.caught != nil { throw Interrupted() }
    if let failure, !(failure is DrosteError) { throw failure }
    if failure != nil || !isProven || !isClean { throw ExitCode(Exit.failed) }
  }
}
