internal import PowerShell

extension Invocation {
  /// -Delimiter; the culture's list separator is the comma.
  fileprivate var delimiter: UInt16 {
    if case .character(let unit)? = bound["Delimiter"]?.unwrapped { return unit }
    return 0x2C
  }

  fileprivate func warnOfNamedColumns(_ reader: CSVReader) throws {
    guard reader.namedColumns else { return }
    try writeWarning(
      "One or more headers were not specified. Default names starting with \"H\" have been used in place of any missing "
        + "headers.")
  }
}

/// ConvertTo-Csv.
final class ConvertToCSV: Cmdlet {
  private var writer: CSVWriter?

  func begin(_ invocation: Invocation) throws { writer = CSVWriter(delimiter: invocation.delimiter) }

  func process(_ invocation: Invocation) throws {
    for value in invocation.subjects where !value.isNull {
      try invocation.refusePacket(value)
      let writesType = !invocation.bound.isSet("NoTypeInformation")
      for line in try writer?.lines(value, writesType: writesType, invocation.host.values) ?? [] {
        try invocation.writeOutput(.string(line))
      }
    }
  }
}

/// ConvertFrom-Csv.
final class ConvertFromCSV: Cmdlet {
  private var reader: CSVReader?

  func begin(_ invocation: Invocation) throws {
    reader = try CSVReader(delimiter: invocation.delimiter, names: invocation.bound.strings("Header"))
  }

  func process(_ invocation: Invocation) throws {
    for value in invocation.bound.elements("InputObject") ?? [] {
      for line in ObjectShaper.lines(try value.displayString(invocation.host.values)) {
        if let object = try reader?.object(line) { try invocation.writeOutput(object) }
      }
    }
  }

  func end(_ invocation: Invocation) throws {
    if let object = try reader?.finish() { try invocation.writeOutput(object) }
    if let reader { try invocation.warnOfNamedColumns(reader) }
  }
}

/// Export-Csv. With -Append the file's own heading decides the columns.
final class ExportCSV: Cmdlet {
  private var writer: CSVWriter?
  private var file: OutputFile?
  private var isContinued = false

  func begin(_ invocation: Invocation) throws {
    let bound = invocation.bound
    guard let given = bound.string("Path") ?? bound.string("LiteralPath"),
      !(bound.contains("Path") && bound.contains("LiteralPath"))
    else {
      throw PowerShellError(
        "You must specify either the -Path or -LiteralPath parameters, but not both.",
        id: "CannotSpecifyPathAndLiteralPath",
        category: .invalidData, exceptionType: "System.InvalidOperationException")
    }
    let path = FilePaths.absolute(given, invocation)
    let encoding = try TextEncoding(named: bound.string("Encoding"))
    guard try invocation.shouldProcess(path) else { return }
    var names: [String]?
    if bound.isSet("Append"), FilePaths.exists(path) {
      names = try Self.heading(InputFile.lines(path, encoding: encoding), invocation.delimiter)
    }
    let file = try OutputFile(
      path, encoding: encoding, appends: bound.isSet("Append"), noClobber: bound.isSet("NoClobber"),
      force: bound.isSet("Force"))
    self.file = file
    isContinued = names != nil
    writer = CSVWriter(delimiter: invocation.delimiter, names: names)
  }

  private static func heading(_ lines: [String], _ delimiter: UInt16) throws -> [String]? {
    guard let first = lines.first(where: { !$0.hasPrefix("#TYPE") && !$0.isEmpty }) else { return nil }
    var reader = try CSVReader(delimiter: delimiter, names: nil)
    _ = try reader.object(first)
    // A line of nothing but values under its own heading gives the names back.
    return try reader.object(first).map { Members.propertyNames($0) }
  }

  func process(_ invocation: Invocation) throws {
    guard let file else { return }
    for value in invocation.subjects where !value.isNull {
      try invocation.refusePacket(value)
      if isContinued { try check(value, invocation) }
      let writesType = !invocation.bound.isSet("NoTypeInformation")
      for line in try writer?.lines(value, writesType: writesType, invocation.host.values) ?? [] {
        try file.write(line + "\n")
      }
    }
  }

  /// What is appended has the columns that are there, unless -Force leaves them empty.
  private func check(_ value: Value, _ invocation: Invocation) throws {
    guard !invocation.bound.isSet("Force") else { return }
    let own = Members.propertyNames(value)
    guard let name = writer?.names?.first(where: { name in !own.contains { $0.isSameName(as: name) } }) else { return }
    throw PowerShellError(
      "Cannot append CSV content to the following file: \(file?.path ?? ""). The appended object does not have a property "
        + "that corresponds to the following column: \(name). To continue with mismatched properties, add the -Force "
        + "parameter, and then retry the command.", id: "CannotAppendCsvWithMismatchedPropertyNames",
      category: .invalidData, exceptionType: "System.InvalidOperationException", target: .string(name))
  }

  func end(_ invocation: Invocation) throws { try file?.finish() }
  func clean() { file?.close() }
}

/// Import-Csv.
final class ImportCSV: Cmdlet {
  func process(_ invocation: Invocation) throws {
    let bound = invocation.bound
    let encoding = try TextEncoding(named: bound.string("Encoding"))
    let literal = (bound.strings("LiteralPath") ?? []).map { FilePaths.absolute($0, invocation) }
    for path in try (bound.strings("Path") ?? []).flatMap({ try FilePaths.expand($0, invocation) }) + literal {
      do {
        var reader = try CSVReader(delimiter: invocation.delimiter, names: bound.strings("Header"))
        for line in try InputFile.lines(path, encoding: encoding) {
          if let object = try reader.object(line) { try invocation.writeOutput(object) }
        }
        if let object = try reader.finish() { try invocation.writeOutput(object) }
        try invocation.warnOfNamedColumns(reader)
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }
}
