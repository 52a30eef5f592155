internal import PowerShell

/// Export-Clixml and Import-Clixml.
enum ClixmlCommands {
  static let all: [CommandInfo] = [
    .utility(
      "Export-Clixml", class: "ExportClixmlCommand",
      [
        "!Path@0 String in ByPath", "!LiteralPath String = PSPath in ByLiteralPath", "!InputObject<value Object",
        "Depth Int32", "Encoding String", "Force SwitchParameter", "NoClobber SwitchParameter = NoOverwrite",
      ], "Keeps objects in a file of XML.", defaultSet: "ByPath", shouldProcess: true,
      rules: ["Depth": [.range(1, 32)]], allowing: ["InputObject": [.null, .emptyString, .emptyCollection]]
    ) { ExportClixml() },
    .utility(
      "Import-Clixml", class: "ImportClixmlCommand",
      [
        "!Path@0<value<property String[] in ByPath", "!LiteralPath<property String[] = PSPath in ByLiteralPath",
        "First UInt64", "Skip UInt64", "IncludeTotalCount SwitchParameter",
      ], "Brings back objects that Export-Clixml has kept.", defaultSet: "ByPath"
    ) { ImportClixml() },
  ]
}

final class ExportClixml: Cmdlet {
  private var file: OutputFile?
  private var writer: ClixmlWriter?

  func begin(_ invocation: Invocation) throws {
    let bound = invocation.bound
    let path = FilePaths.absolute(bound.string("Path") ?? bound.string("LiteralPath") ?? "", invocation)
    let encoding = try TextEncoding(named: bound.string("Encoding"))
    guard try invocation.shouldProcess(path) else { return }
    let file = try OutputFile(
      path, encoding: encoding, noClobber: bound.isSet("NoClobber"), force: bound.isSet("Force"))
    self.file = file
    writer = ClixmlWriter(depth: bound.integer("Depth").map(Int.init(clamping:)) ?? 2, invocation.host.values)
    try file.write(ClixmlWriter.opening)
  }

  func process(_ invocation: Invocation) throws {
    let value = invocation.expectsInput ? invocation.input : invocation.bound["InputObject"] ?? .null
    try invocation.refusePacket(value)
    try writer?.write(value)
    if let text = writer?.take() { try file?.write(text) }
  }

  func end(_ invocation: Invocation) throws {
    try file?.write(ClixmlWriter.closing)
    try file?.finish()
  }

  func clean() { file?.close() }
}

final class ImportClixml: Cmdlet {
  func process(_ invocation: Invocation) throws {
    try invocation.refuse(["IncludeTotalCount"], because: "count the objects with Measure-Object instead.")
    let bound = invocation.bound
    let literal = (bound.strings("LiteralPath") ?? []).map { FilePaths.absolute($0, invocation) }
    for path in try (bound.strings("Path") ?? []).flatMap({ try FilePaths.expand($0, invocation) }) + literal {
      do {
        let values = try ClixmlReader.values(InputFile.text(path))
        let rest = values.dropFirst(bound.integer("Skip").map(Int.init(clamping:)) ?? 0)
        for value in rest.prefix(bound.integer("First").map(Int.init(clamping:)) ?? .max) {
          try invocation.writeOutput(value)
        }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }
}
