internal import FoundationEssentials
internal import GuestLink
internal import HyperV
internal import Logging
internal import Machines
internal import NIOCore
internal import NIOPosix
internal import Processes
internal import Synchronization

/// One machine's process and guest link, and what the agent last told.
///
/// Owns three tasks: one waits for the process's end, one keeps the guest link, one asks the agent again from time
/// to time. All end with `stop`.
final class RunningMachine: Sendable {
  let process: MachineProcess
  let engine: Engine
  let link: GuestLink
  let usage: ProcessorUsage
  let memory: MachineMemoryControl
  private let expectsHost: Bool
  private let log: Logger

  private struct State {
    var guest = GuestView()
    var tasks: [Task<Void, Never>] = []
    var waiting: [UUID: Waiter] = [:]
    var stopped = false
  }
  /// Somebody who waits for something in the guest.
  private struct Waiter {
    var holds: @Sendable (GuestView) -> Bool
    var continuation: CheckedContinuation<Bool, Never>
  }
  private let state = Mutex(State())

  init(process: MachineProcess, engine: Engine, linkSocket: String, expectsHost: Bool, log: Logger) {
    self.process = process
    self.engine = engine
    self.expectsHost = expectsHost
    self.log = log
    memory = MachineMemoryControl(process: process)
    usage = ProcessorUsage(pid: process.identity.pid, uptime: process.uptime)
    link = GuestLink(socketPath: linkSocket, eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
  }

  var guest: GuestView { state.withLock(\.guest) }

  /// Starts the tasks. `ended` is called once, when the process has ended by itself.
  func begin(ended: @escaping @Sendable (String?) async -> Void) {
    let tasks = [
      Task { [process] in
        let reason = await process.waitForExit()
        guard !Task.isCancelled else { return }
        await ended(reason)
      },
      Task { [link] in await link.run() },
      Task { await self.follow() },
    ]
    state.withLock { $0.tasks = tasks }
  }

  func stop() async {
    let (tasks, waiting) = state.withLock { state in
      defer {
        state.tasks = []
        state.waiting = [:]
        state.stopped = true
        state.guest = GuestView()
      }
      return (state.tasks, state.waiting)
    }
    for waiter in waiting.values { waiter.continuation.resume(returning: false) }
    for task in tasks { task.cancel() }
  }

  // MARK: The agent

  /// Follows the link's state; while it is up, asks the agent for news: often while the guest is coming up, then
  /// every ten seconds, since each question costs an emulated guest some milliseconds.
  private func follow() async {
    var asking: Task<Void, Never>?
    for await linkState in link.states() {
      asking?.cancel()
      switch linkState {
      case .connected:
        state.withLock {
          $0.guest.status.connected = true
          $0.guest.answeredBefore = true
        }
        asking = Task { await self.askRepeatedly() }
      case .disconnected:
        state.withLock {
          $0.guest = GuestView(answeredBefore: $0.guest.answeredBefore, lastBootID: $0.guest.lastBootID)
        }
      }
      resumeWaiters()
    }
    asking?.cancel()
  }

  private func askRepeatedly() async {
    var asked = 0
    while !Task.isCancelled {
      do {
        _ = try await refresh()
      } catch {
        log.debug("agent does not tell", metadata: ["error": "\(error)"])
      }
      asked += 1
      let complete = !guest.status.addresses.isEmpty && (!expectsHost || guest.status.isHost)
      let pause: Duration = complete ? .seconds(10) : asked < 120 ? .milliseconds(250) : .seconds(2)
      try? await Task.sleep(for: pause)
    }
  }

  /// Asks the agent and keeps the answer.
  @discardableResult
  func refresh() async throws -> GuestInformation {
    let information = try await link.information()
    var isHost = false
    if expectsHost { isHost = await hostAnswers() }
    state.withLock { state in
      guard !state.stopped else { return }
      state.guest.status.connected = true
      state.guest.status.kernel = information.kernel
      state.guest.status.addresses = information.interfaces.filter { $0.name != "lo" }.flatMap(\.addresses)
        .filter { !$0.contains(":") }
      state.guest.status.isHost = isHost
      state.guest.information = information
      state.guest.lastBootID = information.bootID
    }
    resumeWaiters()
    return information
  }

  /// Whether the service in a nested host takes connections: it listens only once it has recovered.
  private func hostAnswers() async -> Bool {
    guard let channel = try? await link.openTunnel() else { return false }
    channel.close(promise: nil)
    return true
  }

  // MARK: Waiting

  /// What `condition` asks of the guest, from now on.
  private func test(_ condition: WaitCondition) -> @Sendable (GuestView) -> Bool {
    let expectsHost = expectsHost
    let bootID = guest.lastBootID
    return { guest in
      guard guest.status.connected else { return false }
      return switch condition {
      case .ready: guest.information != nil && (!expectsHost || guest.status.isHost)
      case .heartbeat: true
      case .ipAddress: !guest.status.addresses.isEmpty
      case .reboot: guest.information.map { $0.bootID != bootID } ?? false
      }
    }
  }

  private func resumeWaiters() {
    let ready = state.withLock { state -> [Waiter] in
      let guest = state.guest
      let ready = state.waiting.filter { $0.value.holds(guest) }
      for key in ready.keys { state.waiting[key] = nil }
      return Array(ready.values)
    }
    for waiter in ready { waiter.continuation.resume(returning: true) }
  }

  /// True when `condition` holds within `seconds`; false when not, or when the machine ends.
  func wait(for condition: WaitCondition, seconds: Double) async -> Bool {
    let key = UUID()
    let holds = test(condition)
    let timer = Task {
      try? await Task.sleep(for: .seconds(min(max(seconds, 0), 86400)))
      self.state.withLock { $0.waiting.removeValue(forKey: key) }?.continuation.resume(returning: false)
    }
    defer { timer.cancel() }
    return await withCheckedContinuation { continuation in
      let answer = state.withLock { state -> Bool? in
        if state.stopped { return false }
        if holds(state.guest) { return true }
        state.waiting[key] = Waiter(holds: holds, continuation: continuation)
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }
}

/// What the service knows of a guest.
struct GuestView: Sendable {
  var status = GuestStatus()
  var information: GuestInformation?
  /// Whether the agent has answered since the machine was started, or found again.
  var answeredBefore = false
  /// The last boot that the agent told of.
  var lastBootID: String?

  /// The exposed extensions as the guest's own processor shows them; nil until the agent has told.
  func verification(asked: Bool) -> ExtensionVerification? {
    guard let information else { return nil }
    return ExtensionVerification(
      asked: asked, found: information.cpuFlags.first { $0 == "vmx" || $0 == "svm" }, kvmRuns: information.kvm?.runs)
  }
}
