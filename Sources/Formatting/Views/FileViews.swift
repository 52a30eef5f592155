internal import PowerShell

/// Lists and wide output of files and directories. Their table is the file commands' own.
enum FileViews {
  private static let typeNames = ["System.IO.FileInfo", "System.IO.DirectoryInfo"]

  static let definitions: [ViewDefinition] = [
    ViewDefinition(
      typeNames,
      .list(
        ["Name", "Length", "CreationTime", "LastWriteTime", "LastAccessTime", "Mode", "LinkType", "Target"].map {
          ViewColumn($0)
        }), groupBy: directory, isDefault: false, isGroupFramed: true),
    ViewDefinition(
      typeNames, .wide(ViewColumn("Name", .computed(name))), groupBy: directory, isDefault: false, isGroupFramed: true),
  ]

  private static let directory = ViewColumn(
    "Directory",
    .computed { value, context in
      let path = try Members.property(value, "PSParentPath", context)?.displayString(context) ?? ""
      if let mark = path.firstRange(of: "::") { return .string(String(path[mark.upperBound...])) }
      if !path.isEmpty { return .string(path) }
      let full = try Members.property(value, "FullName", context)?.displayString(context) ?? ""
      guard let end = full.lastIndex(of: "/") else { return "" }
      return .string(end == full.startIndex ? "/" : String(full[..<end]))
    })

  /// Directories within brackets.
  @Sendable private static func name(_ value: Value, _ context: ValueContext) throws -> Value {
    let name = try Members.property(value, "Name", context)?.displayString(context) ?? ""
    let isDirectory = value.typeNames.contains { ViewTable.bare($0) == "System.IO.DirectoryInfo" }
    return .string(isDirectory ? "[\(name)]" : name)
  }
}
