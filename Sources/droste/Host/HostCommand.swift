internal import ArgumentParser
internal import Glibc
internal import Host
internal import HostAPI
internal import HyperV
internal import Logging

struct HostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host", abstract: "The service: run it here, or end it.",
    discussion: """
      Other commands start the service when they need it. Machines and switches go on when it ends.

      Examples:
        droste host
        droste host stop
      """, subcommands: [HostRunCommand.self, HostStopCommand.self], defaultSubcommand: HostRunCommand.self)
}

struct HostRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the service in the foreground.",
    discussion: """
      Example:
        droste host run --engine kvm
      """)

  @Option(help: "Run machines under kvm or tcg only; measured when left out.", transform: Arguments.engine)
  var engine: Engine?
  @Flag(help: .hidden) var auto = false
  @Option(help: .hidden) var readyDescriptor: Int32?

  func run() async throws {
    let locations = Locations.current()
    try locations.prepare()
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    let binaries = try ServiceStart.executable().split(separator: "/").dropLast().joined(separator: "/")
    let configuration = HostConfiguration(
      home: locations.home, images: locations.images, run: locations.run, binaries: "/" + binaries, engine: engine,
      endsWhenEmpty: auto)
    let ready = readyDescriptor
    try await HostServer.run(configuration, socketPath: locations.socket, log: Logger(label: "droste")) {
      guard let ready else { return }
      let word = ServiceStart.readyWord
      _ = word.withUnsafeBytes { write(ready, $0.baseAddress, $0.count) }
      close(ready)
    }
  }
}
