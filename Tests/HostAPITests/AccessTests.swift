import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import TestSupport
import Testing

/// Who may speak to a service.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .runningService, .serialized,
  .timeLimit(.minutes(1)))
struct AccessTests {
  static func mode(_ path: String) -> UInt32? {
    var facts = stat()
    return lstat(path, &facts) == 0 ? facts.st_mode & 0o7777 : nil
  }

  @Test func modes() throws {
    let droste = try RunningService.current()
    #expect(Self.mode(droste.socket) == 0o600)
    #expect(Self.mode(droste.run) == 0o700)
    #expect(Self.mode(droste.home) == 0o700)
  }

  /// Everything that the service made below its folders, too.
  @Test func foldersBelow() async throws {
    let droste = try RunningService.current()
    _ = try await droste.client.createSwitch(.init(name: "s", type: .private))
    for folder in [droste.home, droste.run] {
      for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
        let path = "\(folder)/\(name)"
        let mode = try #require(Self.mode(path))
        #expect(mode & 0o077 == 0 || !Self.isFolder(path), "\(path) has mode \(String(mode, radix: 8))")
      }
    }
    try await droste.client.removeSwitch("s")
  }

  static func isFolder(_ path: String) -> Bool {
    var facts = stat()
    return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to become somebody else"))
  func somebodyElse() async throws {
    let droste = try RunningService.current()
    let result = try await Command([
      "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "stat", droste.socket,
    ]).run()
    #expect(!result.succeeded)
    #expect(result.error.contains("Permission denied"))
  }

  @Test func secondServiceOfTheSameHomeIsRefused() async throws {
    let droste = try RunningService.current()
    let before = try await droste.client.status().host.processID
    var command = droste.command(["host"])
    command.environment["DROSTE_RUN"] = droste.folder.path + "/r2"
    let result = try await command.run(limit: .seconds(30))
    #expect(result.exitCode != 0)
    #expect(result.text.contains(droste.home))
    #expect(try await droste.client.status().host.processID == before)
  }

  @Test func socketPathThatIsTooLong() async throws {
    let droste = try RunningService.current()
    var command = droste.command(["host"])
    command.environment["DROSTE_RUN"] = droste.folder.path + "/" + String(repeating: "x", count: 90)
    command.environment["DROSTE_HOME"] = droste.folder.path + "/h2"
    let result = try await command.run(limit: .seconds(30))
    #expect(result.exitCode != 0)
    #expect(result.text.contains("bytes long"))
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to give a folder away"))
  func folderOfSomebodyElse() async throws {
    let droste = try RunningService.current()
    let run = droste.folder.path + "/theirs"
    try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: false)
    #expect(chown(run, 65534, 65534) == 0)
    var command = droste.command(["host"])
    command.environment["DROSTE_RUN"] = run
    command.environment["DROSTE_HOME"] = droste.folder.path + "/h3"
    let result = try await command.run(limit: .seconds(30))
    #expect(result.exitCode != 0)
    #expect(result.text.contains("\(run) is not a folder that only user"))
  }
}
