import Doctor
import FoundationEssentials
import Glibc

/// A computer's folders, made of files.
struct FolderTree {
  let path: String

  /// - Parameter files: by path below the folder.
  init(_ files: [String: String]) throws {
    var template = Array("/tmp/droste-facts-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
    }
    for (name, text) in files { try write(text, to: name) }
  }

  func write(_ text: String, to name: String) throws {
    let file = "\(path)/\(name)"
    let folder = file[..<(file.lastIndex(of: "/") ?? file.startIndex)]
    try FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: file))
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Reads the facts, and takes the folder away.
  static func facts(_ files: [String: String], hypervisor: String? = nil, also: (FolderTree) throws -> Void = { _ in })
    throws -> SystemFacts
  {
    let tree = try FolderTree(files)
    defer { tree.remove() }
    try also(tree)
    return SystemFacts.gather(SystemRoots(folder: tree.path, hypervisor: hypervisor), probe: nil)
  }
}
