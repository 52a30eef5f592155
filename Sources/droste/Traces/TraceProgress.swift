internal import Glibc
internal import Synchronization
internal import Terminal

/// Says what a trace is about, when it takes longer than a second.
final class TraceProgress: Sendable {
  private let stage: Mutex<String>
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(from: String, to: String) {
    stage = Mutex("looking for \(from) and \(to)")
    task.withLock {
      $0 = Task { [weak self] in
        var told = ""
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(1))
          guard !Task.isCancelled, let self else { return }
          let now = stage.withLock { $0 }
          if now != told { Output.error.writeLine("\(now.printable) …") }
          told = now
        }
      }
    }
  }

  func say(_ text: String) { stage.withLock { $0 = text } }
  func end() { task.withLock { $0 }?.cancel() }
}
