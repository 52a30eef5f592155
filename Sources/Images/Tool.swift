internal import FoundationEssentials
internal import HyperV
internal import Subprocess

/// The programs of the host that the builder runs, each to its end, with what it said kept for the error.
enum Tool {
  /// Runs `name` and returns its standard output, at most 16 MiB.
  ///
  /// - Throws: `DrosteError`: `unavailable` where the program is not installed, `unspecified` with its last lines
  ///   where it fails.
  @discardableResult
  static func run(
    _ name: String, _ arguments: [String], input: String = ""
  ) async throws -> String {
    let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
    do {
      result = try await Subprocess.run(
        executable(name), arguments: Arguments(arguments), environment: environment(for: name),
        platformOptions: platformOptions, input: .string(input), output: .string(limit: 16 << 20),
        error: .string(limit: 16 << 20))
    } catch let error as SubprocessError {
      throw failure(to: name, error)
    }
    guard result.terminationStatus.isSuccess else {
      throw failed(name, arguments, "\(result.terminationStatus)", result.standardError + result.standardOutput)
    }
    return result.standardOutput
  }

  /// Runs `name` and hands each line of its standard output to `line` as it comes.
  static func run(
    _ name: String, _ arguments: [String], line: @Sendable (String) -> Void
  ) async throws {
    let result: ExecutionResult<String, SequenceOutput, CombinedErrorOutput>
    do {
      result = try await Subprocess.run(
        executable(name), arguments: Arguments(arguments), environment: environment(for: name),
        platformOptions: platformOptions, input: .none, output: .sequence, error: .combinedWithOutput
      ) { execution in
        var last: [String] = []
        for try await text in execution.standardOutput.strings() {
          line(text)
          last = last.suffix(7) + [text]
        }
        return last.joined(separator: "\n")
      }
    } catch let error as SubprocessError {
      throw failure(to: name, error)
    }
    guard result.terminationStatus.isSuccess else {
      throw failed(name, arguments, "\(result.terminationStatus)", result.closureResult)
    }
  }

  /// Whether the host has the program `name`.
  static func isInstalled(_ name: String) -> Bool {
    searchPath.split(separator: ":").contains { Files.size("\($0)/\(name)") != nil }
  }

  /// The SHA-256 of each file, hexadecimal, in order.
  static func sha256(files: [String]) async throws -> [String] {
    let output = try await run("sha256sum", ["-b", "-z", "--"] + files)
    return output.split(separator: "\0").map { String($0.prefix(64)) }
  }

  /// The SHA-256 of `text`, hexadecimal.
  static func sha256(text: String) async throws -> String {
    String(try await run("sha256sum", ["-b"], input: text).prefix(64))
  }

  /// The user's PATH and the folders of system programs, which an ordinary user's may lack (mke2fs).
  private static let searchPath =
    (ProcessInfo.processInfo.environment["PATH"].map { $0 + ":" } ?? "") + "/usr/sbin:/sbin:/usr/bin:/bin"

  /// A group of its own: Ctrl-C at a terminal goes to a whole group, and this program alone decides what it means. Else
  /// the tool's death could be seen, and reported, before the signal that caused it. A cancelled tool gets two seconds
  /// to clean up, with all that it started.
  private static var platformOptions: PlatformOptions {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))]
    return options
  }

  private static func executable(_ name: String) -> Executable {
    .name(name.split(separator: "/").last.map(String.init) ?? name)
  }

  /// A program that is named by its path is found through a PATH of its folder. Texts of the tools are parsed, so
  /// they must not be translated.
  private static func environment(for name: String) -> Environment {
    let folder = name.lastIndex(of: "/").map { String(name[..<$0]) }
    return .inherit.updating(["LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive", "PATH": folder ?? searchPath])
  }

  private static func failure(to name: String, _ error: SubprocessError) -> DrosteError {
    DrosteError(
      .unavailable, "The program \(name) could not be run.", cause: "\(error)", hint: "make setup")
  }

  private static func failed(_ name: String, _ arguments: [String], _ status: String, _ said: String) -> DrosteError {
    let shown = ([name] + arguments).joined(separator: " ")
    let lines = said.split(separator: "\n").suffix(8).joined(separator: "\n")
    return DrosteError(
      .unspecified, "\(shown.count > 300 ? shown.prefix(300) + " ..." : shown) failed (\(status)).", cause: lines)
  }
}
