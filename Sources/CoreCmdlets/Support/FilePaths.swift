internal import FoundationEssentials
internal import PowerShell

/// Paths as scripts write them, on the Linux file system: `\` and `/` are the same, `~` is the home folder.
enum FilePaths {
  /// Bytes of a script or data file that is read.
  static let sizeLimit = 16 << 20

  static func absolute(_ path: String, from location: String) -> String {
    var path = path.replacing("\\", with: "/")
    if path == "~" || path.hasPrefix("~/") {
      path = (SystemFacts.environment("HOME") ?? "/") + path.dropFirst()
    }
    let whole = path.hasPrefix("/") ? path : "\(location)/\(path)"
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The absolute path of a file that is there; nil for none.
  static func existing(_ path: String, from location: String) -> String? {
    let path = absolute(path, from: location)
    return isFile(path) ? path : nil
  }

  static func isFile(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  static func entries(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  static func text(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else { throw notFound(path) }
    guard data.count <= sizeLimit else {
      throw PowerShellError(
        "The file '\(path)' has more than \(sizeLimit) bytes.", id: "FileTooLarge", category: .limitsExceeded,
        target: .string(path))
    }
    return String(decoding: data, as: UTF8.self)
  }

  static func notFound(_ path: String) -> PowerShellError {
    PowerShellError(
      "Cannot find path '\(path)' because it does not exist.", id: "PathNotFound", category: .objectNotFound,
      exceptionType: "System.Management.Automation.ItemNotFoundException", target: .string(path))
  }

  /// The last part of a path without its extension.
  static func stem(_ path: String) -> String {
    let leaf = path.split(separator: "/").last.map(String.init) ?? path
    return leaf.lastIndex(of: ".").map { $0 > leaf.startIndex ? String(leaf[..<$0]) : leaf } ?? leaf
  }

  /// As `stem`, where a module's file may be meant as well as its name, which may have dots.
  static func moduleName(_ text: String) -> String {
    let suffixes = [".psm1", ".psd1", ".ps1", ".dll"]
    return suffixes.contains { text.caseFolded.hasSuffix($0) } ? stem(text) : text
  }

  static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
