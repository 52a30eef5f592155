internal import FoundationEssentials
internal import Glibc
internal import HostAPI
internal import HyperV
internal import Processes

/// Starts a service that outlives this command: `droste host --auto` in a session of its own, which ends by itself once
/// it has nothing to look after.
struct ServiceStart: Sendable {
  let locations: Locations

  /// The descriptor of the service's end of the pipe on which it says that it answers.
  static let readyDescriptor: Int32 = 3
  /// What it says.
  static let readyWord: [UInt8] = Array("ready".utf8)

  /// Returns when the service answers. Nil: another command started it meanwhile.
  func run() async throws -> DetachedProcess? {
    try locations.prepare()
    let lock = open(locations.run + "/start.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw failure("Its lock cannot be opened.", errno) }
    defer { close(lock) }
    // Another command may be at it: one of them starts the service, the others find it.
    await BlockingThread.run { _ = flock(lock, LOCK_EX) }
    if Service.running(locations) != nil { return nil }
    return try await spawn()
  }

  private func spawn() async throws -> DetachedProcess {
    let log = open(locations.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard log >= 0 else { throw failure("Its log \(locations.log) cannot be opened.", errno) }
    defer { close(log) }
    let begin = lseek(log, 0, SEEK_END)
    guard let (reading, writing) = Pipe.open() else { throw failure("There is no pipe for it.", errno) }
    defer { close(reading) }
    let environment = ProcessInfo.processInfo.environment.merging(locations.environment) { $1 }
    let request = SpawnRequest(
      executable: try Self.executable(),
      arguments: ["host", "--auto", "--ready-descriptor", "\(Self.readyDescriptor)"],
      environment: environment,
      descriptors: [.init(log, as: 1), .init(log, as: 2), .init(writing, as: Self.readyDescriptor)], directory: "/",
      newSession: true)
    let process: DetachedProcess
    do {
      defer { close(writing) }
      process = try DetachedProcess.spawn(request)
    } catch {
      throw DrosteError(.unavailable, "The service cannot be started.", cause: "\(error)")
    }
    // Ends with the word, or with nothing when the service is gone: its end of the pipe closes with it.
    let word = await BlockingThread.run { Self.readAll(reading, limit: 64) }
    guard word == Self.readyWord else {
      process.signal(SIGTERM)
      throw DrosteError(
        .unavailable, "The service ended before it answered.", cause: Self.tail(locations.log, from: begin),
        hint: "droste host shows what it does; its log is \(locations.log)")
    }
    return process
  }

  private func failure(_ text: String, _ reason: Int32) -> DrosteError {
    DrosteError(
      .unavailable, "The service cannot be started. \(text)", cause: String(cString: strerror(reason)),
      hint: "name folders you may write to: export DROSTE_HOME=$HOME/droste")
  }

  /// The path of this program.
  static func executable() throws -> String {
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      throw DrosteError(.unavailable, "This program does not find itself: /proc/self/exe cannot be read.")
    }
    return path
  }

  static func readAll(_ descriptor: Int32, limit: Int) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while all.count < limit {
      // SAFETY: the kernel writes at most buffer.count bytes into the array's own storage.
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      all += buffer.prefix(count)
    }
    return all
  }

  /// The last lines that were written since `begin`.
  private static func tail(_ path: String, from begin: off_t) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    lseek(descriptor, max(begin, 0), SEEK_SET)
    let lines = String(decoding: readAll(descriptor, limit: 1 << 20), as: UTF8.self).split(separator: "\n")
    return lines.isEmpty ? nil : lines.suffix(8).joined(separator: "\n")
  }
}
