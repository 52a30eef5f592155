internal import FoundationEssentials
internal import Glibc
internal import HyperV
internal import Subprocess

/// Runs `ip` and `nft` and reads and writes sysctls, in this process's network namespace or in a named one.
package struct NetworkTools: Sendable {
  /// Nil: the namespace of this process.
  package let namespace: NetworkNamespace?
  /// After this long a command is killed. `ip` and `nft` take milliseconds; emulated three levels deep, a second.
  package let timeout: Duration

  package init(namespace: NetworkNamespace? = nil, timeout: Duration = .seconds(30)) {
    self.namespace = namespace
    self.timeout = timeout
  }

  /// Output of a command that may fail.
  package struct Outcome: Sendable {
    package var succeeded: Bool
    package var output: String
    package var errorText: String

    /// Whether what the command was about is not there: with which words `ip` and `nft` say so.
    package var isMissing: Bool {
      ["No such file or directory", "Cannot find device", "does not exist", "No such process", "No such device"]
        .contains { errorText.contains($0) }
    }
  }

  /// Runs `ip` with arguments; fails with what it wrote to stderr.
  @discardableResult
  package func ip(_ arguments: [String]) async throws -> String {
    try await require("ip", arguments, input: nil)
  }

  /// Runs lines of `ip` commands, stopping at the first that fails. Does nothing without lines.
  package func ipBatch(_ lines: [String]) async throws {
    guard !lines.isEmpty else { return }
    try await require("ip", ["-batch", "-"], input: lines.joined(separator: "\n") + "\n")
  }

  /// Runs an nft script, which takes effect as a whole or not at all.
  package func nft(script: String) async throws { try await require("nft", ["-f", "-"], input: script) }

  /// Decodes the JSON that `ip -j` prints; an empty output is an empty list.
  package func list<Element: Decodable>(_ type: Element.Type, _ arguments: [String]) async throws -> [Element] {
    let text = try await ip(["-j"] + arguments)
    return try Self.decodeList(type, from: text)
  }

  package static func decodeList<Element: Decodable>(_ type: Element.Type, from text: String) throws -> [Element] {
    guard text.utf8.contains(where: { $0 > 32 }) else { return [] }
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode([Element].self, from: Data(text.utf8))
    } catch {
      throw DrosteError(.unspecified, "The output of ip could not be understood.", cause: "\(error)")
    }
  }

  /// The value of `/proc/sys/PATH` without the line end; nil when there is no such sysctl.
  package func sysctl(_ path: String) async throws -> String? {
    let file = "/proc/sys/" + path
    if namespace != nil {
      let outcome = try await run("cat", [file], input: nil)
      guard outcome.succeeded else {
        if outcome.isMissing { return nil }
        throw failure("cat", [file], outcome)
      }
      return outcome.output.trimmedLine
    }
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    do {
      return try String(contentsOfFile: file, encoding: .utf8).trimmedLine
    } catch {
      throw DrosteError(.unspecified, "The setting \(file) could not be read.", cause: "\(error)")
    }
  }

  /// Writes `/proc/sys/PATH`.
  package func setSysctl(_ path: String, _ value: String) async throws {
    let file = "/proc/sys/" + path
    if namespace != nil {
      try await require("tee", [file], input: value + "\n")
      return
    }
    // Not through a temporary file and a rename: /proc has none.
    let descriptor = Glibc.open(file, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw DrosteError(.unspecified, "The setting \(file) could not be opened for writing.", cause: errnoText(errno))
    }
    defer { Glibc.close(descriptor) }
    let bytes = Array(value.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw DrosteError(.unspecified, "The setting \(file) could not be set to \(value).", cause: errnoText(errno))
    }
  }

  /// What nftables has of a kind: `tables ip`.
  package func nftList(_ what: [String]) async throws -> NFTListing {
    try NFTListing(try await require("nft", ["-j", "list"] + what, input: nil))
  }

  /// The rules of the chain FORWARD of iptables' old tables, as iptables-save writes them; its policy is `-P FORWARD …`.
  package func legacyForwardChain() async throws -> String {
    try await require("iptables-legacy", ["-S", "FORWARD"], input: nil)
  }

  @discardableResult
  private func require(_ program: String, _ arguments: [String], input: String?) async throws -> String {
    let outcome = try await run(program, arguments, input: input)
    guard outcome.succeeded else { throw failure(program, arguments, outcome, input: input) }
    return outcome.output
  }

  private func failure(
    _ program: String, _ arguments: [String], _ outcome: Outcome, input: String? = nil
  ) -> DrosteError {
    var command = ([program] + arguments).joined(separator: " ")
    if let input { command += " <<< \"\(input.trimmedLine)\"" }
    return DrosteError(
      outcome.isMissing ? .objectNotFound : .unspecified, "The command `\(command)` failed.",
      cause: outcome.errorText.trimmedLine)
  }

  /// Runs a program to its end.
  /// - Throws: when it cannot be started or does not end in time; not when it fails.
  package func run(_ program: String, _ arguments: [String], input: String?) async throws -> Outcome {
    var words = [program] + arguments
    if let namespace { words = ["ip", "netns", "exec", namespace.name] + words }
    let command = words
    do {
      return try await withThrowingTaskGroup(of: Outcome?.self) { group in
        group.addTask { try await Self.execute(command, input: input ?? "") }
        group.addTask { [timeout] in
          try await Task.sleep(for: timeout)
          return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let outcome = first else {
          throw DrosteError(
            .timeout, "The command `\(command.joined(separator: " "))` did not end within \(timeout) and was killed.")
        }
        return outcome
      }
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw DrosteError(
        .notSupported, "The program \(command[0]) is not installed.", cause: "\(error)",
        hint: "apt-get install iproute2 nftables")
    } catch let error as SubprocessError {
      throw DrosteError(
        .unspecified, "The command `\(command.joined(separator: " "))` could not be run.", cause: "\(error)")
    }
  }

  /// 8 MiB of output hold the routes of a host with 40 000 of them.
  private static let outputLimit = 8 << 20

  private static func execute(_ command: [String], input: String) async throws -> Outcome {
    // ip and nft live in sbin, which the PATH of a user often lacks. C: their errors are compared with English words.
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    // A group of its own: Ctrl-C at a service in the foreground must not end the command with which it cleans up.
    var options = PlatformOptions()
    options.processGroupID = 0
    let result = try await Subprocess.run(
      .name(command[0]), arguments: Arguments(Array(command.dropFirst())),
      environment: .inherit.updating(["PATH": path + ":/usr/local/sbin:/usr/sbin:/sbin", "LC_ALL": "C"]),
      platformOptions: options, input: .string(input), output: .string(limit: outputLimit),
      error: .string(limit: 64 << 10))
    return Outcome(
      succeeded: result.terminationStatus.isSuccess, output: result.standardOutput,
      errorText: result.standardError)
  }
}

/// The system's text for an errno.
func errnoText(_ number: Int32) -> String {
  // SAFETY: glibc returns a valid string for every number; it is copied at once.
  String(cString: strerror(number))
}

extension String {
  /// Without white space at both ends.
  var trimmedLine: String {
    let body = drop(while: \.isWhitespace)
    return String(body.reversed().drop(while: \.isWhitespace).reversed())
  }
}

/// - Throws: accessDenied when this process is not root.
func requireRoot(_ doing: String, hint: String) throws {
  guard geteuid() == 0 else {
    throw DrosteError(
      .accessDenied, "\(doing) needs root, and this host's service runs as user \(geteuid()).", hint: hint)
  }
}
