internal import Glibc

/// A path to a unix socket, usable with connect(2) whatever its length.
///
/// The kernel takes at most 107 bytes. For a longer path the folder is opened, and the socket is reached as
/// `/proc/self/fd/N/NAME`; only the name itself must then be shorter than about 80 bytes.
final class SocketAddressPath: Sendable {
  let path: String
  private let folder: Int32

  /// - Throws: `LinkEnd.Reason` when the folder cannot be opened.
  init(_ path: String) throws {
    guard path.utf8.count > 107, let slash = path.lastIndex(of: "/") else {
      self.path = path
      self.folder = -1
      return
    }
    let folder = open(String(path[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      throw LinkEnd.Reason(text: "Nothing listens on \(path): \(String(cString: strerror(errno))).")
    }
    self.folder = folder
    self.path = "/proc/self/fd/\(folder)/\(path[path.index(after: slash)...])"
  }

  deinit {
    if folder >= 0 { close(folder) }
  }
}
