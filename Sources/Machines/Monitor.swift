internal import QMP
internal import Synchronization

/// A machine's monitor connection, made when needed and again after it was lost.
actor Monitor {
  private let path: String
  private var client: QMPClient?
  private var connecting: Task<QMPClient, any Error>?
  private var reading: Task<Void, Never>?
  private let lastShutdown = Mutex<String?>(nil)

  init(path: String) { self.path = path }

  /// Why QEMU last said it was going down (`SHUTDOWN` event): guest-shutdown, host-qmp-quit, guest-panic …
  nonisolated var shutdownReason: String? { lastShutdown.withLock { $0 } }

  /// The connection, at most `seconds` away.
  func connected(seconds: Double = 5) async throws -> QMPClient {
    if let client, client.isConnected { return client }
    if let connecting { return try await connecting.value }
    let task = Task { [path] in try await QMPClient.connect(path: path, seconds: seconds) }
    connecting = task
    defer { connecting = nil }
    let made = try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
    client = made
    reading = Task { [weak self] in
      for await event in made.events where event.name == "SHUTDOWN" {
        let reason = event.data["reason"]?.string
        self?.lastShutdown.withLock { $0 = reason }
      }
    }
    return made
  }

  /// Returns when all events of the present connection have been taken note of: at once after QEMU has ended.
  func drain() async { await reading?.value }

  func close() async {
    await client?.close()
    client = nil
  }
}
