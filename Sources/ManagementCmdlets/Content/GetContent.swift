internal import Glibc
internal import PowerShell

/// Get-Content. Files are read as they are written on, piece by piece, except for -Tail and -Raw.
final class GetContent: Cmdlet {
  static let command = CommandInfo(
    cmdlet: "Get-Content", module: ModuleName.management, aliases: ["gc", "cat", "type"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Get-Content", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.GetContentCommand",
        ItemSelection.parameters + ItemSelection.filters + [
          "ReadCount<property Int64", "TotalCount<property Int64 = First, Head", "Tail<property Int32 = Last",
          "Force SwitchParameter", "Delimiter", "Wait SwitchParameter", "Raw SwitchParameter", "Encoding",
        ], defaultSetName: "Path", synopsis: "Reads the lines of a file, or what another item holds.",
        validations: [
          "TotalCount": [.range(0, .int64(.max))], "Tail": [.range(0, .int32(.max))],
          "ReadCount": [.range(0, .int64(.max))],
        ])
    }, { GetContent() })

  func process(_ invocation: Invocation) throws {
    try invocation.refuse(["Wait"], because: "read the file again instead.")
    let bound = invocation.bound
    let state = try invocation.management()
    if bound.contains("TotalCount"), bound.contains("Tail") {
      throw PowerShellError(
        "The parameters TotalCount and Tail cannot be used together. Please specify only one parameter.",
        id: "Argument", category: .invalidArgument, exceptionType: "System.InvalidOperationException")
    }
    if bound.isSet("Raw"), let other = ["TotalCount", "Tail", "Delimiter", "ReadCount"].first(where: bound.contains) {
      throw PowerShellError(
        "The parameters Raw and \(other) cannot be used together.", id: "InvalidOperation",
        category: .invalidOperation, exceptionType: "System.InvalidOperationException")
    }
    let encoding = try TextEncoding(named: bound.string("Encoding"))
    for given in ItemSelection.given(invocation) {
      let selection = try ItemSelection(invocation)
      do {
        let places = (given.isPattern ? try state.matches(given.text) : [try state.place(given.text)])
          .filter { selection.fits($0.name) }
        if given.isPattern, places.isEmpty { throw ItemError.filteredOut(given.text) }
        for place in places { try read(place, encoding, invocation, state) }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private func read(
    _ place: ItemPath, _ encoding: TextEncoding, _ invocation: Invocation, _ state: ManagementState
  ) throws {
    guard place.provider == .fileSystem else {
      guard place.provider != .registry else { throw ItemError.notSupported("content", place) }
      guard let value = FlatItems(state, place.provider).content(place.path) else {
        throw ItemError.notFound(place.text)
      }
      return try invocation.writeOutput(value.reference?.enumerated ?? [value])
    }
    guard let status = FileStatus(place.path) else { throw ItemError.notFound(place.path) }
    if status.isFolder {
      throw PowerShellError(
        "Access to the path '\(place.path)' is denied.", id: "GetContentReaderUnauthorizedAccessError",
        category: .permissionDenied, exceptionType: "System.UnauthorizedAccessException", target: .string(place.path))
    }
    do {
      try readFile(place.path, encoding, invocation)
    } catch let error as SystemError {
      throw ItemError.system(error.number, place.path, "GetContentReader")
    }
  }

  private func readFile(_ path: String, _ encoding: TextEncoding, _ invocation: Invocation) throws {
    let bound = invocation.bound
    let output = LineOutput(invocation, bound.integer("ReadCount") ?? 1, limit: bound.integer("TotalCount"))
    if bound.integer("TotalCount") == 0 { return }
    if bound.isSet("Raw") {
      let bytes = try FileBytes.read(path)
      return try invocation.writeOutput(
        encoding == .byte
          ? .array(ArrayObject(bytes.map { .integer(SizedInteger($0)) }, of: BuiltInType.uint8))
          : .string(encoding.decode(bytes)))
    }
    if encoding == .byte {
      for byte in try FileBytes.read(path) where try !output.write(.integer(SizedInteger(byte))) { return }
      return try output.finish()
    }
    if let tail = bound.integer("Tail") {
      let lines = try cut(encoding.decode(try FileBytes.read(path)), bound.string("Delimiter"))
      for line in lines.suffix(Int(clamping: tail)) { _ = try output.write(.string(line)) }
      return try output.finish()
    }
    guard encoding.isByteOriented, bound.string("Delimiter") == nil else {
      for line in try cut(encoding.decode(try FileBytes.read(path)), bound.string("Delimiter"))
      where try !output.write(.string(line)) { return }
      return try output.finish()
    }
    let reader = try LineReader(path, encoding)
    while let line = try reader.next() {
      if invocation.isStopping { return }
      if try !output.write(.string(line)) { return }
    }
    try output.finish()
  }

  private func cut(_ text: String, _ delimiter: String?) throws -> [String] {
    guard let delimiter, delimiter != "\n" else { return TextEncoding.lines(text) }
    if delimiter.isEmpty { return [text] }
    var parts: [String] = []
    var rest = text[...]
    while let range = rest.firstRange(of: delimiter) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    if !rest.isEmpty { parts.append(String(rest)) }
    return parts
  }
}

/// Passes lines on one by one, or as arrays of -ReadCount.
private final class LineOutput {
  private let invocation: Invocation
  /// 0: all in one array.
  private let batch: Int64
  private var left: Int64?
  private var held: [Value] = []

  init(_ invocation: Invocation, _ batch: Int64, limit: Int64?) {
    (self.invocation, self.batch, left) = (invocation, batch, limit)
  }

  /// False when no more are wanted.
  func write(_ value: Value) throws -> Bool {
    if batch == 1 {
      try invocation.writeOutput(value)
    } else {
      held.append(value)
      if batch > 0, held.count >= batch { try flush() }
    }
    guard let rest = left else { return true }
    left = rest - 1
    if rest <= 1 {
      try finish()
      return false
    }
    return true
  }

  func finish() throws { if !held.isEmpty { try flush() } }

  private func flush() throws {
    try invocation.writeOutput(.array(held))
    held = []
  }
}
