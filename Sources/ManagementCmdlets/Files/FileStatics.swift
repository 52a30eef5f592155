internal import Glibc
internal import PowerShell

/// System.IO.File.
enum FileStatics {
  static let type = TypeReference(
    "System.IO.File", .staticOnly, base: BuiltInType.object,
    members: MemberTable(staticMethods: [
      Method("Exists", 1) { _, arguments, context in
        guard let path = try? FileMethods.path(arguments, 0, context) else { return false }
        return .boolean(FileStatus(path).map { !$0.isFolder } ?? false)
      },
      reading("ReadAllText", 1...2) { .string(try encoding($1).decode(try FileBytes.read($0))) },
      reading("ReadAllLines", 1...2) { .strings(TextEncoding.lines(try encoding($1).decode(try FileBytes.read($0)))) },
      reading("ReadAllBytes", 1...1) { path, _ in
        .array(
          ArrayObject(try FileBytes.read(path).map { .integer(SizedInteger($0)) }, of: BuiltInType.uint8))
      },
      writing("WriteAllText", append: false, content: text),
      writing("AppendAllText", append: true, content: text),
      writing("WriteAllLines", append: false, content: lines),
      writing("AppendAllLines", append: true, content: lines),
      writing("WriteAllBytes", append: false) { arguments in
        try arguments.list(1).map {
          UInt8(truncatingIfNeeded: try $0.converted(to: BuiltInType.uint8).integerValue ?? 0)
        }
      },
      Method("Delete", 1) { _, arguments, context in
        let path = try FileMethods.path(arguments, 0, context)
        if unlink(path) != 0, errno != ENOENT { throw SystemError(errno == EISDIR ? EACCES : errno, path).thrown }
        return .nothing
      },
      Method("Copy", 2...3) { _, arguments, context in
        let (source, target) = (
          try FileMethods.path(arguments, 0, context), try FileMethods.path(arguments, 1, context)
        )
        do { try FileBytes.copy(source, target, replaces: arguments.flag(2)) } catch let error as SystemError {
          throw error.thrown
        }
        return .nothing
      },
      Method("Move", 2) { _, arguments, context in
        let (source, target) = (
          try FileMethods.path(arguments, 0, context), try FileMethods.path(arguments, 1, context)
        )
        guard FileStatus(source).map({ !$0.isFolder }) ?? false else { throw SystemError(ENOENT, source).thrown }
        if FileStatus(target, followsLinks: false) != nil { throw SystemError(EEXIST, target).thrown }
        do { try FileChange.move(source, target) } catch let error as SystemError { throw error.thrown }
        return .nothing
      },
      reading("GetLastWriteTime", 1...1) { path, _ in FileTypes.local(FileStatus(path)?.modified) },
      reading("GetCreationTime", 1...1) { path, _ in FileTypes.local(FileStatus(path)?.created) },
      reading("GetAttributes", 1...1) { path, _ in
        guard FileStatus(path) != nil else { throw SystemError(ENOENT, path) }
        return .enumeration(EnumValue(FileTypes.attributes, FileEntry(path).attributes))
      },
    ]))

  private static func reading(
    _ name: String, _ arity: ClosedRange<Int>, _ read: @escaping @Sendable (String, [Value]) throws -> Value
  ) -> Method {
    Method(name, arity) { _, arguments, context in
      let path = try FileMethods.path(arguments, 0, context)
      do { return try read(path, arguments) } catch let error as SystemError {
        throw SystemError(error.number, path).thrown
      }
    }
  }

  private static func writing(
    _ name: String, append: Bool, content: @escaping @Sendable ([Value]) throws -> [UInt8]
  ) -> Method {
    Method(name, 2...3) { _, arguments, context in
      let path = try FileMethods.path(arguments, 0, context)
      let bytes = try content(arguments)
      let mark = append && (FileStatus(path)?.size ?? 0) > 0 ? [] : try encoding(arguments, 2).mark
      do { try FileBytes.write(path, mark + bytes, append: append) } catch let error as SystemError {
        throw SystemError(error.number, path).thrown
      }
      return .nothing
    }
  }

  private static func text(_ arguments: [Value]) throws -> [UInt8] {
    try encoding(arguments, 2).encode(try arguments.text(1))
  }

  private static func lines(_ arguments: [Value]) throws -> [UInt8] {
    let encoding = try encoding(arguments, 2)
    return encoding.encode(try arguments.list(1).map { try $0.displayString() + "\n" }.joined())
  }

  /// The encoding object at a place; UTF-8 where there is none.
  private static func encoding(_ arguments: [Value], _ index: Int = 1) throws -> TextEncoding {
    guard index < arguments.count else { return .utf8 }
    return try TextEncoding(named: arguments[index].payload(as: String.self) ?? arguments.text(index))
  }
}

/// System.IO.Directory.
enum DirectoryStatics {
  static let type = TypeReference(
    "System.IO.Directory", .staticOnly, base: BuiltInType.object,
    members: MemberTable(staticMethods: [
      Method("Exists", 1) { _, arguments, context in
        guard let path = try? FileMethods.path(arguments, 0, context) else { return false }
        return .boolean(FileStatus(path)?.isFolder ?? false)
      },
      Method("CreateDirectory", 1) { _, arguments, context in
        let path = try FileMethods.path(arguments, 0, context)
        do { try FileChange.makeFolder(path) } catch let error as SystemError {
          throw SystemError(error.number, path).thrown
        }
        return FileEntry(path, isContainer: true).value
      },
      Method("Delete", 1...2) { _, arguments, context in
        try delete(try FileMethods.path(arguments, 0, context), recursive: arguments.flag(1))
        return .nothing
      },
      Method("Move", 2) { _, arguments, context in
        let (source, target) = (
          try FileMethods.path(arguments, 0, context), try FileMethods.path(arguments, 1, context)
        )
        if FileStatus(target, followsLinks: false) != nil { throw SystemError(EEXIST, target).thrown }
        do { try FileChange.move(source, target) } catch let error as SystemError { throw error.thrown }
        return .nothing
      },
      listing("GetFiles", files: true, folders: false),
      listing("GetDirectories", files: false, folders: true),
      listing("GetFileSystemEntries", files: true, folders: true),
      listing("EnumerateFiles", files: true, folders: false),
      listing("EnumerateDirectories", files: false, folders: true),
      Method("GetCurrentDirectory", 0) { _, _, context in .string(context.currentDirectory()) },
      Method("GetParent", 1) { _, arguments, context in
        let path = try FileMethods.path(arguments, 0, context)
        return path == "/" ? .null : FileEntry(PathText.parent(path), isContainer: true).value
      },
    ]))

  static let searchOption = EnumType("System.IO.SearchOption", ["TopDirectoryOnly", "AllDirectories"])

  private static func listing(_ name: String, files: Bool, folders: Bool) -> Method {
    Method(name, 1...3) { _, arguments, context in
      let path = try FileMethods.path(arguments, 0, context)
      return .strings(try list(path, Array(arguments.dropFirst()), files: files, folders: folders))
    }
  }

  /// Paths below a folder. `arguments` may hold a pattern and a SearchOption.
  static func list(_ folder: String, _ arguments: [Value], files: Bool, folders: Bool) throws -> [String] {
    var pattern: Wildcard?
    if let first = arguments.first, try first.displayString() != "*.*" {
      pattern = try Wildcard(first.displayString().replacing("[", with: "`["))
    }
    let option = try arguments.count > 1 ? arguments[1].converted(to: searchOption).integerValue : 0
    var found: [String] = []
    var pending = [folder]
    while let next = pending.popLast() {
      let names: [String]
      do { names = try FileListing.names(next) } catch let error as SystemError { throw error.thrown }
      for name in names {
        let path = PathText.join(next, name)
        guard let status = FileStatus(path) ?? FileStatus(path, followsLinks: false) else { continue }
        if status.isFolder ? folders : files, pattern?.matches(name) ?? true { found.append(path) }
        if option == 1, FileStatus(path, followsLinks: false)?.isFolder ?? false { pending.append(path) }
      }
    }
    return found
  }

  static func delete(_ path: String, recursive: Bool) throws {
    guard FileStatus(path)?.isFolder ?? false else { throw SystemError(ENOENT, path + "/").thrown }
    do {
      if recursive {
        try FileChange.remove(path)
      } else if rmdir(path) != 0 {
        throw SystemError(errno, path)
      }
    } catch let error as SystemError {
      if error.number == ENOTEMPTY {
        throw PowerShellError.thrown("System.IO.IOException", "The directory is not empty. : '\(path)'")
      }
      throw error.thrown
    }
  }
}
