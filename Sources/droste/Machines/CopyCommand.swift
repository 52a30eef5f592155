internal import ArgumentParser
internal import FoundationEssentials
internal import HostAPI
internal import HyperV
internal import Terminal

struct CopyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy", abstract: "Copy a file into a machine or out of it, through its agent.",
    discussion: """
      Examples:
        droste copy app.conf L1/natted:/etc/app.conf
        droste copy L1/natted:/var/log/messages .
      """)

  @Argument(help: "What to copy: a file, or MACHINE:/FILE.", transform: Arguments.copy) var source: CopyEndpoint
  @Argument(help: "Where to: a file or folder, or MACHINE:/FILE.", transform: Arguments.copy)
  var destination: CopyEndpoint

  func validate() throws {
    switch (source, destination) {
    case (.local, .machine), (.machine, .local): return
    default: throw ValidationError("Exactly one side is in a machine, written as L1:/etc/hosts.")
    }
  }

  func run() async throws {
    switch (source, destination) {
    case (.local(let file), .machine(let path, let remote)):
      let target = remote.hasSuffix("/") ? remote + Self.name(file) : remote
      try await withHost(path.hosts) { try await $0.upload(path.name, from: file, to: target) }
    case (.machine(let path, let remote), .local(let file)):
      var isFolder = false
      let isThere = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
      let target = isThere && isFolder ? "\(file)/\(Self.name(remote))" : file
      try await withHost(path.hosts) { try await $0.download(path.name, from: remote, to: target) }
    default: return
    }
  }

  private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
