internal import PowerShell

/// System.IO.FileInfo and System.IO.DirectoryInfo. The properties that PowerShell adds to the objects of a provider are
/// among their own.
enum FileTypes {
  static let attributes = EnumType(
    "System.IO.FileAttributes", isFlags: true,
    [
      ("ReadOnly", 1), ("Hidden", 2), ("System", 4), ("Directory", 16), ("Archive", 32), ("Device", 64),
      ("Normal", 128), ("Temporary", 256), ("SparseFile", 512), ("ReparsePoint", 1024), ("Compressed", 2048),
      ("Offline", 4096), ("NotContentIndexed", 8192), ("Encrypted", 16384),
    ])

  static let systemInfo = TypeReference("System.IO.FileSystemInfo", .custom, base: BuiltInType.object)

  static let fileInfo = TypeReference(
    "System.IO.FileInfo", .custom, base: systemInfo,
    members: MemberTable(
      properties: provided + [
        property("VersionInfo") { _ in .null },
        property("BaseName") { .string(PathText.base($0.name)) },
      ] + links + [
        property("Name") { .string($0.name) },
        property("Length", length),
        property("DirectoryName") { .string(PathText.parent($0.path)) },
        property("Directory") { FileEntry(PathText.parent($0.path), isContainer: true).value },
        readOnly,
      ] + common,
      methods: FileMethods.file, constructor: Method("FileInfo", 1, { try made($1, $2, isContainer: false) }),
      convert: { try converted($0, $1, isContainer: false) }))

  static let directoryInfo = TypeReference(
    "System.IO.DirectoryInfo", .custom, base: systemInfo,
    members: MemberTable(
      properties: provided + [property("BaseName") { .string($0.name) }] + links + [
        property("Name") { .string($0.name) },
        property("Parent") {
          $0.path == "/" ? .null : FileEntry(PathText.parent($0.path), isContainer: true).value
        },
        property("Root") { _ in FileEntry("/", isContainer: true).value },
      ] + common,
      methods: FileMethods.directory,
      constructor: Method("DirectoryInfo", 1, { try made($1, $2, isContainer: true) }),
      convert: { try converted($0, $1, isContainer: true) }))

  private static let provided: [Property] = [
    property("PSPath") { .string(ItemPath(file: $0.path).qualified) },
    property("PSParentPath") { .string(ItemPath(file: $0.path).parent?.qualified ?? "") },
    property("PSChildName") { .string($0.name) },
    property("PSDrive") { _ in DriveTable.fileSystem.value },
    property("PSProvider") { _ in ProviderKind.fileSystem.value },
    property("PSIsContainer") { .boolean($0.isContainer) },
    property("Mode") { .string($0.mode) },
  ]

  private static let links: [Property] = [
    property("Target") { .text($0.isLink ? FileListing.linkTarget($0.path) : nil) },
    property("LinkType") { $0.isLink ? "SymbolicLink" : .null },
  ]

  private static let common: [Property] = [
    property("Exists") { .boolean($0.exists) },
    property("FullName") { .string($0.path) },
    property("Extension") { .string(PathText.extension($0.name)) },
    property("CreationTime") { local($0.status?.created) },
    property("CreationTimeUtc") { utc($0.status?.created) },
    time("LastAccessTime", local) { $0?.accessed },
    time("LastAccessTimeUtc", utc) { $0?.accessed },
    time("LastWriteTime", local) { $0?.modified },
    time("LastWriteTimeUtc", utc) { $0?.modified },
    property("Attributes") { .enumeration(EnumValue(attributes, $0.attributes)) },
  ]

  private static let readOnly = Property(
    "IsReadOnly",
    set: { value, new, _ in
      guard let entry = value.payload(as: FileEntry.self) else { return }
      try FileChange.setReadOnly(entry.path, new.isTrue)
      entry.refresh()
    }, { value, _ in .boolean(value.payload(as: FileEntry.self)?.status?.isReadOnly ?? false) })

  private static func length(_ entry: FileEntry) throws -> Value {
    guard let status = entry.status else {
      throw PowerShellError.thrown("System.IO.FileNotFoundException", "Could not find file '\(entry.path)'.")
    }
    return .int64(status.size)
  }

  private static func property(
    _ name: String, _ get: @escaping @Sendable (FileEntry) throws -> Value
  ) -> Property {
    Property(name) { value, _ in try value.payload(as: FileEntry.self).map(get) ?? .null }
  }

  /// A time that can be set.
  private static func time(
    _ name: String, _ shown: @escaping @Sendable (DateTime?) -> Value,
    _ get: @escaping @Sendable (FileStatus?) -> DateTime?
  ) -> Property {
    Property(
      name,
      set: { value, new, context in
        guard let entry = value.payload(as: FileEntry.self) else { return }
        try FileChange.setTime(entry.path, name, new, context)
        entry.refresh()
      }, { value, _ in shown(value.payload(as: FileEntry.self).flatMap { get($0.status) }) })
  }

  /// What .NET gives for a file that is not there: 1601.
  static func local(_ time: DateTime?) -> Value { .dateTime((time ?? missingTime).localized) }
  static func utc(_ time: DateTime?) -> Value { .dateTime(time ?? missingTime) }
  private static let missingTime = DateTime(year: 1601, month: 1, day: 1, kind: .utc) ?? .earliest

  private static func made(_ arguments: [Value], _ context: ValueContext, isContainer: Bool) throws -> Value {
    let text = try arguments.text(0)
    guard !text.isEmpty else {
      throw PowerShellError.thrown("System.ArgumentException", "The path is not of a legal form.")
    }
    return FileEntry(PathText.absolute(text, in: context.currentDirectory()), isContainer: isContainer).value
  }

  private static func converted(_ value: Value, _ context: ValueContext, isContainer: Bool) throws -> Value? {
    guard case .string = value.unwrapped else { return nil }
    return try made([value], context, isContainer: isContainer)
  }
}

extension FileStatus {
  /// The nearest to a time of creation that stat(2) tells: the earlier of its two changes.
  var created: DateTime { min(modified, changed) }
}
