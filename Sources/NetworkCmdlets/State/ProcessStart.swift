internal import Glibc
internal import PowerShell

/// Programs that are started: one that stays, and ones whose output is wanted.
enum ProcessStart {
  /// Starts a program in a session of its own, its streams at /dev/null. A shell starts it and ends, so that process 1
  /// waits for it and not this process, which may be gone by then or never look. Errors: NativeCommandFailed.
  static func detached(_ path: String, _ arguments: [String]) throws {
    // A shell would say to nobody that there is no such program.
    guard access(path, X_OK) == 0 else { throw failure(path, errno) }
    _ = try output("/bin/sh", ["-c", "exec </dev/null >/dev/null 2>&1; \"$@\" &", "sh", path] + arguments, limit: 0)
  }

  /// Runs a program to its end and gives its output and exit status. Errors: NativeCommandFailed, also for more output
  /// than `limit` bytes.
  static func output(_ path: String, _ arguments: [String], limit: Int) throws -> (status: Int32, bytes: [UInt8]) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw failure(path, errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let process: pid_t
    do { process = try spawn(path, arguments, &actions) } catch {
      close(ends[1])
      throw error
    }
    close(ends[1])
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      // SAFETY: the buffer outlives the call, which gets its size.
      let count = chunk.withUnsafeMutableBytes { read(ends[0], $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    if bytes.count > limit { kill(process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard bytes.count <= limit else {
      throw PowerShellError(
        "\(path) gave more than the \(limit) bytes that are taken.", id: "NativeCommandFailed",
        category: .limitsExceeded)
    }
    return (status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F, bytes)
  }

  private static func spawn(
    _ path: String, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { (word: String) in strdup(word) } + [nil]
    defer { for word in words { free(word) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID: what ends our terminal's session does not end the program.
    posix_spawnattr_setflags(&attributes, 0x80)
    var process: pid_t = 0
    let status = posix_spawn(&process, path, &actions, &attributes, &words, environ)
    guard status == 0 else { throw failure(path, status) }
    return process
  }

  private static func failure(_ path: String, _ number: Int32) -> PowerShellError {
    PowerShellError(
      "\(path) cannot be run: \(String(cString: strerror(number))).", id: "NativeCommandFailed",
      category: .resourceUnavailable, target: .string(path))
  }
}
