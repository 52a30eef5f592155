internal import FoundationEssentials
internal import Glibc
public import HyperV

/// The three folders of a host: what it keeps, the images it boots, and what lives only while it runs.
///
/// | folder | variable | root's default | everybody else's default |
/// |---|---|---|---|
/// | `home` | `DROSTE_HOME` | `/var/lib/droste` | `~/.local/state/droste` |
/// | `images` | `DROSTE_IMAGES` | `home/images` | `home/images` |
/// | `run` | `DROSTE_RUN` | `/run/droste` | `$XDG_RUNTIME_DIR/droste` |
///
/// With `DROSTE_HOME` set, or without `XDG_RUNTIME_DIR`, `run` is `/tmp/droste-UID-HASH`, HASH being eight hex
/// digits of the home's path: two homes never share a service.
public struct Locations: Hashable, Sendable {
  /// Holds the store; outlives restarts of the computer.
  public var home: String
  /// The image library; may be read-only.
  public var images: String
  /// Sockets, logs and working folders of processes.
  public var run: String

  /// Longest `run`, in bytes: a socket's path may have 107 (unix(7)), and the longest one below `run` is
  /// `/switches/01234567/control.sock`.
  public static let longestRun = 107 - 31

  public init(home: String, images: String? = nil, run: String) {
    self.home = home
    self.images = images ?? home + "/images"
    self.run = run
  }

  /// The folders for an environment. Relative paths are taken from `workingDirectory`.
  public init(environment: [String: String], userID: UInt32, workingDirectory: String = "/") {
    func folder(_ variable: String) -> String? {
      guard let text = environment[variable], !text.isEmpty else { return nil }
      return Self.absolute(text, in: workingDirectory)
    }
    let given = folder("DROSTE_HOME")
    let standard =
      userID == 0 ? "/var/lib/droste" : Self.absolute(environment["HOME"] ?? "/", in: "/") + "/.local/state/droste"
    let home = given ?? standard
    let short = "/tmp/droste-\(userID)-\(Self.hash(home))"
    let run: String
    if let named = folder("DROSTE_RUN") {
      run = named
    } else if home != standard {
      run = short
    } else if userID == 0 {
      run = "/run/droste"
    } else {
      run = folder("XDG_RUNTIME_DIR").map { $0 + "/droste" } ?? short
    }
    self.init(home: home, images: folder("DROSTE_IMAGES"), run: run)
  }

  /// The folders of this process.
  public static func current() -> Locations {
    Locations(
      environment: ProcessInfo.processInfo.environment, userID: getuid(),
      workingDirectory: FileManager.default.currentDirectoryPath)
  }

  /// The folders for a process that is to use these: the three variables.
  public var environment: [String: String] {
    ["DROSTE_HOME": home, "DROSTE_IMAGES": images, "DROSTE_RUN": run]
  }

  /// Where the service listens.
  public var socket: String { run + "/api.sock" }
  /// Where a service that was started by a command writes its log.
  public var log: String { run + "/host.log" }

  /// Makes `home` and `run` where they are missing, readable only by this user, and refuses a `run` that somebody
  /// else could have made: in /tmp anybody may have taken the name first.
  public func prepare() throws(DrosteError) {
    guard run.utf8.count <= Self.longestRun else {
      throw DrosteError(
        .invalidParameter,
        "The folder for sockets, \(run), is \(run.utf8.count) bytes long; at most \(Self.longestRun) leave room for them.",
        hint: "export DROSTE_RUN=/tmp/droste-run")
    }
    try Self.makePrivate(home)
    try Self.makePrivate(run)
    var facts = stat()
    guard lstat(run, &facts) == 0 else { throw Self.failure("look at", run, errno) }
    guard facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0 else {
      throw DrosteError(
        .accessDenied, "\(run) is not a folder that only user \(geteuid()) can open.",
        cause: "owner \(facts.st_uid), mode 0\(String(facts.st_mode & 0o7777, radix: 8))",
        hint: "chmod 700 \(run), or name another folder: export DROSTE_RUN=/tmp/droste-run")
    }
  }

  /// Makes a folder and those above it. A folder that was there keeps its rights.
  private static func makePrivate(_ path: String) throws(DrosteError) {
    var made = ""
    let parts = path.split(separator: "/")
    for (index, part) in parts.enumerated() {
      made += "/" + part
      // The folders above the last one are shared places such as ~/.local: made as any tool makes them.
      guard mkdir(made, index == parts.count - 1 ? 0o700 : 0o755) != 0 else { continue }
      let reason = errno
      // Some file systems answer EROFS or EACCES for a folder that is there.
      if reason != EEXIST, access(made, F_OK) != 0 { throw failure("make", made, reason) }
    }
  }

  private static func failure(_ verb: String, _ path: String, _ reason: Int32) -> DrosteError {
    DrosteError(
      reason == EACCES || reason == EPERM ? .accessDenied : .unspecified, "Cannot \(verb) the folder \(path).",
      cause: String(cString: strerror(reason)), hint: "name a folder you may write to: export DROSTE_HOME=$HOME/droste")
  }

  private static func absolute(_ path: String, in folder: String) -> String {
    let joined = path.hasPrefix("/") ? path : folder + "/" + path
    var parts: [Substring] = []
    for part in joined.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// FNV-1a, 32 bits: stable over releases, which Swift's own hash is not.
  private static func hash(_ text: String) -> String {
    let value = text.utf8.reduce(UInt32(0x811C_9DC5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
