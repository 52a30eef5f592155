internal import QMP
internal import Synchronization

/// A machine's monitor connection, made when needed and again after it was lost.
actor Monitor {
  private let path: String
  private var client: QMPClient?
  private var connecting: Task<QMPClient, any Error>?
  private var reading: Task<Void, Never>?
  private let lastShutdown = Mutex<String?>(nil)
  private let stopped = Mutex(false)

  init(path: String) { self.path = path }

  /// Whether the machine's processors stand still, by QEMU's last word: its `STOP` and `RESUME` events, and what `query-status`
  /// told when the connection was made.
  nonisolated var isStopped: Bool { stopped.withLock { $0 } }

  /// Notes what was asked of QEMU and done: the event may still be on its way.
  nonisolated func note(stopped isStopped: Bool) { stopped.withLock { $0 = isStopped } }

  /// Why QEMU last said it was going down (`SHUTDOWN` event): guest-shutdown, host-qmp-quit, guest-panic …
  nonisolated var shutdownReason: String? { lastShutdown.withLock { $0 } }

  /// The connection, at most `seconds` away.
  func connected(seconds: Double = 5) async throws -> QMPClient {
    if let client, client.isConnected { return client }
    if let connecting { return try await connecting.value }
    let task = Task { [path] in
      let client = try await QMPClient.connect(path: path, seconds: seconds)
      if let running = try? await client.execute("query-status", seconds: seconds)["running"]?.bool {
        note(stopped: !running)
      }
      return client
    }
    connecting = task
    defer { connecting = nil }
    let made = try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
    client = made
    reading = Task { [weak self] in
      for await event in made.events { self?.note(event) }
    }
    return made
  }

  private nonisolated func note(_ event: QMPEvent) {
    switch event.name {
    case "SHUTDOWN":
      let reason = event.data["reason"]?.string
      lastShutdown.withLock { $0 = reason }
    case "STOP": note(stopped: true)
    case "RESUME": note(stopped: false)
    default: break
    }
  }

  /// Returns when all events of the present connection have been taken note of: at once after QEMU has ended.
  func drain() async { await reading?.value }

  func close() async {
    await client?.close()
    client = nil
  }
}
