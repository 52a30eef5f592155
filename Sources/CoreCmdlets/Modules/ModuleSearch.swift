internal import PowerShell

/// Finds module files: by path, or by name in the folders of `$env:PSModulePath`.
struct ModuleSearch {
  let session: Session

  /// Folders of `$env:PSModulePath`, between colons, or between semicolons where there is one.
  var folders: [String] {
    let path = session.environment("PSModulePath") ?? ""
    return path.split(separator: path.contains(";") ? ";" : ":").map(String.init)
  }

  /// The module's file; nil when there is none.
  func find(_ name: String) -> String? {
    let isPath = name.contains { $0 == "/" || $0 == "\\" } || name.hasPrefix("~") || name.hasPrefix(".")
    if isPath { return file(at: FilePaths.absolute(name, from: session.location)) }
    for folder in folders {
      let base = "\(folder)/\(name)"
      if let found = file(at: base) { return found }
      // Names are of any case; the file system's are not.
      if let same = FilePaths.entries(folder).first(where: { $0.isSameName(as: name) }),
        let found = file(at: "\(folder)/\(same)")
      {
        return found
      }
    }
    let here = FilePaths.absolute(name, from: session.location)
    return Self.hasExtension(name) && FilePaths.isFile(here) ? here : nil
  }

  /// Every module of the folders, by name.
  func all() -> [String] {
    folders.flatMap { folder in
      FilePaths.entries(folder).compactMap { file(at: "\(folder)/\($0)") }
    }
  }

  /// A file itself, a file with an extension that is left out, or the folder's file of its own name, perhaps in the
  /// folder of its latest version.
  private func file(at path: String) -> String? {
    if FilePaths.isFile(path) { return path }
    for suffix in Self.suffixes where FilePaths.isFile(path + suffix) { return path + suffix }
    guard FilePaths.isFolder(path) else { return nil }
    let leaf = path.split(separator: "/").last.map(String.init) ?? ""
    for suffix in Self.suffixes where FilePaths.isFile("\(path)/\(leaf)\(suffix)") { return "\(path)/\(leaf)\(suffix)" }
    let versions = FilePaths.entries(path).compactMap { name in
      (try? Version(parsing: name)).map { (name, $0) }
    }.sorted { $1.1 < $0.1 }
    for (name, _) in versions {
      for suffix in Self.suffixes where FilePaths.isFile("\(path)/\(name)/\(leaf)\(suffix)") {
        return "\(path)/\(name)/\(leaf)\(suffix)"
      }
    }
    return nil
  }

  private static let suffixes = [".psd1", ".psm1"]

  private static func hasExtension(_ name: String) -> Bool {
    (suffixes + [".ps1"]).contains { name.caseFolded.hasSuffix($0) }
  }
}
