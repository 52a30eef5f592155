internal import Glibc
internal import HyperV

/// Unix stream sockets by path, non-blocking and close-on-exec.
///
/// The kernel takes paths of 107 bytes. Longer ones are reached through their folder: it is opened, and the socket
/// addressed as `/proc/self/fd/N/NAME`, so that only the last part must be short (at most 80 bytes).
enum UnixSocket {
  /// Bytes of a path that the kernel takes (sun_path without the final 0).
  static let pathLimit = 107

  /// Connects; the new descriptor, or errno.
  static func connect(to path: String) -> Result<Int32, SystemFailure> {
    withShortPath(path) { short in
      let number = make()
      guard number >= 0 else { return .failure(SystemFailure()) }
      // SAFETY: `address` is a valid sockaddr_un for the length given; connect keeps no pointer.
      let status = unsafe withAddress(short) { unsafe Glibc.connect(number, $0, $1) }
      guard status == 0 else {
        let failure = SystemFailure()
        _ = close(number)
        return .failure(failure)
      }
      return .success(number)
    }
  }

  /// Listens at a path of at most 107 bytes, in place of whatever was there; only this user may connect.
  static func listen(at path: String) throws -> Descriptor {
    let socket = try Descriptor(make(), "Making a socket")
    // SAFETY: the path is terminated and only read during the call.
    _ = unsafe unlink(path)
    let mask = umask(0o177)
    // SAFETY: as in `connect`.
    let status = unsafe withAddress(path) { unsafe bind(socket.number, $0, $1) }
    let failure = SystemFailure()
    _ = umask(mask)
    guard status == 0 else {
      throw DrosteError(.unspecified, "Listening at \(path): \(systemText(failure.number))")
    }
    guard Glibc.listen(socket.number, 16) == 0 else { throw systemError("Listening at \(path)") }
    return socket
  }

  /// A path's folder and last part.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }

  private static func make() -> Int32 {
    socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
  }

  private static func withShortPath(
    _ path: String, _ body: (String) -> Result<Int32, SystemFailure>
  ) -> Result<Int32, SystemFailure> {
    guard path.utf8.count > pathLimit else { return body(path) }
    let (folder, name) = split(path)
    // SAFETY: the path is terminated and only read during the call.
    let number = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { return .failure(SystemFailure()) }
    defer { _ = close(number) }
    let short = "/proc/self/fd/\(number)/\(name)"
    guard short.utf8.count <= pathLimit else { return .failure(SystemFailure(ENAMETOOLONG)) }
    return body(short)
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8.prefix(pathLimit))
    // SAFETY: at most 107 of sun_path's 108 bytes are written; the last stays 0. sockaddr_un may be seen as sockaddr,
    // which is what the socket calls do with it.
    return unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe withUnsafeMutableBytes(of: &pointer.pointee.sun_path) { unsafe $0.copyBytes(from: bytes) }
      return unsafe UnsafeMutableRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

/// errno at the time it was made.
struct SystemFailure: Error {
  let number: Int32
  init(_ number: Int32 = errno) { self.number = number }
}
