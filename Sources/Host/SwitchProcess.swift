internal import FoundationEssentials
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

  /// Starts a process in its own session. It reads `config.json`, and outlives this one.
  static func start(binaries: String, folder: String) throws -> SwitchProcess {
    let log = folder + "/switch.log"
    let process = try DetachedProcess.spawn(
      SpawnRequest(
        executable: binaries + "/droste-switch", arguments: ["--directory", folder], environment: [:],
        directory: folder, logPath: log))
    return SwitchProcess(process: process, folder: folder)
  }

  /// The process of an earlier life of the service; nil when it is gone.
  static func adopt(_ identity: ProcessIdentity, folder: String) -> SwitchProcess? {
    DetachedProcess.adopt(identity).map { SwitchProcess(process: $0, folder: folder) }
  }

  var control: SwitchControlClient { SwitchControlClient(directory: folder) }
}
