internal import Glibc
internal import HyperV
public import Processes
internal import QMP
internal import Synchronization

/// A machine's QEMU: started here, or found again after the service was away.
///
/// The process is in a session of its own and outlives the service. All that is needed to find it is its identity and
/// its folder. Methods may be called at any time, also after the process has ended.
public final class MachineProcess: Sendable {
  private let process: DetachedProcess
  private let folder: RunFolder
  let monitor: Monitor
  let knownTraits = Mutex<MachineTraits?>(nil)
  /// Settled when the process has ended.
  private let ending: Task<MachineEnding, Never>

  init(process: DetachedProcess, folder: RunFolder, monitor: Monitor) {
    self.process = process
    self.folder = folder
    self.monitor = monitor
    ending = Task {
      let console = BoundedLog(path: folder.file(QEMUCommandLine.consoleLog))
      let log = QEMULog(path: folder.logPath)
      // A guest can write some megabytes in this time.
      while !(await process.waitForExit(seconds: 5)) {
        console.trim()
        log.file.trim()
      }
      // The last event may still be on its way from the socket, which QEMU's end has closed.
      await monitor.drain()
      await monitor.close()
      return MachineEnding(
        exit: await process.waitForExit(), shutdown: monitor.shutdownReason, log: log.lastLines(5))
    }
  }

  public var identity: ProcessIdentity { process.identity }
  public var directory: String { folder.path }
  public var isAlive: Bool { process.isAlive }
  /// Seconds since QEMU started.
  public var uptime: Double { process.uptime }

  // MARK: The end

  /// Returns when the machine's process has ended.
  public func waitForEnding() async -> MachineEnding { await ending.value }

  /// Returns when the machine's process has ended, with why as a text for people; nil when the task was cancelled
  /// first.
  public func waitForExit() async -> String? {
    await process.waitForExit()
    return process.isAlive ? nil : await ending.value.text
  }

  /// Waits for the end for at most `seconds`; whether it has ended.
  public func waitForExit(seconds: Double) async -> Bool { await process.waitForExit(seconds: seconds) }

  /// As pulling the plug: asks QEMU to end, kills it when it has not within 2 s. Returns when it has ended, after 8 s
  /// at the latest.
  public func turnOff() async {
    do {
      try await monitor.connected(seconds: 1).execute("quit", seconds: 1)
    } catch {
      // The connection closes with the answer, or QEMU hangs: either way the wait below decides.
    }
    if await process.waitForExit(seconds: 2) == false {
      process.kill()
      await process.waitForExit(seconds: 5)
    }
    folder.removeSockets()
  }

  // MARK: While it runs

  /// A hard reset: the guest starts again, the process stays.
  public func reset() async throws { try await execute("system_reset") }

  /// Presses the power button; what happens is the guest's decision.
  public func systemPowerdown() async throws { try await execute("system_powerdown") }

  /// Whether the machine's processors stand still. Of a machine that was found again it is known once the monitor is connected;
  /// `refreshRunState` waits for that.
  public var isPaused: Bool { monitor.isStopped }

  /// Stops the processors; memory and devices stay as they are.
  public func pause() async throws {
    try await execute("stop")
    monitor.note(stopped: true)
  }

  /// Lets the processors go on.
  public func resume() async throws {
    try await execute("cont")
    monitor.note(stopped: false)
  }

  /// Closes the connection to the monitor, as the end of the service does. The next command connects again.
  package func letGo() async { await monitor.close() }

  /// Returns when it is known whether the processors stand still, or the monitor cannot be reached.
  public func refreshRunState() async { _ = try? await monitor.connected() }

  /// Which extensions the machine's first processor offers, told by QEMU itself.
  public func exposedExtensions() async throws -> ExposedExtensions {
    let processors = try await execute("query-cpus-fast")
    guard let path = processors.array?.first?["qom-path"]?.string else {
      throw DrosteError(.unavailable, "QEMU does not tell of the machine's processors.")
    }
    func has(_ flag: QMPValue) async throws -> Bool {
      try await execute("qom-get", ["path": .string(path), "property": flag]).bool ?? false
    }
    return ExposedExtensions(svm: try await has("svm"), vmx: try await has("vmx"))
  }

  /// Whether a hypervisor is active in the guest: EFER.SVME (bit 12) on AMD, CR4.VMXE (bit 13) on Intel, on any of its
  /// processors. Stops them for an instant.
  public func isHypervisorActive() async throws -> Bool {
    let text = try await execute("human-monitor-command", ["command-line": "info registers -a"]).string ?? ""
    return HypervisorRegisters.isActive(text)
  }

  @discardableResult
  func execute(
    _ command: String, _ arguments: [String: QMPValue] = [:], seconds: Double = 30
  ) async throws -> QMPValue {
    do {
      return try await monitor.connected(seconds: min(seconds, 5)).execute(command, arguments, seconds: seconds)
    } catch let error as QMPError {
      throw await failure(error, of: command)
    }
  }

  /// A monitor's error in words for people.
  func failure(_ error: QMPError, of command: String) async -> DrosteError {
    guard isAlive else {
      return DrosteError(.invalidState, "The machine is not running.", cause: await ending.value.text)
    }
    return DrosteError(
      .unavailable, "QEMU did not carry out \(command).", cause: "\(error)", hint: "tail \(folder.logPath)")
  }
}

/// The virtualization extensions that a machine's processor offers.
public struct ExposedExtensions: Hashable, Sendable, Codable {
  public var svm: Bool
  public var vmx: Bool
}

/// QEMU's `info registers -a`.
package enum HypervisorRegisters {
  package static func isActive(_ text: String) -> Bool {
    // By bytes: by characters, the two kilobytes of a processor take a millisecond where guests run guests.
    text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.contains {
      isSet($0, "EFER=", bit: 12) || isSet($0, "CR4=", bit: 13)
    }
  }

  private static func isSet(_ word: Substring.UTF8View, _ name: String, bit: UInt64) -> Bool {
    guard word.starts(with: name.utf8), let value = UInt64(Substring(word.dropFirst(name.utf8.count)), radix: 16) else {
      return false
    }
    return value & (1 << bit) != 0
  }
}
