internal import FoundationEssentials
internal import PowerShell

/// Paths of arguments. Both kinds of slash separate.
enum FilePaths {
  /// Files that a pattern may stand for.
  static let limit = 100_000

  /// Absolute, without `.` and `..`; `~` is the home directory.
  static func absolute(_ text: String, _ invocation: Invocation) -> String {
    var path = text.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "/")
    // PSPath: the provider's name comes first.
    if let mark = path.firstRange(of: "::") { path = String(path[mark.upperBound...]) }
    if path.hasPrefix("file://") { path = String(path.dropFirst(7)) }
    if path == "~" || path.hasPrefix("~/") {
      path = (invocation.host.values.environment("HOME") ?? "/") + path.dropFirst()
    }
    var kept: [Substring] = path.hasPrefix("/") ? [] : invocation.location.split(separator: "/")
    for part in path.split(separator: "/") {
      switch part {
      case ".": continue
      case "..": _ = kept.popLast()
      default: kept.append(part)
      }
    }
    return "/" + kept.joined(separator: "/")
  }

  /// The files that a path with wildcards stands for, in the order of their names. A path without wildcards stands for
  /// itself, whether it exists or not.
  static func expand(_ text: String, _ invocation: Invocation) throws -> [String] {
    let path = absolute(text, invocation)
    guard Wildcard.isPattern(path), !exists(path) else { return [path] }
    var found = [""]
    for part in path.split(separator: "/").map(String.init) {
      if !Wildcard.isPattern(part) {
        found = found.map { "\($0)/\(part)" }
        continue
      }
      let wildcard = try Wildcard(part)
      var next: [String] = []
      for folder in found {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "/" : folder)) ?? []
        next += names.sorted().filter(wildcard.matches).map { "\(folder)/\($0)" }
        guard next.count <= limit else {
          throw PowerShellError(
            "'\(text)' stands for more than \(limit) files.", id: "TooManyFiles", category: .limitsExceeded)
        }
      }
      found = next
    }
    return found.filter(exists)
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }
}
