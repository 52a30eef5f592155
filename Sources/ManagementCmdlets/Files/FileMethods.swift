internal import Glibc
internal import PowerShell

/// The methods of file and folder objects.
enum FileMethods {
  static let file: [Method] =
    common + [
      method("Delete", 0) { entry, _, _ in
        if unlink(entry.path) != 0, errno != ENOENT { throw SystemError(errno, entry.path).thrown }
        return .nothing
      },
      method("CopyTo", 1...2) { entry, arguments, context in
        let target = try path(arguments, 0, context)
        do { try FileBytes.copy(entry.path, target, replaces: arguments.flag(1)) } catch let error as SystemError {
          throw error.thrown
        }
        return FileEntry(target, isContainer: false).value
      },
    ]

  static let directory: [Method] =
    common + [
      method("Create", 0) { entry, _, _ in
        do { try FileChange.makeFolder(entry.path) } catch let error as SystemError { throw error.thrown }
        entry.refresh()
        return .nothing
      },
      method("Delete", 0...1) { entry, arguments, _ in
        try DirectoryStatics.delete(entry.path, recursive: arguments.flag(0))
        return .nothing
      },
      method("GetFiles", 0...2) { entry, arguments, _ in try list(entry, arguments, files: true, folders: false) },
      method("GetDirectories", 0...2) { entry, arguments, _ in
        try list(entry, arguments, files: false, folders: true)
      },
      method("GetFileSystemInfos", 0...2) { entry, arguments, _ in
        try list(entry, arguments, files: true, folders: true)
      },
      method("CreateSubdirectory", 1) { entry, arguments, _ in
        let target = PathText.absolute(try arguments.text(0), in: entry.path)
        do { try FileChange.makeFolder(target) } catch let error as SystemError { throw error.thrown }
        return FileEntry(target, isContainer: true).value
      },
    ]

  private static let common: [Method] = [
    method("Refresh", 0) { entry, _, _ in
      entry.refresh()
      return .nothing
    },
    method("MoveTo", 1) { entry, arguments, context in
      let target = try path(arguments, 0, context)
      if FileStatus(target, followsLinks: false) != nil { throw SystemError(EEXIST, target).thrown }
      do { try FileChange.move(entry.path, target) } catch let error as SystemError { throw error.thrown }
      return .nothing
    },
    method("ToString", 0) { entry, _, _ in .string(entry.path) },
  ]

  private static func method(
    _ name: String, _ arity: ClosedRange<Int>,
    _ call: @escaping @Sendable (FileEntry, [Value], ValueContext) throws -> Value
  ) -> Method {
    Method(name, arity) { value, arguments, context in
      guard let entry = value.payload(as: FileEntry.self) else { return .null }
      return try call(entry, arguments, context)
    }
  }

  private static func method(
    _ name: String, _ count: Int, _ call: @escaping @Sendable (FileEntry, [Value], ValueContext) throws -> Value
  ) -> Method { method(name, count...count, call) }

  private static func list(_ entry: FileEntry, _ arguments: [Value], files: Bool, folders: Bool) throws -> Value {
    let paths = try DirectoryStatics.list(entry.path, arguments, files: files, folders: folders)
    return .array(
      ArrayObject(
        paths.map { FileEntry($0).value },
        of: files && folders ? FileTypes.systemInfo : files ? FileTypes.fileInfo : FileTypes.directoryInfo))
  }

  /// The absolute path of an argument of a static method. .NET takes relative ones from the process's own folder.
  static func path(_ arguments: [Value], _ index: Int, _ context: ValueContext) throws -> String {
    let text = try arguments.text(index)
    guard !text.isEmpty else {
      throw PowerShellError.thrown("System.ArgumentException", "Empty path name is not legal.")
    }
    if PathText.isWindowsDrive(text) {
      throw PowerShellError.thrown(
        "System.NotSupportedException",
        "The given path's format is not supported: '\(text)' is a path of Windows; files of this computer lie below '/'."
      )
    }
    return PathText.absolute(text, in: context.currentDirectory())
  }
}
