internal import FoundationEssentials
internal import Glibc
internal import HyperV
internal import Processes

/// A descriptor of ours, closed when its owner goes away.
final class OwnedDescriptor: Sendable {
  let number: Int32
  init(_ number: Int32) { self.number = number }
  deinit { close(number) }
}

/// The folder of a machine that runs: its sockets, logs and lock.
struct RunFolder: Sendable {
  let path: String

  /// Who has the lock runs the machine. It belongs to the open file, which QEMU inherits: it ends with QEMU, however
  /// that ends, and not with the service.
  var lockPath: String { path + "/lock" }
  var logPath: String { path + "/qemu.log" }
  func file(_ name: String) -> String { path + "/" + name }

  /// The machine's process, of whichever life of the service; nil when the machine does not run.
  func runningProcess() -> ProcessIdentity? {
    let fd = Glibc.open(lockPath, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard fd >= 0 else { return nil }
    let lock = OwnedDescriptor(fd)
    guard flock(lock.number, LOCK_EX | LOCK_NB) != 0 else { return nil }
    return ProcessTable.process(holding: lockPath, as: QEMUCommandLine.lockDescriptor)
  }

  /// Opens what the process gets, in the order of `resources`.
  func open(
    _ resources: [QEMUCommandLine.Resource], machine: String, owner: SpawnRequest.User?
  ) throws -> [OwnedDescriptor] {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make the folder \(path)") }
    return try resources.map { resource in
      switch resource {
      case .lock: try lock(machine: machine)
      case .socket(let name): try listen(file(name))
      case .outerSocket(let path): try comPort(path, machine: machine)
      case .portFolder: try portFolder(owner: owner)
      case .log(let name):
        try opened(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW, "open the log")
      case .disk(let path, let readOnly):
        try opened(path, (readOnly ? O_RDONLY : O_RDWR) | O_NONBLOCK, "open the disk")
      case .bootFile(let path):
        try opened(path, O_RDONLY | O_NONBLOCK, "open", foreign: owner != nil)
      }
    }
  }

  private func comPort(_ path: String, machine: String) throws -> OwnedDescriptor {
    try ComPortSocket.clear(path, machine: machine)
    return try listen(path)
  }

  /// A new folder for the sockets of adapters, the machine's user's alone.
  private func portFolder(owner: SpawnRequest.User?) throws -> OwnedDescriptor {
    let path = PortSockets(folder: self).path
    try? FileManager.default.removeItem(atPath: path)
    guard mkdir(path, 0o700) == 0 else { throw failure("make the folder \(path)") }
    let descriptor = try opened(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, "open the folder")
    if let owner, fchown(descriptor.number, owner.uid, owner.gid) != 0 { throw failure("give away the folder \(path)") }
    return descriptor
  }

  private func lock(machine: String) throws -> OwnedDescriptor {
    let lock = try opened(lockPath, O_RDWR | O_CREAT | O_NOFOLLOW, "open the lock")
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
      let owner = ProcessTable.process(holding: lockPath, as: QEMUCommandLine.lockDescriptor)
      throw DrosteError(
        .invalidState, "Machine \"\(machine)\" cannot be started: a process still runs it.",
        cause: "\(lockPath) is locked" + (owner.map { " by process \($0.pid)" } ?? ""),
        hint: owner.map { "kill \($0.pid)" })
    }
    return lock
  }

  private func opened(_ path: String, _ flags: Int32, _ doing: String, foreign: Bool = false) throws -> OwnedDescriptor
  {
    let fd = Glibc.open(path, flags | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw failure("\(doing) \(path)") }
    let descriptor = OwnedDescriptor(fd)
    guard foreign else { return descriptor }
    // QEMU opens it again through /proc/self/fd, which asks for the right to read once more.
    var status = stat()
    guard fstat(fd, &status) == 0, status.st_mode & 0o004 != 0 else {
      throw DrosteError(
        .accessDenied, "QEMU runs as a user without privileges and may not read \(path).",
        cause: "its mode is \(String(status.st_mode & 0o7777, radix: 8))", hint: "chmod o+r \(path)")
    }
    return descriptor
  }

  /// A socket that QEMU will accept from. It can be connected to from now on: connections wait in its backlog until
  /// QEMU is there.
  private func listen(_ path: String) throws -> OwnedDescriptor {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < room else {
      throw DrosteError(
        .invalidParameter, "The socket path \(path) has \(bytes.count) bytes; the system allows \(room - 1).",
        hint: "DROSTE_RUN=/run/droste droste host")
    }
    // SAFETY: bytes.count < room was checked, and the rest of sun_path is zero.
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard fd >= 0 else { throw failure("make a socket") }
    let descriptor = OwnedDescriptor(fd)
    unlink(path)
    // SAFETY: sockaddr_un begins with sockaddr's fields; the length given is sockaddr_un's own.
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, chmod(path, 0o600) == 0, Glibc.listen(fd, 8) == 0 else { throw failure("listen on \(path)") }
    return descriptor
  }

  /// Removes what has no meaning without the process. Logs stay.
  func removeSockets() {
    guard let folder = opendir(path) else { return }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      // SAFETY: d_name is a string with an end, valid until the next readdir; the tuple is its storage.
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".sock") { names.append(name) }
    }
    for name in names { unlink(file(name)) }
  }

  private func failure(_ doing: String) -> DrosteError {
    let code = errno
    let reason = String(cString: strerror(code))
    return DrosteError(
      code == ENOENT ? .objectNotFound : code == EACCES || code == EPERM ? .accessDenied : .unspecified,
      "Cannot \(doing): \(reason).")
  }
}
