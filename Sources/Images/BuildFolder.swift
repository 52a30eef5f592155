internal import Glibc
internal import HyperV
internal import Processes
internal import Synchronization

/// The private folder of one build, `.build-PID-START-NUMBER`, in the library. Whatever ends the build, the folder
/// goes: the builder removes it, and where the builder was killed the next build does.
package struct BuildFolder: Sendable {
  package let path: String

  private static let prefix = ".build-"
  private static let counter = Atomic<Int>(0)

  /// Makes a new folder in `library`.
  package init(in library: String) throws {
    let pid = getpid()
    let number = Self.counter.add(1, ordering: .relaxed).newValue
    path = "\(library)/\(Self.prefix)\(pid)-\(ProcessIdentity(pid: pid)?.startTime ?? 0)-\(number)"
    try Files.makeFolder(path, mode: 0o700)
  }

  package func remove() { Files.remove(path) }

  /// Removes the folders in `library` whose builder no longer runs.
  package static func removeStale(in library: String) {
    for name in Files.names(in: library) where name.hasPrefix(prefix) {
      let parts = name.dropFirst(prefix.count).split(separator: "-")
      if parts.count == 3, let pid = Int32(parts[0]), let start = UInt64(parts[1]),
        ProcessIdentity(pid: pid)?.startTime == start
      {
        continue
      }
      Files.remove(library + "/" + name)
    }
  }
}

/// The lock that builds in one library take in turns: flock(2) on `.lock`, which the kernel drops with the process.
package final class BuildLock: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Takes the lock, waiting for as long as another build has it.
  ///
  /// - Parameter waiting: called once if there is another build.
  /// - Throws: `CancellationError` where the task is cancelled meanwhile; `DrosteError` where the file cannot be made.
  package static func acquire(in library: String, waiting: () -> Void) async throws -> BuildLock {
    let path = library + "/.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw DrosteError(.accessDenied, "Could not open \(path).", cause: String(cString: strerror(errno)))
    }
    let lock = BuildLock(descriptor)
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
    waiting()
    let waiter = LockWaiter()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        waiter.wait(for: lock, descriptor, continuation)
      }
    } onCancel: {
      waiter.cancel()
    }
    return lock
  }
}

/// Waits in a blocking flock(2) on a thread of its own. A wait that was cancelled goes on until the lock is free and
/// then drops it, which harms nobody.
private final class LockWaiter: Sendable {
  private struct State {
    var continuation: CheckedContinuation<Void, any Error>?
    var isCancelled = false
  }

  private let state = Mutex(State())

  func wait(for lock: BuildLock, _ descriptor: Int32, _ continuation: CheckedContinuation<Void, any Error>) {
    let isCancelled = state.withLock { state in
      if !state.isCancelled { state.continuation = continuation }
      return state.isCancelled
    }
    if isCancelled {
      continuation.resume(throwing: CancellationError())
      return
    }
    BlockingThread.start(name: "image-lock") {
      // The lock is kept alive by this closure, so the descriptor is open throughout.
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      _ = lock
      self.take()?.resume()
    }
  }

  func cancel() {
    state.withLock { $0.isCancelled = true }
    take()?.resume(throwing: CancellationError())
  }

  private func take() -> CheckedContinuation<Void, any Error>? {
    state.withLock { state in
      defer { state.continuation = nil }
      return state.continuation
    }
  }
}
