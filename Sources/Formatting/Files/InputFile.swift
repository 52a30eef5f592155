internal import FoundationEssentials
internal import Glibc
internal import PowerShell

/// Files that are read as a whole.
enum InputFile {
  /// Bytes of a file.
  static let sizeLimit = 256 << 20

  static func text(_ path: String, encoding: TextEncoding = .utf8) throws -> String {
    guard FilePaths.exists(path) else { throw FileError.notFound(path) }
    guard !FilePaths.isFolder(path) else { throw FileError.error(EISDIR, path) }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    guard size <= sizeLimit else { throw FileError.tooLarge(path, sizeLimit) }
    guard let data = FileManager.default.contents(atPath: path) else { throw FileError.error(EACCES, path) }
    return encoding.decode(Array(data))
  }

  /// At line ends of every kind; the end of the last line makes no line of its own.
  static func lines(_ path: String, encoding: TextEncoding = .utf8) throws -> [String] {
    var lines = ObjectShaper.lines(try text(path, encoding: encoding))
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
