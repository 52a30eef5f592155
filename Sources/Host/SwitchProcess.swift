internal import FoundationEssentials
internal import Glibc
internal import HyperV
internal import Processes
internal import Switching

/// One switch's process: its folder, its start, its control socket. Knows nothing of what the switch is for.
struct SwitchProcess: Sendable {
  let process: DetachedProcess
  let folder: String

  static func configurationPath(_ folder: String) -> String { folder + "/config.json" }

  /// Writes what the switch shall be, where a new process reads it.
  static func write(_ configuration: SwitchProcessConfiguration, folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try Files.write(try encoder.encode(configuration), to: configurationPath(folder))
  }

  /// Starts a process in its own session. It reads `config.json`, and outlives this one. Returns when its control socket
  /// takes requests.
  static func start(binaries: String, folder: String) async throws -> SwitchProcess {
    let log = folder + "/switch.log"
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw DrosteError(.unspecified, "A switch process cannot be started.", cause: String(cString: strerror(errno)))
    }
    let reading = ends[0]
    defer { close(reading) }
    let process: DetachedProcess
    do {
      defer { close(ends[1]) }
      process = try DetachedProcess.spawn(
        SpawnRequest(
          executable: binaries + "/droste-switch", arguments: ["--directory", folder, "--ready-descriptor", "3"],
          environment: [:], descriptors: [.init(ends[1], as: 3)], directory: folder, logPath: log))
    } catch {
      throw DrosteError(.unavailable, "A switch process cannot be started.", cause: "\(error)", hint: "make build")
    }
    // One byte when it is ready; the end of the pipe when it has ended.
    let ready = await BlockingThread.run {
      var byte: UInt8 = 0
      return read(reading, &byte, 1) == 1
    }
    guard ready else {
      await process.waitForExit()
      let text = FileManager.default.contents(atPath: log).map { String(decoding: $0.suffix(600), as: UTF8.self) }
      throw DrosteError(.unavailable, "The switch process ended before it was ready.", cause: text, hint: "less \(log)")
    }
    return SwitchProcess(process: process, folder: folder)
  }

  /// The process of an earlier life of the service; nil when it is gone.
  static func adopt(_ identity: ProcessIdentity, folder: String) -> SwitchProcess? {
    DetachedProcess.adopt(identity).map { SwitchProcess(process: $0, folder: folder) }
  }

  var control: SwitchControlClient { SwitchControlClient(directory: folder) }
}
