internal import FoundationEssentials
internal import Glibc

/// A folder of a test's own with a short path, since sockets lie in it (unix(7) leaves 107 bytes).
public struct ScratchFolder: Sendable {
  public let path: String

  /// Makes `/tmp/PREFIX.XXXXXX`, mode 0700.
  public init(_ prefix: String = "dr") throws {
    var template = Array("/tmp/\(prefix).XXXXXX\0".utf8CString.dropLast())
    guard mkdtemp(&template) != nil else { throw ScratchFolderError(errno: errno) }
    path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  public func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// A file's text; empty when it is not there.
  public func text(_ name: String) -> String {
    guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else { return "" }
    return String(decoding: data, as: UTF8.self)
  }

  @discardableResult public func write(_ text: String, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }
}

/// A folder that could not be made.
public struct ScratchFolderError: Error {
  public var errno: Int32
}
