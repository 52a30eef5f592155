internal import Glibc
internal import Synchronization

/// The kernel's log for who asks again: what came since is read from /dev/kmsg, which gives nothing in one system call
/// where nothing came.
package final class KernelLogMemory: Sendable {
  /// More in one go are not read: a kernel that floods its log is told of by its first lines.
  private static let recordLimit = 10_000

  private struct State {
    /// Of /dev/kmsg, behind what `lines` are from; -1 where it may not be read.
    var descriptor: Int32 = -1
    var lines: [String] = []
  }

  private let state = Mutex(State())

  init() {}

  deinit {
    state.withLock { state in if state.descriptor >= 0 { close(state.descriptor) } }
  }

  /// The lines that a check may want, oldest first; at most `KernelLog.lineLimit`.
  func lines() -> [String] {
    state.withLock { state in
      if state.descriptor >= 0 {
        Self.readOn(&state)
      } else {
        // First the place, then the whole: a line that comes between is there twice, and none is missing.
        state.descriptor = Self.openAtEnd()
        state.lines = KernelLog.lines(of: KernelLog.present())
      }
      return state.lines
    }
  }

  private static func openAtEnd() -> Int32 {
    let descriptor = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      if descriptor >= 0 { close(descriptor) }
      return -1
    }
    return descriptor
  }

  private static func readOn(_ state: inout State) {
    // The longest record (Documentation/ABI/testing/dev-kmsg) is shorter.
    var buffer = [UInt8](repeating: 0, count: 8192)
    for _ in 0..<recordLimit {
      // SAFETY: the kernel writes at most buffer.count bytes into the array's own storage.
      let count = buffer.withUnsafeMutableBytes { read(state.descriptor, $0.baseAddress, $0.count) }
      // EPIPE: records were lost, and the next read goes on behind them.
      if count < 0, errno == EINTR || errno == EPIPE { continue }
      guard count > 0 else { break }
      if let line = line(buffer[..<count]) { state.lines.append(line) }
    }
    state.lines = state.lines.suffix(KernelLog.lineLimit)
  }

  /// The text of `6,339,5140900,-;text` and what may follow in lines of its own; nil for what no check wants.
  package static func line(_ record: ArraySlice<UInt8>) -> String? {
    guard let start = record.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let text = record[(start + 1)...].prefix { $0 != UInt8(ascii: "\n") }
    guard KernelLog.isWanted(text) else { return nil }
    return String(String(decoding: text, as: UTF8.self).prefix(KernelLog.lengthLimit))
  }
}
