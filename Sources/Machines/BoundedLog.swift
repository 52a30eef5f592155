internal import CDroste
internal import Glibc

/// A log that somebody else appends to, kept within bounds without stopping the writer or losing its last lines.
package struct BoundedLog: Sendable {
  /// Trimmed when it takes more than this on disk.
  static let limit: Int64 = 1 << 20
  /// What is left then, at least.
  static let kept: Int64 = 256 << 10

  package let path: String

  package init(path: String) { self.path = path }

  /// Gives back the space of all but the last `kept` bytes when more than `limit` are taken.
  ///
  /// The file keeps its length and gets a hole: nothing has to be copied, so nothing that is written meanwhile is lost.
  /// Where the file system knows no holes the file is emptied.
  package func trim() {
    let fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard fd >= 0 else { return }
    defer { close(fd) }
    var status = stat()
    guard fstat(fd, &status) == 0, Int64(status.st_blocks) * 512 > Self.limit, Int64(status.st_size) > Self.kept
    else { return }
    if droste_punch_hole(fd, 0, Int64(status.st_size) - Self.kept) != 0 { ftruncate(fd, 0) }
  }

  /// The last `limit` bytes as text, from a line's begin where the log is longer; empty when there is none.
  package func tail(_ limit: Int) -> String {
    let fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard fd >= 0, limit > 0 else { return "" }
    defer { close(fd) }
    let size = lseek(fd, 0, SEEK_END)
    guard size > 0 else { return "" }
    let wanted = min(Int(size), limit)
    var bytes = [UInt8](repeating: 0, count: wanted)
    // SAFETY: the kernel writes at most bytes.count bytes into the array's own storage.
    let count = bytes.withUnsafeMutableBytes { pread(fd, $0.baseAddress, $0.count, size - Int(wanted)) }
    guard count > 0 else { return "" }
    // A hole reads as zeros.
    var text = bytes[..<count].drop { $0 == 0 }
    let isCut = text.count < count || wanted < Int(size)
    if isCut, let newline = text.firstIndex(of: 10), newline + 1 < text.endIndex { text = text[(newline + 1)...] }
    return String(decoding: text, as: UTF8.self)
  }

  /// The last `count` lines, of at most 4 KiB together.
  package func lastLines(_ count: Int) -> String {
    tail(4096).split(whereSeparator: \.isNewline).suffix(count).joined(separator: "\n")
  }
}
