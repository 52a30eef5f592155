internal import Glibc
internal import HyperV
public import Processes
internal import QMP

extension MachineProcess {
  /// Where QEMU is looked for.
  static let programs = [
    "/usr/bin/qemu-system-x86_64", "/usr/local/bin/qemu-system-x86_64", "/usr/libexec/qemu-kvm",
  ]
  /// How long QEMU may take to make its machine, in seconds; a few milliseconds where nothing is in the way, some
  /// tenths where it is emulated itself.
  static let startLimit = 30.0

  /// Starts a machine. Returns when QEMU has made it and answers; the guest runs by then.
  ///
  /// - Throws: `DrosteError` with the last lines of QEMU's log when it did not start. Nothing is left running then.
  public static func start(_ launch: MachineLaunch) async throws -> MachineProcess {
    let folder = RunFolder(path: launch.directory)
    // Opening files and the spawn take 2 ms together, and longer on a slow disk.
    let process = try await BlockingThread.run(name: "start") { try spawn(launch) }
    let monitor = Monitor(path: folder.file(QEMUCommandLine.monitorSocket))
    do {
      try await withTaskCancellationHandler {
        try await awaitStart(launch, folder, monitor, process)
      } onCancel: {
        process.kill()
      }
    } catch {
      process.kill()
      let exit = await process.waitForExit()
      folder.removeSockets()
      if Task.isCancelled { throw CancellationError() }
      throw startFailure(launch, folder, error, exit)
    }
    return MachineProcess(process: process, folder: folder, monitor: monitor)
  }

  /// The process of an earlier life of the service; nil when it has ended.
  ///
  /// - Parameters:
  ///   - adapters: how many the machine was started with.
  ///   - queuePairs: of each.
  public static func attach(
    _ identity: ProcessIdentity, directory: String, adapters: Int = 0, queuePairs: Int = 1
  ) async -> MachineProcess? {
    guard let process = DetachedProcess.adopt(identity) else { return nil }
    let folder = RunFolder(path: directory)
    let monitor = Monitor(path: folder.file(QEMUCommandLine.monitorSocket))
    // Connected early to hear of the end; a monitor that is slow to answer must hold up nobody.
    Task {
      let answering = Task { try await finishStart(PortSockets(folder: folder), adapters, queuePairs, process) }
      for _ in 0..<6 where process.isAlive {
        if (try? await monitor.connected()) != nil { break }
      }
      answering.cancel()
    }
    return MachineProcess(process: process, folder: folder, monitor: monitor)
  }

  /// The process that runs the machine of this folder, found without any record; nil when none does.
  public static func identity(inDirectory directory: String) -> ProcessIdentity? {
    RunFolder(path: directory).runningProcess()
  }

  /// Starts QEMU, which waits until its adapters are answered.
  package static func spawn(_ launch: MachineLaunch) throws -> DetachedProcess {
    let folder = RunFolder(path: launch.directory)
    guard let program = programs.first(where: { access($0, X_OK) == 0 }) else {
      throw DrosteError(
        .notSupported, "Machine \"\(launch.name)\" cannot be started: QEMU is not installed.",
        cause: "none of \(programs.joined(separator: ", ")) is there", hint: "apt-get install qemu-system-x86")
    }
    let commandLine = QEMUCommandLine(launch)
    let owner = try launch.runAs.map { try user($0, launch.engine) }
    let descriptors = try folder.open(commandLine.resources, machine: launch.name, owner: owner)
    // What earlier runs said explains nothing of this one. The lock is ours by now.
    unlink(folder.logPath)
    let request = SpawnRequest(
      executable: program, arguments: commandLine.arguments, environment: ["PATH": "/usr/bin:/bin"],
      descriptors: descriptors.enumerated().map {
        .init($1.number, as: QEMUCommandLine.lockDescriptor + Int32($0))
      },
      directory: folder.path, logPath: folder.logPath, user: owner)
    do { return try withExtendedLifetime(descriptors) { try DetachedProcess.spawn(request) } } catch {
      throw DrosteError(.unspecified, "Machine \"\(launch.name)\" cannot be started.", cause: "\(error)")
    }
  }

  private static func user(_ wanted: MachineLaunch.Identity, _ engine: Engine) throws -> SpawnRequest.User {
    guard let free = wanted.firstFree(taken: MachineLaunch.Identity.taken()) else {
      throw DrosteError(
        .outOfMemory, "No user id is left for another machine.",
        cause: "each of \(MachineLaunch.Identity.range) owns a process")
    }
    let groups = engine == .kvm ? KVMDevice.groupNeeded().map { [$0] } ?? [] : []
    return SpawnRequest.User(uid: free.uid, gid: free.gid, groups: groups)
  }

  /// Returns when the adapters' sockets are where switches look for them and the monitor answers; throws when the process
  /// ends first.
  private static func awaitStart(
    _ launch: MachineLaunch, _ folder: RunFolder, _ monitor: Monitor, _ process: DetachedProcess
  ) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { _ = try await monitor.connected(seconds: startLimit) }
      group.addTask {
        guard !launch.adapters.isEmpty else { return }
        try await BlockingThread.run(name: "ports") {
          try PortSockets(folder: folder).handOver(
            launch.adapters.count, queuePairs: MachineLaunch.queuePairs(processors: launch.processors),
            seconds: startLimit, of: process)
        }
      }
      group.addTask {
        await process.waitForExit()
        // Also returns when the group is cancelled, where nobody listens any more.
        throw EndedEarly()
      }
      defer { group.cancelAll() }
      for _ in 0..<2 { try await group.next() }
    }
  }

  /// Ends what a service began that was killed while it started the machine. A monitor that answers tells that nothing is
  /// left to do, which is nearly always so and cancels this within a second.
  private static func finishStart(
    _ ports: PortSockets, _ adapters: Int, _ queuePairs: Int, _ process: DetachedProcess
  ) async throws {
    while process.isAlive {
      try await Task.sleep(for: .seconds(1))
      await BlockingThread.run(name: "ports") { ports.answerAgain(adapters, queuePairs: queuePairs) }
    }
  }

  private struct EndedEarly: Error {}

  private static func startFailure(
    _ launch: MachineLaunch, _ folder: RunFolder, _ error: any Error, _ exit: ProcessExit?
  ) -> DrosteError {
    let log = QEMULog(path: folder.logPath).lastLines(5)
    var cause: String
    switch (error, exit) {
    // It ended by itself. That may be seen first by the monitor or by who answers for its adapters.
    case (_, .exited(let code)?): cause = "QEMU ended with exit code \(code)"
    case (is EndedEarly, .signaled(let signal)?): cause = "QEMU was killed by signal \(signal)"
    default: cause = "\(error)"
    }
    if !log.isEmpty { cause += "\n" + log }
    return DrosteError(
      .unspecified, "Machine \"\(launch.name)\" cannot be started: QEMU gave up.", cause: cause,
      hint: "less \(folder.logPath)")
  }
}
