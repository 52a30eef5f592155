internal import Glibc
internal import PowerShell

/// A process of this computer as the other end of a channel: jobs, and -ComputerName localhost.
package enum LocalProcess {
  /// Seconds for a process to end by itself when its channel is closed; it is killed then, with nothing saved.
  package static let graceSeconds = RemoteProtocol.stopSeconds + 2

  /// Starts a program whose standard input and output are the channel; its standard error is this process's. It is told
  /// of a close by the end of its input.
  ///
  /// - Parameters:
  ///   - executable: a path.
  ///   - arguments: the first is the name that the program sees.
  /// - Throws: ChannelFailure.
  package static func open(_ executable: String, arguments: [String]) throws -> DescriptorChannel {
    var ends: [Int32] = [-1, -1]
    // Not inherited: a process that is started at the same moment would keep the channel open.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw ChannelFailure("No channel can be made: \(String(cString: strerror(errno))).")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that Ctrl+C at the terminal stops the command in front and not the jobs behind it.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    // SAFETY: the strings are copies that live until the call is over; the list ends with nil.
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, executable, &actions, &attributes, &words, environ)
    close(ends[1])
    guard status == 0 else {
      close(ends[0])
      throw ChannelFailure("The program '\(executable)' cannot be started: \(String(cString: strerror(status))).")
    }
    return DescriptorChannel(input: ends[0], output: ends[0]) { [process] in
      // Without a thread the process is not waited for, and still ends.
      try? ScriptThread(name: "job process", stackSize: 256 << 10).start { reap(process) }
    }
  }

  private static func reap(_ process: pid_t) {
    var status: Int32 = 0
    for _ in 0..<(graceSeconds * 50) {
      guard waitpid(process, &status, WNOHANG) == 0 else { return }
      usleep(20_000)
    }
    kill(process, SIGKILL)
    waitpid(process, &status, 0)
  }
}
