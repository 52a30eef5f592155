internal import Glibc
internal import HyperV

/// The unix socket of a serial port, at a path that the user chose: anything may be there.
public enum ComPortSocket {
  /// Makes room for a socket: takes away one that nobody listens at any more.
  ///
  /// - Throws: `DrosteError`: invalidOperation when something else is there, or somebody listens.
  static func clear(_ path: String, machine: String) throws {
    switch look(path) {
    case .nothing: break
    case .deadSocket: unlink(path)
    case .liveSocket, .other:
      throw DrosteError(
        .invalidOperation, "COM 2 of \"\(machine)\" cannot be made at \(path).",
        cause: look(path) == .other ? "something that is no socket is there" : "a process listens there",
        hint: "give COM 2 another path, or remove \(path)")
    }
  }

  /// Takes the socket of a machine that has ended away. Anything else that is there stays.
  public static func remove(_ path: String) {
    if look(path) == .deadSocket { unlink(path) }
  }

  private enum Finding { case nothing, deadSocket, liveSocket, other }

  private static func look(_ path: String) -> Finding {
    var status = stat()
    guard lstat(path, &status) == 0 else { return errno == ENOENT ? .nothing : .other }
    guard status.st_mode & S_IFMT == S_IFSOCK else { return .other }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return .other }
    // SAFETY: bytes.count is below sun_path's size, and the rest of sun_path is zero.
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard probe >= 0 else { return .other }
    defer { close(probe) }
    // SAFETY: sockaddr_un begins with sockaddr's fields; the length given is sockaddr_un's own.
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(probe, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    // EAGAIN: somebody listens whose backlog is full.
    return connected != 0 && errno == ECONNREFUSED ? .deadSocket : .liveSocket
  }
}
