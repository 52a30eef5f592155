internal import Glibc

/// Tells when files come into a folder.
final class FolderWatch {
  private let watch: Descriptor

  var descriptor: Int32 { watch.number }

  /// Watches the folder that `path` is in.
  /// - Throws: `DrosteError`, for instance when there is no such folder.
  init(folderOf path: String) throws {
    watch = try Descriptor(inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK)), "Making a watch")
    let folder = UnixSocket.split(path).folder
    // SAFETY: the path is terminated and only read during the call.
    guard unsafe inotify_add_watch(watch.number, folder, UInt32(IN_CREATE | IN_MOVED_TO)) >= 0 else {
      throw systemError("Watching \(folder)")
    }
  }

  /// Whether files came since the last call; makes the descriptor unreadable.
  func changed() -> Bool {
    var any = false
    var buffer = [UInt8](repeating: 0, count: 4096)
    // SAFETY: read writes at most `count` bytes into the buffer.
    while unsafe buffer.withUnsafeMutableBytes({ unsafe read(watch.number, $0.baseAddress, $0.count) }) > 0 {
      any = true
    }
    return any
  }
}
