import Cmdlets
import NetworkCmdlets
import PowerShell
import Shell

/// Writes docs/parity.md's text to standard output: `droste-parity CMDLETS.jsonl`.
@main
struct Parity {
  static func main() throws {
    guard CommandLine.arguments.count == 2, let path = CommandLine.arguments.last else {
      throw Usage()
    }
    // The commands are looked at, never run: no host is needed.
    let environment = HostEnvironment(hostName: "localhost") { throw Usage() }
    let built =
      HyperVModule.commands(environment: environment) + NetNatModule.commands(environment: environment)
      + NetworkModule.commands()
    let known = KnownCommands.commands(except: Set(built.map(\.name)))
    let report = try ParityReport.text(
      commands: built + known, known: known, refusedParameters: NetworkModule.refusedParameters, path: path)
    print(report, terminator: "")
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: droste-parity CMDLETS.jsonl > docs/parity.md" }
  }
}
