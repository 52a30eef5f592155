internal import FoundationEssentials
internal import Glibc

/// The commands that were typed, the newest last, kept in a file between sessions.
///
/// A command of several lines is one entry; in the file its line ends are written as a backquote before the line feed, as PSReadLine does.
package final class CommandHistory {
  /// Entries that are kept.
  static let limit = 4096
  /// Bytes of the file that are read.
  private static let fileLimit = 8 << 20

  private let path: String?
  package private(set) var entries: [String] = []

  /// `path`: nil keeps nothing.
  package init(path: String?) {
    self.path = path
    guard let path, let data = FileManager.default.contents(atPath: path), data.count <= Self.fileLimit else { return }
    var pending = ""
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      if line.hasSuffix("`") {
        pending += line.dropLast() + "\n"
      } else {
        entries.append(pending + line)
        pending = ""
      }
    }
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
  }

  /// Adds what was typed unless it is empty or the same as the last. A file that cannot be written is no reason to lose
  /// the command: it stays in this session's history.
  package func add(_ command: String) {
    guard !command.allSatisfy(\.isWhitespace), command != entries.last else { return }
    entries.append(command)
    if entries.count > Self.limit { entries.removeFirst() }
    guard let path else { return }
    let line = Array((command.replacing("\n", with: "`\n") + "\n").utf8)
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // SAFETY: write reads the array's own bytes, as many as it has.
    _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// The newest entry before `index` that holds `text`, in any case.
  func search(_ text: String, before index: Int) -> Int? {
    let wanted = text.lowercased()
    return entries[..<min(index, entries.count)].lastIndex { $0.lowercased().contains(wanted) }
  }
}
