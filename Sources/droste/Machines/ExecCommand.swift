internal import ArgumentParser
internal import Glibc
internal import GuestLink
internal import HostAPI
internal import HyperV
internal import Terminal

struct ExecCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", abstract: "Run a command in a machine, through its agent: no network is needed.",
    discussion: """
      What is piped in goes to the command; its output, errors and exit code come back, apart from each other.

      Examples:
        droste exec L1/natted -- ip address
        droste exec L1 -- sh -c 'cat > /tmp/x' < x
        droste exec -n L1 -- uname -r
      """)

  @Flag(name: [.short, .long], help: "Give the command no input, as when its input were empty.") var noInput = false
  @Option(help: "Set a variable for the command: NAME=VALUE. May be given several times.") var environment: [String] =
    []
  @Option(help: "The folder to run it in.") var directory: String?
  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath
  @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.") var command: [String]

  func validate() throws {
    if command.isEmpty { throw ValidationError("Write the command after --: droste exec \(path) -- uname -r") }
    for setting in environment where !setting.contains("=") || setting.hasPrefix("=") {
      throw ValidationError("--environment takes NAME=VALUE, not \(setting)")
    }
  }

  func run() async throws {
    var variables: [String: String] = [:]
    for setting in environment {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      variables[String(parts[0])] = String(parts[1])
    }
    let request = ExecRequest(arguments: command, environment: variables, directory: directory)
    let input = StandardInput.pieces(none: noInput || isatty(STDIN_FILENO) == 1)
    let code = try await withHost(path.hosts) { client in
      try await client.execute(path.name, request, input: input) { piece in
        switch piece {
        case .output(let bytes): Output.standard.write(bytes)
        case .error(let bytes): Output.error.write(bytes)
        }
      }
    }
    if code != 0 { throw ExitCode(code) }
  }
}
