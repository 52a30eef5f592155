internal import PowerShell

/// The commands that convert objects to text and back, and Select-String.
enum TextCommands {
  private static let csv = [
    "Delimiter@1 Char in Delimiter", "UseCulture SwitchParameter in UseCulture",
  ]

  static let all: [CommandInfo] = [
    .utility(
      "ConvertTo-Json", class: "ConvertToJsonCommand",
      ["!InputObject@0<value Object", "Depth Int32", "Compress SwitchParameter"], "Converts objects to JSON.",
      rules: ["Depth": [.range(1, 100)]], allowing: ["InputObject": [.null, .emptyString, .emptyCollection]]
    ) { ConvertToJSON() },
    .utility(
      "ConvertFrom-Json", class: "ConvertFromJsonCommand", ["!InputObject@0<value String"],
      "Converts JSON to objects.", allowing: ["InputObject": [.emptyString]]
    ) { ConvertFromJSON() },
    .utility(
      "ConvertTo-Csv", class: "ConvertToCsvCommand",
      ["!InputObject@0<value<property Object", "NoTypeInformation SwitchParameter = NTI"] + csv,
      "Converts objects to lines of comma-separated values.", defaultSet: "Delimiter"
    ) { ConvertToCSV() },
    .utility(
      "ConvertFrom-Csv", class: "ConvertFromCsvCommand",
      ["!InputObject@0<value<property Object[]", "Header String[]"] + csv,
      "Converts lines of comma-separated values to objects.", defaultSet: "Delimiter",
      allowing: ["InputObject": [.emptyString, .emptyCollection]]
    ) { ConvertFromCSV() },
    .utility(
      "Export-Csv", aliases: ["epcsv"], class: "ExportCsvCommand",
      [
        "!InputObject<value<property Object", "Path@0 String", "LiteralPath String = PSPath",
        "Append SwitchParameter", "Force SwitchParameter", "NoClobber SwitchParameter = NoOverwrite", "Encoding String",
        "NoTypeInformation SwitchParameter = NTI",
      ] + csv, "Writes objects to a file of comma-separated values.", defaultSet: "Delimiter", shouldProcess: true
    ) { ExportCSV() },
    .utility(
      "Import-Csv", aliases: ["ipcsv"], class: "ImportCsvCommand",
      [
        "Path@0<value String[]", "LiteralPath<property String[] = PSPath", "Header String[]", "Encoding String",
      ] + csv, "Makes objects of a file of comma-separated values.", defaultSet: "Delimiter"
    ) { ImportCSV() },
    .utility(
      "Select-String", aliases: ["sls"], class: "SelectStringCommand",
      [
        "!Pattern@0 String[]", "!Path@1<property String[] in File",
        "!LiteralPath<property String[] = PSPath in LiteralFile",
        "!InputObject<value Object in Object", "SimpleMatch SwitchParameter", "CaseSensitive SwitchParameter",
        "Quiet SwitchParameter", "List SwitchParameter", "NotMatch SwitchParameter", "AllMatches SwitchParameter",
        "Context Int32[]", "Include String[]", "Exclude String[]", "Encoding String",
      ], "Finds text by patterns in strings and files.", defaultSet: "File",
      rules: ["Context": [.count(1, 2), .range(0, 1_000_000)]],
      allowing: ["InputObject": [.null, .emptyString]]
    ) { SelectString() },
  ]
}

extension Invocation {
  /// Throws for the output of a Format- command, which has no properties of the objects any more.
  func refusePacket(_ value: Value) throws {
    guard let packet = FormatPacket(value) else { return }
    throw PowerShellError(
      "\(metadata.name) was given the output of a Format- command (\(packet.type.name)), which can only be shown. Put the "
        + "Format- command at the end of the pipeline, or use Select-Object instead of it.",
      id: "FormatOutputNotSupported", category: .invalidType,
      exceptionType: "System.Management.Automation.PSInvalidOperationException")
  }
}
