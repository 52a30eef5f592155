internal import Glibc
internal import Synchronization

/// Files of the kernel, kept open for who looks at them again and again: in an emulated guest of guests, opening and closing
/// one is five to fifteen times the work of reading it.
///
/// Only for what is there as long as the kernel or a module of it runs; at most some dozens.
final class KeptFiles: Sendable {
  private let descriptors = Mutex<[String: Int32]>([:])

  init() {}

  deinit {
    descriptors.withLock { for descriptor in $0.values { close(descriptor) } }
  }

  /// Calls `body` with the file, open; nil where it cannot be opened, or where `body` returns nil twice: what is kept may be of
  /// a module that is gone, so it is opened anew once.
  func read<Value>(_ path: String, _ body: (Int32) -> Value?) -> Value? {
    descriptors.withLock { descriptors in
      if let kept = descriptors[path] {
        if let value = body(kept) { return value }
        close(kept)
        descriptors[path] = nil
      }
      let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard opened >= 0 else { return nil }
      guard let value = body(opened) else {
        close(opened)
        return nil
      }
      descriptors[path] = opened
      return value
    }
  }
}
