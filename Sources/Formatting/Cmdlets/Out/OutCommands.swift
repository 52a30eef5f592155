internal import PowerShell

/// The commands that end a pipeline.
enum OutCommands {
  static func all(_ views: @escaping @Sendable () -> ViewTable) -> [CommandInfo] {
    [
      .utility(
        "Out-Default", class: "OutDefaultCommand", ["InputObject<value Object", "Transcript SwitchParameter"],
        "Hands objects to the host, as happens at the end of every pipeline.", module: FormattingModule.core
      ) { OutDefault() },
      .utility(
        "Out-Host", aliases: ["oh"], class: "OutHostCommand", ["InputObject<value Object", "Paging SwitchParameter"],
        "Shows objects on the console.", module: FormattingModule.core
      ) { OutHost(views) },
      .utility(
        "Out-Null", class: "OutNullCommand", ["InputObject<value Object"], "Throws objects away.",
        module: FormattingModule.core
      ) { OutNull() },
      .utility(
        "Out-String", class: "OutStringCommand",
        ["InputObject<value Object", "Stream SwitchParameter", "Width Int32"],
        "Gives the text that objects would be shown as.", rules: ["Width": [.range(2, .int32(.max))]]
      ) { OutString(views) },
      .utility(
        "Out-File", class: "OutFileCommand",
        [
          "!FilePath@0 String in ByPath", "!LiteralPath<property String = PSPath in ByLiteralPath", "Encoding@1 String",
          "Append SwitchParameter", "Force SwitchParameter", "NoClobber SwitchParameter = NoOverwrite", "Width Int32",
          "NoNewline SwitchParameter", "InputObject<value Object",
        ], "Writes the text that objects would be shown as to a file.", defaultSet: "ByPath", shouldProcess: true,
        rules: ["Width": [.range(2, .int32(.max))]]
      ) { OutFile(views) },
      .utility(
        "Tee-Object", aliases: ["tee"], class: "TeeObjectCommand",
        [
          "!FilePath@0 String in File", "!LiteralPath String = PSPath in LiteralFile",
          "Append SwitchParameter in File, LiteralFile", "!Variable String in Variable", "InputObject<value Object",
        ], "Keeps objects in a file or a variable and passes them on.", defaultSet: "File"
      ) { TeeObject(views) },
    ]
  }
}

final class OutNull: DirectInput {}

/// Out-Default: the session's host formats.
final class OutDefault: DirectInput {
  func begin(_ invocation: Invocation) throws {
    try invocation.refuse(["Transcript"], because: "transcripts are kept by Start-Transcript alone.")
  }

  func process(_ invocation: Invocation) throws {
    let value = invocation.subject
    guard case .nothing = value else { return try invocation.show(value) }
  }
}

extension Invocation {
  /// Gives a value to the host, past every redirection and assignment.
  func show(_ value: Value) throws {
    if let session = host.session {
      try session.host.write(value)
    } else {
      try host.write(.host(try value.displayString(host.values)))
    }
  }
}

/// Out-Host: a run of its own on the host's console, whatever becomes of the pipeline's output.
final class OutHost: DirectInput {
  private let views: @Sendable () -> ViewTable
  private var shaper: ObjectShaper?

  init(_ views: @escaping @Sendable () -> ViewTable) { self.views = views }

  func begin(_ invocation: Invocation) throws {
    try invocation.refuse(["Paging"], because: "pipe the output of the whole program to a pager such as less instead.")
    var options = ShapeOptions()
    options.enumerationLimit = EnumerationLimit.of(invocation)
    shaper = ObjectShaper(options, views()) { [unowned invocation] in try invocation.show($0.value) }
  }

  func process(_ invocation: Invocation) throws {
    let value = invocation.subject
    if FormatPacket(value) != nil { return try invocation.show(value) }
    try shaper?.process(value, invocation.host.values)
  }

  func end(_ invocation: Invocation) throws { try shaper?.end() }
}

/// Out-String: one text of all lines, or with -Stream each line.
final class OutString: DirectInput {
  private let views: @Sendable () -> ViewTable
  private var formatter: OutputFormatter?
  private var text = ""
  private var length = 0

  init(_ views: @escaping @Sendable () -> ViewTable) { self.views = views }

  func begin(_ invocation: Invocation) throws {
    let isStream = invocation.bound.isSet("Stream")
    formatter = OutputFormatter(invocation, views()) { [unowned self, unowned invocation] line in
      if isStream { return try invocation.writeOutput(.string(line)) }
      length += line.utf8.count + 2
      guard length <= ValueLimits.stringLength else {
        throw PowerShellError(
          "The text is longer than the \(ValueLimits.stringLength) characters of a string. Use Out-File, or Out-String "
            + "-Stream.", id: "OutStringTooLong", category: .limitsExceeded,
          exceptionType: "System.OutOfMemoryException")
      }
      text += line + NewLine.text
    }
  }

  func process(_ invocation: Invocation) throws { try formatter?.write(invocation.subject, invocation.host.values) }

  func end(_ invocation: Invocation) throws {
    try formatter?.finish()
    if !invocation.bound.isSet("Stream") { try invocation.writeOutput(.string(text)) }
  }
}

/// Out-File.
final class OutFile: Cmdlet {
  private let views: @Sendable () -> ViewTable
  private var formatter: OutputFormatter?
  private var file: OutputFile?

  init(_ views: @escaping @Sendable () -> ViewTable) { self.views = views }

  func begin(_ invocation: Invocation) throws {
    let bound = invocation.bound
    let given = bound.string("FilePath") ?? bound.string("LiteralPath") ?? ""
    let encoding = try TextEncoding(named: bound.string("Encoding"))
    let path = FilePaths.absolute(given, invocation)
    guard try invocation.shouldProcess(path, "Output to File") else { return }
    let file = try OutputFile(
      path, encoding: encoding, appends: bound.isSet("Append"), noClobber: bound.isSet("NoClobber"),
      force: bound.isSet("Force"))
    self.file = file
    let end = bound.isSet("NoNewline") ? "" : "\n"
    formatter = OutputFormatter(invocation, views()) { try file.write($0 + end) }
  }

  func process(_ invocation: Invocation) throws {
    if !invocation.expectsInput, invocation.bound["InputObject"] == nil { return }
    try formatter?.write(invocation.subject, invocation.host.values)
  }

  func end(_ invocation: Invocation) throws {
    try formatter?.finish()
    try file?.finish()
  }

  func clean() { file?.close() }
}

/// Tee-Object.
final class TeeObject: DirectInput {
  private let views: @Sendable () -> ViewTable
  private var formatter: OutputFormatter?
  private var file: OutputFile?
  private var kept: [Value] = []

  init(_ views: @escaping @Sendable () -> ViewTable) { self.views = views }

  func begin(_ invocation: Invocation) throws {
    let bound = invocation.bound
    guard let given = bound.string("FilePath") ?? bound.string("LiteralPath") else { return }
    let file = try OutputFile(
      FilePaths.absolute(given, invocation), encoding: .utf8, appends: bound.isSet("Append"))
    self.file = file
    formatter = OutputFormatter(invocation, views()) { try file.write($0 + "\n") }
  }

  func process(_ invocation: Invocation) throws {
    for value in invocation.subjects {
      if let formatter {
        try formatter.write(value, invocation.host.values)
      } else {
        guard kept.count < ValueLimits.arrayLength else { throw Self.tooMany() }
        kept.append(value)
      }
      try invocation.writeOutput(value)
    }
  }

  func end(_ invocation: Invocation) throws {
    try formatter?.finish()
    try file?.finish()
    if let name = invocation.bound.string("Variable") {
      try invocation.host.setVariable(name, .collected(kept))
    }
  }

  func clean() { file?.close() }

  private static func tooMany() -> PowerShellError {
    PowerShellError(
      "More than \(ValueLimits.arrayLength) objects cannot be kept in a variable.", id: "TeeObjectLimit",
      category: .limitsExceeded, exceptionType: "System.OutOfMemoryException")
  }
}
