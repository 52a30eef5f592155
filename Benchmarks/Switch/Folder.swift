import FoundationEssentials
import Glibc
import Synchronization

/// A folder of this run with a short path, since sockets lie in it (unix(7) leaves 107 bytes). Removed when the object
/// goes, or when a signal ends the run.
final class Folder: Sendable {
  let path: String

  private static let all = Mutex<Set<String>>([])

  init() throws {
    var template = Array("/tmp/drbench.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw BenchError("no folder can be made in /tmp: \(String(cString: strerror(errno)))")
    }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.path = path
    Self.all.withLock { _ = $0.insert(path) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    Self.all.withLock { _ = $0.remove(path) }
  }

  /// Removes those that are left.
  static func removeAll() {
    for path in all.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
  }

  /// A file's text; empty when it is not there.
  func text(_ name: String) -> String {
    FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  func write(_ data: Data, to name: String) throws { try data.write(to: URL(filePath: "\(path)/\(name)")) }
}
