import FoundationEssentials

/// Files as a session reads and writes them when its embedder gives nothing else.
enum SessionFiles {
  static func lines(_ path: String) throws -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else { throw notFound(path) }
    var lines = String(decoding: data, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: { $0.isNewline }
    ).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  static func open(_ path: String, append: Bool) throws -> ((Value?) throws -> Void) {
    if !append || !FileManager.default.fileExists(atPath: path) {
      guard FileManager.default.createFile(atPath: path, contents: nil) else { throw notFound(path) }
    }
    var text = ""
    return { value in
      if let value {
        text += try value.displayString() + "\n"
        return
      }
      var data = append ? FileManager.default.contents(atPath: path) ?? Data() : Data()
      data.append(contentsOf: text.utf8)
      try data.write(to: URL(filePath: path))
    }
  }

  private static func notFound(_ path: String) -> PowerShellError {
    PowerShellError(
      "Could not find a part of the path '\(path)'.", id: "FileOpenFailure", category: .objectNotFound,
      exceptionType: "System.IO.FileNotFoundException", target: .string(path))
  }
}
