internal import CDroste
internal import Glibc

/// A program to start, and everything that it gets: nothing is inherited but what is named here.
public struct SpawnRequest: Sendable {
  /// `source` in this process becomes `target` in the new one.
  public struct Descriptor: Sendable, Hashable {
    public var source: Int32
    public var target: Int32

    public init(_ source: Int32, as target: Int32) {
      self.source = source
      self.target = target
    }
  }

  /// A user without privileges to become. Needs root.
  public struct User: Sendable, Hashable, Codable {
    public var uid: UInt32
    public var gid: UInt32
    /// All supplementary groups.
    public var groups: [UInt32]

    public init(uid: UInt32, gid: UInt32, groups: [UInt32] = []) {
      self.uid = uid
      self.gid = gid
      self.groups = groups
    }
  }

  /// Path of the program; PATH is not searched.
  public var executable: String
  /// Without argv[0], which is `executable`.
  public var arguments: [String]
  public var environment: [String: String]
  /// At most 256, targets 0 to 1023. 0, 1 and 2 are /dev/null where not named.
  public var descriptors: [Descriptor]
  /// A file that gets what it writes to 1 and 2, appended, made with mode 0600; nil: the table decides.
  public var logPath: String?
  /// The folder that it starts in, entered before privileges are dropped; nil: ours.
  public var directory: String?
  public var user: User?
  /// A session of its own: no signal of a terminal reaches it.
  public var newSession: Bool

  public init(
    executable: String, arguments: [String] = [], environment: [String: String] = [:],
    descriptors: [Descriptor] = [], directory: String? = nil, logPath: String? = nil, user: User? = nil,
    newSession: Bool = true
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.descriptors = descriptors
    self.directory = directory
    self.logPath = logPath
    self.user = user
    self.newSession = newSession
  }
}

/// Why a process was not started.
public struct SpawnError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The step that failed.
  public enum Stage: Int32, Sendable {
    case arguments = 1
    case fork, directory, session, descriptors, identity, exec, log
  }

  public let executable: String
  public let stage: Stage
  public let errno: Int32

  public init(executable: String, stage: Stage, errno: Int32) {
    self.executable = executable
    self.stage = stage
    self.errno = errno
  }

  public var description: String {
    let reason = String(cString: strerror(errno))
    return switch stage {
    case .arguments: "\(executable) cannot be started: the arguments are not valid"
    case .fork: "\(executable) cannot be started: no new process (\(reason))"
    case .directory: "\(executable) cannot be started: its folder cannot be entered (\(reason))"
    case .session: "\(executable) cannot be started: no new session (\(reason))"
    case .descriptors: "\(executable) cannot be started: its descriptors cannot be passed on (\(reason))"
    case .identity: "\(executable) cannot be started: its user cannot be changed (\(reason))"
    case .log: "\(executable) cannot be started: its log cannot be opened (\(reason))"
    case .exec: "\(executable) cannot be started: \(reason)"
    }
  }
}

extension SpawnRequest {
  /// Calls droste_spawn; returns the pid and a pidfd that the caller owns.
  func spawn() throws(SpawnError) -> (pid: Int32, pidfd: Int32) {
    var strings: [UnsafeMutablePointer<CChar>?] = []
    defer { for string in strings { free(string) } }
    func copied(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
      let copies = texts.map { strdup($0) }
      strings += copies
      return copies + [nil]
    }
    let argv = copied([executable] + arguments)
    let envp = copied(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    var maps = descriptors.map { droste_fd_map(source: $0.source, target: $0.target) }
    var log: Int32 = -1
    defer { if log >= 0 { close(log) } }
    if let logPath {
      // A log is never followed elsewhere: the folder may belong to a user without privileges.
      log = open(logPath, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard log >= 0 else { throw SpawnError(executable: executable, stage: .log, errno: errno) }
      maps += [1, 2].map { droste_fd_map(source: log, target: $0) }
    }
    let groups = user?.groups.map { gid_t($0) } ?? []
    var result = droste_spawn_result()
    // SAFETY: every pointer in the request points into argv, envp, maps, groups or a string that outlives the call, and
    // droste_spawn keeps none of them.
    let status = argv.withUnsafeBufferPointer { argv in
      envp.withUnsafeBufferPointer { envp in
        maps.withUnsafeBufferPointer { maps in
          groups.withUnsafeBufferPointer { groups in
            executable.withCString { executable in
              withOptionalCString(directory) { directory in
                var request = droste_spawn_request()
                request.executable = executable
                request.argv = argv.baseAddress
                request.envp = envp.baseAddress
                request.fds = maps.baseAddress
                request.fd_count = maps.count
                request.directory_fd = -1
                request.directory = directory
                request.new_session = newSession
                request.change_identity = user != nil
                request.uid = user?.uid ?? 0
                request.gid = user?.gid ?? 0
                request.groups = groups.baseAddress
                request.group_count = groups.count
                return droste_spawn(&request, &result)
              }
            }
          }
        }
      }
    }
    guard status == 0 else {
      throw SpawnError(executable: executable, stage: .init(rawValue: result.stage) ?? .fork, errno: result.error)
    }
    return (result.pid, result.pidfd)
  }
}

private func withOptionalCString<Value>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Value) -> Value {
  guard let text else { return body(nil) }
  return text.withCString { body($0) }
}
