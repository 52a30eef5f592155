internal import Glibc
internal import GuestLink
internal import HyperV

/// A command just started, leader of a process group of its own. Its owner closes the descriptors and reaps it.
struct ChildProcess {
  var processID: pid_t
  /// Our ends of its standard input, output and error; -1 where those are /dev/null.
  var input: Int32 = -1
  var output: Int32 = -1
  var error: Int32 = -1

  /// Starts a command. Call it on one thread only: it changes the process's folder for a moment (the agent itself uses
  /// absolute paths only).
  ///
  /// - Parameter piped: otherwise input, output and error are /dev/null.
  /// - Throws: `invalidParameter`, `objectNotFound`, `accessDenied` for what cannot be run.
  static func spawn(_ request: ExecRequest, piped: Bool) throws -> ChildProcess {
    try check(request)
    var variables = inheritedEnvironment()
    variables.merge(request.environment) { $1 }
    let directory = request.directory ?? "/"
    guard chdir(directory) == 0 else {
      throw systemError("The command cannot run in the folder \(directory)", errno)
    }
    defer { chdir("/") }
    let program = try find(request.arguments[0], in: variables["PATH"] ?? "")

    var pipes = try Pipes(piped: piped)
    defer { pipes.closeFar() }
    let processID: pid_t
    do {
      processID = try start(program, request.arguments, variables, pipes)
    } catch {
      pipes.closeNear()
      throw error
    }
    return ChildProcess(processID: processID, input: pipes.near[0], output: pipes.near[1], error: pipes.near[2])
  }

  private static func check(_ request: ExecRequest) throws {
    guard let program = request.arguments.first, !program.isEmpty else {
      throw DrosteError(.invalidParameter, "A command needs a program.")
    }
    let texts = request.arguments + request.environment.flatMap { [$0.key, $0.value] } + [request.directory ?? "/"]
    guard !texts.contains(where: { $0.utf8.contains(0) }) else {
      throw DrosteError(.invalidParameter, "A command's arguments, variables and folder cannot hold a NUL.")
    }
    if let name = request.environment.keys.first(where: { $0.isEmpty || $0.contains("=") }) {
      throw DrosteError(.invalidParameter, "\"\(name)\" cannot be a variable's name.")
    }
    guard request.directory?.hasPrefix("/") ?? true else {
      throw DrosteError(
        .invalidParameter, "A command's folder is an absolute path; found \"\(request.directory ?? "")\".")
    }
  }

  /// The agent's own variables, and what a shell expects of them where init gave none.
  private static func inheritedEnvironment() -> [String: String] {
    var variables = [
      "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "USER": "root",
    ]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
      entry += 1
    }
    return variables
  }

  /// A name with a slash is a path; another one is looked for in the folders of `path`.
  private static func find(_ name: String, in path: String) throws -> String {
    if name.contains("/") {
      guard access(name, F_OK) == 0 else { throw systemError("The guest has no program \(name)", errno) }
      return name
    }
    var forbidden: String?
    for folder in path.split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      var facts = stat()
      guard stat(candidate, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
      if access(candidate, X_OK) == 0 { return candidate }
      forbidden = candidate
    }
    if let forbidden { throw DrosteError(.accessDenied, "\(forbidden) in the guest may not be executed.") }
    throw DrosteError(.objectNotFound, "The guest has no program \"\(name)\" in its PATH \(path).")
  }

  private static func start(
    _ program: String, _ arguments: [String], _ variables: [String: String], _ pipes: Pipes
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, source) in pipes.far.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var processID: pid_t = 0
    let result = AgentPriority.lowered { posix_spawn(&processID, program, &actions, &attributes, &argv, &envp) }
    switch result {
    case 0: return processID
    case ENOEXEC:
      throw DrosteError(
        .invalidParameter, "\(program) in the guest is no program.",
        hint: "A script needs a first line such as #!/bin/sh.")
    case ENOENT:
      throw DrosteError(
        .objectNotFound, "\(program) in the guest cannot be run: its interpreter or loader is missing.")
    default: throw systemError("\(program) in the guest cannot be run", result)
    }
  }
}

/// Three pipes, or /dev/null three times.
private struct Pipes {
  /// The child's ends: standard input, output, error.
  var far: [Int32] = []
  /// Ours; -1 without pipes.
  var near: [Int32] = []

  init(piped: Bool) throws {
    for index in 0..<3 {
      var ends: [Int32] = [-1, -1]
      if piped {
        guard pipe(&ends) == 0 else { throw fail() }
        // The child's end becomes 0, 1 or 2 by dup2, which clears close-on-exec there.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        far.append(index == 0 ? ends[0] : ends[1])
        near.append(index == 0 ? ends[1] : ends[0])
      } else {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { throw fail() }
        far.append(null)
        near.append(-1)
      }
    }
  }

  private mutating func fail() -> DrosteError {
    let error = systemError("The guest has no descriptors left for a command's input and output", errno)
    closeFar()
    closeNear()
    return error
  }

  mutating func closeFar() {
    for end in far { close(end) }
    far = []
  }

  mutating func closeNear() {
    for end in near where end >= 0 { close(end) }
    near = []
  }
}
