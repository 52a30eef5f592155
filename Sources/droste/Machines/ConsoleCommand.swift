internal import ArgumentParser
internal import Glibc
internal import HostAPI
internal import HyperV
internal import NIOCore
internal import Terminal

struct ConsoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console", abstract: "Attach to a machine's serial console. Ctrl-] detaches.",
    discussion: """
      Prints the last output first. The machine does not notice attaching and detaching.

      Examples:
        droste console L1
        droste console L1/natted --output
      """)

  @Argument(help: Arguments.pathHelp, transform: Arguments.path) var path: MachinePath
  @Flag(help: "Print the last output and end.") var output = false

  /// Ctrl-]: telnet's, and that of virsh.
  private static let detach: UInt8 = 0x1D

  func run() async throws {
    try await withHost(path.hosts) { client in
      let last = try await client.console(path.name)
      // What a machine writes is for a terminal, controls and all: this command stands in for its screen.
      Output.standard.write(last)
      if output { return }
      try await attach(client)
    }
  }

  private func attach(_ client: HostClient) async throws {
    let name = path.name
    let isTerminal = isatty(STDIN_FILENO) == 1
    if isTerminal { Output.error.writeLine("\n[attached to \(path); Ctrl-] detaches]") }
    try await RawTerminal.use(descriptor: STDIN_FILENO) {
      try await Interruption.shared.run(grace: 0) {
        try await client.attachConsole(name, input: Self.keys()) { Output.standard.write(Array($0.readableBytesView)) }
      }
    }
    if isTerminal { Output.error.writeLine("\n[detached from \(path)]") }
  }

  /// What is typed, up to Ctrl-] or the end of the input.
  private static func keys() -> AsyncThrowingStream<ByteBuffer, any Error> {
    AsyncThrowingStream { continuation in
      Task {
        for await piece in StandardInput.pieces() {
          let typed = piece.prefix { $0 != detach }
          if !typed.isEmpty { continuation.yield(ByteBuffer(bytes: typed)) }
          if typed.count < piece.count { break }
        }
        continuation.finish()
      }
    }
  }
}
