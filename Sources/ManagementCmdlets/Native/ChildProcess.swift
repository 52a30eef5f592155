internal import Glibc
internal import Synchronization

/// A program that this process started.
final class ChildProcess: Sendable {
  /// What a program is started with. It inherits nothing but descriptors 0, 1 and 2.
  struct Request {
    var path: String
    /// Without the program's own name.
    var arguments: [String]
    var environment: [String: String]
    var folder: String
    /// Nil: this process's own.
    var input: FileDescriptor?
    var output: FileDescriptor?
    var error: FileDescriptor?
    /// A process group of its own: it can be ended with all that it started, and no key of the terminal reaches it.
    var hasOwnGroup: Bool
  }

  let id: pid_t
  let path: String
  let hasOwnGroup: Bool
  /// The raw status of waitpid(2) once it has ended.
  private let status = Mutex<Int32?>(nil)

  /// Errors: `SystemError`.
  init(_ request: Request) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, source) in [request.input, request.output, request.error].enumerated() {
      guard let source else { continue }
      posix_spawn_file_actions_adddup2(&actions, source.number, Int32(target))
    }
    guard addFolder(&actions, request.folder) == 0, addCloseFrom(&actions, 3) == 0 else {
      throw SystemError(ENOMEM, request.path)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    if request.hasOwnGroup { flags |= POSIX_SPAWN_SETPGROUP }
    posix_spawnattr_setflags(&attributes, Int16(flags))
    posix_spawnattr_setpgroup(&attributes, 0)
    let arguments = ([request.path] + request.arguments).map { strdup($0) } + [nil]
    let variables = request.environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var id: pid_t = 0
    let result = posix_spawn(&id, request.path, &actions, &attributes, arguments, variables)
    guard result == 0 else { throw SystemError(result, request.path) }
    (self.id, path, hasOwnGroup) = (id, request.path, request.hasOwnGroup)
    ChildTable.add(self)
  }

  /// What it gave when it ended: its exit code, or 128 and the number of the signal that ended it. Nil: it runs.
  var exitCode: Int32? {
    let ended = status.withLock { status in
      if status == nil {
        var found: Int32 = 0
        let result = waitpid(id, &found, WNOHANG)
        if result == id { status = found }
        // Somebody else has taken its status.
        if result < 0, errno == ECHILD { status = 0 }
      }
      return status
    }
    return ended.map { $0 & 0x7F == 0 ? $0 >> 8 & 0xFF : 128 + $0 & 0x7F }
  }

  /// Waits until it has ended, or until `isStopping` says so or `milliseconds` are over: then nil.
  func wait(milliseconds: Int64? = nil, isStopping: () -> Bool = { false }) -> Int32? {
    var nap: UInt32 = 500
    var waited: Int64 = 0
    while true {
      if let exitCode { return exitCode }
      if isStopping() { return nil }
      if let milliseconds, waited >= milliseconds * 1000 { return nil }
      usleep(nap)
      waited += Int64(nap)
      nap = min(nap * 2, 20_000)
    }
  }

  /// Sends it, and what it started where it has a group of its own, a signal.
  func signal(_ number: Int32) {
    // A status that was taken frees the id for another process.
    guard exitCode == nil else { return }
    if !hasOwnGroup || kill(-id, number) != 0 { kill(id, number) }
  }

  /// Ends it: with SIGTERM, and when that does not help within a second with SIGKILL.
  func end() {
    signal(SIGTERM)
    if wait(milliseconds: 1000) != nil { return }
    signal(SIGKILL)
    _ = wait(milliseconds: 1000)
  }
}

/// Children that have not been waited for, so that none stays behind as a zombie when its object is gone.
enum ChildTable {
  private static let children = Mutex<[pid_t: ChildProcess]>([:])

  static func add(_ child: ChildProcess) {
    reap()
    children.withLock { $0[child.id] = child }
  }

  static func child(_ id: pid_t) -> ChildProcess? { children.withLock { $0[id] } }

  /// Forgets those that have ended.
  static func reap() {
    children.withLock { children in children = children.filter { $0.value.exitCode == nil } }
  }
}
